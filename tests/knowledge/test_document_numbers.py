from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document_numbers import find_numbers


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


@given(st.text(alphabet="林政发〔〕[]（）2021年第号令公告 \n", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    found = find_numbers(text)
    assert all(each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
