"""Importing a year: stored, replaced, and the due dates of what is open moved with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.consultations.calendar import stored_year, stored_years, year_to_import
from service.consultations.calendar_import import (
    DueChange,
    import_calendar,
    load_shipped_calendars,
)
from service.consultations.errors import CalendarNotStored
from service.consultations.records import Consultation, ConsultationEvent, DayKind
from tests.service.consultations.forms import desk, form, year_calendar

NEW_YEAR = (date(2027, 1, 1), DayKind.OFF, "元旦")


def due(store):
    with store.reading() as session:
        return session.execute(select(Consultation.due_on, Consultation.due_reason)).one()


def test_shipped_years_are_loaded_once(store, clock):
    assert [done.year for done in load_shipped_calendars(store, clock())] == [2026]
    assert load_shipped_calendars(store, clock()) == ()
    with store.reading() as session:
        assert stored_years(session).working_days(2026) == 248


def test_shipped_years_do_not_overwrite_the_offices_own(store, clock):
    import_calendar(store, year_calendar(2026, source="本局更正"), clock())
    assert load_shipped_calendars(store, clock()) == ()
    with store.reading() as session:
        assert stored_year(session, 2026)[0].source == "本局更正"


def test_shipped_years_are_loaded_once_by_many_at_once(store, clock):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: load_shipped_calendars(store, clock()), range(4)))
    assert sum(map(len, done)) == 1


def test_a_year_is_replaced_as_a_whole(store, clock):
    old = (date(2027, 1, 2), DayKind.OFF, "元旦")
    assert not import_calendar(store, year_calendar(2027, NEW_YEAR, old), clock()).replaced
    clock.advance(timedelta(days=1))
    assert import_calendar(store, year_calendar(2027, NEW_YEAR), clock()).replaced
    with store.reading() as session:
        stored, imported_at = stored_year(session, 2027)
    assert [named.day for named in stored.days] == [date(2027, 1, 1)]
    assert imported_at == clock()


def test_a_year_that_nobody_imported_is_told(store):
    with store.reading() as session, pytest.raises(CalendarNotStored, match="calendar import"):
        stored_year(session, 2027)


def test_a_due_date_that_waits_for_a_calendar_is_set_on_import(store, clock):
    load_shipped_calendars(store, clock())
    clock.advance(timedelta(days=38))  # 30 December
    receipt = desk(store, clock).submit(form())
    assert receipt.due_on is None
    assert "2027" in receipt.due_reason
    done = import_calendar(store, year_calendar(2027, NEW_YEAR), clock())
    assert done.changes == (DueChange(receipt.number, None, date(2027, 1, 11)),)
    assert due(store) == (date(2027, 1, 11), None)


def test_a_corrected_calendar_moves_due_dates_and_the_history_says_so(store, clock):
    load_shipped_calendars(store, clock())
    receipt = desk(store, clock).submit(form())
    assert receipt.due_on == date(2026, 12, 1)
    extra = (date(2026, 11, 30), DayKind.OFF, "临时放假")
    clock.advance(timedelta(hours=1))
    done = import_calendar(store, year_calendar(2026, extra, source="补充通知"), clock())
    assert done.changes == (DueChange(receipt.number, date(2026, 12, 1), date(2026, 12, 2)),)
    with store.reading() as session:
        event = session.scalars(
            select(ConsultationEvent).order_by(ConsultationEvent.id.desc())
        ).first()
        assert (event.action, event.actor, event.at) == ("办理期限调整", "系统", clock())
        assert event.reason == "导入2026年工作日历（补充通知）：2026-12-01改为2026-12-02"


def test_an_import_that_moves_nothing_leaves_the_history_alone(store, clock):
    load_shipped_calendars(store, clock())
    desk(store, clock).submit(form())
    assert import_calendar(store, year_calendar(2025), clock()).changes == ()
    with store.reading() as session:
        assert len(session.scalars(select(ConsultationEvent)).all()) == 1


def test_what_is_no_longer_open_keeps_its_due_date(store, clock):
    receipt = desk(store, clock).submit(form())
    with store.writing() as session:
        session.scalars(select(Consultation)).one().state = "已答复"
    assert load_shipped_calendars(store, clock())[0].changes == ()
    assert due(store) == (None, receipt.due_reason)


def test_consultations_submitted_during_an_import_have_the_new_due_date(store, clock):
    counter = desk(store, clock)

    def submit(serial):
        return counter.submit(form(form_token=f"form-token-number-{serial:04}"))

    with ThreadPoolExecutor(6) as pool:
        receipts = [pool.submit(submit, serial) for serial in range(8)]
        imported = pool.submit(load_shipped_calendars, store, clock())
        receipts += [pool.submit(submit, serial) for serial in range(8, 16)]
        assert imported.result()
        numbers = {receipt.result().number for receipt in receipts}
    assert len(numbers) == 16
    with store.reading() as session:
        due_days = set(session.scalars(select(Consultation.due_on)))
    assert due_days == {date(2026, 12, 1)}


def test_from_november_on_the_next_year_is_due_to_be_imported(store, clock):
    load_shipped_calendars(store, clock())
    with store.reading() as session:
        assert year_to_import(session, date(2026, 10, 31)) is None
        assert year_to_import(session, date(2026, 11, 1)) == 2027
        assert year_to_import(session, date(2027, 1, 4)) == 2027
    import_calendar(store, year_calendar(2027, NEW_YEAR), clock())
    with store.reading() as session:
        assert year_to_import(session, date(2026, 12, 31)) is None
