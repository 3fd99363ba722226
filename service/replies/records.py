"""Mapped classes of the replies: texts with their citations, checks, publications, notices.

A text is never changed: saving makes the next one, so that who wrote what stays known. People are
named by the ids of their accounts without a foreign key, as the audit log does: accounts are never
deleted, and the record stands by itself.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, UtcDateTime


class Purpose(StrEnum):
    """What a text is for: to be sent to who asked, or to be published for all."""

    REPLY = "reply"
    PAIR = "pair"


class ReplyText(Base):
    """One saved draft of a consultation's reply, or of the pair that is made of it."""

    __tablename__ = "reply_text"
    __table_args__ = (UniqueConstraint("consultation_id", "purpose", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    purpose: Mapped[str] = mapped_column(String(8))
    #: 1, 2, 3 … of its consultation and purpose; also the version that forms carry.
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    #: The question as it will be published; None in a reply.
    question: Mapped[str | None] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(Text)
    organ: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    #: The last day on which the pair may answer; None in a reply.
    expires_on: Mapped[date | None]
    #: Words that look like personal data and may stay, as its author says.
    public_words: Mapped[list[str]] = mapped_column(JSON)
    author_id: Mapped[int]
    author: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When it was sent, or published; None of a draft.
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    citations: Mapped[list[TextCitation]] = relationship(
        order_by="TextCitation.ordinal", lazy="selectin"
    )


class TextCitation(Base):
    """A citation of a text: `stored_text(document, version)[start:end] == quote`, and its clause.

    Title, number and validity are as on the day on which it was cited.
    """

    __tablename__ = "reply_citation"
    __table_args__ = (UniqueConstraint("text_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("reply_text.id"))
    ordinal: Mapped[int]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version: Mapped[int]
    passage_key: Mapped[str] = mapped_column(String(32))
    locator: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    doc_number: Mapped[str | None] = mapped_column(Text)
    validity: Mapped[str] = mapped_column(String(32))
    valid_until: Mapped[date | None]
    cited_on: Mapped[date]


class ConfidentialityCheck(Base):
    """What was found before a text went out: the three items of the check, who, when, words."""

    __tablename__ = "confidentiality_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("reply_text.id"), index=True)
    #: 公开属性, 保密审查 and 会签, as people read them.
    attribute: Mapped[str] = mapped_column(String(16))
    secrecy: Mapped[str] = mapped_column(String(16))
    countersigned: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    passed: Mapped[bool]
    checker_id: Mapped[int]
    checker: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishedAnswer(Base):
    """The document that a consultation's pair has become, and the text that it was made of last."""

    __tablename__ = "published_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), unique=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("reply_text.id"))
    approver_id: Mapped[int]
    approver: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Notice(Base):
    """A message to be sent to who asked; the address stays with the consultation, or the call.

    Of a call it holds the link that is sent, `link` (a path of our pages), and what it leads to.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("hotline_call.id"), index=True)
    link: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    #: The same occasion of a consultation makes one notice for each channel.
    key: Mapped[str] = mapped_column(String(96), unique=True)
    occasion: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When it is tried next; while it is being sent, when whoever sends it counts as dead.
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Why the last attempt failed, without address or words of the message.
    problem: Mapped[str | None] = mapped_column(Text)


class QuestionGroup(Base):
    """Questions alike that no document answered; `question` is the first of them, masked."""

    __tablename__ = "question_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The token of the form by which its consultation is submitted; None before.
    form_token: Mapped[str | None] = mapped_column(String(64))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)


class QuestionGroupBand(Base):
    """A hash that questions alike share: by it a new question finds the groups near it."""

    __tablename__ = "question_group_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("question_group.id", ondelete="CASCADE"), primary_key=True, index=True
    )
