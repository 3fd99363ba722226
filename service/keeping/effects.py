"""What a change of a document touches: answers given, published replies, interpretations.

It is shown before the change is made, so that whoever makes it knows whom it concerns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Version, stands
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import relations_of
from knowledge.relations.reliances import Reliance
from knowledge.relations.settled import Related, RelationState
from service.answering.records import AnswerRecord

#: How far back answers are looked at.
DAYS_BACK = 30
#: Answers shown, and up to which number they are counted.
SHOWN, COUNTED = 10, 1000


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that was given from the document, its question as masked."""

    id: str
    asked_at: datetime
    question: str


@dataclass(frozen=True)
class PublishedReply:
    """A reply published for all that quotes the document; `title` is what citizens see."""

    document_id: DocumentId
    title: str


@dataclass(frozen=True)
class Effects:
    """What stands on the document; `answer_count` of the last days, COUNTED + 1 at most."""

    answers: Sequence[GivenAnswer]
    answer_count: int
    published: Sequence[PublishedReply]
    interpretations: Sequence[Related]


def effects_of(session: Session, document_id: DocumentId, now: datetime) -> Effects:
    """What a change of the document would touch."""
    return Effects(
        *_answers(session, document_id, now),
        published_from(session, document_id),
        [
            relation.other
            for relation in relations_of(session, document_id)
            if relation.kind is RelationKind.INTERPRETED_BY
            and relation.state is not RelationState.REJECTED
        ],
    )


def published_from(session: Session, document_id: DocumentId) -> list[PublishedReply]:
    """The published replies that quote the document and stand."""
    query = (
        select(Document.id, Version.title)
        .join(Version, stands())
        .where(
            Document.id.in_(select(Reliance.document_id).where(Reliance.cited_id == document_id))
        )
        .order_by(Document.id)
    )
    return [PublishedReply(DocumentId(row.id), row.title) for row in session.execute(query)]


def _answers(
    session: Session, document_id: DocumentId, now: datetime
) -> tuple[list[GivenAnswer], int]:
    """The newest answers that cite the document, and how many there are."""
    citing = (
        AnswerRecord.asked_at >= now - timedelta(days=DAYS_BACK),
        cast(AnswerRecord.citations, Text).contains(f'"{document_id}"', autoescape=True),
    )
    counted = select(AnswerRecord.id).where(*citing).limit(COUNTED + 1).subquery()
    count = session.scalars(select(func.count()).select_from(counted)).one()
    rows = session.execute(
        select(AnswerRecord.id, AnswerRecord.asked_at, AnswerRecord.question)
        .where(*citing)
        .order_by(AnswerRecord.asked_at.desc())
        .limit(SHOWN)
    )
    return [GivenAnswer(row.id, row.asked_at, row.question) for row in rows], count
