"""The clauses of a version, each once: what two versions of a document are compared by.

Passages overlap, so that a list answers as a whole and each of its items too, and a long clause is
several of them. Here every character of the text belongs to one clause at most; headings, which
are no passages, are clauses of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.numbering import read_marker
from knowledge.outline import Outline

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Provision:
    """A clause as printed, with the key and the locator of its passage.

    `start` is where it begins in the text of its version.
    """

    key: str
    locator: str
    text: str
    start: int = 0

    @property
    def number(self) -> str:
        """The number printed before it (第五条, 2); empty where it has none."""
        marker = read_marker(self.text)
        return marker.label if marker is not None else ""

    @property
    def body(self) -> str:
        """What it says: without its number, blanks and the width of punctuation."""
        marker = read_marker(self.text)
        said = self.text[marker.end :] if marker is not None else self.text
        return _BLANK.sub("", unicodedata.normalize("NFKC", said))


@dataclass(frozen=True)
class _Span:
    key: str
    locator: str
    start: int
    end: int


def provisions_of(outline: Outline, text: str) -> list[Provision]:
    """The clauses of a version in reading order; offsets of the outline count in `text`."""
    spans = _headings_and_passages(outline, text)
    found = []
    for span in _joined(list(_apart(spans))):
        printed = text[span.start : span.end]
        if printed.strip():
            start = span.start + len(printed) - len(printed.lstrip())
            found.append(Provision(span.key, span.locator, printed.strip(), start))
    return found


def _headings_and_passages(outline: Outline, text: str) -> list[_Span]:
    """Passages, and the first lines of parts that no passage holds, by where they begin."""
    passages = [_Span(each.key, each.locator, each.start, each.end) for each in outline.passages]
    starts = sorted((each.start, each.end) for each in passages)
    reached, place, headings = 0, 0, []
    for part in sorted(outline.parts, key=lambda each: each.start):
        while place < len(starts) and starts[place][0] <= part.start:
            reached = max(reached, starts[place][1])
            place += 1
        if part.start >= reached:
            stop = text.find("\n", part.start, part.end)
            end = part.end if stop < 0 else stop
            headings.append(_Span(f"heading:{part.locator}", part.locator, part.start, end))
    return sorted([*passages, *headings], key=lambda each: (each.start, -each.end))


def _apart(spans: Sequence[_Span]) -> Iterator[_Span]:
    """The spans without what they share: each ends where the next one begins."""
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        end = span.end if following is None else min(span.end, following.start)
        if span.start < end:
            yield _Span(span.key, span.locator, span.start, end)


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    """Pieces of one clause, which follow one another under one locator, are one again."""
    joined: list[_Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.locator == span.locator:
            joined[-1] = _Span(last.key, last.locator, last.start, span.end)
        else:
            joined.append(span)
    return joined
