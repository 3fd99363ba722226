"""Demonstration data: documents about a fictional county, and questions with their answers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"


@dataclass(frozen=True)
class DemoQuestion:
    """A question that the demonstration data answers, or must not answer.

    `documents` are the file names that may be cited first, `phrase` stands in the quoted clause;
    `expected` is `answered`, `lapsed` (answered with a notice) or `unanswered` (both others empty).
    """

    question: str
    documents: tuple[str, ...]
    phrase: str
    expected: str


def demo_questions() -> tuple[DemoQuestion, ...]:
    """The questions of `questions.tsv`, in its order."""
    with (FOLDER / "questions.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            DemoQuestion(
                row["question"],
                tuple(filter(None, row["documents"].split("|"))),
                row["phrase"],
                row["expected"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        )
