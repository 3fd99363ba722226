"""Withdrawing a document (撤下) from answers, and restoring it (恢复).

A withdrawn document is gone from answers with the commit: every query of the corpus leaves it out,
whatever the index still holds. Its versions, sources and events stay.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, UtcDateTime
from knowledge.documents import Document, DocumentId
from knowledge.errors import PublicationRefused, UnknownDocument
from knowledge.recording import lock_for_writing


class PublicationAct(StrEnum):
    """What can be done to a document as a whole; the value is what people read."""

    WITHDRAWN = "撤下"
    RESTORED = "恢复"


class PublicationEvent(Base):
    """That a document was withdrawn or restored, when and why; never changed, never deleted."""

    __tablename__ = "publication_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)


def withdraw(session: Session, document_id: DocumentId, why: str, now: datetime) -> None:
    """Take the document out of answers, for a reason that staff can read later.

    Raises UnknownDocument, or PublicationRefused where it is withdrawn already or no reason is
    given.
    """
    _change(session, document_id, PublicationAct.WITHDRAWN, why, now)


def restore(session: Session, document_id: DocumentId, why: str, now: datetime) -> None:
    """Let answers come from a withdrawn document again.

    Raises UnknownDocument, or PublicationRefused where it is not withdrawn or no reason is given.
    """
    _change(session, document_id, PublicationAct.RESTORED, why, now)


def is_withdrawn(session: Session, document_id: DocumentId) -> bool:
    """Whether the document is withdrawn; one that there is not is not."""
    query = select(Document.withdrawn_at).where(Document.id == document_id)
    return session.scalars(query).one_or_none() is not None


def _change(
    session: Session, document_id: DocumentId, act: PublicationAct, why: str, now: datetime
) -> None:
    counter = lock_for_writing(session)
    document = session.get(Document, document_id)
    if document is None:
        raise UnknownDocument(f"没有这个文件：{document_id}")
    withdrawing = act is PublicationAct.WITHDRAWN
    if withdrawing == (document.withdrawn_at is not None):
        raise PublicationRefused("文件已经撤下" if withdrawing else "文件没有被撤下，不用恢复")
    if not why.strip():
        raise PublicationRefused(f"{act.value}文件要写明理由")
    counter.value += 1
    document.revision = counter.value
    document.withdrawn_at = now if withdrawing else None
    session.add(
        PublicationEvent(document_id=document_id, act=act.value, why=why.strip(), happened_at=now)
    )
