"""Paragraphs from printed lines: what a page's width, a column or a page end cut is joined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.numbering import read_marker
from knowledge.parsing.geometry import Grid, TextLine
from knowledge.parsing.layout import Block
from knowledge.parsing.running_lines import LaidPage
from knowledge.parsing.scripts import is_wide

#: In em: a line that begins so far in is indented, one that ends so far before the edge is short.
_INDENT = 1.2
_SHORT = 2.2
_SAME_EDGE = 0.6
#: A line that begins so far in is set to the right (a signature), with nothing going on below.
_SET_RIGHT = 6.0
#: Shares of the type size: lines of one paragraph are of one size, and no further apart than
#: this times the usual distance of lines.
_SAME_SIZE = 0.12
_APART = 1.45
#: A line of this share of the widest tells where a column's edges are; so many are needed.
_WIDE = 0.6
_ENOUGH = 4
#: Notes at the foot of a page are set smaller and begin with their mark.
_NOTE_SIZE = 0.93
_NOTE = re.compile(r"(?:[①-⑳*＊※]|[\[［〔【(（]?\d{1,2}[\]］〕】)）]?[ \u3000.、]?)\s*\S")
_SENTENCE_END = tuple("。；;：:！!？?”）)》")
_ADDRESS_END = re.compile(r"(?:https?://|www\.|[\w.]+@)[\w./?=&%#@:-]*$", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,:/@_%()-]+")


@dataclass
class Paragraph:
    """Lines that make one paragraph; `edges` are the left and right of its column."""

    lines: list[TextLine]
    block: int
    page: int
    edges: tuple[float, float] = (0.0, 0.0)

    @property
    def text(self) -> str:
        """The lines as one, words that were cut rejoined."""
        return rejoined([line.text.strip() for line in self.lines])

    @property
    def size(self) -> float:
        """The size of its type in points."""
        return self.lines[0].size

    @property
    def is_centred(self) -> bool:
        """Whether every line leaves as much room on its left as on its right."""
        left, right = self.edges
        return all(
            abs((line.box.x0 - left) - (right - line.box.x1)) < 2 * line.size for line in self.lines
        )


@dataclass(frozen=True)
class _Column:
    """A block with what is known of its column."""

    block: Block
    index: int
    page: int
    left: float
    right: float
    leading: float
    indents: bool


@dataclass
class _Flow:
    """What was read so far: a paragraph that may go on, and notes that wait for its end."""

    paragraph: Paragraph | None = None
    column: _Column | None = None
    notes: list[Paragraph] = field(default_factory=list)


def read_paragraphs(pages: Sequence[LaidPage]) -> Iterator[Paragraph | tuple[Grid, int]]:
    """The paragraphs and tables (each with its page) of all pages in reading order.

    A note at the foot of a page follows the paragraph that runs on to the next page.
    """
    body = body_size(pages)
    flow = _Flow()
    for column in _columns(pages):
        notes_from = _notes_from(column.block.items, body)
        for at, item in enumerate(column.block.items):
            if isinstance(item, Grid):
                yield from _ended(flow)
                yield item, column.page
            elif at >= notes_from:
                _add_note(flow, item, column)
            elif flow.paragraph is None or _begins(flow.paragraph.lines[-1], item, flow, column):
                yield from _ended(flow)
                edges = (column.left, column.right)
                flow.paragraph = Paragraph([item], column.index, column.page, edges)
                flow.column = column
            else:
                flow.paragraph.lines.append(item)
                flow.column = column
    yield from _ended(flow)


def _ended(flow: _Flow) -> Iterator[Paragraph]:
    if flow.paragraph is not None:
        yield flow.paragraph
    yield from flow.notes
    flow.paragraph, flow.notes = None, []


def _add_note(flow: _Flow, line: TextLine, column: _Column) -> None:
    if flow.notes and flow.notes[-1].page == column.page and not _NOTE.match(line.text.strip()):
        flow.notes[-1].lines.append(line)
    else:
        flow.notes.append(Paragraph([line], column.index, column.page, (column.left, column.right)))


def body_size(pages: Sequence[LaidPage]) -> float:
    """The size of type of most characters of the document, in points; 0 without text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for block in page.blocks:
            for line in block.lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes_from(items: Sequence[TextLine | Grid], body: float) -> int:
    """Where the notes at the foot of a column begin; its length where there are none."""
    at = len(items)
    while at > 0:
        item = items[at - 1]
        if isinstance(item, Grid) or item.size > body * _NOTE_SIZE:
            break
        at -= 1
    while at < len(items):
        item = items[at]
        if isinstance(item, TextLine) and _NOTE.match(item.text.strip()) and at > 0:
            return at
        at += 1
    return at


