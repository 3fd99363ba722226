"""A choice that was asked back for completes the question before it."""

from __future__ import annotations

import pytest

from service.answering.answer import AskRequest, Outcome
from service.answering.choosing import completed
from service.answering.conversations import Turn
from service.answering.records import find_answer
from service.commands.answers import replayed
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here


@pytest.mark.parametrize(
    ("before", "choice", "whole"),
    [
        ("大病能报多少？", "大病保险", "大病保险能报多少?"),
        ("更名要几天", "转移登记", "转移登记要几天"),
        ("小红本丢了怎么补", "結婚證", "结婚证丢了怎么补"),
    ],
)
def test_the_choice_takes_the_place_of_the_word(analyzer, before, choice, whole):
    assert completed(choice, (Turn(before, ""), Turn("低保多少钱", "")), analyzer) == whole


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("更名要几天", "转移登记要什么材料"),  # a question of its own
        ("转移登记更名要几天", "转移登记"),  # nothing was asked back for
        ("低保多少钱", "转移登记"),
        ("更名要几天", "？"),
    ],
)
def test_what_was_not_offered_is_a_question_of_its_own(analyzer, before, said):
    assert completed(said, (Turn(before, ""),), analyzer) is None
    assert completed(said, (), analyzer) is None


def test_who_chooses_gets_the_answer_to_the_question_asked_before(office):
    first = office.answers.ask(AskRequest("更名要几天"))
    assert first.answer.outcome is Outcome.SUGGESTED
    assert "转移登记" in first.answer.choices
    second = office.answers.ask(AskRequest("转移登记", first.conversation))
    assert second.answer.answer.text == "3个工作日"
    assert second.answer.follows == "更名要几天"
    with office.store.reading() as session:
        kept = find_answer(session, second.answer_id)
        assert kept.question == "转移登记"
        assert list(replayed(office, session, kept)) == []
    third = office.answers.ask(AskRequest("要带什么材料", first.conversation))
    assert third.answer.citations[0].title == second.answer.citations[0].title
