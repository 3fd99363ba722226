"""Packing: the paragraphs of one part, joined where short, with their lists and tables."""

from __future__ import annotations

from typing import Protocol

from knowledge.numbering import STATUTE_LEVELS, Level
from knowledge.structure import patterns
from knowledge.structure.blocks import TABLE_KINDS, Block, BlockKind
from knowledge.structure.elements import CELL_SEPARATOR
from knowledge.structure.headings import is_only_heading
from knowledge.structure.locators import inside_article, paragraph_locator, scope, within
from knowledge.structure.nodes import ANNEX, QA, Node
from knowledge.structure.tables import caption_of, column_names

#: A passage has at most so many characters; longer paragraphs are cut at the ends of sentences.
PASSAGE_LENGTH = 400
#: A shorter paragraph is joined to the next one.
SHORT = 60

#: These stand in the title, the trail and the fields. Addressees and signatures say nothing that
#: answers, but a passage of names and a date alone would be found for every place in them.
_AROUND = frozenset(
    {
        BlockKind.FRONT,
        BlockKind.CARRIED,
        BlockKind.ANNEX,
        BlockKind.ADDRESSEE,
        BlockKind.CLOSING,
    }
)
_SECTIONS = frozenset({Level.FIRST, *STATUTE_LEVELS})


class Collector(Protocol):
    """Takes what is packed: spans of `text`, and parts to be cut in their turn."""

    text: str

    def emit(
        self,
        node: Node,
        start: int,
        end: int,
        locator: str,
        trail: tuple[str, ...],
        rest: tuple[str, ...] | None = None,
    ) -> None:
        """Add `text[start:end]` of the part as a passage; `rest` is the trail of later pieces."""
        ...

    def cut_node(self, node: Node, trail: tuple[str, ...]) -> None:
        """Add the passages of a part."""
        ...