def _columns(pages: Sequence[LaidPage]) -> Iterator[_Column]:
    """Every block with its column's edges; those of a short one are taken from its like.

    Blocks are alike that stand at the same place of as many on their pages.
    """
    placed = [
        (page.number, index, block, len(page.blocks))
        for page in pages
        for index, block in enumerate(page.blocks)
    ]
    told: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for _, index, block, count in placed:
        if (edges := _edges(block.lines)) is not None:
            told[count, index].append(edges)
    every = [edges for like in told.values() for edges in like]
    leading = _leading([line for _, _, block, _ in placed for line in block.lines])
    indents = _indents([(block.lines, _edges(block.lines)) for _, _, block, _ in placed])
    for page, index, block, count in placed:
        edges = _edges(block.lines) or _alike(block, told.get((count, index), []) or every)
        yield _Column(block, index, page, *edges, _leading(block.lines) or leading, indents)


def _edges(lines: Sequence[TextLine]) -> tuple[float, float] | None:
    """The left and right edge of a column, by its wide lines; None where it has too few."""
    if not lines:
        return None
    widest = max(line.box.width for line in lines)
    wide = [line for line in lines if line.box.width >= _WIDE * widest]
    if len(wide) < _ENOUGH:
        return None
    # Indented lines are as wide as others: the edge is where at least a fifth of them begin.
    starts = sorted(line.box.x0 for line in wide)
    return starts[len(starts) // 5], max(line.box.x1 for line in wide)


def _alike(block: Block, known: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Edges for a block with few lines: those known that hold its lines, or its own."""
    lines = block.lines
    if not lines:
        return 0.0, 0.0
    own = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    slack = lines[0].size
    fitting = [
        edges for edges in known if edges[0] <= own[0] + slack and edges[1] >= own[1] - slack
    ]
    return min(fitting, key=lambda edges: edges[1] - edges[0], default=own)


def _leading(lines: Sequence[TextLine]) -> float:
    """The distance of lines within paragraphs, as a multiple of their size; 0 where unknown.

    It is that of the closer lines: between paragraphs there may be more room.
    """
    steps = sorted(
        (below.box.bottom - line.box.bottom) / line.size
        for line, below in pairwise(lines)
        if abs(below.size - line.size) < _SAME_SIZE * line.size and below.box.top > line.box.top
    )
    return steps[len(steps) // 4] if len(steps) >= _ENOUGH - 1 else 0.0


def _indents(blocks: Sequence[tuple[Sequence[TextLine], tuple[float, float] | None]]) -> bool:
    """Whether the document tells its paragraphs by an indent of the first line."""
    indented = total = 0
    for lines, edges in blocks:
        for line in lines if edges is not None else ():
            total += 1
            indented += edges is not None and _INDENT <= (line.box.x0 - edges[0]) / line.size <= 3
    return indented > total * 0.03


def _begins(last: TextLine, line: TextLine, flow: _Flow, column: _Column) -> bool:
    """Whether `line` begins a paragraph after `last`."""
    before = flow.column or column
    em = max(line.size, 1.0)
    if abs(line.size - last.size) > _SAME_SIZE * max(line.size, last.size) or line.red != last.red:
        return True
    if before is column and column.leading:
        step = (line.box.bottom - last.box.bottom) / em
        if step > max(column.leading * _APART, column.leading + 0.4):
            return True
    room = before.right - last.box.x1
    if room > max(_SHORT * em, _first_word(line) + 0.5 * em):
        return True
    if last.box.x0 - before.left > _SET_RIGHT * em and line.box.x0 < last.box.x0 - em:
        return True
    finished = last.text.rstrip().endswith(_SENTENCE_END)
    marked = read_marker(line.text.strip()) is not None
    if (line.box.x0 - column.left) / em >= _INDENT:
        inset = line.box.x0 - column.left - (last.box.x0 - before.left)
        hanging = (
            abs(inset) < _SAME_EDGE * em or len(flow.paragraph.lines if flow.paragraph else ()) > 1
        )
        return finished or marked or not hanging
    if marked and finished:
        return True
    return finished and not column.indents and room > _SAME_EDGE * em


def _first_word(line: TextLine) -> float:
    """The width of what could not be broken at the start of the line."""
    match = _FIRST_WORD.match(line.text)
    if match is None:
        return 0.0
    return line.box.width * (match.end() / max(len(line.text), 1)) * 1.2


def rejoined(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one text: blanks between Latin words alone, hyphens undone."""
    text = ""
    for line in lines:
        if not text or not line:
            text += line
            continue
        left, right = text[-1], line[0]
        if (
            left in "-\u00ad‐"
            and len(text) > 1
            and text[-2].isalpha()
            and right.islower()
            and not is_wide(text[-2])
        ):
            text = text[:-1] + line
        elif (
            is_wide(left)
            or is_wide(right)
            or left in "-/"
            or _ADDRESS_END.search(text)
            or (left.isdigit() and right.isdigit())
        ):
            text += line
        else:
            text += f" {line}"
    return text
