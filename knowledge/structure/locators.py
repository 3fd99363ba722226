"""Locators: where in a document something stands, as a person cites it.

二、（二）2 in an official document, 第二十二条第一款第（二）项 in a statute, 附件2 一、（一）,
表第3行; what has no number is cited as 第N段. Before what stands in a carried document goes the
title of that: 《X》第三条, while the carrier gives the number.
"""

from __future__ import annotations

from knowledge.numbering import Level
from knowledge.structure.nodes import ANNEX, CARRIED, HEADING, Node

_DIGITS = "零一二三四五六七八九"


#: What holds a numbering of its own.
SCOPES = frozenset({ANNEX, CARRIED})


def chinese_numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals; larger ones stay Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def scope(node: Node) -> Node:
    """The document, carried document or annex in which a part stands."""
    while node.parent is not None and node.level not in SCOPES:
        node = node.parent
    return node


def within(node: Node) -> str:
    """What goes before the locators of what stands in a part."""
    return node.locator + " " if node.level == ANNEX else node.locator


def part_locator(node: Node) -> str:
    """The locator of a part; its parent must have one already, a carried document its own."""
    above = within(node.parent) if node.parent is not None else ""
    if node.level == ANNEX:
        return node.label
    if node.level == CARRIED:
        return node.locator
    if node.level == Level.ARTICLE:
        return within(scope(node)) + node.label
    if node.level == HEADING:
        return f"{above}“{node.heading}”"
    article = inside_article(node)
    if article and node.level == Level.SECOND:
        held = node.parent
        clauses = held.paragraphs if held and held.level == Level.ARTICLE else 1
        clause = f"第{chinese_numeral(node.clause)}款" if clauses > 1 else ""
        return f"{above}{clause}第{node.label}项"
    if article and node.level == Level.THIRD and node.parent and node.parent.level == Level.SECOND:
        return f"{above}第{node.label}目"
    return above + node.label


def paragraph_locator(node: Node, first: int, last: int) -> str:
    """The locator of the paragraphs `first` to `last` of a part; 0 is its heading alone.

    The paragraphs of an article are its 款; those of any other part are counted as 段, where the
    first, which bears the number or stands below the heading, is cited by the number alone.
    """
    if node.level == Level.ARTICLE:
        first = max(first, 1)
        if first == 1 and last in (0, node.paragraphs):
            return node.locator
        clause = f"第{chinese_numeral(first)}款"
        return node.locator + (
            clause if first == last else f"{clause}至第{chinese_numeral(last)}款"
        )
    if node.parent is not None and node.level not in SCOPES and first <= 1:
        return node.locator
    # A notice and what it carries under the same title both count their paragraphs from one.
    above = "正文" if node.level == CARRIED and not node.locator else within(node)
    return above + (f"第{first}段" if first == last else f"第{first}至{last}段")


def stretch_locator(first: str, last: str) -> str:
    """Where a stretch stands that begins in one place and ends in another, by their locators.

    第五条至第七条; 二、 alone where the last stands inside the first; 二、（一）至（二）起，到三止
    where a place is itself a stretch. The title of a carried document is said once.
    """
    if last.startswith(first) and not last[len(first) :][:1].isdigit():
        return first
    title = first[: first.find("》") + 1] if first.startswith("《") else ""
    begin, end = first.rstrip("、，"), last.removeprefix(title).rstrip("、，")
    return f"{begin}起，到{end}止" if "至" in begin + end else f"{begin}至{end}"


def inside_article(node: Node) -> bool:
    """Whether a part stands in an article, where items are cited as 项 and 目."""
    above = node.parent
    while above is not None:
        if above.level == Level.ARTICLE:
            return True
        above = above.parent
    return False
