"""A small judged set: notices of one build, and a question for the amount that each grants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from service.config import Settings
from service.evaluation import OpenedSet, open_sets
from service.judged_sets import read_sets

DAY = date(2026, 11, 22)
COUNTIES = ("青禾县", "云溪县", "白石县", "南坪县", "望江县", "松岭县", "石桥县", "柳河县")
THINGS = ("高龄津贴", "护理补贴", "临时救助", "创业补贴", "租房补贴", "稳岗补贴", "交通补助")


@dataclass(frozen=True)
class Wording:
    """How notices and questions are worded, by `county`, `thing` and `amount`; `text` by `answer`.

    `counties` is how many counties have a notice of each thing.
    """

    text: str
    answer: str
    question: str
    counties: int


@contextmanager
def opened_amounts(folder: Path, wording: Wording) -> Iterator[OpenedSet]:
    """The set, opened with hand-set weights; its files lie below `folder`."""
    documents, questions = [], []
    granted = product(COUNTIES[: wording.counties], THINGS)
    for at, (county, thing) in enumerate(granted):
        names = {"county": county, "thing": thing, "amount": f"每人每月{100 + 7 * at}元"}
        answer = wording.answer.format(**names)
        documents.append({"id": f"d{at}", "text": wording.text.format(**names, answer=answer)})
        asked = {"question": wording.question.format(**names), "document": f"d{at}"}
        questions.append({"id": f"q{at}", **asked, "answer": answer})
    whole = folder / "amounts"
    whole.mkdir()
    for name, rows in (("documents", documents), ("questions", questions)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (whole / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    with ExitStack() as stack:
        (found,) = open_sets(stack, read_sets([whole]), Settings(model="none"), DAY, _quiet)
        yield found


def _quiet(_step: str, _done: int, _total: int) -> None:
    return None
