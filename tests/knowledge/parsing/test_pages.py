"""Saved government pages, read and cleaned, give their true main text."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.page_text import measure

PAGES = Path("../shared/eval/pages")


@pytest.mark.shared
def test_the_main_text_of_saved_pages_is_read_whole_and_alone() -> None:
    figures = measure(PAGES)
    assert min(page.recall for page in figures) >= 0.98
    assert min(page.precision for page in figures) >= 0.98
    assert [page.faults for page in figures] == [()] * len(figures)
