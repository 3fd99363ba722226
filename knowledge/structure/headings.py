"""Headings: the words that name a part, and the questions and elements that they tell."""

from __future__ import annotations

import re

from knowledge.numbering import STATUTE_LEVELS, Level
from knowledge.structure.blocks import Block
from knowledge.structure.elements import canonical_element, element_label
from knowledge.structure.nodes import ELEMENT, QA, Node
from knowledge.structure.questions import heading_asks, leading_question

#: A first sentence of at most so many characters heads its part; a longer one is text.
HEADING_SENTENCE = 40


def name_numbered(node: Node, body: str) -> None:
    """Tell a numbered part that asks a question or is a named element; `body` is its first line."""
    if node.level in STATUTE_LEVELS or node.listed:
        return
    question = leading_question(body)
    if name_element(node, element_label(body) or node.heading):
        return
    if question is not None:
        node.role, node.heading = QA, question
    elif node.heading == body and heading_asks(body):
        node.role = QA


def name_element(node: Node, label: str) -> bool:
    """Tell a part that is the named element of a service guide by its label."""
    element = canonical_element(label) if label else None
    if element is not None:
        node.role, node.element, node.printed = ELEMENT, element, label
    return element is not None


def heading_of(body: str, level: Level) -> str:
    """The heading that begins a numbered paragraph: up to the first 。, if that is short."""
    if level is Level.ARTICLE:
        match = re.match(r"[【〔](.{2,30}?)[】〕]", body)
        return match[1] if match else ""
    stop = body.find("。")
    head = body if stop < 0 else body[:stop]
    if len(head) > HEADING_SENTENCE or head.endswith(("；", ";")):
        return ""
    return head.rstrip("：: ")


def is_only_heading(text: str, node: Node, block: Block) -> bool:
    """Whether the paragraph that begins a part holds no more than its number and heading."""
    said = text[block.start : block.end].rstrip("。：: \u3000")
    if node.content[0] is not block:
        return False
    return said.endswith(node.heading) if node.heading else said == node.label
