"""The replies of a made-up office: sent to who asked, published for all, and held back."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from benchmarks.console_cases import SEED, question
from knowledge.clock import day_in_china
from knowledge.database import table
from knowledge.documents import Document, DocumentId, Passage, SourceOrigin, Version, is_current
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.publication import withdraw
from knowledge.queries.corpus import document_facts
from service.answering.answer import Answer, Outcome
from service.answering.records import record_answer
from service.consultations.records import Consultation
from service.demo import DOCUMENTS
from service.replies.checking import (
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.citations import Cited, kept_citations
from service.replies.grouping import group_some
from service.replies.outcomes import ReplyOutcome
from service.replies.pairs import propose_pair, save_pair
from service.replies.publishing import approve_pair
from service.replies.records import Purpose, ReplyText, TextCitation
from service.staff.actors import Actor
from service.staff.people import actor_of, find_person
from service.staff.records import StaffUser
from service.wiring import Office

#: One pair is published of so many consultations; one question was asked in vain for so many.
PUBLISHED_IN, ASKED_IN = 100, 10
#: Accounts beside those of the demonstration.
ACCOUNTS = 200
_CLEAN = CheckForm(PublicAttribute.PUBLIC, SecrecyReview.CLEAR, Countersigning.NOT_NEEDED)


def fill_people(office: Office) -> None:
    """Accounts as a county has them: nobody can log in with them."""
    with office.store.writing() as session:
        organ_id, now = find_person(session, "handler").organ_id, office.clock()
        rows = [
            {
                "login": f"clerk{number:03}",
                "display_name": f"办事员{number:03}",
                "organ_id": organ_id,
                "password_hash": "!",
                "password_changed_at": now,
                "must_change_password": True,
                "failed_attempts": 0,
                "created_at": now,
            }
            for number in range(ACCOUNTS)
        ]
        session.execute(insert(StaffUser), rows)


def fill_questions(office: Office, count: int) -> None:
    """Questions of the last month that nothing answered, in their groups."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    answer = Answer(Outcome.UNANSWERED, confidence=0.0)
    with office.store.writing() as session:
        for _ in range(count // ASKED_IN):
            asked = office.clock() - timedelta(days=chance.uniform(0, 30))
            retention = office.answers.retention
            record_answer(session, answer, question(chance), None, asked, retention)
    while group_some(office.store):
        pass


def fill_replies(office: Office, count: int) -> None:
    """Reply to every consultation that is closed, publish some, and hold some of these back."""
    ingest_paths(office.store, [DOCUMENTS], office.clock)
    today = day_in_china(office.clock())
    with office.store.writing() as session:
        author = actor_of(find_person(session, "handler"))
        cited = _clauses(session, today)
        _send(session, author, today)
        for place, citation in enumerate(kept_citations(session, cited, today)):
            _cite(session, citation, place, len(cited))
    with office.store.reading() as session:
        replied = select(ReplyText.consultation_id).order_by(ReplyText.consultation_id)
        published = session.scalars(replied.limit(count // PUBLISHED_IN)).all()
    for consultation_id in published:
        _publish(office, consultation_id)
    with office.store.writing() as session:
        withdraw(session, cited[0].document_id, "核对内容", office.clock())


def _clauses(session: Session, today: date) -> list[Cited]:
    """A clause of each of the demonstration's documents that answers, to be cited."""
    query = (
        select(Version.document_id, Version.number, Passage.start, Passage.end, Passage.text)
        .join(Version, Passage.version_id == Version.id)
        .join(Document, Document.id == Version.document_id)
        .where(is_current(), Document.id.in_(select(SourceOrigin.document_id)))
        .order_by(Version.document_id, Passage.ordinal)
    )
    first: dict[str, Cited] = {}
    for document_id, *place in session.execute(query):
        first.setdefault(document_id, Cited(DocumentId(document_id), *place))
    facts = document_facts(session, [each.document_id for each in first.values()], today)
    return [each for each in first.values() if facts[each.document_id].validity.answerable]


def _send(session: Session, author: Actor, today: date) -> None:
    """One reply for each consultation that was answered."""
    said = {
        "purpose": Purpose.REPLY.value,
        "number": 1,
        "outcome": ReplyOutcome.RULED.value,
        "conclusion": "可以办理，当场办结，不收费。",
        "way": "请带身份证到户籍所在地镇人民政府办理。",
        "organ": "青禾县民政局",
        "phone": "0453-3521234",
        "day": today,
        "public_words": [],
        "author_id": author.user_id,
        "author": author.name,
    }
    values = [literal(value, table(ReplyText).c[name].type) for name, value in said.items()]
    answered = Consultation.answered_at
    rows = select(Consultation.id, answered, answered, *values).where(answered.is_not(None))
    columns = ["consultation_id", "saved_at", "released_at", *said]
    session.execute(insert(ReplyText).from_select(columns, rows))


def _cite(session: Session, citation: TextCitation, place: int, among: int) -> None:
    """Let one reply among so many cite this clause."""
    columns = [each for each in table(TextCitation).c if each.name not in {"id", "text_id"}]
    values = [literal(getattr(citation, each.name), each.type) for each in columns]
    rows = select(ReplyText.id, *values).where(ReplyText.consultation_id % among == place)
    names = ["text_id", *(each.name for each in columns)]
    session.execute(insert(TextCitation).from_select(names, rows))


def _publish(office: Office, consultation_id: int) -> None:
    now = office.clock()
    with office.store.writing() as session:
        author = actor_of(find_person(session, "handler"))
        approver = actor_of(find_person(session, "publisher"))
        form = propose_pair(session, consultation_id, day_in_china(now)).form
        pair = save_pair(session, author, consultation_id, form, 0, now)
        record_check(session, approver, pair.id, _CLEAN, now)
        approve_pair(session, approver, consultation_id, pair.number, now)
