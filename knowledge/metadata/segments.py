"""Segments: the lines of a document, glued ones cut apart, each traceable to the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.cleaned import CleanDocument, CleanLine, LineKind, LineRole
from knowledge.dates import FoundDate, find_dates
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.long_lines import cut_long_line
from knowledge.outline import FieldReading

#: Meta lines that hold variables of the page's program, not tags.
SCRIPT_NAMES = frozenset({"file_status", "losetime"})
#: Characters that a printed title may have beside twice those of its key: blanks, its number.
_ASIDE = 100
_TABLE_KINDS = frozenset((LineKind.TABLE_HEAD, LineKind.TABLE_ROW))
#: Characters that fold into ideographs: radicals, those in circles and brackets, compatible ones.
_IDEOGRAPH_INSIDE = re.compile("[\u2e80-\u2fdf\u3038-\u33ff\uf900-\ufaff\U0001f200-\U0002ffff]")
#: Between the pieces of a wrapped line, and inside labels, blanks do not count.
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Segment:
    """A line, or a paragraph of a glued one, without blanks at its ends and never empty.

    `first` is its offset in the line; `offset` its offset in the main text (None outside of it).
    `role` and `is_table`, whether the line is a row of a table, are those of the line.
    """

    text: str
    line: CleanLine
    first: int
    offset: int | None
    role: LineRole
    is_table: bool

    @cached_property
    def key(self) -> str:
        """The key of the text as a title."""
        return title_key(self.text)

    @cached_property
    def numbers(self) -> Sequence[DocumentNumber]:
        """The document numbers of the text; readers ask for them one after the other."""
        return find_numbers(self.text)

    @cached_property
    def dates(self) -> Sequence[FoundDate]:
        """The dates of the text."""
        return find_dates(self.text)

    def prints(self, key: str) -> bool:
        """Whether the text is the title that has this key.

        Of a far longer one no key is made, nor of one that holds no character as the key begins.
        """
        text, first = self.text, key[:1]
        if len(text) > 2 * len(key) + _ASIDE:
            return False
        plain = "\u4e00" <= first <= "\u9fff"
        if plain and first not in text and not _IDEOGRAPH_INSIDE.search(text):
            return False
        return self.key == key

    @property
    def place(self) -> str:
        """Where the segment stands, as people call it."""
        if self.role is LineRole.META and self.line.name in SCRIPT_NAMES:
            return "页面脚本"
        return {
            LineRole.META: "页面标签",
            LineRole.OUTSIDE: "页头",
            LineRole.BODY: "正文",
        }[self.role]

    def reading(
        self,
        name: str,
        value: str,
        start: int,
        end: int,
        read_from: str = "",
        certain: bool = True,
    ) -> FieldReading:
        """Evidence for a value that `text[start:end]` shows."""
        first, last = self.line.raw_span(self.first + start, self.first + end)
        return FieldReading(name, value, read_from or self.place, first, last, certain)


def read_segments(document: CleanDocument) -> list[Segment]:
    """The segments of all lines, in reading order."""
    segments: list[Segment] = []
    offset = 0
    for line in document.lines:
        body = line.role is LineRole.BODY
        segments.extend(_of_line(line, offset if body else None))
        if body:
            offset += len(line.text) + 1
    return segments


def _of_line(line: CleanLine, offset: int | None) -> Iterator[Segment]:
    is_table = line.kind in _TABLE_KINDS
    pieces = [(0, len(line.text))]
    if offset is not None and not is_table:
        pieces = cut_long_line(line.text, 0, len(line.text), "")
    for start, end in pieces:
        piece = line.text[start:end]
        text = piece.strip()
        if text:
            first = start + len(piece) - len(piece.lstrip())
            place = None if offset is None else offset + first
            yield Segment(text, line, first, place, line.role, is_table)


def without_blanks(text: str) -> str:
    """`text` without any white space."""
    return _BLANKS.sub("", text)
