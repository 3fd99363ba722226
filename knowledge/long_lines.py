"""Paragraphs within a long line of the main text.

A document that stands in one line as a whole gets its line breaks back by repair. Here it is one
long line among others that holds several paragraphs (a list of places and telephones, a section
with its items): its words and breaks stay as the source printed them, and only the readers of
structure and metadata see the paragraphs. The numbering itself, and the blanks that once were
indents, tell where one begins. In a short line （一） and 1. are an enumeration inside the
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.keys import title_key
from knowledge.numbering import NUMERAL_CHARACTERS, RANK, Level, Marker, read_marker

#: Lines of at most so many characters are one paragraph as they stand.
LONG_LINE = 400

_N = NUMERAL_CHARACTERS
_PLACE = re.compile(
    rf"(?P<blank>[ \t\u00a0\u3000]+)|(?<=[？?。 \u3000])(?=答[：:])"
    rf"|(?=[{_N}]{{1,4}}、|[（(][{_N}]{{1,4}}[）)]|(?<![0-9.])[0-9]{{1,2}}[.、．](?![0-9])"
    rf"|[（(][0-9]{{1,2}}[）)]|[①-⑳]|第[{_N}]{{1,7}}[条章][ \u3000])"
)
_ENDERS = frozenset("。；：:;！？?!”）)〕]】…")
#: Before and after these a numeral is a reference or part of an enumeration, no heading.
_REFERENCE_BEFORE = frozenset("第、（(《和至或及按照" + NUMERAL_CHARACTERS)
_REFERENCE_AFTER = frozenset("项款、和至或及目")
_HEADING_LENGTH = 60


@dataclass
class _Walk:
    """Where the paragraph now read began, and the numbers last seen at each level."""

    start: int
    last: dict[Level, int] = field(default_factory=dict)
    latest: Marker | None = None


def cut_long_line(text: str, start: int, end: int, title: str) -> list[tuple[int, int]]:
    """Cut `text[start:end]`, a line, into its paragraphs; short lines stay whole."""
    if end - start <= LONG_LINE:
        return [(start, end)]
    walk = _Walk(start)
    _note(walk, read_marker(text, start))
    cuts = [start]
    for match in _PLACE.finditer(text, start + 1, end):
        place = match.end()
        if place >= end:
            continue
        marker = read_marker(text, place)
        before = text[match.start() - 1]
        if match["blank"] is not None:
            wanted = _at_blank(text, walk, match, marker, title)
        elif marker is None:
            wanted = True  # 答：
        else:
            wanted = _at_marker(text, walk, marker, before, place)
        if wanted:
            cuts.append(place)
            walk.start = place
            _note(walk, marker)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _note(walk: _Walk, marker: Marker | None) -> None:
    walk.latest = marker
    if marker is not None:
        deeper = [level for level in walk.last if RANK[level] > RANK[marker.level]]
        for level in deeper:
            del walk.last[level]
        walk.last[marker.level] = marker.number


def _at_blank(
    text: str, walk: _Walk, match: re.Match[str], marker: Marker | None, title: str
) -> bool:
    blank, before = match["blank"], text[match.start() - 1]
    if before in _ENDERS or len(blank) > 1 or "\u3000" in blank:
        return True
    if marker is not None and not marker.doubtful and _in_order(walk, marker):
        return True
    return _is_heading(text, walk, match.start()) or (
        match.start() - walk.start <= len(title) + 10
        and title_key(text[walk.start : match.start()]) == title_key(title)
    )


def _is_heading(text: str, walk: _Walk, end: int) -> bool:
    """Whether the paragraph so far is a numbered heading without a sentence."""
    return (
        walk.latest is not None
        and walk.latest.end < end <= walk.start + _HEADING_LENGTH
        and "。" not in text[walk.start : end]
    )


def _in_order(walk: _Walk, marker: Marker) -> bool:
    return marker.number == 1 or marker.number == walk.last.get(marker.level, -1) + 1


def _at_marker(text: str, walk: _Walk, marker: Marker, before: str, place: int) -> bool:
    after = text[marker.end : marker.end + 1]
    if before in _REFERENCE_BEFORE or after in _REFERENCE_AFTER or not _in_order(walk, marker):
        return False
    if before in _ENDERS:
        return True
    if marker.number > 1:
        # Glued to the paragraph before it; only the sequence vouches for it.
        return marker.level in (Level.FIRST, Level.SECOND, Level.THIRD, Level.ARTICLE)
    return (
        walk.latest is not None
        and RANK[marker.level] > RANK[walk.latest.level]
        and _is_heading(text, walk, place)
    )
