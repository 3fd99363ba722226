"""Texts as people type and paste them, brought into the form in which they are kept."""

from __future__ import annotations

import unicodedata

#: What cannot be kept: control characters, and halves of surrogate pairs. What this Unicode version
#: does not know may be a newer phone's emoji, and a private character part of a rare name.
_REFUSED = frozenset({"Cc", "Cs"})


def tidied(typed: str) -> str:
    """The text without invisible format characters, tabs, blank lines, and blanks around lines.

    An invisible character between two digits would hide a number from masking; emoji joined by
    them fall apart into those that they are made of.
    """
    visible = "".join(c for c in typed.replace("\t", " ") if unicodedata.category(c) != "Cf")
    return "\n".join(filter(None, (line.strip() for line in visible.splitlines())))


def can_be_kept(text: str) -> bool:
    """Whether nothing but line breaks stands in the text that no database or page could hold."""
    return not any(unicodedata.category(c) in _REFUSED for c in text if c != "\n")
