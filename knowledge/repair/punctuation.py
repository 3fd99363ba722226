"""Full-width punctuation restored where a host folded it to ASCII between Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Edit, Ledger, edited

_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
_CHINESE = "\u3001-\u301f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e\uffe5“”‘’—…·"
#: A title within a title, its 〈〉 folded too (GB/T 15834: 书名号 within 书名号 are single).
_INNER_TITLE = re.compile(r"《[^《》<>]{0,60}(<)[\u4e00-\u9fff][^《》<>]{1,80}(>)[^《》<>]{0,40}》")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_MARK = re.compile(r"[,:;()?!]")
#: Addresses keep their punctuation; a mark at their end belongs to the sentence.
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,9}://|www\.)[A-Za-z0-9._~:/?#@!$&'*+=%;,-]*[A-Za-z0-9/_=#-]"
)


def restore_punctuation(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """Restore folded marks in a document where they outnumber the full-width ones.

    An author who writes `，` and now and then `,` is quoted as he wrote; a host that folded has
    folded all.
    """
    whole = "\n".join(line.text for line in lines)
    full = sum(map(whole.count, _FULL.values()))
    if sum(map(whole.count, (*_FULL, "<", ">"))) <= full:
        return list(lines)  # even if all of them were folded
    edits = [_folded_marks(line.text) for line in lines]
    if sum(map(len, edits)) <= full:
        return list(lines)
    result = []
    for line, marks in zip(lines, edits, strict=True):
        restored = edited(line, marks)
        if marks:
            around = slice(max(marks[0].start - 8, 0), marks[0].end + 8)
            ledger.note("folded_punctuation", line.text[around], restored.text[around], len(marks))
        result.append(restored)
    return result


def _folded_marks(text: str) -> list[Edit]:
    """The marks of `text` that stand in Chinese, with what they should be."""
    inner = [
        Edit(match.start(group), match.end(group), mark)
        for match in _INNER_TITLE.finditer(text)
        for group, mark in ((1, "〈"), (2, "〉"))
    ]
    if not _MARK.search(text):
        return inner
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    chinese = _chinese_parentheses(text)
    edits = inner
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if _within(at, addresses):
            continue
        if at in chinese if mark in "()" else _stands_in_chinese(text, at, chinese):
            edits.append(Edit(at, at + 1, _FULL[mark]))
    return sorted(edits, key=lambda edit: edit.start)


def _stands_in_chinese(text: str, at: int, chinese: set[int]) -> bool:
    """Whether the mark at `at` follows Chinese, or leads to it from a Latin word or figure.

    Blanks do not count; between two digits (8:46, 1,000) it is never Chinese.
    """
    before = at - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    if before >= 0 and (before in chinese or _IS_CHINESE.match(text[before])):
        return True
    after = text[at + 1 : at + 2]
    if not after or text[at] in "?!":
        return False
    return bool(_IS_CHINESE.match(after)) or (at + 1) in chinese


def _chinese_parentheses(text: str) -> set[int]:
    """Places of ASCII parentheses that hold or adjoin Chinese, matched in pairs.

    A lone one is Chinese when its neighbour is.
    """
    result: set[int] = set()
    stack: list[tuple[int, bool]] = []
    seen_chinese = False
    for at, character in enumerate(text):
        if character in "(（":
            stack.append((at, seen_chinese))
            seen_chinese = False
        elif character in ")）" and stack:
            start, outer = stack.pop()
            if seen_chinese or character == "）" or text[start] == "（" or _beside(text, start, at):
                result.update((start, at))
            seen_chinese = outer or seen_chinese
        elif character == ")" and _beside(text, at, at):
            result.add(at)
        elif _IS_CHINESE.match(character):
            seen_chinese = True
    result.update(at for at, _ in stack if _beside(text, at, at))
    return result


def _beside(text: str, start: int, end: int) -> bool:
    """Whether a Chinese character stands directly before `start` or after `end`."""
    return any(
        _IS_CHINESE.match(neighbour) is not None
        for neighbour in (text[start - 1 : start] if start else "", text[end + 1 : end + 2])
        if neighbour
    )


def _within(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
