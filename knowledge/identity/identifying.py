"""Which document a source is: told by its place and its bytes, then by the text read in them.

A place that is known keeps its document, and other bytes there are a new version; but where only
what surrounds the text has changed (a counter, the navigation) the document stays as it is. The
same bytes at another place are the same document, and so is the same text under the same title
and no other number. When one of two such places changes while the other still holds the
document's bytes, it has parted from its twin and becomes a document of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from knowledge.cleaned import Doubt
from knowledge.corrections import corrected
from knowledge.database import table
from knowledge.documents import (
    Document,
    DocumentId,
    FieldEvidence,
    SourceOrigin,
    StoredFile,
    Version,
    is_current,
)
from knowledge.errors import StoreError
from knowledge.identity.joining import Joined, join
from knowledge.identity.sameness import says_the_same
from knowledge.keys import number_key, title_key
from knowledge.outline import Reading
from knowledge.sources import SourceFile
from knowledge.version_rows import READERS

#: Hexadecimal digits of the SHA-256 that a document id takes, the shortest that is free.
ID_DIGITS = (12, 20, 31)

_DOCUMENTS, _VERSIONS = table(Document), table(Version)
_ORIGINS, _FILES = table(SourceOrigin), table(StoredFile)
_OF_VERSION = _VERSIONS.c.document_id == _DOCUMENTS.c.id
_NEWEST = _VERSIONS.c.number == _DOCUMENTS.c.current_version

#: Whether the store knows a source's place, its bytes or the id that it would have.
_KNOWN = select(
    or_(
        exists().where(_ORIGINS.c.origin == bindparam("place")),
        exists().where(_FILES.c.sha256 == bindparam("bytes")),
        exists().where(_DOCUMENTS.c.id == bindparam("own")),
    )
)
_TAKEN = select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.id == bindparam("wanted"))
_PLACE = select(_ORIGINS.c.sha256, _ORIGINS.c.document_id, _ORIGINS.c.readers).where(
    _ORIGINS.c.origin == bindparam("wanted")
)
#: The documents that have or had these bytes, and whether they have them.
_HOLDERS = (
    select(_VERSIONS.c.document_id, _NEWEST)
    .join(_DOCUMENTS, _OF_VERSION)
    .where(_VERSIONS.c.sha256 == bindparam("wanted"))
)
#: The newest versions that have this text, by the age of their documents.
_TWINS = (
    select(_VERSIONS.c.id)
    .join(_DOCUMENTS, and_(_OF_VERSION, _NEWEST))
    .where(_VERSIONS.c.text_sha256 == bindparam("wanted"))
    .order_by(_DOCUMENTS.c.created_at, _DOCUMENTS.c.id)
)


class Claim(Enum):
    """What a source is to the store."""

    UNCHANGED = auto()  # these bytes were read from this place before
    STALE = auto()  # the same, but older readers read them: they have to be read anew
    KNOWN = auto()  # it says what the document says: only the place is recorded
    NEW_VERSION = auto()
    NEW_DOCUMENT = auto()


@dataclass(frozen=True)
class Identity:
    """A source's claim and the document it is, or will be.

    `reading` is what to record as a version: joined with what other sources of it tell.
    `doubts` tell where they differ. Both are empty where the source has not been read. `fresh`
    tells that the store knows neither its place nor its bytes.
    """

    claim: Claim
    document_id: DocumentId
    reading: Reading | None = None
    doubts: tuple[Doubt, ...] = ()
    fresh: bool = False


def identify(session: Session, source: SourceFile) -> Identity:
    """Tell which document the source is; its bytes need not be read for that."""
    sha256 = source.sha256
    own_id = DocumentId(f"d{sha256[: ID_DIGITS[0]]}")
    # Most sources are new in every way: one question tells that.
    if not session.scalar(_KNOWN, {"place": source.origin, "bytes": sha256, "own": own_id}):
        return Identity(Claim.NEW_DOCUMENT, own_id, fresh=True)
    place = session.execute(_PLACE, {"wanted": source.origin}).one_or_none()
    if place is not None and place.sha256 == sha256:
        claim = Claim.UNCHANGED if place.readers >= READERS else Claim.STALE
        return Identity(claim, DocumentId(place.document_id))
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


def identify_reading(
    session: Session, source: SourceFile, identity: Identity, reading: Reading
) -> Identity:
    """Tell which document the source is, now that it has been read.

    To be asked under the writers' lock, as was the `identity` that its bytes gave. KNOWN and
    NEW_VERSION, NEW_DOCUMENT as by `identify`; never STALE: what newer readers read as before is
    KNOWN, anything else a new version. What people corrected in the document counts over what is
    read.
    """
    own = identity.document_id
    if identity.claim in (Claim.UNCHANGED, Claim.KNOWN):
        return identity
    if identity.claim is Claim.NEW_DOCUMENT:
        return _by_text(session, own, source, reading)
    stored = _current(session, own)
    # What people gave for the document is no difference between it and its source.
    mine = corrected(session, own, reading, source.given)
    alone = not _other_places(session, own, source.origin)
    if alone:
        same = says_the_same(session, stored, mine)
        return Identity(Claim.KNOWN if same else Claim.NEW_VERSION, own, mine)
    if stored.text_sha256 == reading.text_sha256:
        return _joined(own, stored, mine)
    if identity.claim is Claim.STALE and stored.sha256 != source.sha256:
        return Identity(Claim.KNOWN, own)  # an older text, that another place has replaced
    if _is_akin(session, stored, reading):
        return Identity(Claim.NEW_VERSION, own, mine)
    # The place now holds something else, which must not take the place of the document.
    return _by_text(session, _free_id(session, source.sha256), source, reading)


def identify_as(session: Session, source: SourceFile, document_id: DocumentId) -> Identity:
    """Tell what the source is to the document that it is said to be."""
    if session.get(Document, document_id) is None:
        return Identity(Claim.NEW_DOCUMENT, document_id)
    if _current_sha256(session, document_id) == source.sha256:
        return Identity(Claim.UNCHANGED, document_id)
    return Identity(Claim.NEW_VERSION, document_id)


def _by_text(
    session: Session, free_id: DocumentId, source: SourceFile, reading: Reading
) -> Identity:
    """The document that has this text under this title, else a new one with the free id."""
    for version_id in session.scalars(_TWINS, {"wanted": reading.text_sha256}).all():
        twin = session.get_one(Version, version_id)
        document_id = DocumentId(twin.document_id)
        mine = corrected(session, document_id, reading, source.given)
        numbers = {twin.number_key, mine.number_key} - {None}
        if twin.title_key == mine.title_key and len(numbers) < 2:
            return _joined(document_id, twin, mine)
    return Identity(Claim.NEW_DOCUMENT, free_id, reading)


def _joined(document_id: DocumentId, stored: Version, reading: Reading) -> Identity:
    joined: Joined = join(stored, reading)
    claim = Claim.NEW_VERSION if joined.adds else Claim.KNOWN
    return Identity(claim, document_id, joined.reading, joined.doubts)


def _is_akin(session: Session, stored: Version, reading: Reading) -> bool:
    """Whether a changed text still is this document's, by its title or its number as they are read.

    What was read of the document counts beside what people corrected.
    """
    evidence = select(FieldEvidence.name, FieldEvidence.value).where(
        FieldEvidence.version_id == stored.id, FieldEvidence.name.in_(("title", "doc_number"))
    )
    keys = {stored.title_key, stored.number_key}
    for name, value in session.execute(evidence):
        keys.add(title_key(value) if name == "title" else number_key(value))
    return not keys.isdisjoint({reading.title_key, reading.number_key} - {None, ""})


def _current(session: Session, document_id: DocumentId) -> Version:
    query = select(Version).join(Document, is_current()).where(Document.id == document_id)
    return session.scalars(query).one()


def _other_places(session: Session, document_id: DocumentId, origin: str) -> bool:
    """Whether the document was read from another place too; files that are gone do not count."""
    places = session.scalars(
        select(SourceOrigin.origin).where(
            SourceOrigin.document_id == document_id, SourceOrigin.origin != origin
        )
    )
    return any(not place.startswith("/") or Path(place).exists() for place in places)


def _holders(session: Session, sha256: str) -> list[DocumentId]:
    """The documents that have or had these bytes, those that have them first."""
    rows = session.execute(_HOLDERS, {"wanted": sha256})
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
    return any(_still_holds(place, sha256) for place in places)


def _still_holds(place: str, sha256: str) -> bool:
    """Whether the file is there with these bytes; twins that change together stay one document.

    An address, and a file inside an archive, is not looked at again: what another site showed
    when it was last fetched does not keep a page from being the document's new version.
    """
    path = Path(place)
    try:
        return path.is_absolute() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _free_id(session: Session, sha256: str) -> DocumentId:
    for digits in ID_DIGITS:
        document_id = DocumentId(f"d{sha256[:digits]}")
        if session.scalar(_TAKEN, {"wanted": document_id}) is None:
            return document_id
    raise StoreError(f"文件编号已被占用：d{sha256[: ID_DIGITS[-1]]}")
