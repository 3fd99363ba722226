"""Taking in what a citizen says of an answer.

FeedbackRefused   the words are too long, or hold characters that cannot be kept
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store
from service.answering.errors import UnknownAnswer
from service.answering.records import AnswerRecord
from service.feedback.records import AnswerFeedback, Shortcoming
from service.privacy import mask_personal_numbers
from service.typed_text import can_be_kept, tidied

MAX_WORDS = 200

#: Other ids are known before the database sees them (PostgreSQL fails on NUL).
_ANSWER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNKNOWN = "没有这次回答，或者保存期已过"


class FeedbackRefused(Exception):
    """The words cannot be taken as they are; the message says what to change."""


@dataclass(frozen=True)
class Feedback:
    """Whether the answer helped; `reason` and `words` count only where it did not."""

    answer_id: str
    helpful: bool
    reason: Shortcoming | None = None
    words: str | None = None


def give(store: Store, clock: Clock, feedback: Feedback) -> Feedback:
    """Keep the word on the answer, in place of an earlier one; returns what was kept.

    Raises FeedbackRefused for words that cannot be taken, UnknownAnswer where no answer is kept
    under that id.
    """
    if not _ANSWER_ID.fullmatch(feedback.answer_id):
        raise UnknownAnswer(_UNKNOWN)
    kept = _kept(feedback)
    with store.writing() as session:
        # Whoever holds the answer's row is alone, so that two at once leave one word.
        if session.get(AnswerRecord, kept.answer_id, with_for_update=True) is None:
            raise UnknownAnswer(_UNKNOWN)
        row = session.get(AnswerFeedback, kept.answer_id)
        if row is None:
            row = AnswerFeedback(answer_id=kept.answer_id)
            session.add(row)
        row.helpful, row.given_at = kept.helpful, clock()
        row.reason = kept.reason.value if kept.reason else None
        row.words = kept.words
    return kept


def feedback_on(session: Session, answer_id: str) -> AnswerFeedback | None:
    """What was said of the answer; None where nothing was."""
    return session.get(AnswerFeedback, answer_id)


def _kept(feedback: Feedback) -> Feedback:
    if feedback.helpful:
        return Feedback(feedback.answer_id, helpful=True)
    words = tidied(feedback.words or "")
    if len(words) > MAX_WORDS:
        raise FeedbackRefused(f"请控制在 {MAX_WORDS} 字以内")
    if not can_be_kept(words):
        raise FeedbackRefused("请删去看不见的控制字符")
    masked = mask_personal_numbers(words) or None
    return Feedback(feedback.answer_id, helpful=False, reason=feedback.reason, words=masked)
