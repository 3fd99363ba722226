"""Validity is judged on the day of the question, from facts and from repeals by others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rank import ranked
from knowledge.validity import (
    Effect,
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


def test_a_document_whose_article_is_ended_is_partly_lapsed() -> None:
    part = Repeal(DAY, NEW, Effect.ENDS_PART, part="第五条")
    facts = ValidityFacts(stated=ValidityState.IN_FORCE)
    assert judge(facts, (part,), DAY - timedelta(days=1)).state is ValidityState.IN_FORCE
    validity = judge(facts, (part,), DAY)
    assert validity.state is ValidityState.PARTLY_LAPSED
    assert validity.answerable
    assert validity.successor == NEW
    assert validity.reason == (
        "第五条自2026年11月22日起已被《青禾县临时救助办法》（青政规〔2026〕3号）废止"
    )


def test_an_amended_document_is_in_force_and_says_so() -> None:
    amended = Repeal(None, NEW, Effect.AMENDS)
    validity = judged(repeals=(amended,), expires_on=date(2029, 1, 1))
    assert (validity.state, validity.until) == (ValidityState.AMENDED, date(2029, 1, 1))
    assert validity.read_from == "《青禾县临时救助办法》正文"


def test_an_amendment_does_not_outlive_the_term_or_a_repeal() -> None:
    amended = Repeal(None, NEW, Effect.AMENDS)
    assert judged(repeals=(amended,), expires_on=date(2025, 1, 1)).state is ValidityState.LAPSED
    ended = (amended, Repeal(None, NEW))
    assert judged(repeals=ended).state is ValidityState.REPEALED


def test_another_document_extends_the_term_to_its_day() -> None:
    extension = Repeal(None, NEW, Effect.EXTENDS, until=DAY)
    facts = ValidityFacts(expires_on=date(2025, 12, 31), expires_from="正文")
    validity = judge(facts, (extension,), DAY)
    assert (validity.state, validity.until) == (ValidityState.EXTENDED, DAY)
    assert "延长至2026年11月22日" in validity.reason
    after = judge(facts, (extension,), DAY + timedelta(days=1))
    assert (after.state, after.until) == (ValidityState.LAPSED, DAY)


def test_an_extension_by_years_counts_from_the_end_of_the_term() -> None:
    extension = Repeal(None, NEW, Effect.EXTENDS, months=24)
    assert judged(repeals=(extension,), expires_on=date(2025, 6, 30)).until == date(2027, 6, 30)


def test_a_shorter_extension_changes_nothing() -> None:
    extension = Repeal(None, NEW, Effect.EXTENDS, until=date(2026, 1, 1))
    validity = judged(repeals=(extension,), expires_on=date(2028, 1, 1))
    assert (validity.state, validity.until) == (ValidityState.IN_FORCE, date(2028, 1, 1))


def test_a_stated_extension_makes_the_term_of_the_text_history() -> None:
    validity = judged(
        stated=ValidityState.EXTENDED,
        stated_from="页头",
        expires_on=date(2025, 1, 1),
        expires_from="正文",
    )
    assert (validity.state, validity.until) == (ValidityState.EXTENDED, None)


def test_a_statute_holds_from_its_day_until_it_is_repealed() -> None:
    told = ValidityFacts(effective_on=date(2021, 5, 1), effective_from="正文")
    facts = ranked(told, "青川市养犬办法", None, "青川市人民政府令第17号")
    validity = judge(facts, (), DAY)
    assert validity.state is ValidityState.IN_FORCE
    assert "规章" in validity.reason
    assert "2021年5月1日" in validity.reason
    assert judge(facts, (), date(2021, 4, 30)).state is ValidityState.NOT_YET
    assert judge(facts, (Repeal(DAY, NEW),), DAY).state is ValidityState.REPEALED


@pytest.mark.parametrize(
    ("title", "number", "rank"),
    [
        ("青川市养犬管理条例", None, "法规"),
        ("社会救助暂行办法", "中华人民共和国国务院令第649号", "行政法规"),
        ("公共租赁住房管理办法", "住房和城乡建设部令第11号", "规章"),
        ("中华人民共和国行政许可法", None, "法律"),
        ("青禾县养犬管理办法", "青禾县人民政府令第3号", None),
        ("青川市养犬管理办法", "青政规〔2021〕3号", None),
        ("青川市养犬管理条例（草案）", None, None),
        ("青川市人民政府关于《青川市养犬管理条例》的解读", None, None),
        ("森林防火命令", "青川市人民政府令第5号", None),
    ],
)
def test_only_statutes_hold_without_a_term(
    title: str, number: str | None, rank: str | None
) -> None:
    assert ranked(ValidityFacts(), title, None, number).standing == rank


@pytest.mark.parametrize(
    ("title", "carried", "years"),
    [
        ("关于印发青禾县2021年公开工作实施方案的通知", "青禾县2021年公开工作实施方案", "2021"),
        ("青禾县住房发展计划（2021—2025年）", None, "2021—2025"),
        ("青禾县2023-2025年造林计划", None, "2023—2025"),
        ("青禾县2025年第一批公租房通告", None, None),
        ("青禾县突发事件应急方案", None, None),
    ],
)
def test_plans_name_their_year(title: str, carried: str | None, years: str | None) -> None:
    assert ranked(ValidityFacts(), title, carried, None).plan == years


def test_a_plan_is_unverified_and_the_reason_names_its_year() -> None:
    facts = ranked(ValidityFacts(), "青禾县2021年政务公开工作要点", None, None)
    validity = judge(facts, (), DAY)
    assert (validity.state, validity.read_from) == (ValidityState.UNVERIFIED, "标题")
    assert validity.reason == "这是2021年的阶段性文件，没有写明有效期，年份已过"
    assert "已过" not in judge(facts, (), date(2021, 12, 31)).reason


_changes = st.builds(
    Repeal,
    on=st.none() | days,
    by=st.just(NEW),
    effect=st.sampled_from(Effect),
    until=st.none() | days,
    months=st.integers(0, 60),
)


@given(
    stated=st.none() | st.sampled_from(ValidityState),
    effective=st.none() | days,
    expires=st.none() | days,
    expires_from=st.sampled_from(["页头", "正文"]),
    standing=st.none() | st.just("规章"),
    plan=st.none() | st.sampled_from(["2021", "2021—2025"]),
    repeals=st.lists(_changes, max_size=4),
    day=days,
)
def test_every_judgement_has_a_reason_and_what_is_repealed_is_never_answered_from(
    stated: ValidityState | None,
    effective: date | None,
    expires: date | None,
    expires_from: str,
    standing: str | None,
    plan: str | None,
    repeals: list[Repeal],
    day: date,
) -> None:
    facts = ValidityFacts(stated, "页头", effective, "正文", expires, expires_from, standing, plan)
    validity = judge(facts, repeals, day)
    assert validity.reason
    assert validity.read_from or validity.state is ValidityState.UNVERIFIED
    if any(r.effect is Effect.ENDS and (r.on is None or r.on <= day) for r in repeals):
        assert validity.ended
    if validity.answerable and validity.until is not None:
        assert validity.until >= day
