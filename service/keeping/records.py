"""Mapped classes of drafts: files on their way to be documents, in tables of their own.

A draft is no Document: what answers, searches, counts and suggests reads those alone, so that
nothing there can show a draft. People are named by the ids of their accounts without a foreign key,
as the audit log does.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, UtcDateTime


class DraftState(StrEnum):
    """Where a draft stands; the value is stored and read by people."""

    EDITING = "起草中"
    SUBMITTED = "待审查"
    PUBLISHED = "已发布"
    CLOSED = "不发布"
    #: Brought in, and not read yet.
    READING = "正在读"


class CheckKind(StrEnum):
    """What was looked at; the value is what people read."""

    SECRECY = "保密审查"
    COUNTERSIGN = "会签"


class Draft(Base):
    """A file that was brought in, what was read of it, and how far it has come."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(None, "state", "doubt_count", "id"),
        Index(None, "organ_id", "state", "doubt_count", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Counts its changes; forms carry it.
    version: Mapped[int]
    #: Counts how often it was handed in: a check counts for the round in which it was made.
    round: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    #: 公开属性, empty before it is handed in.
    attribute: Mapped[str] = mapped_column(String(8))
    #: The organ that brought it in; None of somebody without one.
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"))
    uploader_id: Mapped[int]
    uploader: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    #: Where it came from, as a source's origin; its name, address and the server's charset.
    origin: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    charset: Mapped[str | None] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    #: How often its reading was begun, since somebody asked for it.
    attempts: Mapped[int]
    #: Why it cannot be read; empty where it can. Then what was read stands below.
    failure: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    #: By field of `knowledge.given.FIELDS` the value that was read.
    read_values: Mapped[dict[str, str]] = mapped_column(JSON, deferred=True)
    #: [[name, value, read_from, start, end, certain, chosen]]
    evidence: Mapped[list[list[Any]]] = mapped_column(JSON, deferred=True)
    #: A sentence for each thing that a person should look at.
    doubts: Mapped[list[str]] = mapped_column(JSON, deferred=True)
    doubt_count: Mapped[int]
    raw_text: Mapped[str] = mapped_column(Text, deferred=True)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    #: The clauses of the text: [[key, locator, text, start]].
    provisions: Mapped[list[list[Any]]] = mapped_column(JSON, deferred=True)

    #: The document of which it is to be the next version, None for what it finds itself to be.
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    #: The document that it has become.
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))

    corrections: Mapped[list[DraftCorrection]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    signing: Mapped[list[DraftOrgan]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    checks: Mapped[list[DraftCheck]] = relationship(order_by="DraftCheck.id", lazy="selectin")


class DraftRendering(Base):
    """How a draft's source is shown: harmless markup, or the pages of a PDF as pictures."""

    __tablename__ = "draft_rendering"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    #: Empty where there are pictures.
    markup: Mapped[str] = mapped_column(Text, deferred=True)
    #: Pages that are drawn, and that there are.
    drawn: Mapped[int]
    page_count: Mapped[int]
    #: [[number of a mark, its page or 0]]
    marked: Mapped[list[list[int]]] = mapped_column(JSON)


class DraftPage(Base):
    """A page of a draft's source as a WebP picture; counted from 1."""

    __tablename__ = "draft_page"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class DraftNear(Base):
    """A stored document whose text was nearly the same as the draft's when that was read."""

    __tablename__ = "draft_near"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    #: The share of what either text holds that both hold, from 0.7 to 1.
    resemblance: Mapped[float]


class DraftCorrection(Base):
    """A value that a person gave for a field of a draft, and who; goes with it into the store."""

    __tablename__ = "draft_correction"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str] = mapped_column(String(32))
    value: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int]


class DraftOrgan(Base):
    """An organ that has to countersign a draft (会签)."""

    __tablename__ = "draft_organ"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    organ_id: Mapped[int] = mapped_column(ForeignKey("organ.id"), primary_key=True, index=True)


class DraftCheck(Base):
    """What a person found of a draft in one of its rounds; never changed."""

    __tablename__ = "draft_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    #: The organ that countersigned; None of the review of secrets.
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"))
    passed: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    checker_id: Mapped[int]
    checker: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
