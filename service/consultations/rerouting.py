"""Which questions of the last days would be proposed to other organs, were the organs others.

It is shown before organs are changed. Looked at are the newest consultations, and the newest
questions that nothing answered; both are proposed by the rule that the desks use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.answering.answer import Outcome
from service.answering.records import AnswerRecord
from service.consultations.records import Consultation
from service.consultations.routing import (
    Asked,
    Issuing,
    OrganSuggestion,
    asked_by,
    issuing_of,
    suggestions,
)
from service.staff.organs import KnownOrgan

#: How far back questions are looked at, and how many of each kind.
DAYS_BACK = 30
MOST = 300
_IN_VAIN = (Outcome.UNANSWERED.value, Outcome.SUGGESTED.value)


class Kind(StrEnum):
    """What a question became."""

    CONSULTATION = "咨询"
    UNANSWERED = "没有答上的提问"


@dataclass(frozen=True)
class Rerouted:
    """A question that would be proposed to another organ first; None: to none.

    `number` is that of its consultation.
    """

    kind: Kind
    question: str
    number: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Rerouting:
    """The questions that would go elsewhere, of so many looked at, of so many that there are."""

    rerouted: tuple[Rerouted, ...]
    looked_at: int
    of: int


@dataclass(frozen=True)
class _Question:
    kind: Kind
    text: str
    number: str | None
    answer_id: str | None


def rerouting(
    session: Session, before: Sequence[KnownOrgan], after: Sequence[KnownOrgan], now: datetime
) -> Rerouting:
    """What would be proposed otherwise by the organs as they will be; a constant of statements."""
    since = now - timedelta(days=DAYS_BACK)
    questions = [*_consultations(session, since), *_unanswered(session, since)]
    asked = asked_by(session, {each.answer_id for each in questions})
    issuing = issuing_of(session, asked.values())
    found = []
    for question in questions:
        known = asked.get(question.answer_id, Asked())
        old, new = (_first(organs, question.text, known, issuing) for organs in (before, after))
        if (old and old.organ_id) != (new and new.organ_id):
            names = [each.organ if each else None for each in (old, new)]
            found.append(Rerouted(question.kind, question.text, question.number, *names))
    return Rerouting(tuple(found), len(questions), _count(session, since))


def _first(
    organs: Sequence[KnownOrgan], question: str, asked: Asked, issuing: Issuing
) -> OrganSuggestion | None:
    return next(iter(suggestions(organs, question, asked, issuing)), None)


def _consultations(session: Session, since: datetime) -> list[_Question]:
    query = (
        select(Consultation.question, Consultation.number, Consultation.answer_id)
        .where(Consultation.received_at >= since)
        .order_by(Consultation.received_at.desc())
        .limit(MOST)
    )
    return [
        _Question(Kind.CONSULTATION, row.question, row.number, row.answer_id)
        for row in session.execute(query)
    ]


def _unanswered(session: Session, since: datetime) -> list[_Question]:
    query = (
        select(AnswerRecord.id, AnswerRecord.question)
        .where(AnswerRecord.outcome.in_(_IN_VAIN), AnswerRecord.asked_at >= since)
        .order_by(AnswerRecord.asked_at.desc())
        .limit(MOST)
    )
    return [
        _Question(Kind.UNANSWERED, row.question, None, row.id) for row in session.execute(query)
    ]


def _count(session: Session, since: datetime) -> int:
    cases = select(func.count()).where(Consultation.received_at >= since).scalar_subquery()
    in_vain = (
        select(func.count())
        .where(AnswerRecord.outcome.in_(_IN_VAIN), AnswerRecord.asked_at >= since)
        .scalar_subquery()
    )
    return sum(session.execute(select(cases, in_vain)).one())
