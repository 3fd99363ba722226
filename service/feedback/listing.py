"""Citizens' words on answers as staff read them: how many helped, and those that did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.answering.records import AnswerRecord
from service.feedback.records import AnswerFeedback

#: Rows shown at most, the newest first.
SHOWN = 100
#: What stands for a reason that was not told.
UNTOLD = "没有说明"


@dataclass(frozen=True)
class Unhelpful:
    """An answer that did not help: the masked question, how it ended, why and in which words."""

    answer_id: str
    question: str
    outcome: str
    reason: str
    words: str | None
    given_at: datetime


@dataclass(frozen=True)
class Tally:
    """How many answers helped and how many did not; `reasons` from the most frequent on."""

    helpful: int
    unhelpful: int
    reasons: Mapping[str, int]


def tally(session: Session, since: datetime) -> Tally:
    """The words given since then, counted."""
    rows = session.execute(
        select(AnswerFeedback.helpful, AnswerFeedback.reason, func.count())
        .where(AnswerFeedback.given_at >= since)
        .group_by(AnswerFeedback.helpful, AnswerFeedback.reason)
    ).all()
    reasons = {reason or UNTOLD: count for helpful, reason, count in rows if not helpful}
    return Tally(
        helpful=sum(count for helpful, _, count in rows if helpful),
        unhelpful=sum(reasons.values()),
        reasons=dict(sorted(reasons.items(), key=lambda each: -each[1])),
    )


def unhelpful_answers(session: Session, since: datetime) -> list[Unhelpful]:
    """The answers that did not help, the newest word first, SHOWN at most."""
    rows = session.execute(
        select(
            AnswerFeedback.answer_id,
            AnswerRecord.question,
            AnswerRecord.outcome,
            AnswerFeedback.reason,
            AnswerFeedback.words,
            AnswerFeedback.given_at,
        )
        .join(AnswerRecord, AnswerRecord.id == AnswerFeedback.answer_id)
        .where(AnswerFeedback.helpful.is_(False), AnswerFeedback.given_at >= since)
        .order_by(AnswerFeedback.given_at.desc())
        .limit(SHOWN)
    )
    return [
        Unhelpful(answer_id, question, outcome, reason or UNTOLD, words, given_at)
        for answer_id, question, outcome, reason, words, given_at in rows
    ]
