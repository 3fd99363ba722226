"""Chinese numerals, and the markers that number the parts of documents.

Two grammars are read: that of official documents (一、（一）1.（1）①, and the steps of a plan,
第一阶段) and that of statutes (编 章 节 条 项 目; 立法法 第六十五条), with the variants that pages
print: brackets of both widths, `1、` for `1.`, ㈠ and ⑴ in one character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "○": 0,
    "两": 2,
}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "百": 100, "千": 1000}

#: Characters of a Chinese numeral, for use inside a character class.
NUMERAL_CHARACTERS = "〇○零一二三四五六七八九十百千两廿卅卌"


def chinese_number(text: str) -> int | None:
    """The value of a numeral: 一百零八, 二〇二一, 廿三, 12 or １２; None where it is none.

    Reads up to 9999 (万 counts money, never parts or years). Digits alone (二〇二一) are read by
    place.
    """
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return int(text) if text.isdigit() else None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit, last_unit = 0, None, 10_000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            if digit is not None or last_unit <= 10:
                return None
            total, last_unit = total + _TENS[character], 10
        elif character in _UNITS and _UNITS[character] < last_unit:
            last_unit = _UNITS[character]
            total, digit = total + (1 if digit is None else digit) * last_unit, None
        else:
            return None
    return total + (digit or 0)


class Level(StrEnum):
    """The kinds of numbering, in the order in which they hold one another."""

    VOLUME = "编"
    SECTION = "部分"
    CHAPTER = "章"
    DIVISION = "节"
    ARTICLE = "条"
    FIRST = "一、"
    SECOND = "（一）"
    STAGE = "阶段"
    THIRD = "1."
    FOURTH = "（1）"
    FIFTH = "①"


#: Rank of each level: a lower one holds the higher ones.
RANK = {level: rank for rank, level in enumerate(Level)}

#: Levels of statutes, cited as 第X章, 第X条.
STATUTE_LEVELS = frozenset(
    {Level.VOLUME, Level.SECTION, Level.CHAPTER, Level.DIVISION, Level.ARTICLE}
)


@dataclass(frozen=True)
class Marker:
    """A numbering at the start of a text: `text[:end]` is the label with the blanks after it.

    `label` is what a citation prints (第五条, 一、, （二）, 第一阶段, 3, （1）, ①). `doubtful`
    marks `1.3…`, which is item 1 that begins with a digit, or a decimal: its neighbours decide.
    """

    level: Level
    number: int
    label: str
    end: int
    doubtful: bool = False


_N = NUMERAL_CHARACTERS
_MARKER = re.compile(
    rf"第[ \u3000]?(?P<statute>[{_N}0-9０-９]{{1,9}})[ \u3000]?(?P<unit>编|部分|章|节|条)"
    rf"(?:之[一二三四五六七八九十]{{1,2}})?(?!规定|第|款|项|、|和|或|至|及|的|所列|中)[：:]?"
    rf"|第[ \u3000]?(?P<stage>[{_N}0-9]{{1,3}})[ \u3000]?(?:阶段|步)"
    r"(?=[：:（(。，、\s\u3000]|$)[：:]?"
    rf"|(?P<first>[{_N}]{{1,5}})[、．.]"
    rf"|[（(][ \u3000]?(?P<second>[{_N}]{{1,5}})[ \u3000]?[）)][、.．]?"
    r"|(?P<third>[0-9０-９]{1,3})[、．.]"
    r"|[（(][ \u3000]?(?P<fourth>[0-9０-９]{1,3})[ \u3000]?[）)][、.．]?"
    r"|(?P<half>[0-9０-９]{1,2})[）)]"
    r"|(?P<circled>[①-⑳])[、.．]?"
    r"|(?P<bracketed>[⑴-⒇])|(?P<ideograph>[㈠-㈩])|(?P<dotted>[⒈-⒛])"
)
_BLANKS = re.compile(r"[\s\u3000]*")


def read_marker(text: str, start: int = 0) -> Marker | None:
    """The marker that `text` shows at `start`, or None; `end` is an offset into `text`."""
    match = _MARKER.match(text, start)
    if match is None:
        return None
    level, number, label = _reading(match)
    if number is None:
        return None
    end = match.end()
    doubtful = level is Level.THIRD and text[end : end + 1].isdecimal() and text[end - 1] in ".．"
    blanks = _BLANKS.match(text, end)
    return Marker(level, number, label, blanks.end() if blanks else end, doubtful)


def _reading(match: re.Match[str]) -> tuple[Level, int | None, str]:
    kind = match.lastgroup or ""
    if kind == "unit":
        label = re.sub(r"[\s：:]", "", match.group())
        return Level(match["unit"]), chinese_number(match["statute"]), label
    numeral = match[kind]
    if kind == "stage":
        return Level.STAGE, chinese_number(numeral), re.sub(r"[\s：:]", "", match.group())
    if kind == "first":
        return Level.FIRST, chinese_number(numeral), f"{numeral}、"
    if kind == "second":
        return Level.SECOND, chinese_number(numeral), f"（{numeral}）"
    if kind == "ideograph":
        plain = unicodedata.normalize("NFKC", numeral).strip("()")
        return Level.SECOND, chinese_number(plain), f"（{plain}）"
    if kind == "circled":
        return Level.FIFTH, ord(numeral) - ord("①") + 1, numeral
    if kind == "bracketed":
        number = ord(numeral) - ord("⑴") + 1
        return Level.FOURTH, number, f"（{number}）"
    if kind == "dotted":
        number = ord(numeral) - ord("⒈") + 1
        return Level.THIRD, number, str(number)
    number_read = chinese_number(numeral)
    if kind == "third":
        return Level.THIRD, number_read, str(number_read)
    return Level.FOURTH, number_read, f"（{number_read}）"
