"""Which characters are set without blanks between words."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")
#: Quotation marks, dashes and dots that are Chinese as often as Latin.
_CHINESE_MARKS = frozenset("“”‘’—…·")


def is_wide(character: str) -> bool:
    """Whether it is a Chinese character or mark, beside which no blank parts words."""
    return unicodedata.east_asian_width(character) in _WIDE or character in _CHINESE_MARKS
