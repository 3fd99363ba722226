"""How much of the true main text of saved pages is read, and how much else, beside trafilatura.

Prints one table for the pages of an evaluation set: as they are, without the names by which a
reader may know a portal (class, id, style and meta), and laid out in tables as pages of 2005 were.
Recall and precision are of runs of eight characters against the gold text (white space, table
pipes and image marks aside), mean and worst page:

    python -m benchmarks.page_text ../shared/eval/pages
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from knowledge.errors import SourceError
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import SourceFile
from service.extraction_checks import compared, overlap
from service.extraction_sets import GoldPage, read_extraction_set

_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_NAMES = re.compile(r"""\s(?:class|id|style)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_SECTION = re.compile(r"<(/?)(?:div|section|article|main|header|footer|nav)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class PageFigures:
    """What was measured on one page; `faults` names marks of its main text that are not met."""

    file: str
    recall: float
    precision: float
    milliseconds: float
    faults: tuple[str, ...]


def nameless(html: str) -> str:
    """The page without meta tags and without the attributes by which its template is known."""
    return _TAG.sub(lambda tag: _NAMES.sub("", tag.group()), _META.sub("", html))


def laid_out(html: str) -> str:
    """The nameless page with each of its sections in a table of one cell."""
    return _SECTION.sub(
        lambda tag: "</td></tr></table>" if tag.group(1) else "<table><tr><td>", nameless(html)
    )


def ours(html: str) -> str:
    """The main text as this program reads it."""
    try:
        return clean(parse(SourceFile("/page.html", "page.html", html.encode()))).text
    except SourceError:
        return ""


def theirs(html: str) -> str:
    """The main text as trafilatura reads it, tables included, comments left out."""
    return trafilatura.extract(html, include_tables=True, include_comments=False) or ""


def measure(folder: Path, read: Callable[[str], str] = ours) -> list[PageFigures]:
    """Figures of every page of the set as it is."""
    return list(_measured(folder, read, lambda html: html))


def _measured(
    folder: Path, read: Callable[[str], str], changed: Callable[[str], str]
) -> Iterator[PageFigures]:
    for page in read_extraction_set(folder).pages:
        if page.text is not None and not page.is_index:
            html = changed(page.path.read_bytes().decode("utf-8", "replace"))
            began = time.perf_counter()
            text = read(html)
            took = (time.perf_counter() - began) * 1000
            shared = overlap(text, page.text)
            faults = tuple(_faults(page, compared(text)))
            yield PageFigures(page.path.name, shared.recall, shared.precision, took, faults)


def _faults(page: GoldPage, text: str) -> Iterator[str]:
    """Marks of the page's gold that `text` does not meet."""
    for name, marks in (("body_start", page.starts), ("body_end", page.ends)):
        if marks and not any(compared(mark) in text for mark in marks):
            yield name
    yield from (f"boilerplate {mark}" for mark in page.unwanted if compared(mark) in text)
    yield from (f"table {mark}" for mark in page.table_evidence if compared(mark) not in text)


def _row(name: str, figures: list[PageFigures]) -> str:
    def share(kind: str) -> str:
        return f"{sum(1 for page in figures if not any(kind in f for f in page.faults))}"

    recalls = [page.recall for page in figures]
    precisions = [page.precision for page in figures]
    milliseconds = sum(page.milliseconds for page in figures) / len(figures)
    tables = sum(1 for page in figures for fault in page.faults if fault.startswith("table"))
    return (
        f"| {name} | {sum(recalls) / len(figures):.4f}（{min(recalls):.3f}）"
        f" | {sum(precisions) / len(figures):.4f}（{min(precisions):.3f}）"
        f" | {share('body')} | {share('boilerplate')} | {tables} | {milliseconds:.0f} |"
    )


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1])
    print("| 页面，程序 | 召回率 | 准确率 | 首尾都在的页 | 没有套话的页 | 缺的表格证据 | 毫秒/页 |")
    print("|---|---|---|---|---|---|---|")
    changes: dict[str, Callable[[str], str]] = {
        "原样": lambda html: html,
        "去掉 class、id、style、meta": nameless,
        "再全部改用表格排版": laid_out,
    }
    for name, changed in changes.items():
        for program, read in (("一号答", ours), ("trafilatura", theirs)):
            print(_row(f"{name}，{program}", list(_measured(folder, read, changed))))


if __name__ == "__main__":
    main()
