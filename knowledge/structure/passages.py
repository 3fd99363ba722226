"""Passages: the citable pieces of a document, roughly a clause or a paragraph each.

A short clause with all its items is one passage, so that a list answers as a whole; of a longer
one each item is a passage, and the clause that introduces them takes as many along as fit.
Headings stand in the trail of what is below them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from knowledge.keys import title_key
from knowledge.numbering import Level
from knowledge.outline import PassageOutline
from knowledge.structure import patterns
from knowledge.structure.blocks import Block, BlockKind
from knowledge.structure.locators import paragraph_locator, scope
from knowledge.structure.tree import Node, Tree

#: A passage has at most so many characters; longer paragraphs are cut at the ends of sentences.
PASSAGE_LENGTH = 400
#: A shorter paragraph is joined to the next one.
_SHORT = 60
#: So much of a clause without a heading stands for it in the trail of its items.
_LEAD_LENGTH = 60

_HOLDERS = frozenset(
    {"", "附件", "附文", Level.VOLUME, Level.SECTION, Level.CHAPTER, Level.DIVISION}
)
#: These stand in the title and the trail.
_HEADS = frozenset({BlockKind.FRONT, BlockKind.CARRIED, BlockKind.ANNEX})
_TAILS = {BlockKind.CLOSING: "落款", BlockKind.ANNEX_LIST: "附件目录"}
_SENTENCE_END = re.compile(r"[。！？!?；;\n][”’」』）)]*")
_PAUSE = re.compile(r"[，,、：: \u3000]")


def cut_passages(text: str, tree: Tree, title: str) -> tuple[PassageOutline, ...]:
    """Cut the tree into passages, in reading order; a text that is not blank has at least one."""
    return _Cutter(text, title).cut(tree.root)


class _Cutter:
    """Collects passages; `found` holds (start, end, locator, trail, part)."""

    def __init__(self, text: str, title: str) -> None:
        self.text = text
        self.title = title_key(title)
        self.found: list[tuple[int, int, str, str, int | None]] = []

    def cut(self, root: Node) -> tuple[PassageOutline, ...]:
        self._cut_inside(root, ())
        if not self.found:
            for block in _all_blocks(root):
                self._emit(root, block.start, block.end, "全文", ())
        seen: Counter[str] = Counter()
        passages = []
        for start, end, locator, trail, part in self.found:
            key = hashlib.sha256(f"{locator}#{seen[locator]}".encode()).hexdigest()[:16]
            seen[locator] += 1
            passages.append(PassageOutline(key, part, locator, trail, start, end))
        return tuple(passages)

    def _emit(
        self,
        node: Node,
        start: int,
        end: int,
        locator: str,
        trail: tuple[str, ...],
        rest: tuple[str, ...] | None = None,
    ) -> None:
        """Add `text[start:end]`, cut where it is too long; `rest` is the trail of later pieces."""
        part = node.ordinal if node.ordinal >= 0 else None
        for index, (first, last) in enumerate(_pieces(self.text, start, end)):
            above = trail if index == 0 or rest is None else rest
            self.found.append((first, last, locator, " ".join(above), part))

    def _cut_node(self, node: Node, trail: tuple[str, ...]) -> None:
        if self._is_whole(node):
            self._emit(node, node.start, node.end, node.locator, trail)
        else:
            self._cut_inside(node, trail)

    def _is_whole(self, node: Node) -> bool:
        """Whether a part is short enough, and of one matter, to be one passage."""
        if node.level in _HOLDERS or node.tables or node.end - node.start > PASSAGE_LENGTH:
            return False
        if node.level == Level.ARTICLE:
            return True
        children = [each for each in node.content if isinstance(each, Node)]
        return all(each.listed or each.end - each.start <= _SHORT for each in children)

    def _cut_inside(self, node: Node, trail: tuple[str, ...]) -> None:
        run = _Run(self, node, trail, self._below(node, trail))
        for index, each in enumerate(node.content):
            if isinstance(each, Node):
                run.child(each, index)
            else:
                run.block(each)
        run.finish()

    def _below(self, node: Node, trail: tuple[str, ...]) -> tuple[str, ...]:
        """The trail of what stands inside a part: with its own heading, or its first words."""
        if node.ordinal < 0 or (node.level == "附文" and title_key(node.heading) == self.title):
            return trail
        if node.heading:
            return (*trail, node.name)
        first = node.content[0]
        lead = self.text[first.start : min(first.end, first.start + _LEAD_LENGTH)]
        return (*trail, lead.split("\n")[0])


class _Run:
    """Goes through the content of one part, joining short paragraphs as it goes."""

    def __init__(
        self, cutter: _Cutter, node: Node, trail: tuple[str, ...], below: tuple[str, ...]
    ) -> None:
        self.cutter, self.text, self.node = cutter, cutter.text, node
        self.trail, self.below = trail, below
        self.pack: list[Block] = []
        self.first = self.count = 0
        self.covered = -1
        self.head: list[Block] = []
        self.tables = self.row = 0

    def block(self, block: Block) -> None:
        if block.kind in _HEADS or self._names_annex(block):
            self.flush()
        elif block.kind is BlockKind.TABLE_HEAD:
            self._table_head(block)
        elif block.kind is BlockKind.TABLE_ROW:
            self._table_row(block)
        else:
            self._leave_table()
            if not self._joins(block):
                self.flush()
            if block.kind not in _TAILS:
                self.count += 1
            if not self.pack:
                self.first = self.count
            self.pack.append(block)

    def child(self, child: Node, index: int) -> None:
        self._leave_table()
        if self.pack:
            self._lead(index)
        if child.end > self.covered:
            self.cutter._cut_node(child, self.below)

    def finish(self) -> None:
        self._leave_table()
        self.flush()

    def _joins(self, block: Block) -> bool:
        if not self.pack or block.end - self.pack[0].start > PASSAGE_LENGTH:
            return False
        latest = self.pack[-1]
        if block.kind in _TAILS or latest.kind in _TAILS:
            return block.kind in _TAILS or self.pack[0].kind in _TAILS
        return (
            latest.end - self.pack[0].start < _SHORT
            or self.node.level == "问"
            or self.text[latest.end - 1] in "：:；;"
            or self.text[block.start] in "●■◆★▶•·※"
            or patterns.DUTY.match(self.text, block.start) is not None
        )

    def _lead(self, index: int) -> None:
        """The paragraph above a list: with as many of the items as fit, or alone."""
        latest = self.pack[-1]
        if self.text[latest.end - 1] not in "：:" or latest.kind in _TAILS:
            if self._only_heading():
                self.pack = []  # it stands in the trail of what is below
            self.flush()
            return
        start, end = self.pack[0].start, latest.end
        run: list[Node] = []
        for each in self.node.content[index:]:
            if not isinstance(each, Node) or each.end - start > PASSAGE_LENGTH or each.tables:
                break
            run.append(each)
        if run:
            end = run[-1].end
            following = self.node.content[index + len(run) : index + len(run) + 1]
            if not following or isinstance(following[0], Block):
                self.covered = end  # the whole list: no need of its items one by one
        self.cutter._emit(self.node, start, end, self._locator(), self._above(), self.below)
        self.pack = []

    def _names_annex(self, block: Block) -> bool:
        named = self.node.content[1:2] == [block] and self.node.level == "附件"
        return named and self.text[block.start : block.end] == self.node.heading

    def _above(self) -> tuple[str, ...]:
        opens = self.pack[0] is self.node.content[0] and self.node.ordinal >= 0
        return self.trail if opens else self.below

    def _locator(self) -> str:
        tail = _TAILS.get(self.pack[0].kind)
        if tail is not None:
            return scope(self.node).locator + tail
        return paragraph_locator(self.node, self.first, self.count)

    def flush(self) -> None:
        if self.pack:
            start, end = self.pack[0].start, self.pack[-1].end
            self.cutter._emit(self.node, start, end, self._locator(), self._above(), self.below)
        self.pack = []

    def _only_heading(self) -> bool:
        """Whether the paragraph at hand is no more than the heading of the part."""
        block, heading = self.pack[0], self.node.heading
        said = self.text[block.start : block.end].rstrip("。：: 　")
        return (
            len(self.pack) == 1
            and block is self.node.content[0]
            and bool(heading)
            and said.endswith(heading)
        )

    def _table_head(self, block: Block) -> None:
        if self.row:
            self._leave_table()
        self._flush_above_table()
        if not self.head:
            self.tables += 1
        self.head.append(block)

    def _flush_above_table(self) -> None:
        if self.pack and self._only_heading():
            self.pack = []
        self.flush()

    def _table_row(self, block: Block) -> None:
        self._flush_above_table()
        if not self.row and not self.head:
            self.tables += 1
        self.row += 1
        start = self.head[0].start if self.head and self.row == 1 else block.start
        heads = tuple(self.text[each.start : each.end] for each in self.head)
        trail = self.below if self.row == 1 else (*self.below, *heads)
        number = self.tables if self.tables > 1 else ""
        locator = f"{self.node.locator}表{number}第{self.row}行"
        self.cutter._emit(self.node, start, block.end, locator, trail)

    def _leave_table(self) -> None:
        if self.head and not self.row:
            start, end = self.head[0].start, self.head[-1].end
            self.cutter._emit(self.node, start, end, f"{self.node.locator}表头", self.below)
        self.head, self.row = [], 0


def _all_blocks(node: Node) -> Iterator[Block]:
    for each in node.content:
        if isinstance(each, Node):
            yield from _all_blocks(each)
        else:
            yield each


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut `text[start:end]` into pieces of at most PASSAGE_LENGTH, at the ends of sentences."""
    while end - start > PASSAGE_LENGTH:
        cut = _last_end(_SENTENCE_END, text, start, start + PASSAGE_LENGTH)
        cut = cut or _last_end(_PAUSE, text, start, start + PASSAGE_LENGTH)
        cut = cut or start + PASSAGE_LENGTH
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _last_end(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int | None:
    latest = None
    for match in pattern.finditer(text, start + 1, limit):
        latest = match.end()
    return latest


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
