"""What a list of consultations is narrowed to: whose, in which state, how urgent, which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, intersect, or_, select, true

from service.consultations.among import among
from service.consultations.likeness_terms import beginnings_of
from service.consultations.marks import Horizon, Urgency
from service.consultations.moves import WORK
from service.consultations.records import LAST_DAY, Channel, Consultation, ConsultationTerm
from service.consultations.states import CaseKind, ConsultationState
from service.consultations.visibility import of_organ
from service.staff.actors import Actor
from service.staff.roles import Role

#: The beginning of a receipt number, from its year on.
_NUMBER = re.compile(r"20\d{2}[\d-]*")


class Scope(StrEnum):
    """Whose consultations are listed."""

    MINE = "mine"
    ORGAN = "organ"
    ALL = "all"


@dataclass(frozen=True)
class CaseFilters:
    """A list's conditions, all of which hold; the default is everything that is open.

    `words` is part of a number, or of the question. `received_before` narrows to what came before
    a moment; with `open_only` False what is finished is listed too.
    """

    scope: Scope = Scope.ALL
    state: ConsultationState | None = None
    organ_id: int | None = None
    kind: CaseKind | None = None
    channel: Channel | None = None
    urgency: Urgency | None = None
    words: str = ""
    open_only: bool = True
    received_before: datetime | None = None


def alarm_before(now: datetime, days: int) -> datetime:
    """What came before this moment waits for `days` calendar days or longer."""
    return now - timedelta(days=days)


def conditions(
    filters: CaseFilters, actor: Actor, horizon: Horizon
) -> Iterator[ColumnElement[bool]]:
    """The filters as conditions on Consultation."""
    if filters.scope is Scope.MINE:
        yield _work_of(actor)
    if filters.scope is Scope.ORGAN:
        yield of_organ(actor.organ_id) if actor.organ_id is not None else false()
    if filters.state is not None:
        yield Consultation.state == filters.state.value
    elif filters.open_only:
        yield Consultation.is_open == true()
    if filters.organ_id is not None:
        yield of_organ(filters.organ_id)
    if filters.kind is not None:
        yield Consultation.kind == filters.kind.value
    if filters.channel is not None:
        yield Consultation.channel == filters.channel.value
    if filters.received_before is not None:
        yield Consultation.received_at <= filters.received_before
    if filters.urgency is not None:
        yield urgent(filters.urgency, horizon)
    if filters.words.strip():
        yield _says(filters.words.strip())


def _work_of(actor: Actor) -> ColumnElement[bool]:
    """What waits for the actor: the states of its roles; a handler's is what it signed for."""
    kinds = []
    for role, states in WORK.items():
        if role not in actor.roles:
            continue
        work: ColumnElement[bool] = Consultation.state.in_(sorted(state.value for state in states))
        if role is Role.HANDLER:
            unsigned = Consultation.handler_id.is_(None)
            theirs = or_(unsigned, Consultation.handler_id == actor.user_id)
            work = and_(work, Consultation.organ_id == actor.organ_id, theirs)
        kinds.append(work)
    return or_(*kinds) if kinds else false()


def urgent(urgency: Urgency, horizon: Horizon) -> ColumnElement[bool]:
    """What is of this urgency on the horizon's day, as `urgency_of` tells."""
    today, until, queue_on = horizon.today, horizon.soon_until, Consultation.queue_on
    stopped = Consultation.state == ConsultationState.SUPPLEMENTING.value
    unknown = queue_on == LAST_DAY
    is_open = Consultation.is_open == true()
    return {
        Urgency.OVERDUE: and_(is_open, queue_on < today),
        Urgency.SOON: and_(is_open, queue_on >= today, queue_on <= until),
        Urgency.IN_TIME: and_(is_open, queue_on > until, queue_on < LAST_DAY),
        Urgency.UNKNOWN: and_(is_open, unknown, ~stopped),
        Urgency.STOPPED: and_(is_open, unknown, stopped),
        Urgency.ENDED: ~is_open,
    }[urgency]


def _says(words: str) -> ColumnElement[bool]:
    """The beginning of a number, or every one of the words in the question."""
    if _NUMBER.fullmatch(words):
        first = words.rstrip("-")
        return and_(Consultation.number >= first, Consultation.number < _following(first))
    pieces = [piece for piece in words.split() if beginnings_of(piece)]
    holds = [Consultation.question.contains(piece, autoescape=True) for piece in pieces]
    near = [
        select(ConsultationTerm.consultation_id).where(
            ConsultationTerm.term >= beginning, ConsultationTerm.term < _following(beginning)
        )
        for beginning in sorted(frozenset().union(*map(beginnings_of, pieces)))
    ]
    if not near:
        return true()
    return and_(among(Consultation.id, intersect(*near).scalar_subquery()), *holds)


def _following(text: str) -> str:
    """The first text after all that begin with this one."""
    return text[:-1] + chr(ord(text[-1]) + 1)
