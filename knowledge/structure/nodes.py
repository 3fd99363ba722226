"""Nodes: a document's parts while its tree is built and cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.numbering import Level
from knowledge.structure.blocks import Block


@dataclass
class Node:
    """A part: its own blocks and the parts inside it, in reading order, as `content`.

    `start` and `end` span all of it, `ordinal` is its index among the parts (-1: the document
    itself). `paragraphs` counts its own paragraphs, `clause` those that the part above had when
    this one began; `listed` marks the items of a list that a clause ending in ： introduces.
    """

    parent: Node | None
    ordinal: int
    level: str
    rank: float
    label: str
    heading: str
    start: int
    end: int
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
        if self.label.isdigit():
            return f"{self.label}. {self.heading}" if self.heading else f"{self.label}."
        blank = " " if self.level == Level.ARTICLE or self.label.startswith(("第", "附")) else ""
        return f"{self.label}{blank}{self.heading}".strip()
