from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document_numbers import find_numbers, read_number


def test_every_number_in_a_text_is_found_where_it_stands() -> None:
    text = "根据《甲》（黑政办发〔2021〕18号）、《乙》(牡政办发[2021]29号)和国务院令第711号制定。"
    found = find_numbers(text)
    assert [each.normal for each in found] == [
        "黑政办发〔2021〕18号",
        "牡政办发〔2021〕29号",
        "国务院令第711号",
    ]
    assert [text[each.start : each.end] for each in found] == [
        "黑政办发〔2021〕18号",
        "牡政办发[2021]29号",
        "国务院令第711号",
    ]


def test_notes_on_duty_in_the_same_brackets_are_no_numbers() -> None:
    assert find_numbers("〔牵头单位：县政府办；责任单位：各镇；完成时限：2021年12月底前〕") == []


def test_a_number_without_a_year_is_damaged_and_none() -> None:
    assert find_numbers("（中办发208号）和（九府厅发2023号）") == []


def test_the_beginning_found_inside_a_sentence_is_uncertain() -> None:
    (found,) = find_numbers("各镇人民政府要严格按照文件林政办发〔2021〕17号执行")
    assert (found.mark, found.certain) == ("林政办发", False)


@pytest.mark.parametrize("mark", ["京建法", "和政发", "将政发", "厦规", "办字"])
def test_a_mark_that_begins_a_line_or_follows_a_bracket_is_whole(mark: str) -> None:
    for text in (f"{mark}〔2015〕3号", f"《甲》（{mark}〔2015〕3号）"):
        (found,) = find_numbers(text)
        assert (found.mark, found.certain) == (mark, True)


def test_a_notice_is_numbered_within_its_year() -> None:
    (found,) = find_numbers("（国家税务总局公告2017年第5号）")
    assert found.normal == "税务总局公告2017年第5号"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("青川市公安局通告（2025年第3号）", "青川市公安局通告2025年第3号"),
        ("农业农村部公告第282号", "农业农村部公告第282号"),
        ("2021年1月29日青川市人民政府令第17号", "人民政府令第17号"),
        ("青政发《2021》17号", "青政发〔2021〕17号"),
        ("青政发｛2021｝17号", "青政发〔2021〕17号"),
    ],
)
def test_orders_and_notices_are_found_in_their_forms(text: str, normal: str) -> None:
    (found,) = find_numbers(text)
    assert found.normal == normal


def test_a_known_misprint_is_kept_and_told() -> None:
    (found,) = find_numbers("（川办含〔2022〕260号）")
    assert (found.normal, found.certain, found.likely_mark) == (
        "川办含〔2022〕260号",
        False,
        "川办函",
    )
    (right,) = find_numbers("（川办函〔2022〕260号）")
    assert (right.certain, right.likely_mark) == (True, None)


_MARKS = st.sampled_from(
    ["青政办发", "办字", "川府办规", "京建法", "和政发", "厦规", "青府", "国发"]
)
_YEARS = st.integers(1950, 2049)
_NUMBERS = st.integers(1, 9999)
_BLANKS = st.sampled_from(["", " ", "\u3000", "\u00a0"])


@given(
    _MARKS,
    _YEARS,
    _NUMBERS,
    st.sampled_from(["〔〕", "[]", "【】", "（）", "()", "｛｝", "〔]"]),
    _BLANKS,
)
def test_a_printed_number_is_found_whole_in_a_sentence(
    mark: str, year: int, number: int, brackets: str, blank: str
) -> None:
    printed = f"{mark}{brackets[0]}{year}{brackets[1]}{blank}{number}{blank}号"
    text = f"各镇：《通知》（{printed}）已印发，{printed}同时废止。"
    found = find_numbers(text)
    assert [text[each.start : each.end] for each in found] == [printed, printed]
    assert {each.normal for each in found} == {f"{mark}〔{year}〕{number}号"}


@given(_MARKS, st.integers(1, 999_999), st.sampled_from(["", "第", "文件"]))
def test_a_number_without_a_year_never_gets_one(mark: str, figures: int, between: str) -> None:
    for text in (f"{mark}{between}{figures}号", f"（{mark}{figures}号）精神"):
        assert find_numbers(text) == []
        assert read_number(text) is None


@given(st.text(alphabet="林政发〔〔〕[]（）2021年第号令公告 \n", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    found = find_numbers(text)
    assert all(each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
