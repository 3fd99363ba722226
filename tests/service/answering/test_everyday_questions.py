"""What citizens of the demonstration county ask in their own words, of every matter it rules.

The questions ask for amounts, papers, ways, terms, places and conditions, and for what no document
tells; no model has learned from them.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from service.config import Settings
from service.demo import DOCUMENTS
from service.evaluation import open_sets
from service.figures import figures
from service.judged_sets import read_set

EVERYDAY = Path(__file__).parents[1] / "everyday"

#: What was measured when the models were trained, less about two standard errors.
AT_LEAST = {
    "first_document_right": 0.77,
    "evidence_in_answer": 0.35,
    "answered_precision": 0.42,
    "auroc": 0.72,
}


def test_everyday_questions_are_answered_no_worse_than_was_measured(tmp_path: Path) -> None:
    shutil.copytree(DOCUMENTS, tmp_path / "files")
    for name in ("questions.jsonl", "unanswerable.jsonl"):
        shutil.copy(EVERYDAY / name, tmp_path)
    with ExitStack() as stack:
        day, silent = date(2026, 11, 22), lambda *_: None
        [opened] = open_sets(stack, [read_set(tmp_path)], Settings(), day, silent)
        found = figures(opened.predict(silent))
    assert {name: found[name] for name, least in AT_LEAST.items() if found[name] < least} == {}
    assert found["seen"] == 0
