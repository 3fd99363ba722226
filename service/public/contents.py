"""The table of contents of a stored text: its upper parts, each leading to the line it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.queries.findings import PartView
from knowledge.structure.nodes import ELEMENT, QA
from service.public.layout import CELL_SEPARATOR

#: Fewer parts are seen at a glance; of more than so many the lower level is left out.
FEWEST, MOST = 3, 60
#: Levels that are shown where they are not too many.
LEVELS = 2
#: Parts whose label says what they are, whether or not they have a heading.
_NAMED_BY_LABEL = frozenset({ELEMENT, "条", "章", "节", "编"})
#: Where the first words of a clause end.
_STOP = re.compile("[。；：\n]")
#: Characters of a heading that is a whole clause.
LONGEST = 32


@dataclass(frozen=True)
class Entry:
    """A part in the table of contents; `depth` is 0 for the upper level."""

    part: int
    words: str
    depth: int


def contents_of(text: str, parts: Sequence[PartView]) -> tuple[Entry, ...]:
    """The parts that a reader steers by, in reading order; none where the text has few."""
    found = list(_entries(text, parts))
    top = min((entry.depth for entry in found), default=0)
    shown = [entry for entry in found if entry.depth < top + LEVELS]
    if len(shown) > MOST:
        shown = [entry for entry in shown if entry.depth == top]
    if len(shown) < FEWEST:
        return ()
    return tuple(Entry(entry.part, entry.words, entry.depth - top) for entry in shown)


def _entries(text: str, parts: Sequence[PartView]) -> Iterator[Entry]:
    """Every part that begins a line; a whole that holds all the others says nothing and is none."""
    depths: dict[int, int] = {}
    headed = {
        (part.parent, part.level)
        for part in parts
        if part.heading and _begins_line(text, part.start)
    }
    roots = [part.ordinal for part in parts if part.parent is None]
    whole = roots[0] if len(roots) == 1 and len(parts) > 1 else None
    for part in parts:  # in reading order: whatever holds a part comes before it
        depths[part.ordinal] = depths[part.parent] + 1 if part.parent in depths else 0
        words = _words(text, part, (part.parent, part.level) in headed)
        if part.ordinal != whole and words and _begins_line(text, part.start):
            yield Entry(part.ordinal, words, depths[part.ordinal])


def _words(text: str, part: PartView, among_headed: bool) -> str:
    """The part's name; "" where it is a bare number, but for an article's.

    Among siblings that have headings, one without goes by the first words of its text.
    """
    if part.level == QA:
        words = part.heading
    elif part.level == ELEMENT:  # its label is its heading as printed
        words = part.label
    elif heading := part.heading or (_first_words(text, part) if among_headed else ""):
        gap = "" if not part.label or part.label.endswith(("、", "）", ".")) else "　"
        words = f"{part.label}{gap}{heading}"
    else:
        words = part.label if part.level in _NAMED_BY_LABEL else ""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _first_words(text: str, part: PartView) -> str:
    """The beginning of what the part says, up to the first stop or the end of the line."""
    said = text[part.start : part.end].removeprefix(part.label).strip()
    return _STOP.split(said, maxsplit=1)[0].strip()


def _begins_line(text: str, start: int) -> bool:
    """Whether the place begins a line that is no row of a table."""
    line = text[start : text.find("\n", start) % (len(text) + 1)]
    return (start == 0 or text[start - 1] == "\n") and CELL_SEPARATOR not in line
