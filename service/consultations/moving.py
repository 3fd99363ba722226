"""Making a move: checked against the table, made, written down and recorded in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from knowledge.clock import CHINA
from service.consultations.calendar_import import held_calendar
from service.consultations.changes import Change, apply_change
from service.consultations.details import MoveDetails, checked_details
from service.consultations.errors import CaseChanged, ConsultationNotFound, MoveUnguarded
from service.consultations.events import add_event
from service.consultations.merging import followers
from service.consultations.moves import MOVES
from service.consultations.numbers import read_number
from service.consultations.permitting import sees, standing_for
from service.consultations.practice import practice_of
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import Move
from service.consultations.telling import facts_of, told_of
from service.staff.actors import SYSTEM, Actor, ActorKind
from service.staff.audit_log import record


@dataclass(frozen=True)
class _Made:
    """A move that was made, to be recorded once all that goes with it is done."""

    actor: Actor
    move: Move
    number: str
    details: Mapping[str, str]


def make_move(
    session: Session,
    actor: Actor,
    case_number: str,
    move: Move,
    expected_version: int,
    details: MoveDetails,
    now: datetime,
) -> Consultation:
    """Make the move in the caller's transaction, with its history and audit entries.

    Raises ConsultationNotFound for what the actor may not see, CaseChanged where the consultation
    is no longer at `expected_version`, MoveRefused where the move cannot be made, and whatever
    the practice's guards raise.
    """
    calendar = held_calendar(session)  # before the rows, as an import of a calendar does
    consultation = _locked(session, case_number, details.target if move is Move.MERGE else "")
    if actor.kind is ActorKind.STAFF and not sees(actor, consultation):
        raise not_found()
    if consultation.version != expected_version:
        raise CaseChanged(_what_changed(session, consultation))
    made = [_make(Change(session, consultation, actor, details, calendar, now), move)]
    made += [
        _make(Change(session, other.consultation, SYSTEM, other.details, calendar, now), other.move)
        for other in followers(session, consultation, move)
    ]
    session.flush()
    for each in made:
        subject = f"consultation:{each.number}"
        record(session, each.actor, each.move.value, subject, each.details, now)
    return consultation


def _locked(session: Session, case_number: str, target: str) -> Consultation:
    """The consultation, held with all that the move may touch until the transaction ends.

    That is what it is merged into, and what is merged into it; rows are locked in one order, so
    that two who make moves at once never wait for each other.
    """
    number = read_number(case_number)
    numbers = [number] + [read_number(target)] * bool(target)
    own = select(Consultation.id).where(Consultation.number == number).scalar_subquery()
    rows = session.scalars(
        select(Consultation)
        .where(or_(Consultation.number.in_(numbers), Consultation.merged_into_id == own))
        .order_by(Consultation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise not_found()
    return found


def not_found() -> ConsultationNotFound:
    """What staff are told of a number that is unknown, or not theirs to see."""
    return ConsultationNotFound("没有这件咨询，或者它不由您的单位办理")


def _make(change: Change, move: Move) -> _Made:
    session, consultation, actor = change.session, change.consultation, change.actor
    standing = standing_for(consultation, actor, move, change.today)
    checked = replace(change, details=checked_details(move, change.details))
    _guard(checked, move)
    before = consultation.state
    apply_change(checked, move)
    # Counted as a change though every column may be as before: who comes second is told.
    flag_modified(consultation, "state")
    effect = practice_of(session).effects.get(move.value)
    if effect is not None:
        effect(session, consultation, actor, change.now)
    facts = facts_of(session, consultation, actor, move, checked.details)
    reason = told_of(facts, checked.details.reason)
    add_event(session, consultation, actor, move.value, reason, change.now, before, standing.role)
    details = {"从": before, "到": consultation.state, **facts}
    return _Made(actor, move, consultation.number, details)


def _guard(change: Change, move: Move) -> None:
    guard = practice_of(change.session).guards.get(move.value)
    if guard is not None:
        guard(change.session, change.consultation, change.actor, change.now)
    elif MOVES[move].guarded:
        raise MoveUnguarded(f"没有配置“{move.value}”之前的核对，不能进行")


def _what_changed(session: Session, consultation: Consultation) -> str:
    last = session.scalars(
        select(ConsultationEvent)
        .where(ConsultationEvent.consultation_id == consultation.id)
        .order_by(ConsultationEvent.id.desc())
        .limit(1)
    ).one()
    at = last.at.astimezone(CHINA)
    return (
        f"{last.actor}已在{at.month}月{at.day}日{at:%H:%M}进行了“{last.action}”，"
        f"现在的状态是“{consultation.state}”；请核对后再办"
    )
