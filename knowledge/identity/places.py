"""The places at which a document's bytes were seen; a file that was moved is at one place only."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.documents import DocumentId, SourceOrigin
from knowledge.identity.identifying import Claim, Identity
from knowledge.recording import record_origin
from knowledge.sources import SourceFile, is_address, is_own


def is_there(origin: str) -> bool:
    """Whether the place can still be looked at: an address can, a file (or its archive) exists.

    What the office wrote itself is in the store and nowhere else.
    """
    return is_address(origin) or is_own(origin) or Path(origin.partition("!/")[0]).exists()


def record_place(session: Session, source: SourceFile, identity: Identity, now: datetime) -> None:
    """Record where bytes that the store has were seen: at a new place, or on a fetched page again.

    The same bytes at a new place and no file at the old one is a file that was moved.
    """
    if identity.claim is Claim.KNOWN or source.fetched is not None:
        record_origin(session, source, identity.document_id, now)
    if identity.claim is Claim.KNOWN:
        _forget_moved(session, source, identity.document_id)


def _forget_moved(session: Session, source: SourceFile, document_id: DocumentId) -> None:
    """Forget the places from which the document's file, now at that of `source`, is gone."""
    places = session.scalars(
        select(SourceOrigin.origin).where(
            SourceOrigin.document_id == document_id,
            SourceOrigin.sha256 == source.sha256,
            SourceOrigin.origin != source.origin,
        )
    ).all()
    gone = [place for place in places if not is_there(place)]
    if gone:
        session.execute(delete(SourceOrigin).where(SourceOrigin.origin.in_(gone)))
