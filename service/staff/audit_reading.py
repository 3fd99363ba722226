"""Reading the audit log: newest first, narrowed by who, what, to what, and when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select, true, union
from sqlalchemy.orm import Session

from knowledge.clock import CHINA
from service.staff.records import AuditEntry, StaffUser


@dataclass(frozen=True)
class AuditFilters:
    """What the log is narrowed to; None does not narrow. Days are of China, both included.

    `subject` is a whole subject, or the number of a consultation alone; `before` is the number of
    the entry below which the page begins.
    """

    user_id: int | None = None
    action: str | None = None
    subject: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class ShownEntry:
    """An entry as people read it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Sequence[tuple[str, str]]


def read_entries(session: Session, filters: AuditFilters, limit: int) -> list[ShownEntry]:
    """The newest `limit` entries that the filters leave."""
    wanted = union(*(_newest(narrowed, limit) for narrowed in _narrowed(filters)))
    query = select(AuditEntry).where(AuditEntry.seq.in_(wanted))
    query = query.order_by(AuditEntry.seq.desc()).limit(limit)
    return [_shown(entry) for entry in session.scalars(query)]


def recorded_actions(session: Session) -> Sequence[str]:
    """Every action that the log knows, in the order of its words.

    One look at the index for each: DISTINCT would read all of it.
    """
    known = select(func.min(AuditEntry.action).label("action")).cte("known", recursive=True)
    following = select(func.min(AuditEntry.action)).where(AuditEntry.action > known.c.action)
    known = known.union_all(select(following.scalar_subquery()).where(known.c.action.is_not(None)))
    return session.scalars(select(known.c.action).where(known.c.action.is_not(None))).all()


def recorded_people(session: Session) -> Sequence[tuple[int, str]]:
    """Id and name of everybody who has or had an account."""
    rows = session.execute(
        select(StaffUser.id, StaffUser.display_name, StaffUser.login).order_by(StaffUser.login)
    )
    return [(row.id, f"{row.display_name}（{row.login}）") for row in rows]


def _newest(narrowed: ColumnElement[bool], limit: int) -> Select[int]:
    """The numbers of the newest entries of one kind, as a part of a union."""
    numbers = select(AuditEntry.seq).where(narrowed).order_by(AuditEntry.seq.desc()).limit(limit)
    return select(numbers.subquery().c.seq)


def _narrowed(filters: AuditFilters) -> list[ColumnElement[bool]]:
    """What each kind of wanted entries fulfils: each kind is found by an index of its own."""
    conditions: list[ColumnElement[bool]] = [true()]
    if filters.action is not None:
        conditions.append(AuditEntry.action == filters.action)
    if filters.subject is not None:
        subjects = (filters.subject, f"consultation:{filters.subject}")
        conditions.append(AuditEntry.subject.in_(subjects))
    if filters.first_day is not None:
        conditions.append(AuditEntry.at >= _midnight(filters.first_day))
    if filters.last_day is not None:
        conditions.append(AuditEntry.at < _midnight(filters.last_day) + timedelta(days=1))
    if filters.before is not None:
        conditions.append(AuditEntry.seq < filters.before)
    if filters.user_id is None:
        return [and_(*conditions)]
    # What was done by an account, and what became of it.
    own = AuditEntry.subject == f"user:{filters.user_id}"
    return [and_(each, *conditions) for each in (AuditEntry.user_id == filters.user_id, own)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _shown(entry: AuditEntry) -> ShownEntry:
    """Details that are no longer what was signed are shown as they stand; verifying tells it."""
    try:
        details = [(str(name), str(told)) for name, told in json.loads(entry.details).items()]
    except (ValueError, AttributeError):
        details = [("", entry.details)]
    return ShownEntry(entry.seq, entry.at, entry.actor_name, entry.action, entry.subject, details)
