"""Due dates: the office's own vectors, and what must hold for every day and term."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import day_in_china
from service.consultations.calendar import WorkingCalendar
from service.consultations.calendar_files import shipped_calendars
from service.consultations.deadlines import (
    CalendarMissing,
    Stop,
    Stopped,
    Term,
    due_of,
    stopped_days,
)

CALENDAR = WorkingCalendar(shipped_calendars())
DAYS = st.dates(date(2025, 12, 31), date(2026, 12, 31))
TERMS = st.integers(1, 60)


def due_date(received, term, calendar):
    """The end of a term that nothing stops or extends."""
    return due_of(Term(received, term), calendar)


@pytest.mark.parametrize(
    ("received", "term", "due"),
    [
        ((9, 18), 5, (9, 24)),
        ((9, 18), 20, (10, 22)),
        ((9, 24), 7, (10, 12)),
        ((9, 30), 1, (10, 8)),
        ((2, 13), 5, (2, 27)),
        ((2, 13), 20, (3, 19)),
        ((4, 30), 15, (5, 25)),
        ((11, 22), 20, (12, 18)),
        ((9, 19), 3, (9, 22)),
    ],
)
def test_terms_are_counted_over_holidays_and_make_up_days(received, term, due):
    assert due_date(date(2026, *received), term, CALENDAR) == date(2026, *due)


def test_a_term_that_reaches_a_year_without_calendar_names_the_year():
    missing = due_date(date(2026, 12, 31), 1, CALENDAR)
    assert missing == CalendarMissing(2027)
    assert missing.reason == "2027年的节假日安排尚未导入，办理期限待导入后确定"


def test_the_year_of_receipt_is_not_needed_where_nothing_in_it_is_counted():
    assert due_date(date(2025, 12, 31), 1, CALENDAR) == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 17, 16, 0, tzinfo=UTC), date(2026, 9, 18)),
        (datetime(2026, 9, 18, 15, 59, tzinfo=UTC), date(2026, 9, 18)),
        (datetime(2026, 9, 18, 16, 0, tzinfo=UTC), date(2026, 9, 19)),
    ],
)
def test_the_day_of_receipt_is_the_day_in_china_whatever_the_hour(moment, day):
    assert day_in_china(moment) == day


def test_a_term_is_at_least_one_day():
    with pytest.raises(ValueError, match="at least one"):
        due_date(date(2026, 3, 2), 0, CALENDAR)


@given(DAYS, TERMS)
def test_a_due_date_is_a_working_day(received, term):
    due = due_date(received, term, CALENDAR)
    assert isinstance(due, CalendarMissing) or CALENDAR.is_working(due)


@given(DAYS, TERMS)
def test_exactly_the_term_of_working_days_lies_behind_receipt_up_to_the_due_date(received, term):
    due = due_date(received, term, CALENDAR)
    if not isinstance(due, CalendarMissing):
        days = (received + timedelta(days=n) for n in range(1, (due - received).days + 1))
        assert sum(CALENDAR.is_working(day) for day in days) == term


@given(DAYS, TERMS, TERMS)
def test_adding_days_in_two_steps_equals_adding_them_at_once(received, first, second):
    halfway = due_date(received, first, CALENDAR)
    if not isinstance(halfway, CalendarMissing):
        assert due_date(halfway, second, CALENDAR) == due_date(received, first + second, CALENDAR)


@given(DAYS, TERMS)
def test_a_longer_term_is_due_later(received, term):
    sooner, later = (due_date(received, n, CALENDAR) for n in (term, term + 1))
    assert isinstance(later, CalendarMissing) or sooner < later


@given(DAYS, DAYS, TERMS)
def test_what_comes_later_is_not_due_sooner(one, other, term):
    first, last = sorted((one, other))
    due = due_date(last, term, CALENDAR)
    assert isinstance(due, CalendarMissing) or due_date(first, term, CALENDAR) <= due


@st.composite
def stopped_terms(draw):
    """A term with an extension and up to three stops, one after the other, all of them ended."""
    began_on = draw(st.dates(date(2026, 1, 1), date(2026, 8, 31)))
    stops, day = [], began_on
    for before, length in draw(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=3)
    ):
        first = day + timedelta(days=before)
        day = first + timedelta(days=length)
        stops.append(Stop(first, day))
    return Term(began_on, draw(st.integers(1, 20)), draw(st.integers(0, 7)), tuple(stops))


def stands_still(term, day):
    return any(stop.covers(day) for stop in term.stops)


@given(stopped_terms())
def test_a_stopped_term_ends_on_a_working_day_on_which_it_ran(term):
    due = due_of(term, CALENDAR)
    assert CALENDAR.is_working(due)
    assert not stands_still(term, due)


@given(stopped_terms())
def test_stops_leave_out_their_working_days_and_no_others(term):
    due = due_of(term, CALENDAR)
    days = [term.began_on + timedelta(days=n) for n in range(1, (due - term.began_on).days + 1)]
    worked = [day for day in days if CALENDAR.is_working(day) and not stands_still(term, day)]
    assert len(worked) == term.days + term.extension
    left_out = stopped_days(term, CALENDAR)
    assert left_out >= sum(CALENDAR.is_working(day) for day in days) - len(worked)


@given(stopped_terms())
def test_with_stops_adding_days_one_by_one_equals_adding_them_at_once(term):
    day = term.began_on
    for _ in range(term.days + term.extension):
        day = due_of(Term(day, 1, 0, term.stops), CALENDAR)
    assert day == due_of(term, CALENDAR)


@given(stopped_terms())
def test_an_extension_is_as_good_as_a_longer_term(term):
    longer = Term(term.began_on, term.days + term.extension, 0, term.stops)
    assert due_of(term, CALENDAR) == due_of(longer, CALENDAR)


@given(stopped_terms(), st.integers(-5, 5))
def test_while_a_term_stands_still_it_has_an_end_only_if_that_came_before(term, offset):
    due = due_of(term, CALENDAR)
    since = due + timedelta(days=offset)
    still = Term(term.began_on, term.days, term.extension, (*term.stops, Stop(since, None)))
    found = due_of(still, CALENDAR)
    assert found == (due if since >= due else Stopped(since))
