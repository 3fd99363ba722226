"""What is kept of questions: the answers given, and the turns of running conversations.

A question stands here only as masked; an AnswerRecord is kept for the retention period, a turn
for half an hour. `purge` deletes both when their time has come.
"""

from __future__ import annotations

import secrets
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, insert
from sqlalchemy.orm import Mapped, Session, mapped_column, undefer

from knowledge.database import Base, UtcDateTime, table
from service.answering.answer import Answer, Citation
from service.answering.errors import UnknownAnswer


class AnswerRecord(Base):
    """An answer as it was given: masked question, outcome, and citations with their versions."""

    __tablename__ = "answer_record"
    __table_args__ = (Index(None, "outcome", "group_id", "asked_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    question: Mapped[str] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float]
    #: {"text", "quote", "notice", "completeness", "parts", "start"}; None: nothing was claimed.
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: [{"document_id", "version", "layer", "start", "end", "quote", "passage_id"}], best first.
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: How it came about (an Explanation); None where nothing was searched, or it was not kept.
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    #: The group of questions alike that it was put into; None before, and of what was answered.
    group_id: Mapped[int | None]


class ConversationTurn(Base):
    """One turn of a conversation; the conversation's id itself is never stored, only its hash."""

    __tablename__ = "conversation_turn"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_hash: Mapped[str] = mapped_column(String(64), index=True)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    #: Ids of the documents that the turn was answered from, best first.
    document_ids: Mapped[list[str]] = mapped_column(JSON)


#: What JSON takes as it is; the values of a mapping are such.
_PLAIN = (str, int, float, dict, type(None))

_NEW_ANSWER = insert(table(AnswerRecord))


def record_answer(
    session: Session,
    answer: Answer,
    question: str,
    region: str | None,
    now: datetime,
    retention: timedelta,
) -> str:
    """Keep the answer to the masked `question`; returns the new answer id.

    The id is unguessable and hexadecimal: one that began with a dash would be an option on the
    command line.
    """
    answer_id = secrets.token_hex(16)
    kept = {
        "id": answer_id,
        "asked_at": now,
        "expires_at": now + retention,
        "question": question,
        "region": region,
        "outcome": answer.outcome.value,
        "confidence": answer.confidence,
        "answer": _plain(answer.answer),
        "citations": [_kept(citation) for citation in answer.citations],
        "explanation": _plain(answer.explanation),
    }
    session.execute(_NEW_ANSWER, kept)
    return answer_id


def find_answer(session: Session, answer_id: str) -> AnswerRecord:
    """The answer given under this id; raises UnknownAnswer where none is kept."""
    record = session.get(AnswerRecord, answer_id, options=[undefer(AnswerRecord.explanation)])
    if record is None:
        raise UnknownAnswer(f"没有这次回答，或者保存期已过：{answer_id}")
    return record


def purge(session: Session, now: datetime) -> int:
    """Delete answers and turns whose time has come; returns how many."""
    deleted = 0
    for kept in (AnswerRecord, ConversationTurn):
        result = session.execute(delete(kept).where(kept.expires_at <= now))
        deleted += int(getattr(result, "rowcount", 0))
    return deleted


def _kept(citation: Citation) -> dict[str, Any]:
    return {
        "document_id": citation.document_id,
        "version": citation.version,
        "layer": citation.layer,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "passage_id": citation.passage_id,
    }


def _plain(value: Any) -> Any:
    """What JSON holds of dataclasses within one another: days as 2026-11-22.

    `asdict` would copy every number of the mappings first. Most values are plain already.
    """
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {name: _plain(own) for name, own in vars(value).items()}
    return value.isoformat() if isinstance(value, date) else value
