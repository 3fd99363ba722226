"""The working-day calendar at the console: what is stored, and changing a year in two steps.

The first step shows what would change and whose due dates would move, the second does it; between
them the days travel in the form, so that what is done is what was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import Column
from service.console.desk import desk
from service.console.table_forms import table_file
from service.consultations.calendar import (
    WorkingCalendar,
    YearCalendar,
    stored_year,
    stored_years,
    year_to_import,
)
from service.consultations.calendar_difference import as_csv, as_rows, compare, state_of
from service.consultations.calendar_editing import with_day
from service.consultations.calendar_files import COLUMNS, read_calendar_data
from service.consultations.calendar_import import (
    ACTION,
    CalendarImport,
    Shown,
    import_calendar,
    moved_by,
)
from service.consultations.calendar_words import holidays_told
from service.consultations.errors import (
    CalendarError,
    CalendarNotStored,
    CalendarOvertaken,
    CalendarUnreasoned,
)
from service.consultations.records import DayKind
from service.public.context import office, today
from service.public.forms import field
from service.public.problems import KINDS, Problem
from service.staff.audit_reading import AuditFilters, read_entries
from service.staff.permissions import Permission, may

#: Due dates that move, of which a page shows so many; the others stand in their histories.
SHOWN_CHANGES = 100
SHOWN_ENTRIES = 30
LONGEST_WHY = 500


#: The fields of a form that changes one day.
_OF_DAY = ("day", "kind", "name")


@dataclass(frozen=True)
class YearShown:
    """A stored year as the page shows it."""

    year: int
    source: str
    working_days: int
    holidays: tuple[str, ...]


@desk.get("/calendar")
@permitted(Permission.SEE_CALENDAR)
def calendar_page() -> str:
    """The stored years, newest first."""
    return _page()


@desk.get("/calendar/<int(max=9999):year>.xlsx")
@permitted(Permission.SEE_CALENDAR)
def calendar_file(year: int) -> AnyResponse:
    """A stored year as a table that can be imported again."""
    try:
        with office().store.reading() as session:
            calendar, _ = stored_year(session, year)
    except CalendarNotStored as missing:
        raise Problem(KINDS["not-found"], str(missing)) from missing
    columns = [Column(heading, 16) for heading in COLUMNS]
    return table_file(f"{year}年工作日历", columns, as_rows(calendar))


@desk.post("/calendar/preview")
@permitted(Permission.IMPORT_CALENDAR)
def preview_calendar() -> str | tuple[str, int]:
    """What the uploaded file would change."""
    upload = request.files.get("file")
    try:
        data = upload.read() if upload else b""
        name = (upload.filename if upload else None) or "没有选择文件"
        return _preview(read_calendar_data(data, name, field("source")))
    except CalendarError as refusal:
        return _page(error=str(refusal)), 400


@desk.post("/calendar/day")
@permitted(Permission.IMPORT_CALENDAR)
def preview_day() -> str | tuple[str, int]:
    """What it would change, were one day of a stored year said to be otherwise."""
    try:
        return _preview(_with_one_day())
    except CalendarError as refusal:
        return _page(error=str(refusal)), 400


@desk.post("/calendar")
@permitted(Permission.IMPORT_CALENDAR)
def import_calendar_year() -> str | tuple[str, int]:
    """Import the year that was shown, and tell whose due dates moved."""
    shown = Shown(field("state") or "", (field("why") or "").strip()[:LONGEST_WHY])
    try:
        calendar = _confirmed()
        now = office().clock()
        done = import_calendar(office().store, calendar, now, current_actor(), shown)
    except (CalendarOvertaken, CalendarUnreasoned) as refusal:
        return _preview(calendar, str(refusal)), 409
    except CalendarError as refusal:
        return _page(error=str(refusal)), 400
    return _page(done=done)


def _confirmed() -> YearCalendar:
    """What is to be stored: the days of a form, or the year as it is stored with one day changed.

    A day travels alone, so that what others changed of the year meanwhile stays.
    """
    if field("day"):
        return _with_one_day()
    return read_calendar_data((field("days") or "").encode(), "日历.csv", field("source"))


def _with_one_day() -> YearCalendar:
    """The stored year with the form's day in it; raises CalendarError."""
    kind = field("kind")
    try:
        day = date.fromisoformat(field("day") or "")
        wanted = DayKind(kind) if kind else None
    except ValueError as error:
        raise CalendarError("请写明日期，并选择休、班或者不列出") from error
    with office().store.reading() as session:
        calendar, _ = stored_year(session, day.year)
    return with_day(calendar, day, wanted, (field("name") or "").strip())


def _preview(calendar: YearCalendar, error: str | None = None) -> str:
    with office().store.reading() as session:
        stored = stored_years(session)
        moved = moved_by(session, calendar)
    stood = next((year for year in stored.years if year.year == calendar.year), None)
    return render_template(
        "console/calendar_preview.html",
        calendar=calendar,
        stood=stood,
        stood_working_days=_working_days(stood) if stood else None,
        working_days=_working_days(calendar),
        changes=compare(stood, calendar),
        moved=moved,
        shown_changes=SHOWN_CHANGES,
        days=as_csv(calendar),
        one_day={name: field(name) or "" for name in _OF_DAY} if field("day") else {},
        state=state_of(stood),
        why=field("why") or "",
        longest=LONGEST_WHY,
        error=error,
    )


def _page(done: CalendarImport | None = None, error: str | None = None) -> str:
    with office().store.reading() as session:
        shown: dict[str, Any] = {
            "years": _years(session),
            "missing": year_to_import(session, today()),
            "history": read_entries(session, AuditFilters(action=ACTION), SHOWN_ENTRIES),
        }
    return render_template(
        "console/calendar.html",
        done=done,
        error=error,
        shown_changes=SHOWN_CHANGES,
        may_import=may(current_actor(), Permission.IMPORT_CALENDAR),
        **shown,
    )


def _years(session: Session) -> list[YearShown]:
    newest_first = reversed(stored_years(session).years)
    return [
        YearShown(year.year, year.source, _working_days(year), tuple(holidays_told(year.days)))
        for year in newest_first
    ]


def _working_days(year: YearCalendar) -> int:
    return WorkingCalendar((year,)).working_days(year.year)
