"""Judged cases as many as there may be, and runs that asked them, for the benchmark of pages."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from knowledge.database import table
from service.answering.answer import Answer, Outcome
from service.trials.cases import MOST
from service.trials.findings import finding_of
from service.trials.records import JudgedCase, TrialItem, TrialRun
from service.trials.tallies import Fared, tally
from service.wiring import Office

RUNS = 12


def fill_trials(office: Office) -> None:
    """MOST cases, and RUNS finished runs of all of them."""
    now = office.clock()
    ways = [list(Fared)[number % len(Fared)] for number in range(MOST)]
    found = finding_of(Answer(Outcome.UNANSWERED, confidence=0.0))
    cases = [
        {
            "id": number,
            "question": f"第{number}路公交车几点收车",
            "answerable": False,
            "evidence": "",
            "created_at": now,
            "created_by": "发布人",
        }
        for number in range(1, MOST + 1)
    ]
    with office.store.writing() as session:
        session.execute(insert(table(JudgedCase)), cases)
        for number in range(1, RUNS + 1):
            began = now - timedelta(days=RUNS - number)
            run = TrialRun(
                own=True,
                name="",
                questions=MOST,
                begun_at=began,
                begun_by="发布人",
                finished_at=began,
                notes=[],
                stood={},
                tally=tally(ways),
            )
            session.add(run)
            session.flush()
            items = [
                {
                    "run_id": run.id,
                    "ordinal": ordinal,
                    "case_id": case["id"],
                    "question": case["question"],
                    "answerable": False,
                    "evidence": "",
                    "found": found,
                    "fared": way.value,
                }
                for ordinal, (case, way) in enumerate(zip(cases, ways, strict=True), start=1)
            ]
            session.execute(insert(table(TrialItem)), items)
