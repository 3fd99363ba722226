"""Calls as staff see them: one on a page, and lists of them, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.answering.records import AnswerRecord
from service.consultations.records import Consultation
from service.hotline.callers import Earlier, earlier_of, masked_caller
from service.hotline.calls import may_change
from service.hotline.errors import CallNotFound
from service.hotline.records import OUTCOME_NAMES, CallOutcome, CallQuestion, HotlineCall
from service.staff.actors import Actor
from service.staff.records import Organ


@dataclass(frozen=True)
class CallFilters:
    """What the list is narrowed to; None does not narrow. `open_only` leaves the unlogged ones."""

    outcome: CallOutcome | None = None
    user_id: int | None = None
    open_only: bool = False


@dataclass(frozen=True)
class CallRow:
    """A call in the list; `caller` is masked."""

    id: int
    began_at: datetime
    seat: str
    outcome: str | None
    organ: str | None
    question: str | None
    note: str
    caller: str | None
    consultation: str | None


@dataclass(frozen=True)
class AskedQuestion:
    """A question of a call; None once it is deleted, as its answer is."""

    answer_id: str
    asked_at: datetime
    question: str | None
    outcome: str | None


@dataclass(frozen=True)
class CallView:
    """A call with everything that is shown of it; `mine` tells whether it may be changed."""

    id: int
    token: str
    began_at: datetime
    ended_at: datetime | None
    seat: str
    outcome: str | None
    organ: str | None
    organ_id: int | None
    note: str
    note_version: int
    caller: str | None
    consultation: str | None
    questions: tuple[AskedQuestion, ...]
    earlier: Earlier
    mine: bool


def list_calls(
    session: Session, filters: CallFilters, before: int | None, limit: int
) -> tuple[list[CallRow], int | None]:
    """The next calls below the id `before` (None: the newest), and the id to go on from.

    One statement.
    """
    query = (
        select(HotlineCall, Organ.short_name, AnswerRecord.question, Consultation.number)
        .outerjoin(Organ, Organ.id == HotlineCall.organ_id)
        .outerjoin(AnswerRecord, AnswerRecord.id == HotlineCall.last_answer_id)
        .outerjoin(Consultation, Consultation.id == HotlineCall.consultation_id)
        .order_by(HotlineCall.id.desc())
        .limit(limit + 1)
    )
    if filters.outcome is not None:
        query = query.where(HotlineCall.outcome == filters.outcome.value)
    if filters.open_only:
        query = query.where(HotlineCall.outcome.is_(None))
    if filters.user_id is not None:
        query = query.where(HotlineCall.user_id == filters.user_id)
    if before is not None:
        query = query.where(HotlineCall.id < before)
    found = session.execute(query).all()
    rows = [
        CallRow(
            call.id,
            call.began_at,
            call.seat,
            _told(call),
            organ,
            question,
            call.note,
            masked_caller(session, call),
            number,
        )
        for call, organ, question, number in found[:limit]
    ]
    return rows, rows[-1].id if len(found) > limit else None


def view_call(
    session: Session, actor: Actor, *, call_id: int | None = None, token: str = ""
) -> CallView:
    """The call of the id or the token; a fixed number of statements. Raises CallNotFound."""
    wanted = HotlineCall.id == call_id if call_id is not None else HotlineCall.token == token
    row = session.execute(
        select(HotlineCall, Organ.name, Consultation.number)
        .outerjoin(Organ, Organ.id == HotlineCall.organ_id)
        .outerjoin(Consultation, Consultation.id == HotlineCall.consultation_id)
        .where(wanted)
    ).one_or_none()
    if row is None:
        raise CallNotFound("没有这通来电")
    call, organ, number = row
    return CallView(
        call.id,
        call.token,
        call.began_at,
        call.ended_at,
        call.seat,
        _told(call),
        organ,
        call.organ_id,
        call.note,
        call.note_version,
        masked_caller(session, call),
        number,
        tuple(_questions(session, call.id)),
        earlier_of(session, actor, call),
        may_change(actor, call),
    )


def _questions(session: Session, call_id: int) -> Sequence[AskedQuestion]:
    query = (
        select(
            CallQuestion.answer_id, CallQuestion.asked_at, AnswerRecord.question,
            AnswerRecord.outcome,
        )
        .outerjoin(AnswerRecord, AnswerRecord.id == CallQuestion.answer_id)
        .where(CallQuestion.call_id == call_id)
        .order_by(CallQuestion.asked_at, CallQuestion.answer_id)
    )  # fmt: skip
    return [AskedQuestion(*row) for row in session.execute(query)]


def _told(call: HotlineCall) -> str | None:
    return OUTCOME_NAMES[CallOutcome(call.outcome)] if call.outcome else None
