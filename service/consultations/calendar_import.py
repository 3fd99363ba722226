"""Bringing a year's calendar in, and moving the due dates that it moves, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.consultations.calendar import (
    WorkingCalendar,
    YearCalendar,
    replace_year,
    stored_years,
)
from service.consultations.calendar_difference import compare, state_of, told_of
from service.consultations.calendar_files import shipped_calendars
from service.consultations.dues import due_by, set_due
from service.consultations.errors import CalendarOvertaken, CalendarUnreasoned
from service.consultations.events import DUE_CHANGED, add_event
from service.consultations.records import CalendarRevision, Consultation
from service.consultations.states import WAITING_STATES
from service.personal_data import mask_personal
from service.staff.actors import SYSTEM, Actor
from service.staff.audit_log import record

#: How the audit log calls it.
ACTION = "导入工作日历"

_WAITING = (
    select(Consultation)
    .where(Consultation.state.in_([state.value for state in WAITING_STATES]))
    .order_by(Consultation.id)
)


@dataclass(frozen=True)
class DueChange:
    """A consultation whose due date moved; None stands for not yet determined."""

    number: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class CalendarImport:
    """What an import did: whether it replaced a year, and whose due dates moved."""

    year: int
    replaced: bool
    working_days: int
    changes: tuple[DueChange, ...]


@dataclass(frozen=True)
class Shown:
    """What whoever imports a year was shown of the stored one (`state_of`), and why it changes."""

    state: str
    why: str


def import_calendar(
    store: Store,
    calendar: YearCalendar,
    now: datetime,
    actor: Actor = SYSTEM,
    shown: Shown | None = None,
) -> CalendarImport:
    """Put the year in place of the stored one, recompute what is open and record who did it.

    All of it or nothing; the audit log tells the source, which days are others, the reason where
    one is given, and how many due dates moved. Raises CalendarOvertaken where the year is no
    longer as it was shown, CalendarUnreasoned where a year is replaced that was, without a reason.
    """
    with store.writing() as session:
        _lock_for_change(session)
        stood = _stored(session, calendar.year)
        if shown and state_of(stood) != shown.state:
            raise CalendarOvertaken("您看过以后，别人改过这一年的日历；请按现在的再核对一遍")
        if shown and stood and not shown.why:
            raise CalendarUnreasoned("请写明为什么改")
        done = _bring_in(session, calendar, now)
        details = {
            "年份": str(calendar.year),
            "来源": calendar.source,
            "改动": _told(stood, calendar),
            "期限变动": f"{len(done.changes)} 件",
        }
        why = {"理由": mask_personal(shown.why)} if shown and shown.why else {}
        record(session, actor, ACTION, f"calendar:{calendar.year}", {**details, **why}, now)
        return done


def moved_by(session: Session, calendar: YearCalendar) -> tuple[DueChange, ...]:
    """Whose due dates would move, were this the year's calendar; nothing is changed."""
    others = [year for year in stored_years(session).years if year.year != calendar.year]
    known = WorkingCalendar((*others, calendar))
    changes = [
        DueChange(row.number, row.due_on, due_by(row, known)[0])
        for row in session.scalars(_WAITING)
    ]
    return tuple(change for change in changes if change.before != change.after)


def load_shipped_calendars(store: Store, now: datetime) -> tuple[CalendarImport, ...]:
    """Bring in the program's own years that the store lacks; none once that is done.

    A year that stands in the store is left as it is: the office may have corrected it. Safe when
    two processes start at once.
    """
    with store.reading() as session:
        if not _lacking(session):
            return ()
    with store.writing() as session:
        _lock_for_change(session)
        # Asked again under the lock: another process may have been first.
        return tuple(_bring_in(session, calendar, now) for calendar in _lacking(session))


def held_calendar(session: Session) -> WorkingCalendar:
    """The calendar, held until the transaction ends: an import waits, then sees the new record."""
    query = select(CalendarRevision).with_for_update(read=True)
    if session.scalars(query).one_or_none() is None:
        _ensure_revision(session)
        session.scalars(query).one()
    return stored_years(session)


def _lacking(session: Session) -> list[YearCalendar]:
    known = stored_years(session)
    return [calendar for calendar in shipped_calendars() if not known.knows(calendar.year)]


def _stored(session: Session, year: int) -> YearCalendar | None:
    return next((each for each in stored_years(session).years if each.year == year), None)


def _told(before: YearCalendar | None, after: YearCalendar) -> str:
    """What was and what is, day by day; of a year that was not there how many days it lists."""
    if before is None:
        return f"新增，列出 {len(after.days)} 天"
    changes = [
        f"{change.day} {told_of(change.before)} → {told_of(change.after)}"
        for change in compare(before, after)
    ]
    return "；".join(changes) or "没有"


def _lock_for_change(session: Session) -> None:
    _ensure_revision(session)
    session.scalars(select(CalendarRevision).with_for_update()).one().value += 1


def _ensure_revision(session: Session) -> None:
    session.execute(
        text("INSERT INTO calendar_revision (id, value) VALUES (1, 0) ON CONFLICT (id) DO NOTHING")
    )


def _bring_in(session: Session, calendar: YearCalendar, now: datetime) -> CalendarImport:
    replaced = replace_year(session, calendar, now)
    known = stored_years(session)
    changes = tuple(_recompute(session, known, calendar, now))
    return CalendarImport(calendar.year, replaced, known.working_days(calendar.year), changes)


def _recompute(
    session: Session, known: WorkingCalendar, imported: YearCalendar, now: datetime
) -> Iterator[DueChange]:
    """Move the due dates of what is waited for to what the calendar says now."""
    for row in session.scalars(_WAITING.with_for_update()).all():
        before = row.due_on
        set_due(row, known)
        if row.due_on != before:
            reason = (
                f"导入{imported.year}年工作日历（{imported.source}）："
                f"{before or '待定'}改为{row.due_on or '待定'}"
            )
            add_event(session, row, SYSTEM, DUE_CHANGED, reason, now, row.state)
            yield DueChange(row.number, before, row.due_on)
