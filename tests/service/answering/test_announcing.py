"""Headings and questions of pairs say what the text under them tells."""

from __future__ import annotations

import pytest

from service.answering.announcing import announces
from service.answering.expected import AnswerKind, announced_kinds, expected_kinds, shows
from service.answering.sentences import answering_and_asking, questions_in


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("四、申请程序", {AnswerKind.MANNER}),
        ("申请条件", {AnswerKind.CONDITION, AnswerKind.AGE}),
        ("申请材料", {AnswerKind.PAPERS}),
        ("对象和标准", {AnswerKind.CONDITION, AnswerKind.AGE, AnswerKind.MONEY, AnswerKind.SHARE}),
        ("联系方式", {AnswerKind.PHONE}),
        ("承诺时限", {AnswerKind.DURATION}),
        ("其他事项", set()),
    ],
)
def test_the_noun_at_the_end_of_a_heading_tells_what_follows(heading: str, kinds: set) -> None:
    assert announced_kinds(heading) == kinds


@pytest.mark.parametrize(
    ("question", "trail", "text", "told"),
    [
        ("要带什么材料", "", "三、申请材料\n身份证。", 1),
        ("要带什么材料", "", "咨询电话：12345", -1),
        ("要带什么材料", "三、申请材料 材料名称 | 份数", "户口簿 | 1份", 1),
        ("怎么申请", "青禾县办法 第三章 申领和发放", "第七条 申领人应当提交身份证。", 1),
        ("要带什么材料", "青禾县办法 第三章 申领和发放", "第七条 申领人应当提交身份证。", 0),
        ("每平方米多少钱", "", "问：租金是多少钱？\n答：每平方米4.2元。", 1),
        ("怎么申请", "", "问：租金是多少钱？\n答：每平方米4.2元。", -1),
        ("公租房", "", "三、申请材料\n身份证。", 0),
        ("怎么申请", "", "为减轻群众负担，经县政府同意，现就有关事项通知如下：", 0),
    ],
)
def test_a_passage_announces_what_is_asked_for_or_something_else(
    question: str, trail: str, text: str, told: float
) -> None:
    questions = questions_in(text, answering_and_asking(text)[1])
    assert announces(expected_kinds(question), trail, text, questions) == told


def test_the_word_papers_alone_shows_no_papers() -> None:
    assert not shows(AnswerKind.PAPERS, "县民政局应当自收到审核材料之日起3个工作日内完成审定")
    assert shows(AnswerKind.PAPERS, "申领人应当提交本人身份证、户口簿和社会保障卡")
    assert shows(AnswerKind.PAPERS, "申请补贴应当提交下列材料")
