"""Runs: questions asked one after the other, some at a time, and the figures when all are done.

A run goes on by steps, so that no request waits for hundreds of questions and a run outlives the
page that began it. Each step asks what was not asked yet; whoever steps twice at once only asks
some questions twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.answering.answer import Answer, AskRequest, Outcome
from service.answering.errors import QuestionRefused
from service.answering.pipeline import Answers
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.trials.errors import CaseRefused
from service.trials.expecting import Expected
from service.trials.findings import finding_of, prediction_of
from service.trials.records import JudgedCase, TrialItem, TrialRun
from service.trials.run_reading import asked_count, expected_of, find_run, items_of, report_of
from service.trials.tallies import Fared, fared, tally

#: Seconds of one step, and questions that it takes up at once.
STEP = 1.0
TAKEN = 50
#: Runs of the office's own cases that are kept.
KEPT_RUNS = 200


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    done: int
    of: int

    @property
    def finished(self) -> bool:
        """Whether nothing is left to ask."""
        return self.done >= self.of


def begin_own(session: Session, actor: Actor, now: datetime) -> int:
    """A run of all cases that count; returns its number. Raises CaseRefused where there is none."""
    cases = session.scalars(
        select(JudgedCase).where(JudgedCase.retired_at.is_(None)).order_by(JudgedCase.id)
    ).all()
    if not cases:
        raise CaseRefused("还没有评测题；先试问一个问题，把它存为评测题")
    items = [
        (
            case.id,
            Expected(case.question, case.region, case.answerable, case.document_id, case.evidence),
        )
        for case in cases
    ]
    run = _begun(session, actor, TrialRun(own=True, name="", notes=[]), items, now)
    record(session, actor, "检验评测题", f"trial:{run.id}", {"题数": str(len(items))}, now)
    return run.id


def begin_file(
    session: Session,
    actor: Actor,
    name: str,
    expected: Sequence[Expected],
    notes: Sequence[str],
    now: datetime,
    kept: timedelta,
) -> int:
    """A run of a file's questions, which were `checked`; `notes` tell of rows left out."""
    items = [(None, each) for each in expected]
    run = TrialRun(own=False, name=name, notes=list(notes), expires_at=now + kept)
    _begun(session, actor, run, items, now)
    record(session, actor, "试问文件里的问题", f"trial:{run.id}", {"题数": str(len(items))}, now)
    return run.id


def _begun(
    session: Session,
    actor: Actor,
    run: TrialRun,
    items: Sequence[tuple[int | None, Expected]],
    now: datetime,
) -> TrialRun:
    run.begun_at, run.begun_by, run.questions, run.stood = now, actor.name, len(items), {}
    session.add(run)
    session.flush()
    session.add_all(
        TrialItem(
            run_id=run.id,
            ordinal=ordinal,
            case_id=case_id,
            question=each.question,
            region=each.region,
            answerable=each.answerable,
            document_id=each.document,
            evidence=each.evidence,
        )
        for ordinal, (case_id, each) in enumerate(items, start=1)
    )
    session.flush()
    return run


def take_step(answers: Answers, run_id: int, seconds: float = STEP) -> Progress:
    """Ask questions of the run for so long, at least one, and keep what they got.

    Raises RunUnknown, and SearchUnavailable where no index is.
    """
    deadline = monotonic() + seconds
    with answers.store.reading() as session:
        find_run(session, run_id)
        waiting = session.scalars(
            select(TrialItem)
            .where(TrialItem.run_id == run_id, TrialItem.found.is_(None))
            .order_by(TrialItem.ordinal)
            .limit(TAKEN)
        ).all()
        asked = []
        stood: dict[str, object] = {}
        for item in waiting:
            answer = _answer(session, answers, item)
            asked.append((item.ordinal, *_judged(item, answer)))
            if answer.explanation is not None:
                admitted = answer.explanation.admitted
                stood = {"revision": admitted.index_revision, "day": admitted.day.isoformat()}
            if monotonic() >= deadline:
                break
    stood["learned"] = list(answers.models.learned_parts)
    return _kept(answers, run_id, asked, stood)


def purge_runs(session: Session, now: datetime) -> int:
    """Delete runs of files whose time has come, and of own ones all but the newest; how many."""
    kept = select(TrialRun.id).where(TrialRun.own).order_by(TrialRun.id.desc()).limit(KEPT_RUNS)
    over = (TrialRun.expires_at <= now) | (TrialRun.own & TrialRun.id.not_in(kept))
    gone = session.scalars(select(TrialRun.id).where(over)).all()
    session.execute(delete(TrialItem).where(TrialItem.run_id.in_(gone)))
    session.execute(delete(TrialRun).where(TrialRun.id.in_(gone)))
    return len(gone)


def _answer(session: Session, answers: Answers, item: TrialItem) -> Answer:
    try:
        return answers.preview(session, AskRequest(item.question, None, item.region))
    except QuestionRefused as refusal:
        return Answer(Outcome.UNANSWERED, confidence=0.0, message=str(refusal))


def _judged(item: TrialItem, answer: Answer) -> tuple[dict[str, object], str | None]:
    found = dict(finding_of(answer))
    if item.answerable is None:
        return found, None
    return found, fared(prediction_of(item.ordinal, expected_of(item), found)).value


def _kept(
    answers: Answers,
    run_id: int,
    asked: Sequence[tuple[int, dict[str, object], str | None]],
    stood: dict[str, object],
) -> Progress:
    with answers.store.writing() as session:
        run = find_run(session, run_id)
        for ordinal, found, how in asked:
            session.execute(
                update(TrialItem)
                .where(TrialItem.run_id == run_id, TrialItem.ordinal == ordinal)
                .values(found=found, fared=how)
            )
        if asked:
            run.stood = {**run.stood, **stood}
        session.flush()
        progress = Progress(asked_count(session, run_id), run.questions)
        if progress.finished and run.finished_at is None:
            run.finished_at = answers.clock()
            judged = [item.fared for item in items_of(session, run_id) if item.fared]
            run.tally = tally(map(Fared, judged))
            run.figures = report_of(session, run).as_json() if judged else None
        return progress
