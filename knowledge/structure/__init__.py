"""From a document's main text to the tree of its parts and the passages that are cited.

The way: lines are cut into blocks (`blocks`, `marks`), blocks become a tree by their numbering
(`tree`), the tree is cut into passages (`passages`), each with the locator a person cites
(`locators`).
"""

from __future__ import annotations

from knowledge.cleaned import CleanDocument
from knowledge.outline import Outline
from knowledge.structure.marks import read_blocks
from knowledge.structure.passages import cut_passages
from knowledge.structure.tree import build_tree

__all__ = ["read_structure"]


def read_structure(document: CleanDocument, title: str) -> Outline:
    """Read the parts and passages of `document.text`; total for any text.

    `title` is the document's own; lines that only repeat it are no passages, and it tells which
    carried document begins inside.
    """
    blocks = read_blocks(document, title)
    tree = build_tree(document.text, blocks, title)
    return Outline(tree.outline(), cut_passages(document.text, tree, title))
