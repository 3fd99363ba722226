"""Reading the audit log: newest first, narrowed by who, what, to what, and when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select
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
    query = _narrowed(select(AuditEntry), filters)
    found = session.scalars(query.order_by(AuditEntry.seq.desc()).limit(limit))
    return [_shown(entry) for entry in found]


def recorded_actions(session: Session) -> Sequence[str]:
    """Every action that the log knows, in the order of its words."""
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def recorded_people(session: Session) -> Sequence[tuple[int, str]]:
    """Id and name of everybody who has or had an account."""
    rows = session.execute(
        select(StaffUser.id, StaffUser.display_name, StaffUser.login).order_by(StaffUser.login)
    )
    return [(row.id, f"{row.display_name}（{row.login}）") for row in rows]


def _narrowed(query: Select[AuditEntry], filters: AuditFilters) -> Select[AuditEntry]:
    conditions = []
    if filters.user_id is not None:
        # What was done by an account, and what became of it.
        own = AuditEntry.subject == f"user:{filters.user_id}"
        conditions.append(or_(AuditEntry.user_id == filters.user_id, own))
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
    return query.where(*conditions)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _shown(entry: AuditEntry) -> ShownEntry:
    """Details that are no longer what was signed are shown as they stand; verifying tells it."""
    try:
        details = [(str(name), str(told)) for name, told in json.loads(entry.details).items()]
    except (ValueError, AttributeError):
        details = [("", entry.details)]
    return ShownEntry(entry.seq, entry.at, entry.actor_name, entry.action, entry.subject, details)
