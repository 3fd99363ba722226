"""A page as a list of its nodes in reading order, read once from the parser's tree.

Every pass over a page goes along this list: a node knows where its subtree ends, so that what is
not seen is stepped over, and what stands within a node is a slice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from knowledge.parsing.html_nodes import BLOCK_TAGS, FRAME_TAGS, is_unseen, names_frame

#: The tag of a run of text, as the parser names it.
TEXT = "-text"
_NO_ATTRIBUTES: Mapping[str, str | None] = {}


@dataclass(slots=True, eq=False)
class PageNode:
    """An element, or a run of text (`tag` is TEXT), at `nodes[place]` of its page.

    What stands within it is `nodes[place + 1 : end]`. Nothing of a `skipped` one is seen.
    """

    tag: str
    text: str
    attributes: Mapping[str, str | None]
    skipped: bool
    parent: PageNode | None
    place: int
    end: int = 0

    @property
    def names(self) -> str:
        """Id and class, blanks between."""
        if not self.attributes:
            return ""
        return f"{self.attributes.get('id') or ''} {self.attributes.get('class') or ''}"

    def holds(self, other: PageNode) -> bool:
        """Whether `other` lies within this node."""
        return self.place < other.place < self.end


class Page:
    """The nodes of `root` and all that is within it, in reading order."""

    def __init__(self, root: LexborNode) -> None:
        self.nodes: list[PageNode] = []
        self._dom = root
        self._of_id: dict[int, PageNode] = {}
        self._read(root)

    def _read(self, root: LexborNode) -> None:
        """Go down and along without recursion: pages may be nested deeper than Python calls."""
        nodes, levels, place = self.nodes, [iter((root,))], 0
        parent: PageNode | None = None
        while levels:
            for raw in levels[-1]:
                here, place = place, place + 1
                if raw.is_text_node:
                    text = raw.text_content or ""
                    nodes.append(PageNode(TEXT, text, _NO_ATTRIBUTES, False, parent, here, place))
                    continue
                tag, attributes = raw.tag or "", raw.attributes
                parent = PageNode(tag, "", attributes, is_unseen(tag, attributes), parent, here)
                nodes.append(parent)
                self._of_id[raw.mem_id] = parent
                levels.append(raw.iter(include_text=True))
                break
            else:
                levels.pop()
                if parent is not None:
                    parent.end = place
                    parent = parent.parent

    @property
    def root(self) -> PageNode:
        """The node that holds all others."""
        return self.nodes[0]

    def of(self, raw: LexborNode) -> PageNode | None:
        """The node of the parser's; None for one outside of the root."""
        return self._of_id.get(raw.mem_id)

    def select(self, selectors: str) -> list[PageNode]:
        """The elements that CSS selectors choose, in reading order."""
        return [self._of_id[raw.mem_id] for raw in self._dom.css(selectors)]

    def within(self, node: PageNode) -> Sequence[PageNode]:
        """Everything under `node`, seen or not, in reading order."""
        return self.nodes[node.place + 1 : node.end]

    def children(self, node: PageNode) -> Iterator[PageNode]:
        """Elements and runs of text directly under `node`."""
        place = node.place + 1
        while place < node.end:
            yield self.nodes[place]
            place = self.nodes[place].end

    def whole_text(self, node: PageNode) -> str:
        """All text under `node`, seen or not, as it stands."""
        return "".join(each.text for each in self.within(node))

    def visible_text(self, root: PageNode) -> str:
        """What a reader sees of `root`, on one line."""
        pieces: list[str] = []
        block_ends: set[int] = set()
        nodes, place = self.nodes, root.place
        while place < root.end:
            node = nodes[place]
            if place in block_ends:
                pieces.append(" ")
            if node.tag == TEXT:
                pieces.append(node.text)
            elif node.tag in BLOCK_TAGS:
                pieces.append(" ")
                block_ends.add(node.end)
            elif node.tag == "br" and not node.skipped:
                pieces.append(" ")
            place = node.end if node.skipped else place + 1
        return " ".join("".join(pieces).split())


def is_frame(node: PageNode) -> bool:
    """Whether `node`, by its tag, id or class, belongs to the frame of the site."""
    return node.tag in FRAME_TAGS or names_frame(node.names)
