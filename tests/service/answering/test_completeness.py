from __future__ import annotations

import pytest

from service.answering.completeness import is_complete, with_verdict
from service.answering.expected import expected_kinds
from service.answering.sentences import Span, answering_sentences

LIST = "办理时提交：\n（一）身份证；\n（二）户口簿。"
MONEY = "高龄津贴每人每月80元，由县财政负担，按季发放。"


@pytest.mark.parametrize(
    ("question", "text", "answer", "complete"),
    [
        ("高龄津贴多少钱", MONEY, "每人每月80元", True),
        ("高龄津贴多少钱", MONEY, "由县财政负担", False),
        ("高龄津贴由谁负担", MONEY, "由县财政负担", True),
        ("高龄津贴由谁负担", MONEY, "由县财", False),
        ("要带什么材料", LIST, "（一）身份证；\n（二）户口簿", True),
        ("要带什么材料", LIST, "（一）身份证", False),
        ("要带什么材料", LIST, "办理时提交", False),
    ],
)
def test_an_answer_is_complete_where_nothing_asked_is_missing(question, text, answer, complete):
    start = text.index(answer)
    span = Span(start, start + len(answer))
    kinds = expected_kinds(question)
    assert is_complete(kinds, text, answering_sentences(text), span) is complete


SUBLETTING = "问：能转租吗？\n答：不可以。转租的，解除合同、收回住房。"


@pytest.mark.parametrize(
    ("question", "text", "answer", "whole"),
    [
        ("能转租吗", SUBLETTING, "解除合同", "不可以。转租的，解除合同"),
        ("能转租吗", SUBLETTING, "转租的", "不可以。转租的"),
        ("转租怎么处理", SUBLETTING, "解除合同", "解除合同"),
        ("能转租吗", "不可以。\n转租的，解除合同。", "解除合同", "解除合同"),
        ("能转租吗", "转租的，解除合同。", "解除合同", "解除合同"),
    ],
)
def test_an_answer_to_whether_begins_with_the_verdict_right_before_it(
    question, text, answer, whole
):
    start = text.index(answer)
    span = Span(start, start + len(answer))
    found = with_verdict(expected_kinds(question), text, answering_sentences(text), span)
    assert found.of(text) == whole
