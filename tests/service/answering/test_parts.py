"""The parts of an answer: items, steps and rows, each verbatim."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.expected import expected_kinds
from service.answering.parts import parts_of, whole_list
from service.answering.sentences import Span

PAPERS = "二、申请材料\n1.登记申请书。窗口填写。\n2.身份证；\n3.买卖合同。\n三、办理流程\n1.预约。"
STEPS = "办理按照下列步骤：（一）预约；（二）递交材料；（三）领证。"
ROWS = "补贴 | 对象 | 每月\n生活补贴 | 低保家庭 | 110元\n护理补贴 | 一级残疾 | 130元"


def found(question, text, answer, quote=None):
    start = text.index(answer)
    held = Span(0, len(text) if quote is None else quote)
    kinds = expected_kinds(question)
    parts = parts_of(kinds, text, held, Span(start, start + len(answer)))
    return [each.of(text) for each in parts], whole_list(kinds, text, held, parts)


def test_the_items_behind_those_chosen_are_parts_too_until_the_list_ends():
    parts, whole = found("过户要什么材料", PAPERS, "登记申请书。窗口填写。\n2.身份证")
    assert parts == ["登记申请书。窗口填写。", "身份证", "买卖合同。"]
    assert whole


def test_a_list_that_the_quote_does_not_hold_is_not_whole():
    end = PAPERS.index("3.买卖")
    parts, whole = found("过户要什么材料", PAPERS, "登记申请书。窗口填写。\n2.身份证", end)
    assert parts == ["登记申请书。窗口填写。", "身份证"]
    assert not whole


def test_steps_led_in_are_parts():
    parts, whole = found("怎么办理", STEPS, "办理按照下列步骤：（一）预约")
    assert parts[-2:] == ["递交材料", "领证。"]
    assert whole


def test_rows_of_a_table_are_parts():
    parts, _ = found("残疾人补贴多少钱", ROWS, ROWS[ROWS.index("生活补贴") :])
    assert parts == ["生活补贴 | 低保家庭 | 110元", "护理补贴 | 一级残疾 | 130元"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("多少天办结", "身份证"), ("买卖合同谁交", "买卖合同")],
)
def test_an_answer_of_one_part_has_none(question, answer):
    assert found(question, PAPERS, answer) == ([], False)


@given(st.text(alphabet="一二（）12.、；。：\n |甲乙", min_size=1, max_size=60), st.data())
def test_parts_stand_in_the_quote_in_order(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    kinds = expected_kinds("要什么材料")
    parts = parts_of(kinds, text, Span(0, len(text)), Span(start, end))
    assert len(parts) != 1
    assert all(0 <= each.start < each.end <= len(text) for each in parts)
    assert all(one.start <= other.start for one, other in itertools.pairwise(parts))
