"""Blocks: the paragraphs of the main text, each told apart by what it is to the structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.cleaned import CleanDocument, CleanLine, LineKind
from knowledge.document_numbers import find_numbers
from knowledge.keys import title_key
from knowledge.long_lines import cut_long_line
from knowledge.numbering import Level, Marker, read_marker
from knowledge.structure import patterns
from knowledge.titles import TITLE_LENGTH, find_carried_title

#: Title and number are looked for in so many blocks at the beginning.
_FRONT_BLOCKS = 8


class BlockKind(StrEnum):
    """What a block is to the structure."""

    TEXT = "text"
    NUMBERED = "numbered"
    HEADING = "heading"  # without a number: 申领对象：, 续期到哪里办理？
    QUESTION = "question"
    ANSWER = "answer"
    ANNEX = "annex"  # 附件1, where the annex itself begins
    ANNEX_LIST = "annex_list"  # 附件：1. …, at the end of the text
    CARRIED = "carried"  # the title of the document that a notice carries
    FRONT = "front"  # title and number, repeated above the text
    CLOSING = "closing"  # signature, date, 公开方式
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"


@dataclass(frozen=True)
class Block:
    """A paragraph `text[start:end]`, never empty, without blanks at its ends.

    `marker.end` is an offset into the whole text, at most `end`.
    """

    start: int
    end: int
    kind: BlockKind
    marker: Marker | None = None


_TABLE = {LineKind.TABLE_HEAD: BlockKind.TABLE_HEAD, LineKind.TABLE_ROW: BlockKind.TABLE_ROW}


def read_blocks(document: CleanDocument, title: str) -> list[Block]:
    """Cut the main text into blocks and say what each is to the structure."""
    text = document.text
    blocks = [
        block
        for line, start in _lines(document)
        for block in _line_blocks(text, line, start, title)
    ]
    for mark in (_mark_front, _mark_carried):
        blocks = mark(text, blocks, title)
    blocks = _settle_doubtful(_mark_annexes(text, blocks))
    return _mark_headings(text, _mark_closing(text, blocks))


def _lines(document: CleanDocument) -> Iterator[tuple[CleanLine, int]]:
    start = 0
    for line in document.body:
        yield line, start
        start += len(line.text) + 1


def _line_blocks(text: str, line: CleanLine, start: int, title: str) -> Iterator[Block]:
    end = start + len(line.text)
    pieces = [(start, end)] if line.kind in _TABLE else cut_long_line(text, start, end, title)
    for piece_start, piece_end in pieces:
        piece = text[piece_start:piece_end]
        first = piece_start + len(piece) - len(piece.lstrip())
        last = piece_start + len(piece.rstrip())
        if first < last:
            yield _block(text, first, last, line.kind)


def _block(text: str, start: int, end: int, kind: LineKind) -> Block:
    piece = text[start:end]
    if kind in _TABLE:
        # 事项名称 | … is the first row of a table of elements, however it is marked up.
        return Block(start, end, BlockKind.TABLE_ROW if _is_pair(piece) else _TABLE[kind])
    if patterns.QUESTION.match(piece):
        return Block(start, end, BlockKind.QUESTION)
    if patterns.ANSWER.match(piece):
        return Block(start, end, BlockKind.ANSWER)
    marker = read_marker(text, start)
    if marker is not None and start < marker.end < end:
        return Block(start, end, BlockKind.NUMBERED, marker)
    if marker is not None and marker.end >= end and marker.level is not Level.THIRD:
        return Block(start, end, BlockKind.NUMBERED, replace(marker, end=end))
    if kind is LineKind.HEADING:
        return Block(start, end, BlockKind.HEADING)
    return Block(start, end, BlockKind.TEXT)


def _is_pair(row: str) -> bool:
    """Whether a table row is an element of a service guide and its value."""
    cells = [cell.strip() for cell in row.split("|")]
    labels = [patterns.element_label(f"{cell}：") is not None for cell in cells]
    return len(cells) == 2 and labels == [True, False]


def _mark_front(text: str, blocks: list[Block], title: str) -> list[Block]:
    """The number and the title, over one or several lines, at the head of the text."""
    wanted, read = title_key(title), ""
    marked = list(blocks)
    for index, block in enumerate(blocks[:_FRONT_BLOCKS]):
        piece = text[block.start : block.end]
        key = title_key(piece)
        if wanted and len(piece) <= TITLE_LENGTH + 40 and wanted.startswith(read + key):
            read = "" if read + key == wanted else read + key
        elif not _is_number_line(piece):
            break
        marked[index] = replace(block, kind=BlockKind.FRONT, marker=None)
    return blocks if all(each.kind is BlockKind.FRONT for each in marked) else marked


def _is_number_line(piece: str) -> bool:
    if len(piece) > 60:
        return False
    if patterns.ORDER_LINE.fullmatch(piece):
        return True
    numbers = find_numbers(piece)
    return len(numbers) == 1 and numbers[0].end - numbers[0].start >= len(piece) - 4


def _mark_carried(text: str, blocks: list[Block], title: str) -> list[Block]:
    plain = [
        (index, text[block.start : block.end])
        for index, block in enumerate(blocks)
        if block.kind in (BlockKind.TEXT, BlockKind.HEADING) and index
    ]
    found = find_carried_title(title, [piece for _, piece in plain])
    if found is None or plain[found][0] == len(blocks) - 1:
        return blocks
    index = plain[found][0]
    marked = list(blocks)
    marked[index] = replace(blocks[index], kind=BlockKind.CARRIED)
    return marked


def _mark_annexes(text: str, blocks: list[Block]) -> list[Block]:
    """Tell the heads of annexes from the list of annexes at the end of the text."""
    marked = list(blocks)
    listing = False
    for index, block in enumerate(blocks):
        if block.kind not in (BlockKind.TEXT, BlockKind.HEADING, BlockKind.NUMBERED):
            listing = False
            continue
        piece = text[block.start : block.end]
        match = patterns.ANNEX.match(piece) if block.marker is None else None
        if match is not None:
            follower = blocks[index + 1] if index + 1 < len(blocks) else None
            listing = not _begins_annex(text, piece[match.end() :], match.group(), follower)
            kind = BlockKind.ANNEX_LIST if listing else BlockKind.ANNEX
            marked[index] = replace(block, kind=kind)
        elif listing and patterns.ANNEX_ITEM.fullmatch(piece):
            marked[index] = replace(block, kind=BlockKind.ANNEX_LIST, marker=None)
        else:
            listing = False
    return marked


def _begins_annex(text: str, rest: str, label: str, follower: Block | None) -> bool:
    """Whether `附件…` is the head of the annex itself: a bare number, with the annex below it."""
    if follower is None:
        return False
    below = text[follower.start : follower.end]
    if patterns.ANNEX.match(below) or patterns.is_closing(below):
        return False
    if not rest.strip(" \u3000:："):
        numbered = follower.marker is not None and follower.marker.level is Level.THIRD
        return not numbered and (label[-1] not in "：:" or follower.kind in _TABLE.values())
    if read_marker(rest.lstrip()) or patterns.FILE_NAME.search(rest) or len(rest) > TITLE_LENGTH:
        return False
    return not patterns.ANNEX_ITEM.fullmatch(below) or follower.marker is None


def _settle_doubtful(blocks: list[Block]) -> list[Block]:
    """`1.3人户` is item 1 only where 2. follows or 0. went before; else it is a decimal."""
    settled = list(blocks)
    for index, block in enumerate(blocks):
        marker = block.marker
        if marker is None or not marker.doubtful:
            continue
        before = settled[index - 1].marker if index else None
        after = blocks[index + 1].marker if index + 1 < len(blocks) else None
        follows = before is not None and (before.level, before.number) == (
            marker.level,
            marker.number - 1,
        )
        leads = after is not None and (after.level, after.number) == (
            marker.level,
            marker.number + 1,
        )
        if not (follows or leads):
            settled[index] = replace(block, kind=BlockKind.TEXT, marker=None)
    return settled


def _mark_closing(text: str, blocks: list[Block]) -> list[Block]:
    """Signature and date: organs on lines of their own, above a date on a line of its own."""
    marked = list(blocks)
    for index in range(len(blocks) - 1, -1, -1):
        block = marked[index]
        if block.kind not in (BlockKind.TEXT, BlockKind.HEADING):
            continue
        piece = text[block.start : block.end]
        below = marked[index + 1].kind if index + 1 < len(blocks) else None
        signs = below is BlockKind.CLOSING and patterns.ORGAN_LINE.fullmatch(piece)
        if signs or patterns.is_closing(piece):
            marked[index] = replace(block, kind=BlockKind.CLOSING)
    return marked


def _mark_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Headings without a number, and the labelled elements of service guides."""
    marked = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.TEXT:
            continue
        piece = text[block.start : block.end]
        follower = blocks[index + 1] if index + 1 < len(blocks) else None
        below = text[follower.start : follower.end] if follower else ""
        above = text[blocks[index - 1].end - 1] if index else "。"
        begins = not index or blocks[index - 1].kind in (BlockKind.FRONT, BlockKind.CARRIED)
        addressee = begins and piece[-1] in "：:"
        if patterns.element_label(piece) or (
            follower is not None
            and not addressee
            and follower.kind in (BlockKind.TEXT, BlockKind.NUMBERED, *_TABLE.values())
            and patterns.looks_like_heading(piece, above, below)
        ):
            marked[index] = replace(block, kind=BlockKind.HEADING)
    return marked
