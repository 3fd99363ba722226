"""Mapped classes of what is known: documents, their versions, parts, passages and evidence.

A Document is one official document; each change of its source is a Version, the old ones kept.
A Version's `text` is the cleaned main text, `raw_text` everything the parser read; passages and
parts point into `text` by character offsets, field evidence points into `raw_text`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NewType

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, UtcDateTime, table

DocumentId = NewType("DocumentId", str)
PassageId = NewType("PassageId", int)


class StoredFile(Base):
    """A source file, byte for byte, under its SHA-256."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]


class SourceOrigin(Base):
    """A place that a document was read from: an absolute path, an address, a file in an archive.

    A document read from several sites has a row for each, with what that site tells of it.
    """

    __tablename__ = "source_origin"

    origin: Mapped[str] = mapped_column(Text, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Which generation of this program's readers read these bytes, as of a version.
    readers: Mapped[int]
    #: The address and the day of publication that the page read there tells of itself.
    source_url: Mapped[str | None] = mapped_column(Text)
    published_on: Mapped[date | None]


class Document(Base):
    """One official document, whatever the number of its versions and sources."""

    __tablename__ = "document"
    __table_args__ = (
        # The withdrawn ones alone, few among all.
        Index(
            "ix_document_withdrawn",
            "id",
            sqlite_where=text("withdrawn_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    current_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Value of the store's revision when the document last changed; the index follows it.
    revision: Mapped[int] = mapped_column(index=True)
    #: Since when it is withdrawn (撤下) from answers; None while it stands.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    versions: Mapped[list[Version]] = relationship(
        back_populates="document", order_by="Version.number"
    )


class StoreRevision(Base):
    """One row whose `value` grows with every change of what can be found."""

    __tablename__ = "store_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class Version(Base):
    """A document as it stood in one file: its text, metadata and validity facts."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(64))
    charset: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Which generation of this program's readers read it; an older reading is read anew.
    readers: Mapped[int]
    #: What the page is: an article, or a list of links that is not answered from.
    page_type: Mapped[str] = mapped_column(String(16))
    #: SHA-256 of the folded main text: the same text from two sites is one document.
    text_sha256: Mapped[str] = mapped_column(String(64), index=True)

    title: Mapped[str] = mapped_column(Text)
    #: Title without brackets, blanks and punctuation: how one document finds another.
    title_key: Mapped[str] = mapped_column(Text, index=True)
    #: Title of the document that a carrier notice (印发《X》的通知) carries.
    carried_title: Mapped[str | None] = mapped_column(Text)
    #: The same key of the carried title: repeals and questions name what is carried.
    carried_title_key: Mapped[str | None] = mapped_column(Text, index=True)
    doc_number: Mapped[str | None] = mapped_column(Text)
    #: 文号 normalised to 代字|year|number; however people type it, this is compared.
    number_key: Mapped[str | None] = mapped_column(Text, index=True)
    issuers: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str | None] = mapped_column(String(32))
    #: 国家, 省, 市, 县 or 乡镇: the level of the issuer.
    level: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(Text)
    #: 索引号, 统一编号 and 主题分类 as the page's catalogue prints them.
    index_number: Mapped[str | None] = mapped_column(Text)
    unified_number: Mapped[str | None] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(Text)
    written_on: Mapped[date | None]
    published_on: Mapped[date | None]
    source_url: Mapped[str | None] = mapped_column(Text)

    stated_validity: Mapped[str | None] = mapped_column(String(32))
    stated_from: Mapped[str] = mapped_column(Text, default="")
    effective_on: Mapped[date | None]
    effective_from: Mapped[str] = mapped_column(Text, default="")
    expires_on: Mapped[date | None]
    expires_from: Mapped[str] = mapped_column(Text, default="")

    raw_text: Mapped[str] = mapped_column(Text, deferred=True)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    #: What the cleaning changed: [{"kind", "count", "example": {"before", "after"}}].
    repairs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    #: What could not be repaired (存疑): [{"kind", "raw", "reason"}].
    doubts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    #: Annexes: [{"name", "url" or null, "inline": whether its text stands in the main text}].
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)

    document: Mapped[Document] = relationship(back_populates="versions")
    evidence: Mapped[list[FieldEvidence]] = relationship(cascade="all, delete-orphan")
    parts: Mapped[list[Part]] = relationship(cascade="all, delete-orphan", order_by="Part.ordinal")
    passages: Mapped[list[Passage]] = relationship(
        cascade="all, delete-orphan", order_by="Passage.ordinal"
    )
    references: Mapped[list[Reference]] = relationship(cascade="all, delete-orphan")
    duties: Mapped[list[Duty]] = relationship(cascade="all, delete-orphan", order_by="Duty.start")


def is_current() -> ColumnElement[bool]:
    """Joins each Document to the newest Version of it, whether or not it is withdrawn."""
    versions, documents = table(Version).c, table(Document).c
    return and_(versions.document_id == documents.id, versions.number == documents.current_version)


def stands() -> ColumnElement[bool]:
    """Joins each Document that is not withdrawn to its newest Version: what answers come from."""
    return and_(is_current(), table(Document).c.withdrawn_at.is_(None))


class FieldEvidence(Base):
    """A value that was read for a field: `raw_text[start:end]` holds it as printed.

    Where header, meta tags and body differ, each has its row; the value that counts is `chosen`.
    """

    __tablename__ = "field_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    #: One of title, doc_number, issuer, written_on, published_on, effective_on, expires_on, …
    name: Mapped[str] = mapped_column(String(32))
    value: Mapped[str] = mapped_column(Text)
    read_from: Mapped[str] = mapped_column(String(32))
    start: Mapped[int]
    end: Mapped[int]
    certain: Mapped[bool]
    chosen: Mapped[bool]


class Part(Base):
    """A part of a version: chapter, article, 一、, （一）, 1. … with its heading.

    Also the pairs of a page of questions and answers (the heading is the question) and the named
    elements of a service guide (the heading is the element's standard name).
    """

    __tablename__ = "part"
    __table_args__ = (
        UniqueConstraint("version_id", "ordinal"),
        # The pairs of questions and answers alone, few among all parts.
        Index(
            "ix_part_question",
            "version_id",
            sqlite_where=text("level = 'qa'"),
            postgresql_where=text("level = 'qa'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    ordinal: Mapped[int]
    #: Ordinal of the part that holds this one; None at the top.
    parent: Mapped[int | None]
    level: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    locator: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]


class Passage(Base):
    """A piece of a version that can be found and cited: `version.text[start:end] == text`."""

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("version_id", "ordinal"),
        UniqueConstraint("version_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    ordinal: Mapped[int]
    #: Stable within its document: the same clause keeps it from version to version.
    key: Mapped[str] = mapped_column(String(32))
    part: Mapped[int | None]
    locator: Mapped[str] = mapped_column(Text)
    #: Headings above the passage, outermost first, joined by blanks.
    trail: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Reference(Base):
    """A place where a version speaks of another document: ends, interprets or cites it.

    The other is named by the keys of its title and its number; which stored document that is, is
    found when it is asked, so that it never matters which was ingested first.
    """

    __tablename__ = "reference"
    __table_args__ = (
        Index("ix_reference_kind_target_title_key", "kind", "target_title_key"),
        Index("ix_reference_kind_target_number_key", "kind", "target_number_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    #: How the text names the other, as printed.
    printed: Mapped[str] = mapped_column(Text)
    target_title_key: Mapped[str | None] = mapped_column(Text)
    target_number_key: Mapped[str | None] = mapped_column(Text)
    #: For a repeal the day from which it ends the other; None where nothing tells.
    on: Mapped[date | None]
    #: The clause in the main text: `text[start:end]`.
    start: Mapped[int]
    end: Mapped[int]


class Duty(Base):
    """Who has to do a part of a plan until when (牵头单位、责任单位、完成时限)."""

    __tablename__ = "duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    lead: Mapped[list[str]] = mapped_column(JSON)
    responsible: Mapped[list[str]] = mapped_column(JSON)
    #: The time limit as printed and, where it names a day, its last day.
    due: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    #: The note in the main text: `text[start:end]`.
    start: Mapped[int]
    end: Mapped[int]
