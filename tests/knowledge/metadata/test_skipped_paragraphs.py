"""Paragraphs that are passed over at a glance hold nothing that a closer look would find."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import dates
from knowledge.cleaned import CleanLine, LineRole
from knowledge.keys import title_key
from knowledge.metadata import references, repeals, terms
from knowledge.metadata.segments import Segment

#: What is looked for, and what is seen at a glance wherever it stands.
PAIRS = (
    (dates._DATE, dates._may_hold_date),
    (repeals._VERB, repeals._MAY_BE_VERB.search),
    (terms._OWN, terms._may_be_own),
    (references._ANEW, references._may_be_anew),
    (references._PREVAILS, references._may_be_anew),
)
#: Characters that fold into an ideograph: those in circles and brackets, radicals, old forms.
BECOMING_IDEOGRAPHS = [
    character
    for character in map(chr, (*range(0xA0, 0xD800), *range(0xE000, 0x30000)))
    if "\u4e00" <= unicodedata.normalize("NFKC", character).strip("(〔")[:1] <= "\u9fff"
]


@pytest.mark.parametrize(
    ("wanted", "glance"), PAIRS, ids=("dates", "repeals", "terms", "anew", "prevails")
)
@given(data=st.data())
def test_whatever_is_looked_for_is_seen_at_a_glance(
    wanted: re.Pattern[str], glance: Callable[[str], object], data: st.DataObject
) -> None:
    found = wanted.search(data.draw(st.from_regex(wanted)))

    assert found is None or glance(found.group())


def segment(text: str) -> Segment:
    line = CleanLine(text, range(len(text)), LineRole.OUTSIDE)
    return Segment(text, line, 0, None, line.role, False)


@given(st.text(max_size=60))
def test_a_line_prints_the_title_that_it_is(text: str) -> None:
    assert segment(text).prints(title_key(text))


def test_a_line_prints_a_title_that_begins_with_an_old_or_a_circled_form() -> None:
    assert len(BECOMING_IDEOGRAPHS) > 20_000
    for character in BECOMING_IDEOGRAPHS:
        title = f"{character}通知"
        assert segment(title).prints(title_key(title)), title
