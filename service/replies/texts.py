"""Saved texts as values: what pages show, and what outlives the session that read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from service.replies.citations import Cited
from service.replies.outcomes import ReplyOutcome
from service.replies.records import Purpose, ReplyText, TextCitation


@dataclass(frozen=True)
class KeptCitation:
    """A citation as it was kept: what is cited, its clause, and its validity on the day of citing.

    `validity` is the state as people read it (现行有效).
    """

    cited: Cited
    locator: str
    title: str
    doc_number: str | None
    validity: str
    valid_until: date | None
    cited_on: date


@dataclass(frozen=True)
class SavedText:
    """A saved text; `released_at` is when it was sent or published, None of a draft.

    `question`, `expires_on` and `public_words` belong to pairs alone.
    """

    id: int
    consultation_id: int
    number: int
    outcome: ReplyOutcome
    question: str | None
    conclusion: str
    way: str
    organ: str
    phone: str
    day: date
    expires_on: date | None
    public_words: tuple[str, ...]
    citations: tuple[KeptCitation, ...]
    author_id: int
    author: str
    saved_at: datetime
    released_at: datetime | None


def saved(text: ReplyText) -> SavedText:
    """The stored text as a value."""
    return SavedText(
        text.id,
        text.consultation_id,
        text.number,
        ReplyOutcome(text.outcome),
        text.question,
        text.conclusion,
        text.way,
        text.organ,
        text.phone,
        text.day,
        text.expires_on,
        tuple(text.public_words),
        tuple(_kept(each) for each in text.citations),
        text.author_id,
        text.author,
        text.saved_at,
        text.released_at,
    )


def texts_of(consultation_id: int, purpose: Purpose) -> Select[ReplyText]:
    """The query for the texts of a consultation, the newest first."""
    return (
        select(ReplyText)
        .where(ReplyText.consultation_id == consultation_id, ReplyText.purpose == purpose)
        .order_by(ReplyText.number.desc())
    )


def newest_text(session: Session, consultation_id: int, purpose: Purpose) -> ReplyText | None:
    """The newest saved text, as stored; None before the first."""
    return session.scalars(texts_of(consultation_id, purpose).limit(1)).one_or_none()


def authors(session: Session, consultation_id: int, purpose: Purpose) -> frozenset[int]:
    """The accounts of everybody who saved any of the texts."""
    query = select(ReplyText.author_id).where(
        ReplyText.consultation_id == consultation_id, ReplyText.purpose == purpose
    )
    return frozenset(session.scalars(query))


def _kept(citation: TextCitation) -> KeptCitation:
    return KeptCitation(
        Cited(
            DocumentId(citation.document_id),
            citation.version,
            citation.start,
            citation.end,
            citation.quote,
        ),
        citation.locator,
        citation.title,
        citation.doc_number,
        citation.validity,
        citation.valid_until,
        citation.cited_on,
    )
