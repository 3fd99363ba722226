"""The working-day calendar at the console: what is stored, and importing a year in two steps.

The first step shows what would change, the second does it; between them the days travel in the
form, so that what is done is what was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.consultations.calendar import (
    WorkingCalendar,
    YearCalendar,
    stored_years,
    year_to_import,
)
from service.consultations.calendar_difference import as_csv, compare
from service.consultations.calendar_files import read_calendar_data
from service.consultations.calendar_import import CalendarImport, import_calendar
from service.consultations.calendar_words import holidays_told
from service.consultations.errors import CalendarError
from service.public.context import office, today
from service.public.forms import field
from service.staff.permissions import Permission, may

#: Due dates that moved, of which the page shows so many; the others stand in their histories.
SHOWN_CHANGES = 100


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


@desk.post("/calendar/preview")
@permitted(Permission.IMPORT_CALENDAR)
def preview_calendar() -> str | tuple[str, int]:
    """What the uploaded file would change."""
    upload = request.files.get("file")
    try:
        data = upload.read() if upload else b""
        name = (upload.filename if upload else None) or "没有选择文件"
        calendar = read_calendar_data(data, name, field("source"))
    except CalendarError as refusal:
        return _page(error=str(refusal)), 400
    with office().store.reading() as session:
        stored = stored_years(session)
    stood = next((year for year in stored.years if year.year == calendar.year), None)
    return render_template(
        "console/calendar_preview.html",
        calendar=calendar,
        stood=stood,
        stood_working_days=_working_days(stood) if stood else None,
        working_days=_working_days(calendar),
        changes=compare(stood, calendar),
        days=as_csv(calendar),
    )


@desk.post("/calendar")
@permitted(Permission.IMPORT_CALENDAR)
def import_calendar_year() -> str | tuple[str, int]:
    """Import the year that was shown, and tell whose due dates moved."""
    try:
        data = (field("days") or "").encode()
        calendar = read_calendar_data(data, "日历.csv", field("source"))
    except CalendarError as refusal:
        return _page(error=str(refusal)), 400
    done = import_calendar(office().store, calendar, office().clock(), current_actor())
    return _page(done=done)


def _page(done: CalendarImport | None = None, error: str | None = None) -> str:
    with office().store.reading() as session:
        shown: dict[str, Any] = {
            "years": _years(session),
            "missing": year_to_import(session, today()),
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
