from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.sentences import answering_sentences
from service.answering.spans import LONGEST, spans_of

LIST = "申请人应当提交下列材料：\n（一）身份证；\n（二）户口簿；\n（三）银行卡。"


def stretches(text: str) -> set[str]:
    cut = answering_sentences(text)
    return {span.of(text) for _, span in spans_of(text, cut, range(len(cut)))}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本市补贴标准调整为每人每月80元，由区财政负担。", "每人每月80元"),
        ("咨询电话：020-87564410、87564411。", "020-87564410、87564411"),
        ("网上报名自2026年7月1日起至7月10日止。", "2026年7月1日起至7月10日止"),
        ("材料寄至政务大厅，邮箱qinghe@example.cn。", "qinghe@example.cn"),
        ("由县民政局负责发放。", "县民政局"),
        ("根据省里的规定，退役军人可以优先，限一次。", "退役军人可以优先"),
        ("收费方式：不收费。", "不收费"),
        ("（二）居民身份证原件。", "居民身份证原件"),
        ("答：不可以转租，也不可以转借。", "不可以转租，也不可以转借"),
    ],
)
def test_the_piece_that_answers_is_among_the_stretches(text, wanted):
    assert wanted in stretches(text)


def test_a_list_stands_as_a_whole_with_and_without_its_lead_and_item_by_item():
    found = stretches(LIST)
    assert LIST.rstrip("。") in found
    assert LIST.partition("\n（一）")[2].rstrip("。") in found
    assert {"身份证", "户口簿", "银行卡"} <= found


def test_only_chosen_sentences_begin_a_stretch():
    text = "一次性补贴三千元。每月补贴五百元。"
    cut = answering_sentences(text)
    found = spans_of(text, cut, [1])
    assert {order for order, _ in found} == {1}
    assert min(span.start for _, span in found) == cut[1].start


@pytest.mark.parametrize(
    ("text", "cut_in_two"),
    [
        ("应为2022年9月1日至2023年8月31日出生的幼儿。", "1日至2023年8月31日"),
        ("办理《残疾军人证》等证件的对象。", "《残疾军人证"),
        ("咨询电话010-65669856转300。", "65669856"),
    ],
)
def test_no_stretch_begins_or_ends_inside_a_number_or_a_pair_of_marks(text, cut_in_two):
    assert cut_in_two not in stretches(text)


@given(st.text(alphabet="补贴为80元，。；：\n、由局（一）1.〔〕 ab", max_size=120))
def test_stretches_are_distinct_pieces_of_the_text_and_of_bounded_length(text):
    cut = answering_sentences(text)
    found = [span for _, span in spans_of(text, cut, range(len(cut)))]
    assert len(found) == len(set(found))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(span.length <= LONGEST for span in found)
