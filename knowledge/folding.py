"""NFKC of whole texts and of lines: what `unicodedata.normalize` gives, in a fraction of the time.

Chinese text is made of characters that are folded each for itself, whatever stands beside them.
Where all of a long text are such, a table does it by one look-up a character; any other text goes
the library's way. A line is too short for that: there the punctuation of full width, which is
nearly all that has to be folded, is put aside first, so that the library sees at a glance that
nothing is left to do.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

#: Characters that never join a neighbour unless that is a combining mark or a Hangul letter:
#: Latin, Greek, Cyrillic, symbols and punctuation, kana, forms of width.
_ALONE = ((0x0000, 0x0590), (0x2000, 0x3400), (0xF900, 0xFB00), (0xFE30, 0xFFFF))
#: Ideographs, which stay what they are.
_IDEOGRAPHS = (0x3400, 0xA000)

#: What is folded in nearly every Chinese line.
_EVERYDAY = tuple(
    (each, unicodedata.normalize("NFKC", each)) for each in "，：（）；？！\u3000\u00a0"
)

#: Stand in the table for a character that becomes several, and for one that its neighbours change.
_SEVERAL, _OTHERWISE = 0xFFFFFFFE, 0xFFFFFFFF


def nfkc(text: str) -> str:
    """The text's Unicode normalisation form KC."""
    folded = _looked_up(text)
    strange = folded[folded >= _SEVERAL]
    if not len(strange):
        return folded.astype("<u4").tobytes().decode("utf-32-le")
    if (strange == _OTHERWISE).any():
        return unicodedata.normalize("NFKC", text)
    for character in {text[at] for at in np.flatnonzero(folded == _SEVERAL)}:
        text = text.replace(character, unicodedata.normalize("NFKC", character))
    return nfkc(text)


def nfkc_of_line(text: str) -> str:
    """The normalisation form KC of a short text.

    A mark that is folded beforehand decomposes to what it would have been folded to, so the form
    is the same.
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    for mark, plain in _EVERYDAY:
        text = text.replace(mark, plain)
    return unicodedata.normalize("NFKC", text)


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space; told without a copy of it."""
    return not text or text.isspace()


def _looked_up(text: str) -> NDArray[np.uint32]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded: NDArray[np.uint32] = _table()[np.minimum(codes, 0xFFFF)]
    return folded


@cache
def _table() -> NDArray[np.uint32]:
    """What each character up to U+FFFF is folded to; U+FFFF itself stands for all beyond."""
    table = np.full(0x10000, _OTHERWISE, dtype=np.uint32)
    table[slice(*_IDEOGRAPHS)] = np.arange(*_IDEOGRAPHS, dtype=np.uint32)
    for code in (code for start, end in _ALONE for code in range(start, end)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if all(map(_stands_alone, chr(code) + folded)):
            table[code] = ord(folded) if len(folded) == 1 else _SEVERAL
    return table


def _stands_alone(character: str) -> bool:
    within = any(start <= ord(character) < end for start, end in (*_ALONE, _IDEOGRAPHS))
    return within and not unicodedata.combining(character)
