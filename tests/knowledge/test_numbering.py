from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbering import Level, chinese_number, read_marker
from knowledge.structure.locators import chinese_numeral


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一百零八", 108),
        ("十", 10),
        ("二十", 20),
        ("一百一十", 110),
        ("一千零一", 1001),
        ("二〇二一", 2021),
        ("〇", 0),
        ("廿三", 23),
        ("卅", 30),
        ("１２", 12),
        ("12", 12),
    ],
)
def test_a_numeral_has_its_value(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize("text", ["", "甲", "十百", "一二十", "3.5", "廿卅", "-1", "百千"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert chinese_number(text) is None


@given(st.integers(min_value=1, max_value=99))
def test_numerals_written_for_citations_read_back(number: int) -> None:
    assert chinese_number(chinese_numeral(number)) == number


@given(st.text(max_size=8))
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0
    marker = read_marker(text)
    assert marker is None or (0 < marker.end <= len(text) and marker.label)


@pytest.mark.parametrize(
    ("text", "level", "number", "label"),
    [
        ("一、总体要求", Level.FIRST, 1, "一、"),
        ("十二、其他", Level.FIRST, 12, "十二、"),
        ("（一）指导思想", Level.SECOND, 1, "（一）"),
        ("(十七)提高", Level.SECOND, 17, "（十七）"),
        ("㈡原则", Level.SECOND, 2, "（二）"),
        ("1.做好", Level.THIRD, 1, "1"),
        ("２．住房", Level.THIRD, 2, "2"),
        ("10、完善", Level.THIRD, 10, "10"),
        ("（1）流程", Level.FOURTH, 1, "（1）"),
        ("3）流程", Level.FOURTH, 3, "（3）"),
        ("⑵材料", Level.FOURTH, 2, "（2）"),
        ("①毕业证书", Level.FIFTH, 1, "①"),
        ("第一百零八条 本法", Level.ARTICLE, 108, "第一百零八条"),
        ("第三章　附则", Level.CHAPTER, 3, "第三章"),
        ("第一部分：合法缴纳", Level.SECTION, 1, "第一部分"),
        ("第二阶段：全面推进", Level.STAGE, 2, "第二阶段"),
    ],
)
def test_both_grammars_are_read(text: str, level: Level, number: int, label: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.level, marker.number, marker.label) == (level, number, label)


@pytest.mark.parametrize(
    "text",
    [
        "第五条第二款规定的情形",
        "第五条规定的材料",
        "第三条、第四条",
        "2021年8月30日",
        "12345热线",
        "一是加强领导",
        "（试行）",
        "第一阶段工作已经完成",
    ],
)
def test_references_dates_and_words_are_no_numbering(text: str) -> None:
    assert read_marker(text) is None


def test_a_digit_after_the_point_leaves_it_doubtful() -> None:
    marker = read_marker("1.3人户家庭")
    assert marker is not None
    assert marker.doubtful


_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def written(number: int) -> str:
    """The numeral of 1 to 9999 as it is written out: 一千零五, 一百一十, 十二."""
    text, rest, gap = "", number, False
    for unit, name in _UNITS:
        digit, rest = divmod(rest, unit)
        if digit:
            text += ("零" if gap else "") + "〇一二三四五六七八九"[digit] + name
        gap = bool(text) and not digit
    if rest:
        text += ("零" if gap else "") + "〇一二三四五六七八九"[rest]
    return text.removeprefix("一") if 10 <= number < 20 else text


#: How each level is printed: what stands before and behind the number, and who writes it.
_FORMS = [
    (Level.FIRST, "", "、", written),
    (Level.FIRST, "", "．", written),
    (Level.SECOND, "（", "）", written),
    (Level.SECOND, "( ", " )", written),
    (Level.THIRD, "", ".", str),
    (Level.THIRD, "", "、", str),
    (Level.FOURTH, "（", "）", str),
    (Level.FOURTH, "(", ")、", str),
    (Level.ARTICLE, "第", "条", written),
    (Level.ARTICLE, "第 ", " 条", str),
    (Level.CHAPTER, "第", "章：", written),
    (Level.DIVISION, "第", "节", written),
    (Level.STAGE, "第", "阶段：", written),
]
_printed = st.sampled_from(_FORMS)
_numbers = st.integers(1, 99)


@given(st.integers(1, 9999))
def test_every_written_number_reads_back(number: int) -> None:
    assert chinese_number(written(number)) == number


@given(st.integers(1, 9999))
def test_digits_by_place_and_of_full_width_read_back(number: int) -> None:
    by_place = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    full_width = "".join(chr(ord("０") + int(digit)) for digit in str(number))
    assert chinese_number(full_width) == number
    if number > 9:  # 一 alone is written out
        assert chinese_number(by_place) == number


@given(_printed, _numbers, st.sampled_from(["", "\u3000", "  "]))
def test_a_marker_is_read_in_every_print_up_to_the_words_behind_it(form, number, blanks) -> None:
    level, before, behind, write = form
    shown = f"{before}{write(number)}{behind}{blanks}"
    marker = read_marker(f"{shown}总体要求")
    assert marker is not None
    assert (marker.level, marker.number, marker.end) == (level, number, len(shown))
    assert not marker.doubtful


@given(_printed, _numbers)
def test_one_number_has_one_label_however_it_is_printed(form, number) -> None:
    level, before, behind, write = form
    marker = read_marker(f"{before}{write(number)}{behind}内容")
    assert marker is not None
    mark = {Level.THIRD: ".", Level.STAGE: "："}.get(level, "")
    told = read_marker(f"{marker.label}{mark}内容")
    assert told is not None
    assert (told.level, told.number, told.label) == (level, number, marker.label)


@given(st.text("条第一（1、.)①　甲", max_size=6), _printed, _numbers)
def test_a_marker_within_a_text_is_read_as_at_its_start(prefix, form, number) -> None:
    _, before, behind, write = form
    text = f"{before}{write(number)}{behind}内容"
    alone, inside = read_marker(text), read_marker(prefix + text, len(prefix))
    assert alone is not None
    assert inside == replace(alone, end=alone.end + len(prefix))


@given(st.text("第条款章一二三（）()、.．1２①⑴㈠ 规定和内", max_size=12))
def test_what_is_read_lies_within_the_text_and_says_its_number(text: str) -> None:
    marker = read_marker(text)
    if marker is not None:
        assert 0 < marker.end <= len(text)
        assert marker.number >= 0
        assert not marker.label.endswith((" ", "\u3000", "："))
