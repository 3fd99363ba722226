from __future__ import annotations

import pytest

from service.answering.errors import (
    ControlCharacters,
    EmptyQuestion,
    QuestionTooLong,
    RegionRefused,
)
from service.answering.question import in_chinese, read_question, read_region


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "　　", "\u200b\u200d", "\ufeff"])
def test_a_question_without_a_visible_character_is_empty(text):
    with pytest.raises(EmptyQuestion, match="请输入"):
        read_question(text)


def test_five_hundred_characters_may_be_asked_and_one_more_may_not():
    assert len(read_question("问" * 500)) == 500
    with pytest.raises(QuestionTooLong, match="501 字"):
        read_question("问" * 501)


def test_characters_that_grow_under_normalisation_cannot_smuggle_a_longer_question():
    with pytest.raises(QuestionTooLong):
        read_question("\ufdfa" * 200)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused(character):
    with pytest.raises(ControlCharacters):
        read_question(f"低保{character}标准")


def test_line_breaks_and_tabs_of_a_pasted_question_are_allowed():
    assert read_question(" 低保\r\n\t标准 ") == "低保\r\n\t标准"


def test_invisible_characters_between_digits_are_dropped_before_masking_looks():
    assert read_question("138\u200b0013\u20608000") == "13800138000"


def test_a_region_is_optional_and_a_blank_one_is_none():
    assert read_region(None) is None
    assert read_region("  ") is None
    assert read_region(" 青禾县 ") == "青禾县"


@pytest.mark.parametrize("region", ["县" * 41, "青禾\x00县"])
def test_a_region_that_is_no_name_is_refused(region):
    with pytest.raises(RegionRefused):
        read_region(region)


@pytest.mark.parametrize(
    "question",
    ["公租房", "ETC怎么办理", "GB/T 37668", "青禾政规〔2026〕1号 2026 2027 2028", "12345是什么"],
)
def test_chinese_and_short_names_are_asked(question):
    assert in_chinese(question)


@pytest.mark.parametrize(
    "question",
    [
        "How do I renew my driving licence?",
        "补贴'); DELETE FROM passage WHERE ('1'='1",
        "<script>alert(1)</script>",
        "8" * 30,
    ],
)
def test_programs_and_other_languages_are_no_chinese(question):
    assert not in_chinese(question)
