"""Filters live in the address: what is written reads back, what is nonsense does not narrow."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from service.console.filters import ANY_STATE, Filters, read_key, write_key
from service.consultations.filters import Scope
from service.consultations.marks import Urgency
from service.consultations.records import Channel
from service.consultations.states import CaseKind, ConsultationState

MOMENT = datetime(2026, 9, 23, tzinfo=UTC)
filters = st.builds(
    Filters,
    tab=st.sampled_from(Scope),
    state=st.sampled_from(["", ANY_STATE, *ConsultationState]),
    kind=st.sampled_from(["", *CaseKind]),
    channel=st.sampled_from(["", *Channel]),
    organ=st.integers(0, 10**9 - 1),
    due=st.sampled_from(["", *Urgency]),
    words=st.text(st.characters(exclude_categories=("C", "Z")), max_size=16),
    long=st.sampled_from(["", "1"]),
)


@given(filters, st.sampled_from(Scope))
def test_what_an_address_says_reads_back(wanted: Filters, tab: Scope) -> None:
    assert Filters.read(wanted.arguments, tab) == wanted


@given(st.dictionaries(st.sampled_from(sorted(Filters().__dict__)), st.text()))
def test_any_address_can_be_read_and_asked_of_the_store(arguments: dict[str, str]) -> None:
    found = Filters.read(arguments, Scope.MINE)

    assert len(found.words) <= 60
    assert found.cases(MOMENT).words == found.words


def test_without_a_state_the_open_ones_are_listed() -> None:
    assert Filters().cases(MOMENT).open_only
    assert not Filters(state=ANY_STATE).cases(MOMENT).open_only
    assert Filters(state="已归档").cases(MOMENT).state is ConsultationState.ARCHIVED
    assert Filters(long="1").cases(MOMENT).received_before == MOMENT


@given(st.dates(), st.integers(0, 10**18 - 1))
def test_the_place_where_a_page_ends_travels_in_the_address(day: date, row: int) -> None:
    assert read_key(write_key((day, row))) == (day, row)


@given(st.text())
def test_a_place_that_is_none_begins_at_the_beginning(typed: str) -> None:
    assert read_key(typed) is None or write_key(read_key(typed)) == typed


def test_a_day_that_no_year_has_is_no_place() -> None:
    assert read_key("2026-02-30_1") is None
