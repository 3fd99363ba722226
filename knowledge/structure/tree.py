"""The tree of a document's parts, built from its blocks by their numbering.

Numbers need not restart nor be complete: the level alone places a part. What has no number
belongs to the part above it, unless that part was the last item of a list that has ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.numbering import STATUTE_LEVELS, Level, Marker
from knowledge.outline import PartOutline
from knowledge.structure import patterns
from knowledge.structure.blocks import Block, BlockKind
from knowledge.structure.levels import following_markers, ranks_of_levels
from knowledge.structure.locators import part_locator
from knowledge.structure.nodes import Node

#: A first sentence of at most so many characters heads its part; a longer one is text.
HEADING_SENTENCE = 40
#: A second line of an annex of at most so many characters is its title.
_ANNEX_TITLE = 60


#: Ranks of what carries no numbering of its own; the document itself and its annexes hold all.
_ROOT_RANK, _SCOPE_RANK = -3.0, -2.0


@dataclass(frozen=True)
class Tree:
    """The document (`root`, no part itself) and its parts in reading order."""

    root: Node
    nodes: tuple[Node, ...]

    def outline(self) -> tuple[PartOutline, ...]:
        """The parts as values; `parent` is an index into the same tuple."""
        return tuple(
            PartOutline(
                parent=node.parent.ordinal if node.parent and node.parent.ordinal >= 0 else None,
                level=node.level,
                label=node.label,
                heading=node.heading,
                locator=node.locator,
                start=node.start,
                end=node.end,
            )
            for node in self.nodes
        )


def build_tree(text: str, blocks: Sequence[Block]) -> Tree:
    """Place every block in the tree."""
    return _Builder(text, blocks).build()


class _Builder:
    """Walks through the blocks, the part now open at hand."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks
        self.ranks = ranks_of_levels(blocks)
        self.following = following_markers(blocks)
        self.root = Node(None, -1, "", _ROOT_RANK, "", "", 0, 0)
        self.open = self.root
        self.nodes: list[Node] = []
        self.questions = 0

    def build(self) -> Tree:
        """Place the blocks one by one, then close the parts and cite them."""
        for index, block in enumerate(self.blocks):
            self._place(index, block)
        for node in reversed(self.nodes):
            if node.parent is not None:
                node.parent.end = max(node.parent.end, node.end)
                node.parent.tables |= node.tables
        for node in self.nodes:  # from the outside in, once all paragraphs are counted
            node.locator = part_locator(node)
        return Tree(self.root, tuple(self.nodes))

    def _place(self, index: int, block: Block) -> None:
        if block.marker is not None:
            self._number(index, block, block.marker)
        elif block.kind in (BlockKind.ANNEX, BlockKind.CARRIED):
            self._scope(block)
        elif block.kind is BlockKind.QUESTION:
            self._question(block)
        elif block.kind is BlockKind.HEADING:
            self._heading(index, block)
        else:
            if block.kind in (BlockKind.CLOSING, BlockKind.ANNEX_LIST, BlockKind.FRONT):
                self._close(_SCOPE_RANK + 0.1)
            elif block.kind is BlockKind.TEXT:
                self._end_lists(index)
            self._add(block)

    def _add(self, block: Block) -> None:
        node = self.open
        node.content.append(block)
        node.end = max(node.end, block.end)
        node.tables |= block.kind in (BlockKind.TABLE_HEAD, BlockKind.TABLE_ROW)
        if block.kind in (BlockKind.TEXT, BlockKind.ANSWER):
            node.paragraphs += 1
        if node.level == "附件" and not node.heading and len(node.content) == 2:
            piece = self.text[block.start : block.end]
            if len(piece) <= _ANNEX_TITLE and piece[-1] not in "。；：":
                node.heading = piece

    def _close(self, rank: float) -> None:
        """Close every part that cannot hold a part of this rank."""
        while self.open.parent is not None and self.open.rank >= rank:
            self.open = self.open.parent

    def _begin(self, level: str, rank: float, label: str, heading: str, block: Block) -> Node:
        above = self.open
        node = Node(above, len(self.nodes), level, rank, label, heading, block.start, block.end)
        node.paragraphs, node.clause = 1, above.paragraphs
        node.content.append(block)
        above.content.append(node)
        self.nodes.append(node)
        self.open = node
        return node

    def _number(self, index: int, block: Block, marker: Marker) -> None:
        rank = self.ranks[marker.level]
        self._close(rank)
        while self.open.parent is not None and self._leaves(index, marker):
            self.open = self.open.parent
            self._close(rank)
        heading = _heading_of(self.text[marker.end : block.end], marker.level)
        listed = self._listed(marker)
        node = self._begin(marker.level.value, rank, marker.label, heading, block)
        node.number, node.listed = marker.number, listed

    def _listed(self, marker: Marker) -> bool:
        """Whether the part that begins is an item of a list that a clause introduces."""
        if self.open.level == Level.ARTICLE:
            return True  # 项
        if marker.level is Level.FIRST or marker.level in STATUTE_LEVELS:
            return False  # 现将有关事项通知如下：一、… are the sections of the text, no list
        before = self.open.content[-1] if self.open.content else None
        if isinstance(before, Node):
            return before.level == marker.level and before.listed
        return before is not None and self.text[before.end - 1] in "：:"

    def _leaves(self, index: int, marker: Marker) -> bool:
        """Whether a part of this level ends the unnumbered part that is open."""
        if self.open.level not in ("问", "标题"):
            return False
        if marker.level in STATUTE_LEVELS:
            return True
        if marker.level is not Level.FIRST:
            return False
        if self.open.level == "标题":
            return True
        after = self.blocks[index + 1].kind if index + 1 < len(self.blocks) else None
        return after is BlockKind.QUESTION

    def _scope(self, block: Block) -> None:
        self._close(_SCOPE_RANK)
        piece = self.text[block.start : block.end]
        if block.kind is BlockKind.CARRIED:
            self._begin("附文", _SCOPE_RANK, "", piece, block)
        else:
            match = patterns.ANNEX.match(piece)
            label = re.sub(r"[\s：:]", "", match.group()) if match else piece
            rest = piece[match.end() :].strip(" \u3000:：") if match else ""
            self._begin("附件", _SCOPE_RANK, label, rest, block)

    def _question(self, block: Block) -> None:
        while self.open.parent is not None and (self._inside_question() or self._is_last_item()):
            self.open = self.open.parent
        self.questions += 1
        question = self.text[block.start : block.end]
        rank = max(self.open.rank, _SCOPE_RANK) + 0.5
        self._begin("问", rank, f"第{self.questions}问", question, block)

    def _inside_question(self) -> bool:
        node: Node | None = self.open
        while node is not None:
            if node.level == "问":
                return True
            node = node.parent
        return self.open.level == "标题"

    def _is_last_item(self) -> bool:
        """Whether the open part is an item, said to its end, of a list of several."""
        own = self.open.content[-1]
        said = isinstance(own, Block) and self.text[own.end - 1] in "。；;"
        return said and self.open.number > 1

    def _heading(self, index: int, block: Block) -> None:
        held = self._open_heading()
        if held is not None:
            goes_on, item = self._list_goes_on(index), self._numbered()
            self.open = (item if goes_on else held.parent) or self.root
        piece = self.text[block.start : block.end]
        label = patterns.element_label(piece) or piece.strip(" \u3000：:●■◆")
        self._begin("标题", max(self.open.rank, _SCOPE_RANK) + 0.5, "", label, block)

    def _open_heading(self) -> Node | None:
        node: Node | None = self.open
        while node is not None and node.level != "标题":
            node = node.parent
        return node

    def _list_goes_on(self, index: int) -> bool:
        """Whether the numbered part now open has a next sibling after this block."""
        node, marker = self._numbered(), self.following[index]
        return (
            node is not None
            and marker is not None
            and node.level == marker.level
            and marker.number == node.number + 1
        )

    def _numbered(self) -> Node | None:
        node: Node | None = self.open
        while node is not None and node.level == "标题":
            node = node.parent
        return node

    def _end_lists(self, index: int) -> None:
        """Leave the items of lists that have ended: what follows belongs to their clause."""
        while self.open.number and self.open.parent is not None and not self._list_goes_on(index):
            above, own = self.open.parent, self.open.content[-1]
            said = isinstance(own, Block) and self.text[own.end - 1] in "。；;"
            if not (said and (self.open.listed or above.level == Level.ARTICLE)):
                return
            self.open = above


def _heading_of(body: str, level: Level) -> str:
    """The heading that begins a numbered paragraph: up to the first 。, if that is short."""
    if level is Level.ARTICLE:
        match = re.match(r"[【〔](.{2,30}?)[】〕]", body)
        return match[1] if match else ""
    stop = body.find("。")
    head = body if stop < 0 else body[:stop]
    if len(head) > HEADING_SENTENCE or head.endswith(("；", ";")):
        return ""
    return head.rstrip("：: ")
