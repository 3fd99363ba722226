"""What a page repeats from page to page: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from knowledge.parsing.geometry import TextLine
from knowledge.parsing.layout import Block

_BLANKS = re.compile(r"\s+")
#: A page number alone on its line: 3, - 3 -, — 3 —, ·3·, 第3页, 第 3 页 共 9 页, 3/9, Page 3 of 9.
_PAGE_NUMBER = re.compile(
    r"[-—–－─_~·•.|﹣]{0,4}(?:第?(?P<number>\d{1,4})页?)[-—–－─_~·•.|﹣]{0,4}"
    r"|第\d{1,4}页[,，/／、()（）]?(?:共|总)\d{1,4}页[)）]?|第?\d{1,4}页?[/／]共?\d{1,4}页?"
    r"|(?:page|p\.?)\d{1,4}(?:(?:of|/)\d{1,4})?|第[一二三四五六七八九十百]{1,5}页"
    r"|[-—–－]{0,2}[ivxIVX]{1,6}[-—–－]{0,2}",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d{1,4}")
#: Lines that differ in their figure alone, yet begin parts of the text.
_PART = re.compile(
    r"附[件录表]|第[\d一二三四五六七八九十百]+[条章节编款]|[（(]?[\d一二三四五六七八九十]{1,3}[、.．）)]"
)
#: Shares of the height of a page within which such lines stand, as their middles lie.
_HEAD_ZONE, _FOOT_ZONE = 0.12, 0.88
#: So many lines from the top and from the bottom may be running lines.
_DEPTH = 3
#: A line is a running one when this share of the pages (of which odd and even ones may differ)
#: print it, and two at least, at the same height within so many points.
_LEAST_SHARE = 0.3
_SAME_HEIGHT = 6.0
#: In sizes of its type: a running line keeps this distance from text of its own size.
_APART = 0.9
_SAME_SIZE = 0.08


@dataclass(frozen=True)
class LaidPage:
    """A page as blocks in reading order; `number` counts from 1."""

    number: int
    height: float
    blocks: tuple[Block, ...]


def without_running_lines(pages: Sequence[LaidPage]) -> tuple[list[LaidPage], list[str]]:
    """The pages without what they repeat, and the texts of that, each once."""
    prints: dict[str, list[tuple[int, float]]] = defaultdict(list)
    numbers: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page in pages:
        for line in _outer(page):
            folded = _BLANKS.sub("", line.text)
            prints[folded].append((page.number, line.box.middle))
            for match in _FIGURES.finditer(folded):
                numbers[_masked(folded, match)].append(
                    (page.number, int(match.group()) - page.number, line.box.middle)
                )
    least = max(2, round(len(pages) * _LEAST_SHARE))
    running = {text for text, places in prints.items() if _repeats(places, least)}
    counted = {text for text, places in numbers.items() if _counts_pages(places, least)}
    removed: dict[str, None] = {}
    result = []
    for page in pages:
        gone = _gone(page, lambda line: _is_running(line, running, counted))
        removed |= {
            line.text.strip(): None
            for block in page.blocks
            for line in block.lines
            if id(line) in gone
        }
        blocks = (
            Block(tuple(item for item in block.items if id(item) not in gone))
            for block in page.blocks
        )
        result.append(
            LaidPage(page.number, page.height, tuple(block for block in blocks if block.items))
        )
    return result, list(removed)


def _gone(page: LaidPage, is_running: Callable[[TextLine], bool]) -> set[int]:
    """Identities of the running lines of a page: from its edge inwards, apart from the text."""
    gone: set[int] = set()
    every = [line for block in page.blocks for line in block.lines]
    for edge in _edge_lines(page):
        running = list(takewhile(is_running, edge))
        while running and not _stands_apart(running[-1], every, running):
            running.pop()
        gone |= {id(line) for line in running}
    return gone


def _stands_apart(line: TextLine, every: Sequence[TextLine], running: Sequence[TextLine]) -> bool:
    """Whether no text of the same size is set close above or below the line."""
    aside = {id(other) for other in running}
    return not any(
        max(other.box.top - line.box.bottom, line.box.top - other.box.bottom) < _APART * line.size
        and abs(other.size - line.size) < _SAME_SIZE * line.size
        for other in every
        if id(other) not in aside
    )


def _outer(page: LaidPage) -> Iterator[TextLine]:
    """The uppermost and the lowest lines of a page within its margins."""
    for edge in _edge_lines(page):
        yield from edge


def _edge_lines(page: LaidPage) -> tuple[list[TextLine], list[TextLine]]:
    """Lines of the upper and of the lower margin, each from the edge inwards."""
    lines = sorted(
        (line for block in page.blocks for line in block.lines), key=lambda line: line.box.middle
    )
    head = [line for line in lines[:_DEPTH] if line.box.middle < _HEAD_ZONE * page.height]
    foot = [line for line in lines[-_DEPTH:] if line.box.middle > _FOOT_ZONE * page.height]
    return head, foot[::-1]


def _masked(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]}#{text[match.end() :]}"


def _repeats(places: Sequence[tuple[int, float]], least: int) -> bool:
    pages = {number for number, _ in places}
    return len(pages) >= least and _at_one_height([height for _, height in places])


def _counts_pages(places: Sequence[tuple[int, int, float]], least: int) -> bool:
    """Whether the figure goes up by one from page to page, as a page number does."""
    steps = {step for _, step, _ in places}
    pages = {number for number, _, _ in places}
    heights = [height for _, _, height in places]
    return len(steps) == 1 and len(pages) >= least and _at_one_height(heights)


def _at_one_height(heights: Sequence[float]) -> bool:
    ordered = sorted(heights)
    middle = ordered[len(ordered) // 2]
    near = sum(1 for height in ordered if abs(height - middle) <= _SAME_HEIGHT)
    return near * 2 > len(ordered)


def _is_running(line: TextLine, running: set[str], counted: set[str]) -> bool:
    folded = _BLANKS.sub("", line.text)
    if _PAGE_NUMBER.fullmatch(folded):
        return True
    if _PART.match(folded):
        return False
    return folded in running or any(
        _masked(folded, match) in counted for match in _FIGURES.finditer(folded)
    )
