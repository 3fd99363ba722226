"""Glyphs whose font does not tell which characters they are."""

from __future__ import annotations

import re
import unicodedata

#: What stands for such a glyph; the reader of the text sees that something is missing.
LOST = "\N{REPLACEMENT CHARACTER}"
_NUMBERED = re.compile(r"\(cid:\d+\)")
#: Not assigned, private, control characters, halves of pairs: nothing that a document prints.
_NO_TEXT = frozenset({"Cn", "Co", "Cc", "Cs"})


def is_unreadable(text: str) -> bool:
    """Whether `text`, the reading of one glyph, tells no character."""
    return (
        not text
        or LOST in text
        or _NUMBERED.fullmatch(text) is not None
        or any(unicodedata.category(character) in _NO_TEXT for character in text)
    )
