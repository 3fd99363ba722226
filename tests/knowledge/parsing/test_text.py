"""Plain text and the ground rule of every parser: lines point into the raw text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.cleaned import LineRole
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.text import parse_text


@given(st.text())
def test_every_line_of_a_text_file_is_a_raw_line(text: str) -> None:
    parsed = parse_text(DecodedText(text, "utf-8"))
    assert parsed.raw_text == text
    assert [text[line.start : line.end] for line in parsed.lines] == text.split("\n")
    assert {line.role for line in parsed.lines} == {LineRole.BODY}
