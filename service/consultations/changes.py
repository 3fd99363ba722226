"""What each move changes in the record, beside its state: one small function a move, in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from service.consultations.calendar import WorkingCalendar
from service.consultations.details import MoveDetails
from service.consultations.dues import set_due
from service.consultations.errors import MoveIncomplete
from service.consultations.merging import merge, part
from service.consultations.moves import MOVES
from service.consultations.practice import practice_of
from service.consultations.records import AssistingOrgan, Consultation, TermStop
from service.consultations.states import (
    CaseKind,
    ConsultationState,
    Move,
    Need,
    TermClock,
)
from service.consultations.terms import Terms
from service.staff.actors import Actor
from service.staff.records import Organ


@dataclass(frozen=True)
class Change:
    """A move about to be made: on what, by whom, with what, when."""

    session: Session
    consultation: Consultation
    actor: Actor
    details: MoveDetails
    calendar: WorkingCalendar
    now: datetime

    @property
    def today(self) -> date:
        """The day in China."""
        return day_in_china(self.now)

    @property
    def terms(self) -> Terms:
        """The office's terms."""
        return practice_of(self.session).terms


def apply_change(change: Change, move: Move) -> None:
    """Change the record as the move does; raises MoveIncomplete where its details do not fit."""
    consultation, rule = change.consultation, MOVES[move]
    before = consultation.state
    target = rule.target.value if rule.target else consultation.returns_to or before
    particular = _PARTICULARS.get(move)
    if particular is not None:
        particular(change)
    _keep_time(change, rule.clock)
    consultation.returns_to = before if rule.clock is TermClock.STOPS else None
    if target != before:
        consultation.state = target
        consultation.state_since = change.now
    if consultation.is_open or target == ConsultationState.MERGED:
        set_due(consultation, change.calendar)


def _keep_time(change: Change, clock: TermClock) -> None:
    consultation = change.consultation
    if clock is TermClock.STOPS:
        consultation.stops.append(TermStop(began_on=change.today, ended_on=None))
    if clock in (TermClock.RESUMES, TermClock.ENDS):
        for stop in consultation.stops:
            stop.ended_on = stop.ended_on or change.today
    if clock is TermClock.RESTARTS:
        consultation.term_began_on = change.today
        consultation.extension_days = 0
        consultation.extension_asked = consultation.extension_asked_by = None


def _classify(change: Change) -> None:
    kind = change.details.kind or CaseKind.NORMAL
    change.consultation.kind = kind.value
    change.consultation.term_days = change.terms.of(kind)


def _refuse(change: Change) -> None:
    refusal = change.details.refusal
    change.consultation.refusal = refusal.value if refusal else None
    change.consultation.right_channel = change.details.channel


def _dispatch(change: Change) -> None:
    consultation, lead = change.consultation, change.details.organ_id
    assisting = change.details.assisting - {lead}
    for organ_id in {lead, *assisting}:
        if organ_id is None or change.session.get(Organ, organ_id) is None:
            raise MoveIncomplete(Need.ORGAN, "没有这个承办单位；请从列表里选")
    consultation.organ_id = lead
    consultation.handler_id = None
    stay = [each for each in consultation.assisting if each.organ_id in assisting]
    known = {each.organ_id for each in stay}
    new = [AssistingOrgan(organ_id=each) for each in sorted(assisting - known)]
    consultation.assisting = stay + new


def _sign(change: Change) -> None:
    change.consultation.handler_id = change.actor.user_id


def _ask_extension(change: Change) -> None:
    days, most = change.details.days or 0, change.terms.extension_days
    if not 1 <= days <= most:
        raise MoveIncomplete(Need.DAYS, f"延期可以申请 1 至 {most} 个工作日")
    change.consultation.extension_asked = days
    change.consultation.extension_asked_by = change.actor.user_id


def _grant_extension(change: Change) -> None:
    change.consultation.extension_days = change.consultation.extension_asked or 0
    change.consultation.extension_asked = None


def _deny_extension(change: Change) -> None:
    change.consultation.extension_asked = change.consultation.extension_asked_by = None


def _answer(change: Change) -> None:
    change.consultation.answered_at = change.now


def _answer_itself(change: Change) -> None:
    """The reply is this consultation's own, whatever it was handled with before."""
    part(change.consultation)
    _answer(change)


def _rate(change: Change) -> None:
    rating = change.details.rating
    change.consultation.rating = rating.value if rating else None
    change.consultation.rating_words = change.details.reason or None


def _merge(change: Change) -> None:
    merge(change.session, change.actor, change.consultation, change.details.target, change.now)


def _part(change: Change) -> None:
    part(change.consultation)


_PARTICULARS: Mapping[Move, Callable[[Change], None]] = MappingProxyType(
    {
        Move.ACCEPT: _classify,
        Move.RECLASSIFY: _classify,
        Move.REFUSE: _refuse,
        Move.DISPATCH: _dispatch,
        Move.SIGN: _sign,
        Move.ASK_EXTENSION: _ask_extension,
        Move.GRANT_EXTENSION: _grant_extension,
        Move.DENY_EXTENSION: _deny_extension,
        Move.ANSWER: _answer_itself,
        Move.ANSWER_WITH: _answer,
        Move.RATE: _rate,
        Move.MERGE: _merge,
        Move.UNMERGE: _part,
        Move.WITHDRAW: _part,
    }
)
