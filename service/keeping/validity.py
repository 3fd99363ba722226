"""Keeping the validity of documents: confirm, extend, repeal, supersede; the effect shown before.

The first three are corrections of what the publisher states and of the last day, so that they
outlive every new version; the last is a relation that staff add. What it would make of the document
is judged by the same rules as every answer, before anything is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.given import STAFF
from knowledge.queries.corpus import document_facts
from knowledge.queries.dossiers import find_ids
from knowledge.queries.facts import grounds_of
from knowledge.queries.values import values_of
from knowledge.relations.decisions import RelationKind, Tie, add
from knowledge.validity import (
    ENDED,
    Repeal,
    Successor,
    Validity,
    ValidityFacts,
    ValidityState,
    judge,
)
from service.keeping.documents import Asked, Edits, allowed, correct_document, subject_of
from service.keeping.effects import Effects, effects_of
from service.keeping.errors import KeepingRefused
from service.keeping.reach import Reach, issuers_of
from service.staff.actors import Actor
from service.staff.audit_log import record


class ValidityAct(StrEnum):
    """What a keeper says of a document's validity; the value is what people read."""

    CONFIRM = "确认现行有效"
    EXTEND = "延长有效期"
    REPEAL = "废止"
    SUPERSEDE = "由别的文件代替"


@dataclass(frozen=True)
class Order:
    """What is to become of the validity: until or from which day, and by which document.

    `day` is the last day in force of EXTEND and REPEAL, the first day of the successor of
    SUPERSEDE. `successor` names a document as people do: by its id, number or title.
    """

    act: ValidityAct
    day: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Preview:
    """The validity today and as it would be, on the days on which it differs, and whom it touches.

    `after` pairs days with the validity from then on.
    """

    before: Validity
    after: Sequence[tuple[date, Validity]]
    effects: Effects
    successor: Successor | None


def preview(
    session: Session, reach: Reach, document_id: str, order: Order, now: datetime, today: date
) -> Preview:
    """What the order would do; raises NotKept, and KeepingRefused for an order that makes no sense.

    The validity is told for today and for the first day on which the order counts.
    """
    issuers_of(session, reach, document_id)
    kept = DocumentId(document_id)
    facts, repeals = grounds_of(session, kept)
    before = judge(facts, repeals, today)
    successor = _successor(session, kept, order, today)
    _require_sense(order, before, today)
    changed = _facts_after(facts, order)
    if successor is not None:
        repeals = sorted(
            [*repeals, Repeal(order.day, successor)], key=lambda each: each.on or date.max
        )
    days = [today, *_turning_days(order, today)]
    after = [(day, judge(changed, repeals, day)) for day in days]
    return Preview(before, after, effects_of(session, kept, now), successor)


def carry_out(
    store: Store,
    actor: Actor,
    asked: Asked,
    order: Order,
    reach: Callable[[Session], Reach],
    now: datetime,
    today: date,
) -> None:
    """Do what was previewed; raises as `preview`, and DocumentChanged."""
    with store.reading() as session:
        seen = preview(session, reach(session), asked.document_id, order, now, today)
        stands = order.act is ValidityAct.CONFIRM and _is_so(session, asked, _given(order))
    if stands:
        with store.writing() as session:
            kept = allowed(session, reach(session), asked)
            told = {"理由": asked.reason}
            record(session, actor, order.act.value, subject_of(kept), told, now)
        return
    if seen.successor is None:
        edits = Edits(_given(order), (), asked.why)
        correct_document(
            store, actor, asked.document_id, edits, asked.seen, reach, now, order.act.value
        )
        return
    with store.writing() as session:
        kept = allowed(session, reach(session), asked)
        tie = Tie(DocumentId(seen.successor.document_id), RelationKind.SUPERSEDES, kept)
        add(session, tie, asked.reason, now, order.day)
        told = {"代替它的": seen.successor.title, "自": str(order.day), "理由": asked.reason}
        record(session, actor, order.act.value, subject_of(kept), told, now)


def _is_so(session: Session, asked: Asked, given: Mapping[str, str]) -> bool:
    """Whether the document has these values already: then nothing is left but to say it."""
    values = values_of(session, DocumentId(asked.document_id))
    return all(values[name] == value for name, value in given.items())


def _given(order: Order) -> Mapping[str, str]:
    """The corrections that an order is."""
    until = str(order.day) if order.day else ""
    return {
        ValidityAct.CONFIRM: {"stated_validity": ValidityState.IN_FORCE.value},
        ValidityAct.EXTEND: {
            "stated_validity": ValidityState.EXTENDED.value,
            "expires_on": until,
        },
        ValidityAct.REPEAL: {"stated_validity": ValidityState.REPEALED.value, "expires_on": until},
    }[order.act]


def _facts_after(facts: ValidityFacts, order: Order) -> ValidityFacts:
    if order.act is ValidityAct.SUPERSEDE:
        return facts
    given = _given(order)
    changed = replace(facts, stated=ValidityState(given["stated_validity"]), stated_from=STAFF)
    if "expires_on" in given:
        changed = replace(changed, expires_on=order.day, expires_from=STAFF)
    return changed


def _turning_days(order: Order, today: date) -> list[date]:
    """The later day on which the order makes a difference."""
    if order.day is None:
        return []
    day = order.day if order.act is ValidityAct.SUPERSEDE else order.day + timedelta(days=1)
    return [day] if day > today else []


def _require_sense(order: Order, before: Validity, today: date) -> None:
    """Raises KeepingRefused for an order that contradicts the day or the state."""
    if order.act is ValidityAct.CONFIRM:
        if before.state in ENDED:
            raise KeepingRefused(f"文件现在是“{before.state.value}”，要继续用请延长有效期")
        return
    if order.day is None:
        raise KeepingRefused("请填写日期，写成 2027-12-31")
    if order.act is ValidityAct.EXTEND:
        if order.day < today or (before.until and order.day <= before.until):
            raise KeepingRefused("延长到的日期要在今天和现在的有效期以后")
        if before.state is ValidityState.REPEALED:
            raise KeepingRefused(f"文件已经废止（{before.reason}），不能延长")


def _successor(
    session: Session, document_id: DocumentId, order: Order, today: date
) -> Successor | None:
    """The document that the order names; raises KeepingRefused where it is none, or several."""
    if order.act is not ValidityAct.SUPERSEDE:
        return None
    found = [each for each in find_ids(session, order.successor.strip()) if each != document_id]
    if len(found) != 1:
        told = f"有 {len(found)} 份" if found else "没有"
        raise KeepingRefused(f"{told}叫“{order.successor.strip()}”的文件，请写文号或编号")
    facts = document_facts(session, found, today).get(found[0])
    if facts is None:
        raise KeepingRefused("代替它的文件已经撤下，请先恢复")
    return Successor(facts.id, facts.title, facts.doc_number)
