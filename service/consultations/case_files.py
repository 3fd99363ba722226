"""One consultation with everything that staff need to see of it, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.clock import day_in_china
from service.consultations.calendar import stored_years
from service.consultations.explaining import due_explained
from service.consultations.marks import DueMark, horizon_of, mark_of
from service.consultations.moving import not_found
from service.consultations.numbers import read_number
from service.consultations.permitting import allowed_moves
from service.consultations.practice import practice_of
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import Move
from service.consultations.visibility import visible_to
from service.staff.actors import Actor
from service.staff.records import Organ
from service.staff.roles import ROLE_NAMES, Role


@dataclass(frozen=True)
class EventView:
    """An entry of the history; `role` as people read it."""

    at: datetime
    actor: str
    role: str | None
    action: str
    before: str | None
    after: str
    clock_running: bool
    reason: str


@dataclass(frozen=True)
class Words:
    """What somebody wrote with a move, masked."""

    at: datetime
    actor: str
    text: str


@dataclass(frozen=True)
class CaseFile:
    """A consultation as staff see it; the record itself is `record`."""

    record: Consultation
    mark: DueMark
    due_explained: str
    lead: str | None
    assisting: tuple[str, ...]
    merged_into: str | None
    merged: tuple[str, ...]
    history: tuple[EventView, ...]
    #: What was supplied when asked for, and what the organs that help had to say.
    supplements: tuple[Words, ...]
    opinions: tuple[Words, ...]
    moves: tuple[Move, ...]


def find_case(session: Session, actor: Actor, number: str) -> Consultation:
    """The consultation of this number; raises ConsultationNotFound where the actor sees none."""
    found = session.scalars(
        select(Consultation)
        .where(Consultation.number == read_number(number), visible_to(actor))
        .options(selectinload(Consultation.assisting), selectinload(Consultation.events))
    ).one_or_none()
    if found is None:
        raise not_found()
    return found


def case_file(session: Session, actor: Actor, number: str, now: datetime) -> CaseFile:
    """Everything of the consultation; raises ConsultationNotFound where the actor sees none."""
    found = find_case(session, actor, number)
    calendar = stored_years(session)
    wanted = {found.organ_id, *(each.organ_id for each in found.assisting)} - {None}
    names = {
        row.id: row.name
        for row in session.execute(select(Organ.id, Organ.name).where(Organ.id.in_(wanted)))
    }
    return CaseFile(
        record=found,
        mark=mark_of(
            found.state,
            day_in_china(found.received_at),
            found.due_on,
            horizon_of(day_in_china(now), calendar, practice_of(session).terms.triage_days),
        ),
        due_explained=due_explained(found, calendar),
        lead=names.get(found.organ_id) if found.organ_id is not None else None,
        assisting=tuple(names[each.organ_id] for each in found.assisting),
        merged_into=_target(session, found),
        merged=tuple(
            session.scalars(
                select(Consultation.number)
                .where(Consultation.merged_into_id == found.id, visible_to(actor))
                .order_by(Consultation.id)
            )
        ),
        history=tuple(_view(event) for event in found.events),
        supplements=words_of(found, Move.SUPPLEMENT),
        opinions=words_of(found, Move.ADVISE),
        moves=allowed_moves(found, actor, day_in_china(now)),
    )


def words_of(found: Consultation, move: Move) -> tuple[Words, ...]:
    """What was written each time that the move was made, oldest first."""
    return tuple(
        Words(event.at, event.actor, event.reason) for event in found.events if event.action == move
    )


def _target(session: Session, found: Consultation) -> str | None:
    if found.merged_into_id is None:
        return None
    return session.scalars(
        select(Consultation.number).where(Consultation.id == found.merged_into_id)
    ).one()


def _view(event: ConsultationEvent) -> EventView:
    return EventView(
        event.at,
        event.actor,
        ROLE_NAMES[Role(event.role)] if event.role else None,
        event.action,
        event.before,
        event.state,
        event.clock_running,
        event.reason,
    )
