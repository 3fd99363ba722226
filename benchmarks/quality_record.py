"""The figures last committed, in docs/evaluation.json, and what is made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
RECORD = DOCS / "evaluation.json"

#: The report of a set as `SetReport.as_json` gives it.
Report = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """The reports by set: `sets` out of fold, `baseline` of plain BM25, `quick` of the samples.

    `trained` says from how many rows each learned part of `sets` was trained; the others had
    their hand-set weights.

    `quick` are those of the models that come with the program, which have seen the questions: they
    tell a change of the program, not how good it is.
    """

    sets: Mapping[str, Report] = field(default_factory=dict)
    baseline: Mapping[str, Report] = field(default_factory=dict)
    quick: Mapping[str, Report] = field(default_factory=dict)
    trained: Mapping[str, int] = field(default_factory=dict)


def read_record(path: Path = RECORD) -> Record:
    """The committed figures; none where there is no file."""
    return Record(**json.loads(path.read_text("utf-8"))) if path.exists() else Record()


def write_record(record: Record, path: Path = RECORD) -> None:
    """Write the figures where they are committed."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def tolerance(report: Report, figure: str) -> float:
    """By how much a figure may change before it says something: two standard errors.

    At least two questions: a share of 1 has an error of 0, and one question is no evidence.
    """
    questions = max(1, report["questions"])
    return 2 * max(float(report["standard_errors"].get(figure, 0.0)), 1 / questions)
