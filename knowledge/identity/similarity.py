"""Near-duplicates: documents whose texts are nearly the same, found by MinHash bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    bindparam,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, table
from knowledge.documents import Document, DocumentId, Version, stands
from knowledge.identity.minhash import (
    BANDS,
    Signature,
    band_hashes,
    estimates,
    resemblance,
    shingles,
    signature,
)
from knowledge.plain_rows import PlainRows

#: From this resemblance on a document is reported as a near-duplicate. Between 0.4 and 0.7 lie
#: hardly any pairs of real notices, so the exact figure matters little.
NEAR = 0.7
#: An estimate so much lower is not looked at: three standard errors.
_MARGIN = 0.12
#: Versions that are looked at for each band, the newest first, however many share it.
_OF_A_BAND = 24
#: Candidates whose signatures are compared: those that share the most bands.
_CANDIDATES = 60
_LITTLE_ENDIAN = "<u4"


class Fingerprint(Base):
    """The MinHash signature of a version's main text: 32-bit minima, little-endian."""

    __tablename__ = "fingerprint"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class FingerprintBand(Base):
    """One band of the signature of a document's newest version.

    Versions that share a band may be near-duplicates.
    """

    __tablename__ = "fingerprint_band"
    __table_args__ = (Index("ix_fingerprint_band_band_hash", "band", "hash", "version_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger)


_FINGERPRINTS = table(Fingerprint)
_DOCUMENTS, _VERSIONS = table(Document), table(Version)

_NEW_FINGERPRINT = insert(_FINGERPRINTS)
_NEW_BANDS = PlainRows(table(FingerprintBand), ("version_id", "band", "hash"))
_SIGNATURES = select(_FINGERPRINTS.c.version_id, _FINGERPRINTS.c.signature).where(
    _FINGERPRINTS.c.version_id.in_(bindparam("wanted", expanding=True))
)
_OWN_TEXT = select(_VERSIONS.c.text, _VERSIONS.c.document_id).where(
    _VERSIONS.c.id == bindparam("own")
)
#: Of versions that are the newest of standing documents, what is compared and told.
_TEXTS = (
    select(
        *(_VERSIONS.c.id, _VERSIONS.c.text, _VERSIONS.c.document_id),
        *(_VERSIONS.c.title, _VERSIONS.c.doc_number),
    )
    .join(_DOCUMENTS, stands())
    .where(_VERSIONS.c.id.in_(bindparam("wanted", expanding=True)))
)

#: What has to go before a fingerprint is recorded: bands of all versions of the document.
_OUTDATED = (
    text(
        "DELETE FROM fingerprint_band WHERE version_id IN (SELECT id FROM version"
        " WHERE document_id = (SELECT document_id FROM version WHERE id = :own))"
    ),
    text("DELETE FROM fingerprint WHERE version_id = :own"),
)

#: The newest versions in each band of a signature. Its text is made once: as an expression it
#: would be built for each document anew, which took longer than all else that is asked about it.
_SHARING = text(
    " UNION ALL ".join(
        "SELECT version_id FROM (SELECT version_id FROM fingerprint_band"  # noqa: S608  # constants
        f" WHERE band = {band} AND hash = :hash_{band} AND version_id <> :own"
        f" ORDER BY version_id DESC LIMIT {_OF_A_BAND}) AS band_{band}"
        for band in range(BANDS)
    )
)


@dataclass(frozen=True)
class NearDuplicate:
    """Another document of nearly the same text; `resemblance` is exact, from 0.7 to 1."""

    document_id: DocumentId
    title: str
    doc_number: str | None
    resemblance: float


@dataclass(frozen=True)
class Fingerprinted:
    """A version's main text and its signature, None where the text has no letters."""

    version_id: int
    document_id: str
    text: str
    minima: Signature | None


def record_fingerprint(
    session: Session, version_id: int, text: str, *, first: bool = False
) -> Signature | None:
    """Keep the signature of the version's main text; its bands take the place of older versions'.

    The `first` version of a document has none to replace. A text without letters has no
    signature.
    """
    minima = signature(shingles(text))
    for outdated in () if first else _OUTDATED:
        session.execute(outdated, {"own": version_id})
    if minima is None:
        return None
    data = minima.astype(_LITTLE_ENDIAN).tobytes()
    session.execute(_NEW_FINGERPRINT, {"version_id": version_id, "signature": data})
    bands = enumerate(band_hashes(minima))
    _NEW_BANDS.insert(session, [(version_id, band, value) for band, value in bands])
    return minima


def near_duplicates(session: Session, version_id: int, limit: int = 5) -> list[NearDuplicate]:
    """The standing documents whose newest text is nearly this version's, the most alike first.

    Five statements at most, however many documents share a band. A version without a
    fingerprint has none.
    """
    own = session.execute(_SIGNATURES, {"wanted": [version_id]}).one_or_none()
    if own is None:
        return []
    text, document_id = session.execute(_OWN_TEXT, {"own": version_id}).one()
    version = Fingerprinted(version_id, document_id, text, _minima(own.signature))
    return nearly_the_same(session, version, limit)


def signatures_of(session: Session, version_ids: Collection[int]) -> dict[int, Signature]:
    """The signatures of these versions, of those that have one."""
    rows = session.execute(_SIGNATURES, {"wanted": list(version_ids)})
    return {row.version_id: _minima(row.signature) for row in rows}


def documents_near(session: Session, text: str, limit: int = 5) -> list[NearDuplicate]:
    """The near-duplicates of a text that is in no store; three statements at most."""
    own = Fingerprinted(0, "", text, signature(shingles(text)))  # no version has this id
    return nearly_the_same(session, own, limit)


def nearly_the_same(session: Session, own: Fingerprinted, limit: int = 5) -> list[NearDuplicate]:
    """The near-duplicates of a version whose text is at hand; three statements at most."""
    if own.minima is None:
        return []
    sharing = _sharing(session, own.version_id, own.minima)
    likely = _likely(session, own.minima, sharing, limit) if sharing else {}
    return _verified(session, own, likely, limit) if likely else []


def _sharing(session: Session, version_id: int, minima: Signature) -> list[int]:
    """The versions that share the most bands with the signature."""
    hashes = {f"hash_{band}": value for band, value in enumerate(band_hashes(minima))}
    shared = Counter(session.scalars(_SHARING, {"own": version_id, **hashes}).all())
    return [found for found, _ in shared.most_common(_CANDIDATES)]


def _likely(
    session: Session, minima: Signature, candidates: list[int], limit: int
) -> dict[int, float]:
    """The candidates whose estimated resemblance is the highest, twice as many as are asked for."""
    rows = session.execute(_SIGNATURES, {"wanted": candidates}).all()
    signatures = _minima(b"".join(row.signature for row in rows)).reshape(len(rows), -1)
    alike = zip((row.version_id for row in rows), estimates(minima, signatures), strict=True)
    best = sorted(alike, key=lambda each: each[1], reverse=True)
    return dict(best[: 2 * limit])


def _verified(
    session: Session, own: Fingerprinted, likely: dict[int, float], limit: int
) -> list[NearDuplicate]:
    """The first `limit` of the likely ones whose texts are nearly the same indeed."""
    wanted = [found for found, alike in likely.items() if alike >= NEAR - _MARGIN]
    rows = session.execute(_TEXTS, {"wanted": wanted}).all()
    own_shingles = shingles(own.text)
    found: list[NearDuplicate] = []
    for row in sorted(rows, key=lambda row: -likely[row.id]):
        if len(found) == limit:
            break
        alike = resemblance(own_shingles, shingles(row.text))
        if alike >= NEAR and row.document_id != own.document_id:
            near = DocumentId(row.document_id), row.title, row.doc_number
            found.append(NearDuplicate(*near, alike))
    return sorted(found, key=lambda each: (-each.resemblance, each.document_id))


def _minima(data: bytes) -> Signature:
    return np.frombuffer(data, dtype=_LITTLE_ENDIAN).astype(np.uint32)
