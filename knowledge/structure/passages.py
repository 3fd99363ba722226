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
from dataclasses import replace

from knowledge.keys import title_key
from knowledge.numbering import Level
from knowledge.outline import PassageOutline
from knowledge.structure.blocks import Block
from knowledge.structure.locators import scope
from knowledge.structure.nodes import ANNEX, CARRIED, QA, Node
from knowledge.structure.packing import PASSAGE_LENGTH, SHORT, Run
from knowledge.structure.tree import Tree

#: So much of a clause without a heading stands for it in the trail of its items.
_LEAD_LENGTH = 60

_HOLDERS = frozenset(
    {"", ANNEX, CARRIED, Level.VOLUME, Level.SECTION, Level.CHAPTER, Level.DIVISION}
)
_SENTENCE_END = re.compile(r"[。！？!?；;\n][”’」』）)]*")
_CLAUSE = re.compile(r"[，,、；;：:。]")
_PAUSE = re.compile(r"[，,、：: \u3000]")


def cut_passages(text: str, tree: Tree, title: str) -> tuple[PassageOutline, ...]:
    """Cut the tree into passages, in reading order; a text that is not blank has at least one."""
    return Cutter(text, title).cut(tree.root)


class Cutter:
    """Collects passages (a Collector); `found` holds passages whose keys are not given yet."""

    def __init__(self, text: str, title: str) -> None:
        self.text = text
        self.title = title_key(title)
        self.found: list[PassageOutline] = []

    def cut(self, root: Node) -> tuple[PassageOutline, ...]:
        """The passages of the whole document; the same locator's keys are told apart by order."""
        self._cut_inside(root, ())
        if not self.found:
            for block in _all_blocks(root):
                self.emit(root, block.start, block.end, "全文", ())
        seen: Counter[str] = Counter()
        passages = []
        for each in self.found:
            key = hashlib.sha256(f"{each.key}#{seen[each.key]}".encode()).hexdigest()[:16]
            seen[each.key] += 1
            passages.append(replace(each, key=key))
        return tuple(passages)

    def emit(
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
        place = _place(node, locator)
        for index, (first, last) in enumerate(_pieces(self.text, start, end)):
            above = trail if index == 0 or rest is None else rest
            self.found.append(PassageOutline(place, part, locator, " ".join(above), first, last))

    def cut_node(self, node: Node, trail: tuple[str, ...]) -> None:
        """Add a part: whole where it is short, else what is inside it."""
        if self._is_whole(node):
            self.emit(node, node.start, node.end, node.locator, trail)
        else:
            self._cut_inside(node, trail)

    def _is_whole(self, node: Node) -> bool:
        """Whether a part is short enough, and of one matter, to be one passage."""
        if node.level in _HOLDERS or node.tables or node.end - node.start > PASSAGE_LENGTH:
            return False
        if node.level == Level.ARTICLE:
            return True
        children = [each for each in node.content if isinstance(each, Node)]
        if node.role == QA:
            return True
        return all(each.role != QA and (each.listed or _is_item(each)) for each in children)

    def _cut_inside(self, node: Node, trail: tuple[str, ...]) -> None:
        run = Run(self, node, trail, self._below(node, trail))
        for index, each in enumerate(node.content):
            if isinstance(each, Node):
                run.child(each, index)
            else:
                run.block(each, index)
        run.finish()

    def _below(self, node: Node, trail: tuple[str, ...]) -> tuple[str, ...]:
        """The trail of what stands inside a part: with its own heading, or its first words."""
        if node.ordinal < 0 or (node.level == CARRIED and title_key(node.heading) == self.title):
            return trail
        if node.heading:
            return (*trail, node.name)
        if not any(isinstance(each, Node) for each in node.content):
            return (*trail, node.name)
        first = node.content[0]
        return (*trail, self._lead(first.start, first.end))

    def _lead(self, start: int, end: int) -> str:
        """The first words of a paragraph, whole ones."""
        if end - start <= _LEAD_LENGTH:
            return self.text[start:end]
        stop = _last_end(_CLAUSE, self.text, start, start + _LEAD_LENGTH)
        return self.text[start : stop or start + _LEAD_LENGTH].rstrip("，,、；;：:")


def _place(node: Node, locator: str) -> str:
    """The locator from which a passage's key is made: without the carried document's title.

    The title may be corrected from version to version, while its clauses stay the same.
    """
    held = scope(node)
    return "附文" + locator.removeprefix(held.locator) if held.level == CARRIED else locator


def _is_item(node: Node) -> bool:
    """Whether a part is an item of a list rather than a matter with a heading of its own."""
    length = node.end - node.start
    only_heading = length - len(node.label) - len(node.heading) <= 5
    children = any(isinstance(each, Node) for each in node.content)
    return length <= SHORT or (not children and (not node.heading or only_heading))


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
