"""What stands on the way into the knowledge: replies not yet published, pairs not yet approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.consultations.records import Consultation
from service.consultations.states import REPLIED_STATES
from service.consultations.visibility import visible_to
from service.replies.records import PublishedAnswer, Purpose, ReplyText
from service.staff.actors import Actor

#: Rows of each list; the newest come first.
SHOWN = 50


@dataclass(frozen=True)
class WaitingPair:
    """A consultation on its way into the knowledge; `by` is who wrote or approved last."""

    number: str
    question: str
    by: str | None
    at: datetime


def unpublished_replies(session: Session, actor: Actor) -> list[WaitingPair]:
    """Consultations that were replied to and of which no pair was written yet."""
    pair = (
        select(ReplyText.id)
        .where(ReplyText.consultation_id == Consultation.id, ReplyText.purpose == Purpose.PAIR)
        .exists()
    )
    query = (
        select(Consultation.number, Consultation.question, Consultation.answered_at)
        .where(
            Consultation.state.in_(sorted(state.value for state in REPLIED_STATES)),
            Consultation.answered_at.is_not(None),
            # Not `is_(None)`: SQLite would go through the index of that column, nearly all rows.
            func.coalesce(Consultation.merged_into_id, 0) == 0,
            ~pair,
            visible_to(actor),
        )
        .order_by(Consultation.answered_at.desc())
        .limit(SHOWN)
    )
    return [
        WaitingPair(row.number, row.question, None, row.answered_at)
        for row in session.execute(query)
    ]


def pairs_to_approve(session: Session, actor: Actor) -> list[WaitingPair]:
    """Pairs whose newest text was not published."""
    return _rows(session, _newest_pairs(actor).where(ReplyText.released_at.is_(None)))


def published_pairs(session: Session, actor: Actor) -> list[WaitingPair]:
    """Pairs that were published, the newest first."""
    query = (
        select(
            Consultation.number,
            ReplyText.question,
            PublishedAnswer.approver,
            PublishedAnswer.published_at,
        )
        .join(PublishedAnswer, PublishedAnswer.text_id == ReplyText.id)
        .join(Consultation, Consultation.id == PublishedAnswer.consultation_id)
        .where(visible_to(actor))
        .order_by(PublishedAnswer.published_at.desc())
        .limit(SHOWN)
    )
    return _rows(session, query)


def _newest_pairs(actor: Actor) -> Select[str, str | None, str, datetime]:
    newest = (
        select(ReplyText.consultation_id, func.max(ReplyText.number).label("number"))
        .where(ReplyText.purpose == Purpose.PAIR)
        .group_by(ReplyText.consultation_id)
        .subquery()
    )
    return (
        select(Consultation.number, ReplyText.question, ReplyText.author, ReplyText.saved_at)
        .join(Consultation, Consultation.id == ReplyText.consultation_id)
        .join(
            newest,
            (newest.c.consultation_id == ReplyText.consultation_id)
            & (newest.c.number == ReplyText.number),
        )
        .where(ReplyText.purpose == Purpose.PAIR, visible_to(actor))
        .order_by(ReplyText.saved_at.desc())
        .limit(SHOWN)
    )


def _rows(session: Session, query: Select[str, str | None, str, datetime]) -> list[WaitingPair]:
    rows = session.execute(query)
    return [WaitingPair(number, question or "", by, at) for number, question, by, at in rows]
