"""NFKC of long texts: what `unicodedata.normalize` gives, by one look-up a character.

Chinese text is made of characters that are folded each for itself, whatever stands beside them.
Where all of a text are such, a table does it in a fraction of the time; any other text goes the
library's way.
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
