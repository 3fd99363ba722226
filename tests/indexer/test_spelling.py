from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from indexer.analysis import build_analyzer
from indexer.spelling import FOLDER, LOOKALIKES, SYLLABLES, build_speller, read_lookalikes
from indexer.vocabulary import read_rows

ANALYZER = build_analyzer()
SPELLER = build_speller(ANALYZER.cut_known)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公祖房怎么申请", "公租房怎么申请"),
        ("低宝一个月多少钱", "低保一个月多少钱"),
        ("高令津贴几号发", "高龄津贴几号发"),
        ("社宝卡丢了", "社保卡丢了"),
        ("养劳保险怎么交", "养老保险怎么交"),
        ("不动产权正书在哪领", "不动产权证书在哪领"),
        ("残疾正怎么办", "残疾证怎么办"),  # zheng, as it sounds
        ("医保的定典药店", "医保的定点药店"),
    ],
)
def test_a_word_that_sounds_right_is_read_as_it_was_meant(typed, meant):
    assert SPELLER.repair(typed).text == meant


def test_characters_that_look_alike_are_taken_for_each_other():
    assert SPELLER.repair("户藉迁移").changes == (("户藉", "户籍"),)
    assert SPELLER.repair("行政外罚").changes == (("行政外罚", "行政处罚"),)


@pytest.mark.parametrize(
    "question",
    [
        "公租房怎么申请",
        "无追索权的保理合同有效吗",
        "孩子能不能不被关起来",
        "给我讲个笑话",
        "老公出轨了怎么办",
        "",
        "!!!",
        "abc 123",
    ],
)
def test_what_is_typed_right_stays(question):
    assert SPELLER.repair(question) is None


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text):
    repair = SPELLER.repair(text)
    assert repair is None or repair.changes


def test_the_sounds_are_those_of_the_reference():
    for _line, (syllable, characters) in read_rows(FOLDER / SYLLABLES, ("syllable", "characters")):
        for character in characters:
            [readings] = pinyin(character, style=Style.NORMAL, heteronym=True)
            assert syllable in {reading.replace("ü", "v") for reading in readings}, character


def test_lookalikes_go_both_ways():
    alike = read_lookalikes(FOLDER / LOOKALIKES)
    assert all(a in alike[b] for a, group in alike.items() for b in group)
