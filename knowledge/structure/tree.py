"""The tree of a document's parts, built from its blocks by their numbering.

Numbers need not restart nor be complete: the level alone places a part. What has no number
belongs to the part above it, unless that part was the last item of a list that has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.keys import title_key
from knowledge.numbering import STATUTE_LEVELS, Level, Marker
from knowledge.outline import PartOutline
from knowledge.structure import patterns
from knowledge.structure.blocks import Block, BlockKind
from knowledge.structure.elements import CELL_SEPARATOR, element_label
from knowledge.structure.headings import heading_of, is_only_heading, name_element, name_numbered
from knowledge.structure.levels import following_markers, ranks_of_levels
from knowledge.structure.locators import part_locator
from knowledge.structure.nodes import (
    ANNEX,
    CARRIED,
    HEADING,
    QA,
    ROOT_RANK,
    SCOPE_RANK,
    Node,
)

#: A second line of an annex of at most so many characters is its title.
_ANNEX_TITLE = 60


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
                level=node.role or node.level,
                label=node.printed_label,
                heading=node.element or node.heading,
                locator=node.locator,
                start=node.start,
                end=node.end,
            )
            for node in self.nodes
        )


def build_tree(text: str, blocks: Sequence[Block], title: str) -> Tree:
    """Place every block in the tree; `title` is the document's own."""
    return _Builder(text, blocks, title).build()


