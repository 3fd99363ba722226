"""Samples of the evaluation sets that a test can ask in seconds: two whole, two in part.

Seeds and pages are taken whole. Of policies and statutes some questions are drawn, each with what
is right for it, among other documents and passages drawn likewise. The draw is by the digests of
ids, so the same sets give the same sample everywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.config import Settings
from service.evaluation import JUDGED_ON, open_sets
from service.judged_sets import JudgedSet, read_set
from service.reports import report_on

WHOLE = ("seeds", "pages")

#: How many are drawn of each file of a set.
QUESTIONS, OTHERS, DOCUMENTS, PASSAGES = 80, 60, 120, 3000

Row = dict[str, Any]


def quick_reports(folder: Path) -> dict[str, Row]:
    """The reports of the samples of the sets in the folder, by the program's own models."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory()))
        sets = quick_sets(folder, scratch)
        as_of = date.fromisoformat(JUDGED_ON)
        opened = open_sets(stack, sets, Settings(), as_of, lambda _step, _done, _total: None)
        return {
            each.judged.name: report_on(
                each.judged.name, each.predict(lambda _step, _done, _total: None), each.ids.notes
            ).as_json()
            for each in opened
        }


def quick_sets(folder: Path, scratch: Path) -> list[JudgedSet]:
    """The samples, those that are no whole sets written into `scratch`."""
    for name, sample in (("policies", _policies), ("statutes", _statutes)):
        (scratch / name).mkdir()
        sample(folder / name, scratch / name)
    folders = [*(folder / name for name in WHOLE), scratch / "policies", scratch / "statutes"]
    return [read_set(each) for each in folders]


def _policies(whole: Path, sample: Path) -> None:
    asked = _drawn(_rows(whole / "questions.jsonl"), QUESTIONS)
    right = {row["document"] for row in asked}
    _write(sample / "questions.jsonl", asked)
    _write(sample / "unanswerable.jsonl", _drawn(_rows(whole / "unanswerable.jsonl"), OTHERS))
    _write(sample / "documents.jsonl", _with(_rows(whole / "documents.jsonl"), right, DOCUMENTS))


def _statutes(whole: Path, sample: Path) -> None:
    asked = _drawn(_rows(whole / "questions.jsonl"), QUESTIONS)
    right = {passage for row in asked for passage in row["relevant"]}
    _write(sample / "questions.jsonl", asked)
    _write(sample / "passages.jsonl", _with(_rows(whole / "passages.jsonl"), right, PASSAGES))


def _with(rows: list[Row], right: set[str], others: int) -> list[Row]:
    """The rows of these ids, and some others, in their order."""
    drawn = _drawn([row for row in rows if row["id"] not in right], others)
    taken = right | {row["id"] for row in drawn}
    return [row for row in rows if row["id"] in taken]


def _drawn(rows: list[Row], count: int) -> list[Row]:
    by_digest: Callable[[Row], str] = lambda row: hashlib.sha256(row["id"].encode()).hexdigest()  # noqa: E731
    return sorted(rows, key=by_digest)[:count]


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _write(path: Path, rows: Iterable[Row]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
