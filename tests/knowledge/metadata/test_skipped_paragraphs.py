"""Paragraphs that are passed over at a glance hold nothing that a closer look would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import dates
from knowledge.metadata import repeals, terms

#: What is looked for, and what is seen at a glance wherever it stands.
PAIRS = (
    (dates._DATE, dates._DATE_MARK),
    (repeals._VERB, repeals._MAY_BE_VERB),
    (terms._OWN, terms._MAY_BE_OWN),
)


@pytest.mark.parametrize(("wanted", "glance"), PAIRS, ids=("dates", "repeals", "terms"))
@given(data=st.data())
def test_whatever_is_looked_for_is_seen_at_a_glance(
    wanted: re.Pattern[str], glance: re.Pattern[str], data: st.DataObject
) -> None:
    found = wanted.search(data.draw(st.from_regex(wanted)))

    assert found is None or glance.search(found.group())
