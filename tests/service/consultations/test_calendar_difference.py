"""What an import would change is told day by day, and a year survives being written as CSV."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from service.consultations.calendar import NamedDay
from service.consultations.calendar_difference import DayChange, as_csv, compare
from service.consultations.calendar_files import read_calendar_data, shipped_calendars
from service.consultations.records import DayKind

YEAR = shipped_calendars()[0]


def test_a_year_that_is_not_there_yet_is_all_new() -> None:
    changes = compare(None, YEAR)

    assert [change.after for change in changes] == list(YEAR.days)
    assert {change.before for change in changes} == {None}


def test_a_day_added_one_dropped_and_one_renamed_are_told_in_order() -> None:
    first, second, *rest = YEAR.days
    renamed = replace(second, name="元旦（调整）")
    added = NamedDay(date(2026, 12, 25), DayKind.OFF, "县庆")

    changes = compare(YEAR, replace(YEAR, days=(renamed, *rest, added)))

    assert changes == (
        DayChange(first.day, first, None),
        DayChange(second.day, second, renamed),
        DayChange(added.day, None, added),
    )
    assert compare(YEAR, YEAR) == ()


def test_a_year_written_as_csv_reads_back_the_same() -> None:
    back = read_calendar_data(as_csv(YEAR).encode(), "2026.csv", YEAR.source)

    assert back == YEAR
