"""Texts are folded as the library folds them, character by character and beside one another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import nfkc, nfkc_of_line

#: What Chinese pages hold, and what changes, or is changed by, its neighbours.
_CHINESE = st.sampled_from("第一条　为了：；！？\u00a0（２０２６）年…①⑩㎡℃，ａＡ.%〔〕丶⼀豈〇α")
_JOINING = st.sampled_from("éeÅ\u0301\u0345\u3099\uff9eかカｶﾞ각각ﾡㄱ\u09be𝐀丽\ud800")


@pytest.mark.parametrize("start", range(0, 0x10000, 0x1000))
def test_each_character_is_folded_as_by_the_library(start: int) -> None:
    for code in range(start, start + 0x1000):
        assert nfkc(chr(code)) == unicodedata.normalize("NFKC", chr(code)), hex(code)


@given(st.text(st.one_of(_CHINESE, _JOINING, st.characters()), max_size=40))
def test_texts_are_folded_as_by_the_library(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text)

    assert nfkc(text) == folded
    assert nfkc_of_line(text) == folded


@given(st.text(_CHINESE, max_size=60))
def test_texts_of_chinese_pages_are_folded_as_by_the_library(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text)

    assert nfkc(text) == folded
    assert nfkc_of_line(text) == folded
