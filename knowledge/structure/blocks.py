"""Blocks: the paragraphs of the main text, and the rows and elements of its tables.

What a block is by itself is told here; what its neighbours make of it, in `marks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from knowledge.cleaned import CleanDocument, CleanLine, LineKind
from knowledge.long_lines import cut_long_line
from knowledge.numbering import Level, Marker, read_marker
from knowledge.structure.elements import element_cells
from knowledge.structure.questions import answer_inside, begins_answer, question_mark_end


class BlockKind(StrEnum):
    """What a block is to the structure."""

    TEXT = "text"
    NUMBERED = "numbered"
    HEADING = "heading"  # without a number: 申领对象：, 公园、文化场馆优惠
    QUESTION = "question"
    ANSWER = "answer"
    ELEMENT = "element"  # the label and the value of a service guide's element, in a table
    ANNEX = "annex"  # 附件1, where the annex itself begins
    ANNEX_LIST = "annex_list"  # 附件：1. …, at the end of the text
    CARRIED = "carried"  # the title of the document that a notice carries
    FRONT = "front"  # title and number, repeated above the text
    ADDRESSEE = "addressee"  # 主送机关
    CLOSING = "closing"  # signature, date, 公开方式, 抄送
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"


@dataclass(frozen=True)
class Block:
    """A paragraph `text[start:end]`, never empty, without blanks at its ends.

    `marker.end` is an offset into the whole text, at most `end`; for a QUESTION `words` is the
    offset at which the question itself begins, behind 问：.
    """

    start: int
    end: int
    kind: BlockKind
    marker: Marker | None = None
    words: int = -1


_TABLE = {LineKind.TABLE_HEAD: BlockKind.TABLE_HEAD, LineKind.TABLE_ROW: BlockKind.TABLE_ROW}

#: Rows of tables, whatever they hold.
TABLE_KINDS = frozenset(_TABLE.values())


def cut_blocks(document: CleanDocument, title: str) -> list[Block]:
    """Cut the main text into blocks, each told by itself alone."""
    text = document.text
    blocks: list[Block] = []
    for in_table, group in groupby(_lines(document), lambda each: each[0].kind in _TABLE):
        lines = list(group)
        if in_table:
            blocks += _table_blocks(text, lines)
            continue
        for line, start in lines:
            blocks += _line_blocks(text, line, start, title)
    return blocks


def _lines(document: CleanDocument) -> Iterator[tuple[CleanLine, int]]:
    start = 0
    for line in document.body:
        yield line, start
        start += len(line.text) + 1


def _table_blocks(text: str, rows: Sequence[tuple[CleanLine, int]]) -> Iterator[Block]:
    """The rows, or the elements that they hold: 事项名称 | … is one, however it is marked up.

    A single row that looks like one among others (单位 | 办公电话 | 备注) names columns.
    """
    elements = [element_cells(line.text) for line, _ in rows]
    held = sum(1 for each in elements if each)
    guide = held > 1 or len(rows) == 1
    for (line, start), cells in zip(rows, elements, strict=True):
        inside = cells if guide else []
        for first, last in inside or [(0, len(line.text))]:
            found = _trim(text, start + first, start + last)
            if found is not None:
                yield Block(*found, BlockKind.ELEMENT if inside else _TABLE[line.kind])


def _line_blocks(text: str, line: CleanLine, start: int, title: str) -> Iterator[Block]:
    end = start + len(line.text)
    for piece_start, piece_end in cut_long_line(text, start, end, title):
        found = _trim(text, piece_start, piece_end)
        if found is not None:
            yield from _paragraph_blocks(text, *found, line.kind)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without the blanks at its ends; None where nothing is left."""
    piece = text[start:end]
    first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    return (first, last) if first < last else None


def _paragraph_blocks(text: str, start: int, end: int, kind: LineKind) -> Iterator[Block]:
    piece = text[start:end]
    words = question_mark_end(piece)
    if words is None:
        yield _block(text, start, end, kind)
        return
    answer = answer_inside(piece)
    stop = end if answer is None else start + len(piece[:answer].rstrip())
    yield Block(start, stop, BlockKind.QUESTION, words=start + words)
    if answer is not None:
        yield Block(start + answer, end, BlockKind.ANSWER)


def _block(text: str, start: int, end: int, kind: LineKind) -> Block:
    if begins_answer(text[start:end]):
        return Block(start, end, BlockKind.ANSWER)
    marker = read_marker(text, start)
    if marker is not None and start < marker.end < end:
        return Block(start, end, BlockKind.NUMBERED, marker)
    if marker is not None and marker.end >= end and marker.level is not Level.THIRD:
        return Block(start, end, BlockKind.NUMBERED, replace(marker, end=end))
    return Block(start, end, BlockKind.HEADING if kind is LineKind.HEADING else BlockKind.TEXT)
