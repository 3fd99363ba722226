"""The negative list: what holds a term is never answered from, from the next question on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge.negative_list import NegativeList, folded_key
from service import messages
from service.answering.answer import Answer, AskRequest, Outcome
from service.config import Settings
from service.keeping.errors import KeepingRefused
from service.keeping.negative_effects import effects_of
from service.keeping.negative_terms import (
    add_terms,
    list_terms,
    new_terms,
    remove_term,
    written,
)
from service.staff.actors import Actor, ActorKind
from service.wiring import Office, open_office
from tests.clocks import START, FrozenClock
from tests.offices import furnished_home

__all__ = ["furnished_home"]

KEEPER = Actor(ActorKind.STAFF, "协调甲", 1)
QUESTION = "高龄津贴每月发多少钱？"


@pytest.fixture(scope="module")
def own(furnished_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office over the demonstration's documents, whose list may be changed."""
    home = tmp_path_factory.mktemp("negative") / "home"
    shutil.copytree(furnished_home, home)
    opened = open_office(Settings(home=home), FrozenClock())
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def empty(own: Office) -> Iterator[None]:
    """Each test begins and ends with an empty list."""
    yield
    with own.store.writing() as session:
        for each in list_terms(session):
            remove_term(session, KEEPER, each.id, "试完了", START)


def listed(office: Office, term: str) -> None:
    with office.store.writing() as session:
        add_terms(session, KEEPER, [term], "不宜公开", START)


def asked(office: Office, question: str) -> Answer:
    return office.answers.ask(AskRequest(question)).answer


def words(answer: Answer) -> str:
    said = [citation.quote + citation.title for citation in answer.citations]
    return "\n".join([*said, answer.answer.text if answer.answer else ""])


def test_a_question_under_a_term_is_not_answered_and_answered_again_without_it(
    own: Office,
) -> None:
    before = asked(own, QUESTION)
    assert before.outcome is Outcome.ANSWERED
    listed(own, "高龄 津贴")
    barred = asked(own, QUESTION)
    assert (barred.outcome, barred.message) == (Outcome.UNANSWERED, messages.NOT_PUBLIC)
    assert barred.citations == ()
    with own.store.writing() as session:
        remove_term(session, KEEPER, list_terms(session)[0].id, "可以公开", START)
    assert asked(own, QUESTION) == before


def test_a_passage_under_a_term_is_not_answered_from(own: Office) -> None:
    before = asked(own, QUESTION)
    term = before.citations[0].quote[:12]
    assert folded_key(term) not in folded_key(QUESTION)
    listed(own, term)
    after = asked(own, QUESTION)
    assert folded_key(term) not in folded_key(words(after))
    assert before.citations[0].quote not in words(after)


def test_a_document_under_a_term_is_not_quoted_when_it_is_named(own: Office) -> None:
    named = "青禾政办规〔2024〕3号"
    before = asked(own, named)
    assert "高龄津贴" in words(before)
    listed(own, "高龄津贴")
    assert "高龄津贴" not in words(asked(own, named))


@pytest.mark.parametrize(
    ("text", "held"), [("涉密　会议", True), ("涉密ＡＢＣ会议", False), ("涉\n密会议纪要", True)]
)
def test_terms_are_found_however_they_are_written(text: str, held: bool) -> None:
    assert NegativeList({folded_key("涉密会议"): "涉密会议"}).bars(text) is held


@pytest.mark.parametrize(
    ("term", "why", "told"),
    [
        ("密", "太短", "2 到 40 个字"),
        ("长" * 41, "太长", "2 到 40 个字"),
        ("涉密", " ", "写明理由"),
    ],
)
def test_what_cannot_be_listed_is_refused(own: Office, term: str, why: str, told: str) -> None:
    with own.store.writing() as session, pytest.raises(KeepingRefused, match=told):
        add_terms(session, KEEPER, [term], why, START)


def test_a_term_is_listed_once_and_taken_out_once(own: Office) -> None:
    listed(own, "内部会议")

    def refused(session: Session) -> None:
        with pytest.raises(KeepingRefused, match="已经在清单里"):
            add_terms(session, KEEPER, ["别的词", "内部 会议"], "又来", START)
        with pytest.raises(KeepingRefused, match="已经不在清单里"):
            remove_term(session, KEEPER, 4711, "没有", START)

    with own.store.writing() as session:
        refused(session)


def test_what_a_term_would_bar_is_told_before_and_is_barred_after(own: Office) -> None:
    answer = asked(own, QUESTION)
    assert answer.outcome is Outcome.ANSWERED
    asked(own, "公园几点关门")
    cited = answer.citations[0]
    assert answer.answer is not None
    for term in ("高龄津贴", answer.answer.text[:8], cited.title[:10], cited.quote[:10]):
        with own.store.reading() as session:
            effects = effects_of(session, new_terms(session, [term]), (), START)
        assert QUESTION in {each.question for each in effects.barred}, term
        assert "公园几点关门" not in {each.question for each in effects.barred}, term
        assert {each.terms for each in effects.barred} == {(term,)}
        listed(own, term)
        again = asked(own, QUESTION)
        assert again.answer is None or again.answer.text != answer.answer.text
        with own.store.writing() as session:
            remove_term(session, KEEPER, list_terms(session)[0].id, "试完了", START)


def test_what_taking_a_term_out_would_free_is_told(own: Office) -> None:
    listed(own, "高龄津贴")
    asked(own, QUESTION)
    with own.store.reading() as session:
        effects = effects_of(session, {}, [folded_key("高龄津贴")], START)
        swapped = effects_of(
            session, new_terms(session, ["每月发"]), [folded_key("高龄津贴")], START
        )
    assert QUESTION in {each.question for each in effects.freed}
    assert not effects.barred
    assert QUESTION not in {each.question for each in swapped.freed}


def test_several_terms_are_added_at_once_or_none(own: Office) -> None:
    assert written("内部会议\n 涉密 会议、内部会议\n\n") == ("内部会议", "涉密 会议")
    with own.store.writing() as session:
        add_terms(session, KEEPER, ["内部会议", "涉密会议"], "不宜公开", START)
    with own.store.writing() as session, pytest.raises(KeepingRefused, match="“密”不行"):
        add_terms(session, KEEPER, ["某某预案", "密"], "不宜公开", START)
    with own.store.reading() as session:
        assert [each.term for each in list_terms(session)] == ["涉密会议", "内部会议"]
