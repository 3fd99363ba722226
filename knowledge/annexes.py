"""Annexes (附件) of a document: those that its page links and those that its text names.

A text names its annexes in a list after its last paragraph (`附件：1.…`, GB/T 9704 7.3.4) or in
passing (`详见附件《…》`); the same annex is one, with the address of the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.cleaned import Attachment, CleanDocument
from knowledge.folding import nfkc_of_line

_LIST = re.compile(r"附(?:件|表|图)\s*[:：]\s*(.*)")
_OWN_LINE = re.compile(r"附(?:件|表)\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：.．、]\s*(.+)")
_ITEM = re.compile(r"(?<![\d.])(\d{1,2})\s*[.．、]\s*(?=[^\d\s]|\d{4}年)")
_NAMED = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?\s*《([^《》]{2,90})》")
_HEADING = re.compile(r"附(?:件|表|图)\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?")
#: What stands around the name, differently in every list.
_AROUND = re.compile(
    r"^附(?:件|表|图)[\d一二三四五六七八九十-]{0,5}(?:下载)?[:.、]?|^\d{1,2}[.、]|\.[A-Za-z]{2,5}$"
)
_QUOTES = str.maketrans("", "", "《》〈〉“”\"'（）()")
_END_MARKS = "；;。，,、 "
_SENTENCE = re.compile(r"[。；]")
_MAX_NAME = 100


def annexes(linked: Sequence[Attachment], document: CleanDocument) -> tuple[Attachment, ...]:
    """The linked annexes, then those that only the text names; `inline` where the text has them."""
    lines = [line.text.strip() for line in document.body]
    found = list(linked)
    for name in dict.fromkeys(_named(lines)):
        key = _key(name)
        if key and all(_key(each.name) != key for each in found):
            found.append(Attachment(name))
    headings = _headings(lines)
    return tuple(replace(each, inline=each.inline or _key(each.name) in headings) for each in found)


def _named(lines: Sequence[str]) -> Iterator[str]:
    """Names of annexes in the text, in reading order: from lists, else from mentions."""
    at = 0
    while at < len(lines):
        listed = _LIST.fullmatch(lines[at])
        alone = _OWN_LINE.fullmatch(lines[at])
        if alone is not None and _is_name(alone.group(2)):
            yield alone.group(2).rstrip(_END_MARKS)
        elif listed is not None:
            names = list(_listed(listed.group(1), lines[at + 1 :]))
            yield from names
        else:
            yield from (match.group(1) for match in _NAMED.finditer(lines[at]))
        at += 1


def _listed(first: str, following: Sequence[str]) -> Iterator[str]:
    """The names of a list: one without a number on the line of its label, or numbered from 1 on."""
    lines = [first, *following] if first else list(following)
    number = 0
    for line in lines:
        items = _items(line)
        if not items or items[0][0] != number + 1 or not all(_is_name(name) for _, name in items):
            break
        yield from (name.rstrip(_END_MARKS) for _, name in items)
        number = items[-1][0]
    if not number and first and _is_name(first):
        yield first.rstrip(_END_MARKS)


def _items(line: str) -> list[tuple[int, str]]:
    """Numbered names of one line, in rising order; empty where it does not begin with a number."""
    line = nfkc_of_line(line)
    starts: list[re.Match[str]] = []
    for match in _ITEM.finditer(line):
        if (not starts and match.start() == 0) or (
            starts and int(match.group(1)) == int(starts[-1].group(1)) + 1
        ):
            starts.append(match)
    ends = [*(match.start() for match in starts[1:]), len(line)][: len(starts)]
    return [
        (int(match.group(1)), line[match.end() : end].strip())
        for match, end in zip(starts, ends, strict=True)
    ]


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= _MAX_NAME and not _SENTENCE.search(text.rstrip(_END_MARKS))


def _headings(lines: Sequence[str]) -> set[str]:
    """Keys of the lines that head the text of an annex: those below `附件1` standing alone."""
    keys: set[str] = set()
    for at, line in enumerate(lines):
        if _HEADING.fullmatch(line) and not line.endswith(("：", ":")):
            keys.update(_key("".join(lines[at + 1 : at + 1 + count])) for count in (1, 2, 3))
    return keys - {""}


def _key(name: str) -> str:
    """A name for comparing: width folded, without blanks, number, file ending and quotes."""
    folded = "".join(nfkc_of_line(name).split())
    return _AROUND.sub("", folded).translate(_QUOTES).rstrip(_END_MARKS)
