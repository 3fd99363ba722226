"""Blanks: no-break, ideographic and repeated ones become one plain blank, unseen characters go."""

from __future__ import annotations

import re

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Edit, Ledger, edited, piece

_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_BLANK_RUN = re.compile(r"[^\S ]\s*| \s+")
#: Control, zero-width and private formatting characters: nothing that a reader sees.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
)


def tidy_blanks(line: CleanLine, ledger: Ledger) -> CleanLine:
    """`line` without blanks at its ends, inner runs of blanks as one, unseen characters gone."""
    text = line.text
    if text.isprintable() and "  " not in text and text == text.strip():
        return line  # the only blank that is printable is the plain one
    unseen = [Edit(match.start(), match.end(), "") for match in _UNSEEN.finditer(text)]
    if unseen:
        ledger.note("unseen_characters", text, _UNSEEN.sub("", text), len(unseen))
        line = edited(line, unseen)
    no_break = len(_NO_BREAK.findall(text))
    tidy = piece(line, 0, len(line.text))
    tidy = edited(
        tidy, [Edit(match.start(), match.end(), " ") for match in _BLANK_RUN.finditer(tidy.text)]
    )
    if no_break:
        ledger.note("no_break_spaces", text, tidy.text, no_break)
    elif tidy.text != text and not unseen:
        ledger.note("blanks", text, tidy.text)
    return tidy
