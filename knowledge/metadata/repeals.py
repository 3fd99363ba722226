"""Clauses that end other documents: 《X》（文号）同时废止, 即行废止, 不再执行, 决定废止《X》."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from knowledge.cleaned import LineRole
from knowledge.dates import find_dates
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.metadata.segments import Segment
from knowledge.outline import ReferenceKind, ReferenceReading

_END = re.compile(
    "(?P<after>(?:同时|即行|即时|相应|一并|随之|予以)?(?:予以)?废止|(?:同时)?(?:停止|不再)(?:执行|施行|实施))"
)
#: Between 废止 and the first of the titles that follow it.
_BEHIND = re.compile("(?:以下|下列)?[^《》。，；的]{0,12}(?=《)")
_SENTENCE = re.compile(r"[^。；;\n]+")
_TITLE = re.compile("《(?P<title>(?:[^《》]|《[^《》]*》){2,200})》")
_NOTE = re.compile(r"[ \u3000]*[（(][^（）()]{0,60}(?:[（(][^（）()]*[）)][^（）()]{0,40})?[）)]")
#: Between the targets of one clause, and between the last one and the verb.
_LINK = re.compile(
    r"[ \u3000]*(?:[、，,和及与]|以及|等?(?:文件|规定|办法|通知)?)?[ \u3000]*"
    r"(?:原|的|自[^，。]{4,24}起|从[^，。]{4,24}起)?[ \u3000]*"
)


def read_repeals(segments: Sequence[Segment], effective_on: date | None) -> list[ReferenceReading]:
    """Every document that the main text ends, with the day: its own, else `effective_on`.

    A clause that ends only an article of another document (《X》第五条同时废止) is none.
    """
    repeals: list[ReferenceReading] = []
    for segment in segments:
        if segment.role is LineRole.BODY and segment.offset is not None:
            for sentence in _SENTENCE.finditer(segment.text):
                if (
                    "废止" in sentence.group()
                    or "停止" in sentence.group()
                    or "不再" in sentence.group()
                ):
                    repeals.extend(_in_sentence(segment, sentence, effective_on))
    return repeals


def _in_sentence(
    segment: Segment, sentence: re.Match[str], effective_on: date | None
) -> Iterator[ReferenceReading]:
    text, base = segment.text, segment.offset or 0
    verbs = list(_END.finditer(text, sentence.start(), sentence.end()))
    limit = sentence.start()
    for verb, following in zip_longest(verbs, verbs[1:]):
        targets = _targets_before(text, limit, verb.start())
        limit = end = verb.end()
        behind = _BEHIND.match(text, end) if not targets else None
        if behind is not None:
            last = following.start() if following else sentence.end()
            targets = _targets_from(text, behind.end(), last)
            end = targets[-1][1] if targets else end
        if not targets:
            continue
        start = targets[0][0]
        dates = find_dates(text[targets[-1][1] : verb.start()]) if behind is None else []
        day = dates[0].day if dates else effective_on
        for first, last, title, number in targets:
            yield ReferenceReading(
                ReferenceKind.REPEALS,
                text[first:last],
                title_key(title) if title else None,
                _number_key(title, number),
                day,
                base + start,
                base + end,
            )


def _number_key(title: str | None, number: DocumentNumber | None) -> str | None:
    """The target's number; an order's does not tell whose it is, so its title alone counts."""
    if number is None or (number.is_order and title):
        return None
    return number.key


_Target = tuple[int, int, str | None, DocumentNumber | None]


def _targets(text: str, start: int, end: int) -> list[_Target]:
    """Titles with the numbers behind them, and numbers that stand alone."""
    numbers = find_numbers(text[start:end])
    targets: list[_Target] = []
    for match in _TITLE.finditer(text, start, end):
        note = _NOTE.match(text, match.end(), end)
        last = note.end() if note else match.end()
        inside = [n for n in numbers if match.end() <= start + n.start and start + n.end <= last]
        targets.append((match.start(), last, match["title"], inside[0] if inside else None))
    covered = [(first, last) for first, last, _, _ in targets]
    for number in numbers:
        first, last = start + number.start, start + number.end
        if not any(a <= first < b for a, b in covered):
            targets.append((first, last + text.startswith("文", last), None, number))
    return sorted(targets, key=lambda target: target[0])


def _targets_before(text: str, start: int, end: int) -> list[_Target]:
    """The unbroken chain of targets that ends at the verb."""
    chain: list[_Target] = []
    edge = end
    for target in reversed(_targets(text, start, end)):
        if not _LINK.fullmatch(text, target[1], edge):
            break
        chain.insert(0, target)
        edge = target[0]
    return chain


def _targets_from(text: str, start: int, end: int) -> list[_Target]:
    """The unbroken chain of targets that begins behind the verb."""
    chain: list[_Target] = []
    edge = start
    for target in _targets(text, start, end):
        if not _LINK.fullmatch(text, edge, target[0]):
            break
        chain.append(target)
        edge = target[1]
    return chain
