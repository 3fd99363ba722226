"""Traditional characters turned into simplified ones, where a document is written in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from opencc import OpenCC

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Edit, Ledger, edited

_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_MIN_CHANGED = 3
#: Names and quotations keep their traditional characters in a simplified document.
_MIN_SHARE = 0.08

#: 著 is 着 in simplified text except in these words (通用规范汉字表: 著 only as zhù).
_REPLACED_ZHU = re.compile(
    r"著(?<![显顯编編专專原名论論卓昭土遗遺巨译譯合所拙]著)(?![名作述称稱录錄者书書])"
)
#: What OpenCC's phrases leave; simplified text has one form only.
_LEFTOVERS = dict(zip("馀餘後於衹甦", "余余后于只苏", strict=True))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    """The converter; building it reads its dictionaries, once a process."""
    return OpenCC("t2s")


def simplify(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """`lines` in simplified characters if the document is traditional or mixed, else unchanged."""
    whole = "\n".join(line.text for line in lines)
    converted = _simplified(whole)
    if converted == whole:
        return list(lines)
    changed = _differing(whole, converted)
    if changed < _MIN_CHANGED or changed < len(_CJK.findall(whole)) * _MIN_SHARE:
        return list(lines)
    result, at = [], 0
    for line in lines:
        new = converted[at : at + len(line.text)]
        at += len(line.text) + 1
        edits = [
            Edit(index, index + 1, after)
            for index, (before, after) in enumerate(zip(line.text, new, strict=True))
            if before != after
        ]
        if edits:
            ledger.note("traditional_characters", line.text, new, len(edits))
        result.append(edited(line, edits))
    return result


def _differing(one: str, other: str) -> int:
    """In how many places two texts of one length differ."""
    first, second = (
        np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        for text in (one, other)
    )
    return int(np.count_nonzero(first != second))


def _simplified(text: str) -> str:
    """`text` in simplified characters, character for character."""
    converted = _converter().convert(text)
    if len(converted) != len(text):
        converted = "".join(_one_for_one(character) for character in text)
    converted = _REPLACED_ZHU.sub("着", converted)
    for leftover, meant in _LEFTOVERS.items():
        converted = converted.replace(leftover, meant)
    return converted


def _one_for_one(character: str) -> str:
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character
