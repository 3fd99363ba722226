"""Near-duplicates: documents whose texts are nearly the same, found by MinHash bands."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base


class Fingerprint(Base):
    """The MinHash signature of a version's main text: 32-bit minima, little-endian."""

    __tablename__ = "fingerprint"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class FingerprintBand(Base):
    """One band of a signature; versions that share a band may be near-duplicates."""

    __tablename__ = "fingerprint_band"
    __table_args__ = (Index("ix_fingerprint_band_band_hash", "band", "hash"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger)
