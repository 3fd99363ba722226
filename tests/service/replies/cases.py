"""Consultations, people and policies for tests of replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.queries.corpus import stored_text
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.consultations.submission import ConsultationDesk, Submission
from service.replies.citations import Cited
from service.replies.drafting import Wording
from service.replies.outcomes import ReplyOutcome
from service.staff.actors import Actor, ActorKind
from service.staff.records import Organ
from service.staff.roles import Role
from tests.clocks import FrozenClock
from tests.factories import make_document
from tests.staff import make_organ

QUESTION = "我家的低保证丢了，怎么补办？"
CLAUSES = (
    "第一条　为了规范低保证的管理，制定本办法。",
    "第二条　低保证遗失的，凭身份证到户籍所在地镇人民政府补办，当场办结，不收费。",
    "第三条　本办法自2026年1月1日起施行。",
)
TITLE = "青禾县低保证管理办法"

HANDLER = Actor(ActorKind.STAFF, "承办甲", 1, frozenset({Role.HANDLER}), 1)
OTHER_HANDLER = Actor(ActorKind.STAFF, "承办乙", 2, frozenset({Role.HANDLER}), 1)
REVIEWER = Actor(ActorKind.STAFF, "审核丙", 3, frozenset({Role.REVIEWER}))
PUBLISHER = Actor(ActorKind.STAFF, "发布丁", 4, frozenset({Role.PUBLISHER}))


def consultation(
    store: Store, question: str = QUESTION, contact: str | None = None, state: str = "办理中"
) -> int:
    """Submit a consultation that then stands at `state`; returns its id."""
    clock = FrozenClock()
    load_shipped_calendars(store, clock())
    desk = ConsultationDesk(store, clock, b"s" * 32, 7)
    receipt = desk.submit(Submission(question, new_form_token(), contact=contact))
    with store.writing() as session:
        query = select(Consultation).where(Consultation.number == receipt.number)
        row = session.scalars(query).one()
        row.state = state
        row.organ = session.get(Organ, 1) or make_organ(session)
        assert row.organ.id == HANDLER.organ_id
        return row.id


def policy(store: Store, clauses: tuple[str, ...] = CLAUSES, **reading: object) -> DocumentId:
    """A policy in force, of which `reading` may tell otherwise."""
    return make_document(store, clauses, **{"title": TITLE, **reading})


def cited(store: Store, document_id: DocumentId, quote: str, version: int = 1) -> Cited:
    """A citation of these words of the document."""
    with store.reading() as session:
        start = stored_text(session, document_id, version, "text").index(quote)
    return Cited(document_id, version, start, start + len(quote), quote)


def wording(*citations: Cited, **named: object) -> Wording:
    """A reply that says what it must, with these citations."""
    base = Wording(
        ReplyOutcome.RULED if citations else ReplyOutcome.NOT_RULED,
        "可以补办，当场办结，不收费。",
        "请带身份证到户籍所在地镇人民政府补办。",
        "青禾县民政局",
        "0453-3521234",
        date(2026, 11, 22),
        citations,
    )
    return replace(base, **named)
