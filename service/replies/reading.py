"""The reply as citizens read it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from service.consultations.records import Consultation
from service.replies.records import Purpose, ReplyText
from service.replies.texts import SavedText, saved, texts_of


def reply_of(session: Session, consultation: Consultation) -> SavedText | None:
    """The reply that was sent last, with its citations; None before the first.

    A consultation that was merged into another has the other's reply, also when it is asked anew,
    until it is answered itself.
    """
    released = texts_of(consultation.merged_into_id or consultation.id, Purpose.REPLY).where(
        ReplyText.released_at.is_not(None)
    )
    text = session.scalars(released.limit(1)).one_or_none()
    return saved(text) if text else None
