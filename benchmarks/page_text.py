"""How much of the true main text of saved pages is read, and how much else.

Prints, for each page of an evaluation set, recall and precision of runs of eight characters of the
cleaned text against the gold text (white space, table pipes and image marks aside), and the time
that reading took:

    python -m benchmarks.page_text ../shared/eval/pages
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import read_source

_NOT_COMPARED = re.compile(r"[\s|]|\[IMG\]")
_RUN = 8


@dataclass(frozen=True)
class PageFigures:
    """What was measured on one page; `faults` names marks of its main text that are not met."""

    file: str
    recall: float
    precision: float
    milliseconds: float
    faults: tuple[str, ...]


def compared(text: str) -> str:
    """`text` without what the comparison leaves aside."""
    return _NOT_COMPARED.sub("", text)


def runs(text: str) -> set[str]:
    """Every run of eight characters of `text`."""
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


def measure(folder: Path) -> list[PageFigures]:
    """Figures of every page that `pages.jsonl` of `folder` lists."""
    rows = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    return [measure_page(folder, json.loads(row)) for row in rows]


def measure_page(folder: Path, row: dict[str, object]) -> PageFigures:
    """Figures of one page."""
    file = str(row["file"])
    source = read_source(folder / "html" / file)
    began = time.perf_counter()
    text = compared(clean(parse(source)).text)
    took = (time.perf_counter() - began) * 1000
    gold_file = folder / "gold_text" / Path(file).with_suffix(".txt").name
    found, gold = runs(text), runs(compared(gold_file.read_text(encoding="utf-8")))
    common = len(found & gold)
    return PageFigures(file, common / len(gold), common / len(found), took, faults_of(text, row))


def faults_of(text: str, row: dict[str, object]) -> tuple[str, ...]:
    """Marks of the page's gold row that `text` does not meet."""

    def marks(name: str) -> list[str]:
        value = row[name]
        return [compared(str(mark)) for mark in value] if isinstance(value, list) else []

    def start_or_end(name: str) -> list[str]:
        return [compared(str(row[name])), *marks(f"{name}_alt")]

    missing = [
        name
        for name in ("body_start", "body_end")
        if not any(mark in text for mark in start_or_end(name))
    ]
    return (*missing, *(mark for mark in marks("must_not_contain") if mark in text))


def main() -> None:
    """Print the table."""
    figures = measure(Path(sys.argv[1]))
    for page in figures:
        print(
            f"{page.recall:6.3f} {page.precision:6.3f} {page.milliseconds:6.0f} ms  {page.file}"
            f"  {'; '.join(page.faults)}"
        )
    count = len(figures)
    print(
        f"{sum(page.recall for page in figures) / count:6.3f} "
        f"{sum(page.precision for page in figures) / count:6.3f}  average of {count} pages"
    )


if __name__ == "__main__":
    main()
