"""Nodes: a document's parts while its tree is built and cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.numbering import Level
from knowledge.structure.blocks import Block

#: Levels of parts without a numbering of their own.
ANNEX, CARRIED, HEADING = "附件", "附文", "标题"
#: What a part is besides its numbering: a pair of question and answer, an element of a guide.
QA, ELEMENT = "qa", "element"
#: Ranks of these: the document itself and its annexes hold all.
ROOT_RANK, SCOPE_RANK = -3.0, -2.0


@dataclass
class Node:
    """A part: its own blocks and the parts inside it, in reading order, as `content`.

    `start` and `end` span all of it, `ordinal` is its index among the parts (-1: the document
    itself). `role` is QA or ELEMENT or empty, `element` the standard name of it and
    `printed` its words. `paragraphs` counts
    its own paragraphs, `clause` those that the part above had when this one began; `listed` marks
    the items of a list that a clause ending in ： introduces.
    """

    parent: Node | None
    ordinal: int
    level: str
    rank: float
    label: str
    heading: str
    start: int
    end: int
    role: str = ""
    element: str = ""
    printed: str = ""
    locator: str = ""
    number: int = 0
    paragraphs: int = 0
    clause: int = 0
    listed: bool = False
    tables: bool = False
    content: list[Block | Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Label and heading, as the trail shows them."""
        if self.level == QA:
            return self.heading
        if self.label.isdigit():
            return f"{self.label}. {self.heading}" if self.heading else f"{self.label}."
        blank = " " if self.level == Level.ARTICLE or self.label.startswith(("第", "附")) else ""
        return f"{self.label}{blank}{self.heading}".strip()

    @property
    def printed_label(self) -> str:
        """What is printed before the heading: a number, 问, or the words of an element."""
        if self.role == ELEMENT:
            point = "." if self.label.isdigit() else ""
            return self.label + point + self.printed
        return "问" if self.level == QA else self.label
