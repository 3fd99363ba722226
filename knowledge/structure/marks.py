"""Marks: what the neighbours of a block make of it.

Title and carried title, annexes and their list, signatures and addressees, questions and headings
without a number are told by where they stand.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.cleaned import CleanDocument
from knowledge.document_numbers import find_numbers
from knowledge.keys import title_key
from knowledge.numbering import Level, read_marker
from knowledge.structure import patterns
from knowledge.structure.blocks import TABLE_KINDS, Block, BlockKind, cut_blocks
from knowledge.structure.elements import element_label
from knowledge.structure.questions import asks, heading_asks
from knowledge.titles import TITLE_LENGTH, find_carried_title

#: Title and number are looked for in so many blocks at the beginning.
_FRONT_BLOCKS = 8
_PLAIN = frozenset({BlockKind.TEXT, BlockKind.HEADING})
_SENTENCE_ENDS = "。；;：:"
#: After these a question of its own is no part of a sentence that goes on.
_COMPLETE = "。！？!?：:；;”）)"


def read_blocks(document: CleanDocument, title: str) -> list[Block]:
    """Cut the main text into blocks and say what each is to the structure."""
    text = document.text
    blocks = cut_blocks(document, title)
    for mark in (_mark_front, _mark_carried):
        blocks = mark(text, blocks, title)
    blocks = _mark_annexes(text, _mark_closing(text, blocks))
    blocks = _mark_addressees(text, _settle_doubtful(blocks))
    return _mark_headings(text, _mark_questions(text, blocks))


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
        if block.kind in _PLAIN and index
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
        elif listing and _is_listed(block) and patterns.ANNEX_ITEM.fullmatch(piece):
            marked[index] = replace(block, kind=BlockKind.ANNEX_LIST, marker=None)
        else:
            listing = False
    return marked


def _is_listed(block: Block) -> bool:
    """Whether a block may be an item of a list of annexes: 1. …, or without a number."""
    return block.marker is None or block.marker.level in (Level.THIRD, Level.FOURTH)


def _begins_annex(text: str, rest: str, label: str, follower: Block | None) -> bool:
    """Whether `附件…` is the head of the annex itself, with the annex below it.

    It bears a number alone, or a number and its title; the list of annexes has more of its items
    or the signature below it.
    """
    if follower is None:
        return False
    below = text[follower.start : follower.end]
    if patterns.ANNEX.match(below) or patterns.is_closing(below):
        return False
    if not rest.strip(" \u3000:："):
        numbered = follower.marker is not None and follower.marker.level is Level.THIRD
        return not numbered and (label[-1] not in "：:" or follower.kind in TABLE_KINDS)
    if read_marker(rest.lstrip()) or patterns.FILE_NAME.search(rest) or len(rest) > TITLE_LENGTH:
        return False
    numbered = label.strip(" \u3000：:")[-1] not in "件录表"
    return numbered or not patterns.ANNEX_ITEM.fullmatch(below) or follower.marker is None


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
        if block.kind not in _PLAIN:
            continue
        piece = text[block.start : block.end]
        below = marked[index + 1].kind if index + 1 < len(blocks) else None
        signs = below is BlockKind.CLOSING and patterns.ORGAN_LINE.fullmatch(piece)
        if signs or patterns.is_closing(piece):
            marked[index] = replace(block, kind=BlockKind.CLOSING)
    return marked


def _mark_addressees(text: str, blocks: list[Block]) -> list[Block]:
    """Whom a notice is sent to (各镇人民政府：): the first line of a document, if it names them."""
    marked = list(blocks)
    for index, block in enumerate(blocks[:-1]):
        before = blocks[index - 1].kind if index else BlockKind.FRONT
        begins = before in (BlockKind.FRONT, BlockKind.CARRIED, BlockKind.ANNEX)
        piece = text[block.start : block.end]
        if begins and block.kind in _PLAIN and patterns.ADDRESSEE.fullmatch(piece):
            marked[index] = replace(block, kind=BlockKind.ADDRESSEE)
    return marked


def _mark_questions(text: str, blocks: list[Block]) -> list[Block]:
    """Questions that stand as headings above their answers, without 问： before them.

    One is a heading by its markup, by the sentence below it, or because the page has several.
    """
    asking = [
        index
        for index, block in enumerate(blocks[:-1])
        if block.kind in _PLAIN and _may_be_answered(text, block, blocks[index + 1])
    ]
    marked = list(blocks)
    for index in asking:
        block = blocks[index]
        if len(asking) > 1 or block.kind is BlockKind.HEADING or _stands_alone(text, blocks, index):
            marked[index] = replace(block, kind=BlockKind.QUESTION, words=block.start)
    return marked


def _may_be_answered(text: str, block: Block, below: Block) -> bool:
    """Whether a line asks, with something below it that may answer."""
    piece = text[block.start : block.end]
    by_markup = block.kind is BlockKind.HEADING and heading_asks(piece)
    if not (by_markup or asks(piece)):
        return False
    answers = below.kind in (BlockKind.TEXT, BlockKind.NUMBERED, BlockKind.ANSWER, *TABLE_KINDS)
    return answers and not asks(text[below.start : below.end])


def _stands_alone(text: str, blocks: list[Block], index: int) -> bool:
    """Whether a question stands after a complete sentence and above one, or a list or table."""
    above, below = blocks[index - 1] if index else None, blocks[index + 1]
    if above is not None and above.kind is BlockKind.TEXT and text[above.end - 1] not in _COMPLETE:
        return False
    listed = below.marker is not None or below.kind in TABLE_KINDS
    return listed or text[below.end - 1] in _SENTENCE_ENDS


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
        if element_label(piece) or (
            follower is not None
            and not (begins and piece[-1] in "：:")
            and follower.kind in (BlockKind.TEXT, BlockKind.NUMBERED, *TABLE_KINDS)
            and patterns.looks_like_heading(piece, above, below)
        ):
            marked[index] = replace(block, kind=BlockKind.HEADING)
    return marked
