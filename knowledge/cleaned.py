"""What parsing and repair hand on: lines of a document, each character traceable to the source.

`raw_text` is everything the parser read, in reading order, meta tags first; a CleanDocument
holds the same lines after repair, and its `text` is the main text that is stored, cut and cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class LineRole(StrEnum):
    """What a line is to the document."""

    META = "meta"  # a meta tag of the page: `name` holds its name, `text` its content
    OUTSIDE = "outside"  # page header, catalogue fields, navigation, footer: not main text
    BODY = "body"  # main text


class LineKind(StrEnum):
    """How a line was marked up in its source."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"


class RawLine(NamedTuple):
    """A line of `raw_text`, before repair: `raw_text[start:end]`, without its line break.

    A META line is the content alone; `raw_text` shows its name before it.
    """

    start: int
    end: int
    role: LineRole
    kind: LineKind = LineKind.PARAGRAPH
    name: str = ""


class PageType(StrEnum):
    """What a source is as a whole."""

    ARTICLE = "article"  # a document, a guide, a page of questions: holds text to answer from
    INDEX = "index"  # only a list of links to other pages: known, never answered from


@dataclass(frozen=True)
class Attachment:
    """An annex that a document names; `url` where the page links it, as the page writes it.

    `inline` tells that its text stands in the main text too.
    """

    name: str
    url: str | None = None
    inline: bool = False


@dataclass(frozen=True)
class Doubt:
    """Something that could not be read or repaired, and was not guessed at (存疑)."""

    kind: str
    raw: str
    reason: str


@dataclass(frozen=True)
class ParsedDocument:
    """A source as its format's parser read it.

    `lines` cover `raw_text` in order and do not overlap. `source_url` is the address that the
    page tells of itself, where it does; `attachments` are the files that it links as annexes,
    `doubts` what its parser could not read.
    """

    media_type: str
    charset: str
    raw_text: str
    lines: tuple[RawLine, ...]
    source_url: str | None = None
    page_type: PageType = PageType.ARTICLE
    attachments: tuple[Attachment, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class CleanLine(NamedTuple):
    """A repaired line; `origin[i]` is the offset in `raw_text` of `text[i]`."""

    text: str
    origin: Sequence[int]
    role: LineRole
    kind: LineKind = LineKind.PARAGRAPH
    name: str = ""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw_text` of `text[start:end]`; the slice must not be empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters between {start} and {end}")
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True)
class Repair:
    """One kind of change that cleaning made, how often, and one example."""

    kind: str
    count: int
    before: str
    after: str


@dataclass(frozen=True)
class CleanDocument:
    """A document after repair; `text` is its BODY lines joined by line breaks."""

    raw_text: str
    lines: tuple[CleanLine, ...]
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def body(self) -> tuple[CleanLine, ...]:
        """The lines of the main text."""
        return tuple(line for line in self.lines if line.role is LineRole.BODY)

    @cached_property
    def text(self) -> str:
        """The main text: what is stored, cut into passages and cited."""
        return "\n".join(line.text for line in self.body)