class Run:
    """Goes through the content of one part, joining short paragraphs as it goes."""

    def __init__(
        self, collector: Collector, node: Node, trail: tuple[str, ...], below: tuple[str, ...]
    ) -> None:
        self.collector, self.text, self.node = collector, collector.text, node
        self.trail, self.below = trail, below
        self.pack: list[Block] = []
        self.first = self.count = 0
        self.covered = -1
        self.head: list[Block] = []
        self.steps: list[Node] = []
        self.tables = self.row = 0
        self.caption = self.group = self.columns = ""

    def block(self, block: Block, index: int) -> None:
        """Take the paragraph at `index` of the part's content."""
        self._flush_steps()
        if block.kind in _AROUND or self._names_annex(block):
            self._leave_table()
            self.flush()
        elif block.kind is BlockKind.TABLE_HEAD:
            self._table_head(block, index)
        elif block.kind is BlockKind.TABLE_ROW:
            self._table_row(block, index)
        else:
            self._leave_table()
            if not self._joins(block):
                self.flush()
            listed = block.kind is BlockKind.ANNEX_LIST
            if not listed and not is_only_heading(self.text, self.node, block):
                self.count += 1
            if not self.pack:
                self.first = self.count
            self.pack.append(block)

    def child(self, child: Node, index: int) -> None:
        """Take the part at `index` of the part's content."""
        self._leave_table()
        if self.pack:
            self._lead(index)
        if child.end <= self.covered:
            return
        if self.steps and not self._goes_on(child):
            self._flush_steps()
        if _is_step(child):
            self.steps.append(child)
        else:
            self._flush_steps()
            self.collector.cut_node(child, self.below)

    def _goes_on(self, child: Node) -> bool:
        """Whether a part is the next item after those at hand, and fits beside them."""
        latest = self.steps[-1]
        follows = child.level == latest.level and child.number == latest.number + 1
        return follows and child.end - self.steps[0].start <= PASSAGE_LENGTH

    def finish(self) -> None:
        """Give out what is still at hand."""
        self._flush_steps()
        self._leave_table()
        self.flush()

    def _joins(self, block: Block) -> bool:
        if not self.pack or block.end - self.pack[0].start > PASSAGE_LENGTH:
            return False
        latest = self.pack[-1]
        if BlockKind.ANNEX_LIST in (block.kind, latest.kind):
            return block.kind is latest.kind
        return (
            latest.end - self.pack[0].start < SHORT
            or self.node.role == QA
            or self.text[latest.end - 1] in "：:；;"
            or self.text[block.start] in "●■◆★▶•·※"
            or patterns.DUTY.match(self.text, block.start) is not None
        )

    def _lead(self, index: int) -> None:
        """The paragraph above a list: with as many of the items as fit, or alone."""
        latest = self.pack[-1]
        child = self.node.content[index]
        listed = isinstance(child, Node) and child.listed
        sections = isinstance(child, Node) and child.level in _SECTIONS
        introduces = (self.text[latest.end - 1] in "：:" and not sections) or listed
        if not introduces or latest.kind is BlockKind.ANNEX_LIST:
            if self._only_heading():
                self.pack = []  # it stands in the trail of what is below
            self.flush()
            return
        start, end, place = self.pack[0].start, latest.end, index
        content = self.node.content
        while place < len(content):
            each = content[place]
            if not isinstance(each, Node) or each.tables or each.end - start > PASSAGE_LENGTH:
                break
            end, place = each.end, place + 1
        if place > index and (place == len(content) or isinstance(content[place], Block)):
            self.covered = end  # the whole list: no need of its items one by one
        self.collector.emit(self.node, start, end, self._locator(), self._above(), self.below)
        self.pack = []

    def _names_annex(self, block: Block) -> bool:
        named = self.node.content[1:2] == [block] and self.node.level == ANNEX
        return named and self.text[block.start : block.end] == self.node.heading

    def _above(self) -> tuple[str, ...]:
        opens = self.pack[0] is self.node.content[0] and self.node.ordinal >= 0
        return self.trail if opens else self.below

    def _locator(self) -> str:
        if self.pack[0].kind is BlockKind.ANNEX_LIST:
            return within(scope(self.node)) + "附件目录"
        return paragraph_locator(self.node, self.first, self.count)

    def _flush_steps(self) -> None:
        """Short items that follow one another are one passage, cited from the first to the last."""
        if len(self.steps) > 1:
            first, last = self.steps[0], self.steps[-1]
            locator = f"{first.locator}至{last.label}"
            self.collector.emit(self.node, first.start, last.end, locator, self.below)
        elif self.steps:
            self.collector.cut_node(self.steps[0], self.below)
        self.steps = []

    def flush(self) -> None:
        """Give out the paragraphs at hand as a passage."""
        if self.pack:
            start, end = self.pack[0].start, self.pack[-1].end
            self.collector.emit(self.node, start, end, self._locator(), self._above(), self.below)
        self.pack = []

    def _only_heading(self) -> bool:
        """Whether the paragraph at hand is no more than the heading of the part."""
        heading = bool(self.node.heading) and len(self.pack) == 1
        return heading and is_only_heading(self.text, self.node, self.pack[0])

    def _table_head(self, block: Block, index: int) -> None:
        if self.row:
            self._leave_table()
        self._flush_above_table(index)
        if not self.head:
            self.tables += 1
        self.head.append(block)

    def _flush_above_table(self, index: int) -> None:
        """The paragraph above a table: together with all of the table where that is short."""
        if not self.pack:
            return
        start, end, place = self.pack[0].start, self.pack[-1].end, index
        content = self.node.content
        while place < len(content) and _is_table(content[place]):
            place += 1
        whole = content[place - 1].end
        if self.text[end - 1] in "：:" and whole - start <= PASSAGE_LENGTH:
            self.collector.emit(self.node, start, whole, self._locator(), self._above(), self.below)
            self.pack = []
        elif self._only_heading():
            self.pack = []  # it stands in the trail of the rows
        else:
            self.caption = caption_of(self.text[self.pack[-1].start : end])
        self.flush()

    def _table_row(self, block: Block, index: int) -> None:
        self._flush_above_table(index)
        if not self.row and not self.head:
            self.tables += 1
        self.row += 1
        start = self.head[0].start if self.head and self.row == 1 else block.start
        number = self.tables if self.tables > 1 else ""
        locator = f"{within(self.node)}表{number}第{self.row}行"
        self.collector.emit(self.node, start, block.end, locator, self._row_trail(block))

    def _row_trail(self, block: Block) -> tuple[str, ...]:
        """What tells of a row beside its cells: caption, the heading among the rows, its columns.

        The first row has the names of the columns above it in its own passage.
        """
        row = self.text[block.start : block.end]
        above = (self.caption, self.group)
        if CELL_SEPARATOR not in row:
            self.group = row if len(row) <= SHORT else ""
        if self.row == 2:  # once a table: one that was made to harm has thousands of either
            self.columns = column_names([self.text[each.start : each.end] for each in self.head])
        return (*self.below, *(each for each in (*above, self.columns) if each))

    def _leave_table(self) -> None:
        if self.head and not self.row:
            start, end = self.head[0].start, self.head[-1].end
            self.collector.emit(self.node, start, end, f"{within(self.node)}表头", self.below)
        self.head, self.row = [], 0
        self.caption = self.group = self.columns = ""


def _is_step(node: Node) -> bool:
    """Whether a part is a numbered item of one line; those of articles are cited one by one."""
    return (
        node.number > 0
        and node.role != QA
        and node.level != Level.ARTICLE
        and not inside_article(node)
        and node.end - node.start < SHORT
        and len(node.content) == 1
    )


def _is_table(each: Block | Node) -> bool:
    return isinstance(each, Block) and each.kind in TABLE_KINDS
