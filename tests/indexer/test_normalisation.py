from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.normalisation import normalise

SAME = [
    ("第二百三十六条", "第236条"),
    ("第 236 条", "第236条"),
    ("第二十条", "第20条"),
    ("第十条第（二）项", "第10条第(二)项"),
    ("第一百零八条第三款", "第108条第3款"),
    ("第一百〇八条", "第108条"),
    ("第一〇八条", "第108条"),
    ("第一千二百六十条", "第1260条"),
    ("最低生活保障", "最低生活保障"),
    ("政務公開", "政务公开"),
    ("ＡＢＣ１２３", "abc123"),
    ("1,200,000元", "1200000元"),
    ("第一章　总　则", "第1章 总则"),
    ("索 引 号：XM00126", "索引号:xm00126"),
]


@pytest.mark.parametrize(("written", "normal"), SAME)
def test_one_thing_has_one_spelling(written: str, normal: str) -> None:
    assert normalise(written) == normal


def test_a_circled_digit_does_not_stick_to_the_number_after_it() -> None:
    assert normalise("①2023年").split() == ["1", "2023年"]
    assert normalise("50²米").split() == ["50", "2", "米"]


def test_words_that_a_person_set_apart_stay_apart() -> None:
    assert normalise("低保 标准") == "低保 标准"


def test_lines_stay_apart() -> None:
    assert normalise("总\n则") == "总\n则"


def test_a_list_of_numbers_is_not_one_number() -> None:
    assert normalise("1,2,3") == "1,2,3"
    assert normalise("2021,17") == "2021,17"


@given(st.integers(min_value=1, max_value=9999))
def test_every_article_number_reads_alike_in_both_scripts(number: int) -> None:
    assert normalise(f"第{in_chinese(number)}条") == f"第{number}条"


@given(st.text(alphabet="第二百三十六条１２,. ①总则年月abcＡ\n保障", max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    written, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + unit
        gap = digit == 0
    return written
