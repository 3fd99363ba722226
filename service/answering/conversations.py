"""Conversations: an opaque id, half an hour, and the last three turns to understand a follow-up."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from knowledge.database import table
from service.answering.answer import Outcome
from service.answering.records import ConversationTurn

LIFETIME = timedelta(minutes=30)
REMEMBERED_TURNS = 3

_NEW_TURN = insert(table(ConversationTurn))


@dataclass(frozen=True)
class Turn:
    """An earlier turn: the masked question, the words answered, the documents they came from."""

    question: str
    answer: str
    document_ids: tuple[str, ...] = ()


def known_conversation(session: Session, conversation: str | None, now: datetime) -> str | None:
    """The id, where a conversation of that id is running; None where it is unknown or over."""
    if not conversation:
        return None
    running = session.scalar(
        select(ConversationTurn.id)
        .where(ConversationTurn.conversation_hash == _hash(conversation))
        .where(ConversationTurn.expires_at > now)
        .limit(1)
    )
    return conversation if running is not None else None


def new_conversation() -> str:
    """A new, unguessable id."""
    return secrets.token_urlsafe(16)


def recent_turns(session: Session, conversation: str | None, now: datetime) -> Sequence[Turn]:
    """The last turns that were about a matter, newest first; none for an unknown conversation."""
    if not conversation:
        return ()
    rows = session.scalars(
        select(ConversationTurn)
        .where(ConversationTurn.conversation_hash == _hash(conversation))
        .where(ConversationTurn.expires_at > now)
        .where(ConversationTurn.outcome != Outcome.REDIRECTED.value)
        .order_by(ConversationTurn.id.desc())
        .limit(REMEMBERED_TURNS)
    )
    return tuple(Turn(row.question, row.answer, tuple(row.document_ids)) for row in rows)


def remember(
    session: Session, conversation: str, turn: Turn, outcome: Outcome, now: datetime
) -> None:
    """Add a turn to the conversation, which then runs for another half hour."""
    kept = {
        "conversation_hash": _hash(conversation),
        "said_at": now,
        "expires_at": now + LIFETIME,
        "question": turn.question,
        "answer": turn.answer,
        "outcome": outcome.value,
        "document_ids": list(turn.document_ids),
    }
    session.execute(_NEW_TURN, kept)


def _hash(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()
