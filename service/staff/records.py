"""Mapped classes of the staff: organs, accounts, roles, sessions, and the audit log.

Triggers of the schema refuse to change or delete an entry of the audit log, and to set its head
anywhere but one step on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, UtcDateTime


class Organ(Base):
    """An office that consultations are handed to (承办单位)."""

    __tablename__ = "organ"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    short_name: Mapped[str] = mapped_column(String(32))
    phone: Mapped[str] = mapped_column(String(32))
    #: Whether it decides which organ is responsible where organs disagree.
    is_coordinator: Mapped[bool]
    #: Its other names, former ones too, separated by 、.
    aliases: Mapped[str] = mapped_column(Text)
    #: Words of what it is responsible for, separated by 、.
    topics: Mapped[str] = mapped_column(Text)


class StaffUser(Base):
    """An account of one person; never deleted, since the record names it."""

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(32), unique=True)
    display_name: Mapped[str] = mapped_column(String(32))
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(256), deferred=True)
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The password was given by somebody else and must be replaced before anything is done.
    must_change_password: Mapped[bool]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organ: Mapped[Organ | None] = relationship(lazy="joined")
    roles: Mapped[list[StaffRole]] = relationship(
        cascade="all, delete-orphan", order_by="StaffRole.role", lazy="selectin"
    )


class StaffRole(Base):
    """One role of one account."""

    __tablename__ = "staff_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class StaffSession(Base):
    """One login; the token itself is in the browser alone."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token: whoever reads the database cannot take a session over.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """One thing that was done; `mac` covers it and the entry before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        # Wide, so that the log is narrowed from the index alone, the newest first.
        Index(None, "action", "seq", "at"),
        Index(None, "user_id", "seq", "at", "action"),
        Index(None, "seq", "at"),
    )

    #: 1, 2, 3 … without a gap.
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_name: Mapped[str] = mapped_column(String(64))
    #: No foreign key: the record stands by itself.
    user_id: Mapped[int | None]
    #: The roles held then, separated by commas.
    roles: Mapped[str] = mapped_column(String(128))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    #: A JSON object of strings, as it was signed.
    details: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The one row that says where the audit log ends; appending locks it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: Tells whether a key is the one that the log is written with; None before the first entry.
    key_check: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class AuditFinding(Base):
    """The one row that says what verifying the log has found, and how far it has come."""

    __tablename__ = "audit_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A JSON object, as it was signed; empty before anything was found.
    body: Mapped[str] = mapped_column(Text)
    #: HMAC-SHA-256 under the audit key.
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
