"""Masking identity, telephone and bank card numbers before a text reaches disk or a log.

Digits are read as people write them: full-width or in any script, spelled in Chinese, grouped by
blanks, hyphens, slashes or dots. What is public stays: hotlines (12345, 110, 400 and 95 numbers),
文号, dates, years, amounts. Where a digit string could be either, it is masked: losing a number
costs less than keeping one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from service.number_checks import is_card, is_certain_identity, is_identity, is_old_identity

IDENTITY, PHONE, BANK_CARD = "〔身份证号〕", "〔电话〕", "〔银行卡号〕"

#: How the eleven digits of a mobile number and the digits of a card are grouped when written.
MOBILE_GROUPS = (
    (11,), (3, 8), (3, 4, 4), (3, 3, 5), (3, 5, 3), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5), (7, 4),
    (3, 2, 2, 2, 2), (1,) * 11,
)  # fmt: skip
CARD_GROUPS = ((4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 4, 1), (4, 4, 4, 4))
SPLIT_CARD_GROUPS = ((4, 6, 5), (6, 7), (6, 9), (6, 10), (6, 13), (8, 8))

#: Characters whose forms are remembered: texts are made of few, which come again and again.
REMEMBERED = 4096

_DASHES = frozenset("‐‑‒–—―−ー_·•‧∙・~～〜/／|｜*＊\\＼")
#: Letters and signs that show nothing (Hangul fillers, the blank of Braille).
_SHOWS_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u2800")

#: Between two digits of one number: up to three blanks, dots, hyphens; a line break parts numbers.
_GAP, _BETWEEN = r"[ .\-]{0,3}", r"[ .\-]{1,3}"
#: The same where digits prove by themselves that they belong together.
_APART = r"[^\w〔〕]{0,3}"
_START, _END = r"(?<!\d)", r"(?!\d)"
#: Not an amount of money; 元旦 and 元宵 are days.
_NOT_MONEY = r"(?!\s?元(?![旦宵]))"
_ABROAD = rf"(?:\(?(?:\+|00)?86\)?{_GAP})"
_EXTENSION = r"(?:\s?(?:转|ext\.?|#|-)\s?\d{1,6}(?!\d))?"
_SAYS = r"[是为号码:#\s]{0,4}"


@dataclass(frozen=True)
class PersonalNumber:
    """A number that was found: `text[start:end]`; `kind` is what stands in its place."""

    kind: str
    start: int
    end: int


#: Where each character of a text that is being masked comes from.
_Origins = list[tuple[int, int]]


def mask_personal_numbers(text: str) -> str:
    """The text with every identity, telephone and bank card number replaced by its kind."""
    return _masked(text)[0]


def personal_numbers(text: str) -> list[PersonalNumber]:
    """The numbers that masking the text replaces, in their order."""
    masked, origins = _masked(text)
    found, place = [], 0
    for (start, end), run in groupby(origins):
        length = len(list(run))
        if length > 1:
            found.append(PersonalNumber(masked[place : place + length], start, end))
        place += length
    return found


def _masked(text: str) -> tuple[str, _Origins]:
    origins = [(place, place + 1) for place in range(len(text))]
    before = None
    while text != before:  # a number masked may free another that was glued to it
        before = text
        folded = _folded(text)
        for rule in _RULES:
            for number in range(len(_FOLDS)):
                spans = list(_found(rule, folded[number]))
                if spans:
                    text, origins = _replaced(rule, text, origins, spans)
                    folded = _folded(text)
    return text, origins


def _folded(text: str) -> list[str]:
    """The text as the patterns know it, by each of _FOLDS; every character at its place."""
    return ["".join(map(fold, text)) for fold in _FOLDS]


def _replaced(
    rule: _Rule, text: str, origins: _Origins, spans: Sequence[tuple[int, int]]
) -> tuple[str, _Origins]:
    pieces, kept, done = [], [], 0
    for start, end in spans:
        whole = (origins[start][0], origins[end - 1][1])
        pieces += [text[done:start], rule.replacement]
        kept += [*origins[done:start], *[whole] * len(rule.replacement)]
        done = end
    return "".join(pieces) + text[done:], kept + origins[done:]


def _found(rule: _Rule, folded: str) -> Iterator[tuple[int, int]]:
    """Where the rule's numbers stand, without overlap.

    What has the shape but does not hold is passed over by one character, so that it cannot hide
    a number that begins inside it.
    """
    position = 0
    while match := rule.pattern.search(folded, position):
        if rule.holds(re.sub(r"[^0-9X]", "", match[1].upper())):
            yield match.span(1)
            position = match.end(1)
        else:
            position = match.start() + 1


@lru_cache(maxsize=REMEMBERED)
def _fold(character: str) -> str:
    """One character as the patterns know it; always one, so that offsets stay."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in _DASHES:
        return "-"
    # Invisible characters and marks (those of keycap emoji) between digits must not hide a number.
    if character == "\t" or character in _SHOWS_NOTHING:
        return " "
    if unicodedata.category(character) in {"Zs", "Cf", "Mn", "Me"}:
        return " "
    if character.isdigit():
        return character  # ① and ² are marks beside a number, not digits of it
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character


