"""Lists of consultations for staff: by due date, a page at a time, of what the actor may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, select, true, tuple_
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from service.consultations.calendar import stored_years
from service.consultations.filters import CaseFilters, conditions, urgent
from service.consultations.marks import DueMark, Horizon, Urgency, horizon_of, mark_of
from service.consultations.practice import practice_of
from service.consultations.records import LAST_DAY, Consultation
from service.consultations.visibility import visible_to
from service.staff.actors import Actor
from service.staff.records import Organ

#: Rows that are read from the store at a time where all are wanted.
BATCH = 1000

#: Where a page ends: the due date by which it is ordered, and the row's id.
PageKey = tuple[date, int]


@dataclass(frozen=True)
class CaseRow:
    """A consultation in a list; `organ` is the short name of the one in charge."""

    number: str
    version: int
    question: str
    state: str
    kind: str | None
    channel: str
    organ: str | None
    received_on: date
    due_on: date | None
    mark: DueMark


@dataclass(frozen=True)
class CasePage:
    """Rows in the order of their due dates; `next_key` is None on the last page."""

    rows: tuple[CaseRow, ...]
    next_key: PageKey | None


@dataclass(frozen=True)
class OrganBacklog:
    """What is open at an organ; `organ_id` is None for what is not dispatched."""

    organ_id: int | None
    name: str | None
    open: int
    soon: int
    overdue: int
    earliest: date | None


def horizon(session: Session, now: datetime) -> Horizon:
    """The horizon of the present day by the stored calendars and the office's terms."""
    triage_days = practice_of(session).terms.triage_days
    return horizon_of(day_in_china(now), stored_years(session), triage_days)


def list_cases(
    session: Session,
    actor: Actor,
    filters: CaseFilters,
    after_key: PageKey | None,
    limit: int,
    now: datetime,
) -> CasePage:
    """The next `limit` consultations after `after_key`, soonest due first, undetermined last."""
    today = horizon(session, now)
    query = _listed(actor, filters, today).limit(limit + 1)
    if after_key is not None:
        query = query.where(tuple_(Consultation.queue_on, Consultation.id) > after_key)
    found = session.execute(query).all()
    rows = tuple(_row(row, today) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return CasePage(rows, (last.queue_on, last.id) if last else None)


def every_case(
    session: Session, actor: Actor, filters: CaseFilters, now: datetime
) -> Iterator[CaseRow]:
    """All that the filters leave, in the order of the list, read in batches from one statement."""
    today = horizon(session, now)
    query = _listed(actor, filters, today).execution_options(yield_per=BATCH)
    for row in session.execute(query):
        yield _row(row, today)


def _listed(actor: Actor, filters: CaseFilters, today: Horizon) -> Select[*tuple[Any, ...]]:
    """What a list shows of each consultation that the filters leave, soonest due first."""
    return (
        select(
            Consultation.id,
            Consultation.number,
            Consultation.version,
            Consultation.question,
            Consultation.state,
            Consultation.kind,
            Consultation.channel,
            Organ.short_name,
            Consultation.received_at,
            Consultation.due_on,
            Consultation.queue_on,
        )
        .join(Organ, Organ.id == Consultation.organ_id, isouter=True)
        .where(visible_to(actor), *conditions(filters, actor, today))
        .order_by(Consultation.queue_on, Consultation.id)
    )


def _row(row: Row[*tuple[Any, ...]], today: Horizon) -> CaseRow:
    received_on = day_in_china(row.received_at)
    return CaseRow(
        row.number,
        row.version,
        row.question,
        row.state,
        row.kind,
        row.channel,
        row.short_name,
        received_on,
        row.due_on,
        mark_of(row.state, received_on, row.due_on, today),
    )


def count_cases(
    session: Session,
    actor: Actor,
    filters: CaseFilters,
    now: datetime,
    at_most: int | None = None,
) -> int:
    """How many consultations the filters leave of what the actor sees; `at_most` ends the count."""
    today = horizon(session, now)
    wanted = (visible_to(actor), *conditions(filters, actor, today))
    found = select(Consultation.id).where(*wanted).limit(at_most)
    return session.scalars(select(func.count()).select_from(found.subquery())).one()


def count_urgencies(session: Session, actor: Actor, now: datetime) -> dict[Urgency, int]:
    """How many of the open consultations that the actor sees are of each urgency."""
    today = horizon(session, now)
    wanted = [each for each in Urgency if each is not Urgency.ENDED]
    sums = [func.sum(case((urgent(each, today), 1), else_=0)) for each in wanted]
    row = session.execute(
        select(*sums).where(visible_to(actor), Consultation.is_open == true())
    ).one()
    return {each: int(number or 0) for each, number in zip(wanted, row, strict=True)}


def backlogs(session: Session, actor: Actor, now: datetime) -> tuple[OrganBacklog, ...]:
    """What is open at each organ that the actor sees, most overdue first."""
    today = horizon(session, now)
    queue_on = Consultation.queue_on
    overdue = func.sum(case((queue_on < today.today, 1), else_=0))
    soon = func.sum(case((queue_on.between(today.today, today.soon_until), 1), else_=0))
    query = (
        select(
            Consultation.organ_id,
            func.count().label("open"),
            soon.label("soon"),
            overdue.label("overdue"),
            func.min(queue_on).label("earliest"),
        )
        .where(visible_to(actor), Consultation.is_open == true())
        .group_by(Consultation.organ_id)
    )
    names = {row.id: row.short_name for row in session.execute(select(Organ.id, Organ.short_name))}
    found = [
        OrganBacklog(
            row.organ_id,
            names.get(row.organ_id),
            row.open,
            row.soon,
            row.overdue,
            row.earliest if row.earliest < LAST_DAY else None,
        )
        for row in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda each: (-each.overdue, -each.soon, each.name or "")))
