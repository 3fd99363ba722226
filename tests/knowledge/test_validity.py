"""Validity is judged on the day of the question, from facts and from repeals by others."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.validity import (
    Repeal,
    Successor,
    Validity,
    ValidityFacts,
    ValidityState,
    judge,
)

DAY = date(2026, 11, 22)
NEW = Successor("d1", "青禾县临时救助办法", "青政规〔2026〕3号")

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1))


def judged(day: date = DAY, repeals: tuple[Repeal, ...] = (), **facts: object) -> Validity:
    return judge(ValidityFacts(**facts), repeals, day)  # type: ignore[arg-type]


def test_a_document_that_says_nothing_is_unverified() -> None:
    validity = judged()
    assert validity.state is ValidityState.UNVERIFIED
    assert validity.answerable


def test_the_last_day_of_the_term_is_still_in_force_and_the_next_is_not() -> None:
    facts = ValidityFacts(expires_on=DAY, expires_from="正文")
    assert judge(facts, (), DAY).state is ValidityState.IN_FORCE
    after = judge(facts, (), DAY + timedelta(days=1))
    assert (after.state, after.until, after.read_from) == (ValidityState.LAPSED, DAY, "正文")
    assert after.ended
    assert not after.answerable


def test_a_document_is_not_in_force_before_it_takes_effect() -> None:
    facts = ValidityFacts(effective_on=DAY, effective_from="正文")
    before = judge(facts, (), DAY - timedelta(days=1))
    assert before.state is ValidityState.NOT_YET
    assert not before.ended
    assert not before.answerable
    assert judge(facts, (), DAY).state is ValidityState.UNVERIFIED


def test_the_stated_state_is_taken_while_the_term_runs() -> None:
    validity = judged(
        stated=ValidityState.EXTENDED, stated_from="页头", expires_on=date(2029, 12, 6)
    )
    assert (validity.state, validity.read_from) == (ValidityState.EXTENDED, "页头")


def test_a_stated_state_does_not_outlive_the_term() -> None:
    validity = judged(
        stated=ValidityState.IN_FORCE, stated_from="页头", expires_on=DAY - timedelta(days=1)
    )
    assert validity.state is ValidityState.LAPSED


def test_an_early_end_that_the_publisher_states_holds_at_once() -> None:
    validity = judged(stated=ValidityState.LAPSED_EARLY, stated_from="页头")
    assert validity.state is ValidityState.LAPSED_EARLY


def test_a_stated_end_that_lies_ahead_leaves_the_document_in_force_until_then() -> None:
    facts = ValidityFacts(
        stated=ValidityState.REPEALED, stated_from="页头", expires_on=DAY, expires_from="页头"
    )
    assert judge(facts, (), DAY).state is ValidityState.IN_FORCE
    assert judge(facts, (), DAY + timedelta(days=1)).state is ValidityState.REPEALED


def test_a_repeal_counts_from_its_day_and_names_the_successor() -> None:
    repeal = Repeal(on=DAY, by=NEW)
    facts = ValidityFacts(stated=ValidityState.IN_FORCE)
    assert judge(facts, (repeal,), DAY - timedelta(days=1)).state is ValidityState.IN_FORCE
    validity = judge(facts, (repeal,), DAY)
    assert validity.state is ValidityState.REPEALED
    assert validity.until == DAY - timedelta(days=1)
    assert validity.successor == NEW
    assert "青政规〔2026〕3号" in validity.reason


def test_a_repeal_after_the_end_of_the_term_does_not_lengthen_it() -> None:
    ended = DAY - timedelta(days=900)
    validity = judged(repeals=(Repeal(DAY, NEW),), expires_on=ended)
    assert (validity.state, validity.until) == (ValidityState.REPEALED, ended)


def test_a_repeal_without_a_day_counts_at_once() -> None:
    validity = judged(repeals=(Repeal(on=None, by=NEW),))
    assert (validity.state, validity.until) == (ValidityState.REPEALED, None)


@given(
    stated=st.none() | st.sampled_from(ValidityState),
    effective=st.none() | days,
    expires=st.none() | days,
    day=days,
)
def test_nothing_is_answerable_after_its_term_or_before_its_start(
    stated: ValidityState | None, effective: date | None, expires: date | None, day: date
) -> None:
    validity = judged(day, stated=stated, effective_on=effective, expires_on=expires)
    if expires is not None and expires < day:
        assert validity.ended
    elif effective is not None and effective > day:
        assert not validity.answerable
