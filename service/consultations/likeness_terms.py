"""The pairs of characters by which a question is found again: of its Chinese, and its codes."""

from __future__ import annotations

import re
import unicodedata

#: Runs of Chinese characters, and of letters and digits; a mask's own words tell nothing.
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+")
_MASK = re.compile(r"〔[^〕]*〕")
_LONGEST = 8


def terms_of(question: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, and whole runs of letters and digits (cut at 8)."""
    folded = unicodedata.normalize("NFKC", _MASK.sub(" ", question)).lower()
    terms: set[str] = set()
    for run in _RUN.findall(folded):
        if run.isascii():
            terms.add(run[:_LONGEST])
        else:
            terms.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset(terms)
