"""Documents named outright: whatever people write around the name, it opens the document."""

from __future__ import annotations

import pytest

from service.answering.answer import AskRequest, Outcome
from service.answering.records import find_answer
from service.commands.answers import replayed
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here

ALLOWANCE = "青禾政办规〔2024〕3号"


def ask(office, question, conversation=None, region=None):
    return office.answers.ask(AskRequest(question, conversation, region))


@pytest.mark.parametrize(
    "question",
    [
        "《青禾县高龄津贴发放办法》（青禾政办规〔2024〕3号）",
        "青禾县人民政府办公室关于印发青禾县高龄津贴发放办法的通知（青禾政办规〔2024〕3号）",
        "青禾县人民政府办公室关于印发《青禾县高龄津贴发放办法》的通知",
        "《青禾县人民政府办公室关于印发《青禾县高龄津贴发放办法》的通知》",
        "《关于印发青禾县高龄津贴发放办法的通知》",
        "我想看青禾政办规〔2024〕3号",
        "帮我查一下青禾县高龄津贴发放办法",
        "青禾政辦規〔2024〕3號",
        "青禾縣高齡津貼發放辦法",
    ],
)
def test_a_name_opens_its_document_whatever_stands_around_it(office, question):
    answer = ask(office, question).answer
    assert (answer.outcome, answer.confidence) == (Outcome.ANSWERED, 1.0)
    assert answer.citations[0].doc_number == ALLOWANCE
    assert answer.answer.text.endswith("关于印发青禾县高龄津贴发放办法的通知")


def test_a_title_that_ends_behind_its_quoted_part_opens_its_own_document(office):
    title = "《青禾县民政局关于调整城乡居民最低生活保障标准的通知》解读"
    answer = ask(office, title).answer
    assert answer.answer.text == title
    assert answer.citations[0].title == title


def test_a_field_is_asked_of_a_title_and_a_number_together(office):
    name = f"《青禾县高龄津贴发放办法》（{ALLOWANCE}）"
    assert ask(office, f"{name}什么时候失效").answer.answer.text == "2029年6月30日"
    asks_for_more = ask(office, f"{name}规定90岁的每月多少钱").answer
    assert "200元" in asks_for_more.answer.text


def test_a_document_of_another_region_is_not_opened(office):
    assert ask(office, ALLOWANCE, region="广州市").answer.outcome is Outcome.UNANSWERED
    assert ask(office, ALLOWANCE, region="青禾县").answer.outcome is Outcome.ANSWERED


def test_a_question_for_a_field_alone_is_one_of_the_document_that_the_talk_named(office):
    talk = ask(office, ALLOWANCE).conversation
    for question, printed in (
        ("什么时候生效", "2024年7月1日"),
        ("那有效期到什么时候？", "2029年6月30日"),
        ("这个办法是谁发的", "青禾县人民政府办公室"),
    ):
        answer = ask(office, question, talk).answer
        assert answer.answer.text == printed
        assert answer.citations[0].doc_number == ALLOWANCE
        assert answer.follows == ALLOWANCE


def test_a_field_is_asked_of_no_document_that_the_talk_has_left(office):
    talk = ask(office, ALLOWANCE).conversation
    for question in ("高铁站什么时候建成通车？", "公租房的租金每平方米多少钱？"):
        ask(office, question, talk)
    assert ask(office, "什么时候生效", talk).answer.follows != ALLOWANCE


def test_a_field_asked_of_the_talk_is_answered_alike_when_it_is_asked_again(office):
    talk = ask(office, ALLOWANCE).conversation
    result = ask(office, "什么时候生效", talk)
    with office.store.reading() as session:
        record = find_answer(session, result.answer_id)
        assert list(replayed(office, session, record)) == []
