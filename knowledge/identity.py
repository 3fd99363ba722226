"""Which document a source is: told by its place and its bytes, never by what it says.

A place that is known keeps its document, and other bytes there are a new version. The same bytes
at another place are the same document. When one of two such places changes while the other still
holds the document's bytes, it has parted from its twin and becomes a document of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, SourceOrigin, Version, is_current
from knowledge.errors import StoreError
from knowledge.sources import SourceFile

#: Hexadecimal digits of the SHA-256 that a document id takes, the shortest that is free.
ID_DIGITS = (12, 20, 31)


class Claim(Enum):
    """What a source is to the store."""

    UNCHANGED = auto()  # these bytes were read from this place before
    KNOWN = auto()  # the bytes are a document's, found at a place that is new to it
    NEW_VERSION = auto()
    NEW_DOCUMENT = auto()


@dataclass(frozen=True)
class Identity:
    """A source's claim and the document it is, or will be."""

    claim: Claim
    document_id: DocumentId


def identify(session: Session, source: SourceFile) -> Identity:
    """Tell which document the source is; its bytes need not be read for that."""
    sha256 = source.sha256
    place = session.get(SourceOrigin, source.origin)
    if place is not None and place.sha256 == sha256:
        return Identity(Claim.UNCHANGED, DocumentId(place.document_id))
    holders = _holders(session, sha256)
    if place is None:
        if holders:
            return Identity(Claim.KNOWN, holders[0])
        return Identity(Claim.NEW_DOCUMENT, _free_id(session, sha256))
    own = DocumentId(place.document_id)
    if holders and own not in holders:
        return Identity(Claim.KNOWN, holders[0])
    current = _current_sha256(session, own)
    if current == sha256:
        return Identity(Claim.KNOWN, own)
    if _held_elsewhere(session, own, current, but=source.origin):
        if holders:
            return Identity(Claim.KNOWN, own)
        return Identity(Claim.NEW_DOCUMENT, _free_id(session, sha256))
    return Identity(Claim.NEW_VERSION, own)


def identify_as(session: Session, source: SourceFile, document_id: DocumentId) -> Identity:
    """Tell what the source is to the document that it is said to be."""
    if session.get(Document, document_id) is None:
        return Identity(Claim.NEW_DOCUMENT, document_id)
    if _current_sha256(session, document_id) == source.sha256:
        return Identity(Claim.UNCHANGED, document_id)
    return Identity(Claim.NEW_VERSION, document_id)


def _holders(session: Session, sha256: str) -> list[DocumentId]:
    """The documents that have or had these bytes, those that have them first."""
    rows = session.execute(
        select(Version.document_id, is_current())
        .join(Document, Version.document_id == Document.id)
        .where(Version.sha256 == sha256)
    )
    ranked = sorted((not current, document_id) for document_id, current in rows)
    return [DocumentId(document_id) for _, document_id in ranked]


def _current_sha256(session: Session, document_id: DocumentId) -> str:
    query = select(Version.sha256).join(Document, is_current()).where(Document.id == document_id)
    return session.scalars(query).one()


def _held_elsewhere(session: Session, document_id: DocumentId, sha256: str, *, but: str) -> bool:
    """Whether another place still holds these bytes of the document."""
    places = session.scalars(
        select(SourceOrigin.origin).where(
            SourceOrigin.document_id == document_id,
            SourceOrigin.sha256 == sha256,
            SourceOrigin.origin != but,
        )
    )
    return any(_still_holds(Path(place), sha256) for place in places)


def _still_holds(path: Path, sha256: str) -> bool:
    """Whether the file is there with these bytes; twins that change together stay one document."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _free_id(session: Session, sha256: str) -> DocumentId:
    for digits in ID_DIGITS:
        document_id = DocumentId(f"d{sha256[:digits]}")
        if session.get(Document, document_id) is None:
            return document_id
    raise StoreError(f"文件编号已被占用：d{sha256[: ID_DIGITS[-1]]}")