class _Builder:
    """Walks through the blocks, the part now open at hand."""

    def __init__(self, text: str, blocks: Sequence[Block], title: str) -> None:
        self.text = text
        self.title = title_key(title)
        self.blocks = blocks
        self.ranks = ranks_of_levels(blocks)
        self.following = following_markers(blocks)
        self.root = Node(None, -1, "", ROOT_RANK, "", "", 0, 0)
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
            if node.role == QA and not self._is_answered(node):
                node.role = ""
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
        elif block.kind is BlockKind.ELEMENT:
            self._element(block)
        else:
            if block.kind in (BlockKind.CLOSING, BlockKind.ANNEX_LIST, BlockKind.FRONT):
                self._close(SCOPE_RANK + 0.1)
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
        if node.level == ANNEX and not node.heading and len(node.content) == 2:
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
        node.paragraphs, node.clause = 1, max(above.paragraphs, 1)
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
        body = self.text[marker.end : block.end]
        heading = heading_of(body, marker.level)
        listed = self._listed(marker)
        node = self._begin(marker.level.value, rank, marker.label, heading, block)
        node.number, node.listed = marker.number, listed
        name_numbered(node, body)
        if is_only_heading(self.text, node, block):
            node.paragraphs = 0

    def _is_answered(self, node: Node) -> bool:
        """Whether there is more in a part than its question."""
        return self.text.index(node.heading, node.start) + len(node.heading) < node.end

    def _listed(self, marker: Marker) -> bool:
        """Whether the part that begins is an item of a list that a clause introduces."""
        if self.open.level == Level.ARTICLE:
            return True  # 项
        if marker.level is Level.STAGE:
            return True
        if marker.level is Level.FIRST or marker.level in STATUTE_LEVELS:
            return False  # 现将有关事项通知如下：一、… are the sections of the text, no list
        before = self.open.content[-1] if self.open.content else None
        if isinstance(before, Node):
            return before.level == marker.level and before.listed
        return before is not None and self.text[before.end - 1] in "：:"

    def _leaves(self, index: int, marker: Marker) -> bool:
        """Whether a part of this level ends the unnumbered part that is open."""
        if self.open.level not in (QA, HEADING):
            return False
        if marker.level in STATUTE_LEVELS:
            return True
        if marker.level is not Level.FIRST:
            return False
        return self.open.level == HEADING or not self._goes_on_answering(index, marker)

    def _goes_on_answering(self, index: int, marker: Marker) -> bool:
        """Whether 一、 is part of the answer, not the next section of the page.

        It is where the answer leads it in, or goes on counting; a section has a heading of its own
        or further questions in it.
        """
        own = self.open.content[-1]
        if isinstance(own, Node):
            return own.level == marker.level and own.number == marker.number - 1
        after = self.blocks[index + 1].kind if index + 1 < len(self.blocks) else None
        if after is BlockKind.QUESTION or marker.number > 1:
            return False
        block = self.blocks[index]
        heads = heading_of(self.text[marker.end : block.end], marker.level)
        return self.text[own.end - 1] in "：:" or not heads or len(self.open.content) == 1

    def _scope(self, block: Block) -> None:
        self._close(SCOPE_RANK)
        piece = self.text[block.start : block.end]
        if block.kind is BlockKind.CARRIED:
            node = self._begin(CARRIED, SCOPE_RANK, "", piece, block)
            # What is published under its own title needs no title before its clauses.
            node.locator = f"《{piece}》" if title_key(piece) != self.title else ""
        else:
            match = patterns.ANNEX.match(piece)
            label = re.sub(r"[\s：:]", "", match.group()) if match else piece
            rest = piece[match.end() :].strip(" \u3000:：") if match else ""
            self._begin(ANNEX, SCOPE_RANK, label, rest, block)

    def _question(self, block: Block) -> None:
        while self.open.parent is not None and (self._inside_question() or self._is_last_item()):
            self.open = self.open.parent
        self.questions += 1
        question = self.text[block.words : block.end]
        rank = max(self.open.rank, SCOPE_RANK) + 0.5
        node = self._begin(QA, rank, f"第{self.questions}问", question, block)
        node.role = QA

    def _inside_question(self) -> bool:
        """Whether the open part cannot hold a question: it answers one, or heads other text."""
        if self.open.level == HEADING and all(
            isinstance(each, Node) and each.level == QA for each in self.open.content[1:]
        ):
            return False
        return self.open.level == HEADING or any(node.level == QA for node in self._opened())

    def _is_last_item(self) -> bool:
        """Whether the open part is an item, said to its end, of a list of several."""
        own = self.open.content[-1]
        said = isinstance(own, Block) and self.text[own.end - 1] in "。；;"
        return said and self.open.number > 1

    def _heading(self, index: int, block: Block) -> None:
        piece = self.text[block.start : block.end]
        printed = element_label(piece)
        if self._ends_answer(index, block, printed):
            self._leave_question()
        held = self._open_heading()
        if held is not None:
            goes_on, item = self._list_goes_on(index), self._numbered()
            self.open = (item if goes_on else held.parent) or self.root
        self._named(block, printed or piece.strip(" \u3000：:●■◆"))

    def _element(self, block: Block) -> None:
        """An element in a table: its label is the cell before its value."""
        while self.open.parent is not None and self.open.level == HEADING:
            self.open = self.open.parent
        printed = self.text[block.start : block.end].split(CELL_SEPARATOR)[0]
        self._named(block, printed.strip())

    def _named(self, block: Block, label: str) -> None:
        node = self._begin(HEADING, max(self.open.rank, SCOPE_RANK) + 0.5, "", label, block)
        name_element(node, label)
        if len(label) + 2 >= block.end - block.start:
            node.paragraphs = 0

    def _ends_answer(self, index: int, block: Block, printed: str | None) -> bool:
        """Whether a heading ends the answer that is open: it heads more questions, or a question
        without 问： was the heading before it."""
        after = self.blocks[index + 1].kind if index + 1 < len(self.blocks) else None
        asked = next((node for node in self._opened() if node.level == QA), None)
        if asked is None:
            return False
        first = asked.content[0]
        unmarked = isinstance(first, Block) and first.words == first.start
        alone = printed is None or len(printed) + 2 >= block.end - block.start
        return after is BlockKind.QUESTION or (unmarked and alone)

    def _opened(self) -> Iterator[Node]:
        """The part now open and those that hold it, from the inside out."""
        node: Node | None = self.open
        while node is not None:
            yield node
            node = node.parent

    def _leave_question(self) -> None:
        for node in self._opened():
            if node.level == QA:
                self.open = node.parent or self.root

    def _open_heading(self) -> Node | None:
        return next((node for node in self._opened() if node.level == HEADING), None)

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
        return next((node for node in self._opened() if node.level != HEADING), None)

    def _end_lists(self, index: int) -> None:
        """Leave the items of lists that have ended: what follows belongs to their clause."""
        while self.open.number and self.open.parent is not None and not self._list_goes_on(index):
            above, own = self.open.parent, self.open.content[-1]
            said = isinstance(own, Block) and self.text[own.end - 1] in "。；;"
            ends = self.open.listed and self.open.level != Level.STAGE
            if not (said and (ends or above.level == Level.ARTICLE)):
                return
            self.open = above
