"""Filters live in the address: what is written reads back, what is nonsense does not narrow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.console.filters import Due, Filters, Tab

texts = st.text(st.characters(exclude_categories=("C", "Z")), max_size=16)
filters = st.builds(
    Filters, st.sampled_from(Tab), texts, texts, texts, st.integers(0, 10**9 - 1),
    st.sampled_from(Due), texts,
)  # fmt: skip


@given(filters, st.sampled_from(Tab))
def test_what_an_address_says_reads_back(wanted: Filters, tab: Tab) -> None:
    assert Filters.read(wanted.arguments, tab) == wanted


@given(st.dictionaries(st.sampled_from(sorted(Filters().__dict__)), st.text()))
def test_any_address_can_be_read(arguments: dict[str, str]) -> None:
    found = Filters.read(arguments, Tab.MINE)

    assert len(found.words) <= 60
    assert found.organ >= 0
