"""Query codes and what people type: the same code again, no look-alikes, forgiving reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.consultations.numbers import (
    CODE_ALPHABET,
    hash_code,
    is_form_token,
    new_form_token,
    query_code,
    read_code,
    read_number,
    shown_code,
)

SECRET = b"s" * 32


@given(st.text("abcXYZ019_-", min_size=16, max_size=40))
def test_a_code_is_ten_unmistakable_characters(token):
    code = query_code(SECRET, token)
    assert len(code) == 10
    assert set(code) <= set(CODE_ALPHABET)
    assert not set(code) & set("0O1IL")


def test_the_code_depends_on_token_and_secret_alone():
    token = new_form_token()
    assert query_code(SECRET, token) == query_code(SECRET, token)
    assert query_code(SECRET, token) != query_code(b"t" * 32, token)
    assert query_code(SECRET, token) != query_code(SECRET, new_form_token())


def test_the_stored_hash_depends_on_the_salt():
    assert hash_code("ABCDEFGHJK", b"1" * 16) != hash_code("ABCDEFGHJK", b"2" * 16)


@given(st.text(CODE_ALPHABET, min_size=10, max_size=10))
def test_a_code_is_read_back_as_it_is_shown(code):
    assert read_code(shown_code(code)) == code


@pytest.mark.parametrize(
    "typed", ["abcde-fghjk", " ABCDE FGHJK ", "ａｂｃｄｅ－ｆｇｈｊｋ", "ABCDE—FGHJK", "ABCDEFGHJK"]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "ABCDEFGHJK"


@pytest.mark.parametrize(
    "typed", ["20261122-0007", "202611220007", "２０２６１１２２－０００７", " 20261122 — 0007\n"]
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == "20261122-0007"


@given(st.text())
def test_anything_typed_can_be_hashed(typed):
    assert len(hash_code(read_code(typed), b"1" * 16)) == 32


@pytest.mark.parametrize("token", ["", "short", "x" * 129, "with blanks in between", "表" * 20])
def test_what_no_form_carries_is_no_token(token):
    assert not is_form_token(token)


def test_a_new_token_is_one_and_never_the_same():
    first, second = new_form_token(), new_form_token()
    assert is_form_token(first)
    assert first != second
