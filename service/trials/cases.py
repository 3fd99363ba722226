"""The office's own judged cases: kept, listed, retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from knowledge.documents import Document, Version, is_current
from service.answering.pipeline import Answers
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.trials.errors import CaseRefused
from service.trials.expecting import Expected, checked
from service.trials.records import JudgedCase

#: Cases that count at most: a run of them takes a few minutes of one core.
MOST = 5000


@dataclass(frozen=True)
class ListedCase:
    """A case with the title of the document that answers it, empty where none does."""

    id: int
    question: str
    region: str | None
    answerable: bool
    document_id: str | None
    title: str
    evidence: str
    created_at: datetime
    created_by: str


def keep_case(
    session: Session, answers: Answers, actor: Actor, expected: Expected, now: datetime
) -> int:
    """Keep a case; returns its number.

    Raises CaseRefused where it cannot be one, where the same question is kept already, or where
    there are MOST of them.
    """
    if expected.answerable is None:
        raise CaseRefused("请选择文件能不能回答这个问题")
    sure = checked(session, answers, expected, day_in_china(now))
    same = select(JudgedCase.id).where(
        JudgedCase.question == sure.question,
        JudgedCase.region.is_not_distinct_from(sure.region),
        JudgedCase.retired_at.is_(None),
    )
    if session.scalars(same).first() is not None:
        raise CaseRefused("评测题里已经有这个问题；标准变了请先停用原来的")
    if count_cases(session) >= MOST:
        raise CaseRefused(f"评测题已有 {MOST} 道；请先停用不再需要的")
    case = JudgedCase(
        question=sure.question,
        region=sure.region,
        answerable=bool(sure.answerable),
        document_id=sure.document,
        evidence=sure.evidence,
        created_at=now,
        created_by=actor.name,
    )
    session.add(case)
    session.flush()
    record(session, actor, "新增评测题", f"case:{case.id}", {}, now)
    return case.id


def retire_case(session: Session, actor: Actor, case_id: int, now: datetime) -> None:
    """Let the case count no longer; raises CaseRefused where there is no such one that counts."""
    case = session.get(JudgedCase, case_id, with_for_update=True)
    if case is None or case.retired_at is not None:
        raise CaseRefused("没有这道评测题，或者它已经停用")
    case.retired_at, case.retired_by = now, actor.name
    session.flush()
    record(session, actor, "停用评测题", f"case:{case_id}", {}, now)


def count_cases(session: Session) -> int:
    """How many cases count."""
    counted = select(func.count()).select_from(JudgedCase).where(JudgedCase.retired_at.is_(None))
    return session.scalar(counted) or 0


def list_cases(session: Session, before: int | None, most: int) -> Sequence[ListedCase]:
    """The cases that count, newest first, those before this number; one statement."""
    query = (
        select(
            JudgedCase.id, JudgedCase.question, JudgedCase.region, JudgedCase.answerable,
            JudgedCase.document_id, func.coalesce(Version.title, ""), JudgedCase.evidence,
            JudgedCase.created_at, JudgedCase.created_by,
        )
        .outerjoin(Document, JudgedCase.document_id == Document.id)
        .outerjoin(Version, is_current())
        .where(JudgedCase.retired_at.is_(None))
        .order_by(JudgedCase.id.desc())
        .limit(most)
    )  # fmt: skip
    if before is not None:
        query = query.where(JudgedCase.id < before)
    return [ListedCase(*row) for row in session.execute(query)]
