"""What is read of runs: their questions, their figures, how their cases fared before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.reports import SetReport, report_on
from service.trials.errors import RunUnknown
from service.trials.expecting import Expected
from service.trials.findings import prediction_of
from service.trials.records import JudgedCase, TrialItem, TrialRun
from service.trials.tallies import Fared

OWN = "本单位评测题"


def expected_of(item: JudgedCase | TrialItem) -> Expected:
    """What is right for a case, or for a question of a run."""
    return Expected(item.question, item.region, item.answerable, item.document_id, item.evidence)


def find_run(session: Session, run_id: int) -> TrialRun:
    """The run; raises RunUnknown."""
    run = session.get(TrialRun, run_id)
    if run is None:
        raise RunUnknown("没有这次检验，或者保存期已过")
    return run


def report_of(session: Session, run: TrialRun) -> SetReport:
    """The figures of what the run asked and knows what is right for, as of any evaluation set."""
    name = run.name or OWN
    return report_on(
        name,
        [
            prediction_of(item.ordinal, expected_of(item), item.found)
            for item in items_of(session, run.id)
            if item.found is not None and item.answerable is not None
        ],
    )


def items_of(session: Session, run_id: int) -> Sequence[TrialItem]:
    """The questions of a run, in order."""
    return session.scalars(
        select(TrialItem).where(TrialItem.run_id == run_id).order_by(TrialItem.ordinal)
    ).all()


def listed_items(
    session: Session, run_id: int, after: int, most: int, *, everything: bool
) -> Sequence[TrialItem]:
    """The questions of a run behind the one of this ordinal, all or those that came out wrong."""
    query = (
        select(TrialItem)
        .where(TrialItem.run_id == run_id, TrialItem.ordinal > after)
        .order_by(TrialItem.ordinal)
        .limit(most)
    )
    if not everything:
        query = query.where(TrialItem.fared.in_([way.value for way in Fared if not way.good]))
    return session.scalars(query).all()


def asked_count(session: Session, run_id: int) -> int:
    """How many questions of the run were asked."""
    counted = (
        select(func.count())
        .select_from(TrialItem)
        .where(TrialItem.run_id == run_id, TrialItem.found.is_not(None))
    )
    return session.scalar(counted) or 0


def own_runs(session: Session, most: int) -> Sequence[TrialRun]:
    """The runs of the office's own cases, newest first."""
    return session.scalars(
        select(TrialRun).where(TrialRun.own).order_by(TrialRun.id.desc()).limit(most)
    ).all()


def run_before(session: Session, run: TrialRun) -> TrialRun | None:
    """The finished run of the office's own cases before this one."""
    return session.scalars(
        select(TrialRun)
        .where(TrialRun.own, TrialRun.id < run.id, TrialRun.finished_at.is_not(None))
        .order_by(TrialRun.id.desc())
        .limit(1)
    ).first()


def fared_by_case(session: Session, run: TrialRun) -> dict[int, str]:
    """How each case fared in a run."""
    rows = session.execute(
        select(TrialItem.case_id, TrialItem.fared).where(
            TrialItem.run_id == run.id, TrialItem.case_id.is_not(None)
        )
    )
    return {row.case_id: row.fared for row in rows if row.fared is not None}
