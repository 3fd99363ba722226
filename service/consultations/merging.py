"""Handling consultations together: one is answered, and all that were merged into it with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.consultations.details import MoveDetails
from service.consultations.errors import MoveIncomplete
from service.consultations.events import TARGET_CHANGED, add_event
from service.consultations.numbers import read_number
from service.consultations.permitting import sees
from service.consultations.records import Consultation
from service.consultations.states import (
    OPEN_STATES,
    REPLIED_STATES,
    ConsultationState,
    Move,
    Need,
)
from service.staff.actors import SYSTEM, Actor


@dataclass(frozen=True)
class Following:
    """A move that the system makes because of another one."""

    consultation: Consultation
    move: Move
    details: MoveDetails


def merged_with(session: Session, consultation: Consultation) -> Sequence[Consultation]:
    """The consultations that wait for this one's reply, locked, oldest first."""
    query = (
        select(Consultation)
        .where(
            Consultation.merged_into_id == consultation.id,
            Consultation.state == ConsultationState.MERGED.value,
        )
        .order_by(Consultation.id)
        .with_for_update()
    )
    return session.scalars(query).all()


def merge(
    session: Session, actor: Actor, consultation: Consultation, target: str, now: datetime
) -> None:
    """Set what the consultation is merged into; what was merged into it goes along.

    Raises MoveIncomplete where the target is itself, unknown, not the actor's to see, or stands
    where nothing can be merged into it.
    """
    found = session.scalars(
        select(Consultation).where(Consultation.number == read_number(target))
    ).one_or_none()
    if found is None or not sees(actor, found):
        raise MoveIncomplete(Need.TARGET, "没有要并入的这件咨询；请核对编号")
    if found.id == consultation.id:
        raise MoveIncomplete(Need.TARGET, "不能并入它自己")
    if found.state not in OPEN_STATES | REPLIED_STATES:
        raise MoveIncomplete(
            Need.TARGET, f"咨询 {found.number} 的状态是“{found.state}”，不能并入；请另选一件"
        )
    for other in merged_with(session, consultation):
        other.merged_into_id = found.id
        reason = f"随 {consultation.number} 并入 {found.number}"
        add_event(session, other, SYSTEM, TARGET_CHANGED, reason, now, other.state)
    consultation.merged_into_id = found.id


def part(consultation: Consultation) -> None:
    """Let the consultation go on by itself."""
    consultation.merged_into_id = None


def followers(session: Session, consultation: Consultation, move: Move) -> list[Following]:
    """The moves that the system makes because this one was made."""
    if move is Move.ANSWER:
        return _answered_with(merged_with(session, consultation))
    if move in (Move.WITHDRAW, Move.REFUSE):
        reason = f"所并入的咨询 {consultation.number} 已{move.value}，恢复单独办理"
        details = MoveDetails(reason=reason)
        return [
            Following(other, Move.UNMERGE, details) for other in merged_with(session, consultation)
        ]
    if move is Move.MERGE:
        target = session.get_one(Consultation, consultation.merged_into_id)
        if target.state in REPLIED_STATES:
            session.flush()
            return _answered_with(merged_with(session, target))
    return []


def _answered_with(others: Sequence[Consultation]) -> list[Following]:
    return [Following(other, Move.ANSWER_WITH, MoveDetails()) for other in others]