@lru_cache(maxsize=REMEMBERED)
def _fold_spelled(character: str) -> str:
    """The same, and digits that are more often words or marks (三, 叁, ③) are digits too."""
    value = unicodedata.numeric(character, -1)
    return str(int(value)) if value in range(10) else _fold(character)


_FOLDS = (_fold, _fold_spelled)


def _always(_number: str) -> bool:
    return True


@dataclass(frozen=True)
class _Rule:
    """What is masked: group 1 of `pattern` in the folded text, if its bare digits hold."""

    pattern: re.Pattern[str]
    replacement: str
    holds: Callable[[str], bool] = _always


def _grouped(groupings: tuple[tuple[int, ...], ...]) -> str:
    return (
        "(?:" + "|".join(_BETWEEN.join(rf"\d{{{n}}}" for n in groups) for groups in groupings) + ")"
    )


def _rule(pattern: str, replacement: str, holds: Callable[[str], bool] = _always) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), replacement, holds)


#: Applied in this order, so that the longest kinds are told before the shorter.
_RULES = (
    _rule(rf"{_START}(\d(?:{_GAP}\d){{16}}{_GAP}(?:\d{_END}|X))", IDENTITY, is_identity),
    _rule(
        rf"{_START}(\d(?:{_APART}\d){{16}}{_APART}(?:\d{_END}|X))", IDENTITY, is_certain_identity
    ),
    _rule(r"(\d{17}[\dX])", IDENTITY, is_certain_identity),
    _rule(rf"{_START}(\d{{15}}){_END}", IDENTITY, is_old_identity),
    _rule(rf"身份证{_SAYS}(\d{{14,17}}[\dX])", IDENTITY),
    _rule(
        rf"{_START}((?:{_ABROAD}|0)?(?=1{_GAP}[3-9]){_grouped(MOBILE_GROUPS)}){_END}{_NOT_MONEY}",
        PHONE,
    ),
    _rule(
        rf"{_START}((?:{_ABROAD}\(?0?|\(?0)(?:10|2\d|[3-9]\d\d)\)?{_GAP}"
        rf"[2-9]\d{{2,3}}{_GAP}\d{{4}}{_END}{_EXTENSION}){_NOT_MONEY}",
        PHONE,
    ),
    _rule(
        rf"(?:电话|手机|座机|固话|联系方式|致电|tel|phone|{PHONE}\s?[、,/和或]){_SAYS}"
        rf"([2-9]\d{{2,3}}{_GAP}\d{{4}}{_END}{_EXTENSION})",
        PHONE,
    ),
    _rule(rf"{_START}((?=[3-9]){_grouped(CARD_GROUPS)}){_END}{_NOT_MONEY}", BANK_CARD),
    _rule(rf"{_START}((?=[3-9]){_grouped(SPLIT_CARD_GROUPS)}){_END}", BANK_CARD, is_card),
    _rule(rf"{_START}([2-9]\d{{12,18}}){_END}{_NOT_MONEY}", BANK_CARD, is_card),
    _rule(rf"(?:卡号|账号|帐号|银行卡|储蓄卡){_SAYS}(\d(?:{_GAP}\d){{11,29}})", BANK_CARD),
)
