"""The pairs of characters by which a question is found again: of its Chinese, and its codes."""

from __future__ import annotations

import re
import unicodedata

#: Runs of Chinese characters, and of letters and digits; a mask's own words tell nothing.
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+")
_MASK = re.compile(r"〔[^〕]*〕")
_LONGEST = 8


def terms_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, and whole runs of letters and digits (cut at 8)."""
    terms: set[str] = set()
    for run in _runs(text):
        if run.isascii():
            terms.add(run[:_LONGEST])
        else:
            terms.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset(terms)


def search_terms(question: str) -> frozenset[str]:
    """The terms under which a question is stored: with the last character of each run.

    So every character begins a term, and a question is found by a single one too.
    """
    last = {run[-1] for run in _runs(question) if not run.isascii()}
    return terms_of(question) | last


def beginnings_of(words: str) -> frozenset[str]:
    """With what terms of a question begin that has these words: pairs, runs, or one character."""
    single = {run for run in _runs(words) if len(run) == 1}
    return terms_of(words) | single


def _runs(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", _MASK.sub(" ", text)).lower()
    return _RUN.findall(folded)
