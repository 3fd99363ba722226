"""The list of documents as a narrow table: what it is narrowed and sorted by, a row a document.

Versions hold whole texts, so that walking over a hundred thousand of them reads gigabytes; these
rows are walked over in a fraction of a second, and in the order of the list by an index. Each
follows its document's newest version, whether or not the document is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, delete, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, table
from knowledge.keys import title_key
from knowledge.plain_rows import PlainRows

#: The day of documents that tell none: behind all others in a list from the newest on.
UNTOLD = date(1, 1, 1)


class ListedDocument(Base):
    """What a document's newest version tells for the list of all."""

    __tablename__ = "listed_document"
    __table_args__ = (
        Index(None, "told_on", "document_id"),
        Index(None, "region", "told_on", "document_id"),
        Index(None, "kind", "told_on", "document_id"),
        # What lapses within a time, by the day.
        Index(None, "expires_on", "document_id"),
    )

    document_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("document.id"), primary_key=True
    )
    #: The day of publication, else of signing, else UNTOLD.
    told_on: Mapped[date]
    #: Keys of the titles and of the number, in which typed words are looked for.
    words: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(32))
    region: Mapped[str | None] = mapped_column(Text)
    #: The last day of the term that the document tells itself.
    expires_on: Mapped[date | None]


class ListedIssuer(Base):
    """That the document's newest version names this issuer: found by the name, whole or in part."""

    __tablename__ = "listed_issuer"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    document_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("document.id"), primary_key=True, index=True
    )


_LISTED, _ISSUERS = table(ListedDocument), table(ListedIssuer)
_NEW = insert(_LISTED)
_CHANGED = update(_LISTED).where(_LISTED.c.document_id == bindparam("wanted"))
_FORMER_ISSUERS = delete(_ISSUERS).where(_ISSUERS.c.document_id == bindparam("wanted"))
_NEW_ISSUERS = PlainRows(_ISSUERS, ("name", "document_id"))


def list_new(session: Session, versions: Sequence[Mapping[str, Any]]) -> None:
    """Put documents into the list that are not in it yet, as these columns of versions tell."""
    session.execute(
        _NEW, [{"document_id": each["document_id"], **_told(each)} for each in versions]
    )
    _NEW_ISSUERS.insert(session, _issuers(versions))


def list_again(session: Session, versions: Sequence[Mapping[str, Any]]) -> None:
    """Let the list follow the new versions of documents that are in it."""
    connection = session.connection()
    wanted = [{"wanted": each["document_id"]} for each in versions]
    connection.execute(
        _CHANGED, [{**_told(each), "wanted": each["document_id"]} for each in versions]
    )
    connection.execute(_FORMER_ISSUERS, wanted)
    _NEW_ISSUERS.insert(session, _issuers(versions))


def _told(version: Mapping[str, Any]) -> dict[str, Any]:
    keys = (
        version["title_key"],
        version["carried_title_key"],
        title_key(version["doc_number"] or ""),
    )
    return {
        "told_on": version["published_on"] or version["written_on"] or UNTOLD,
        "words": " ".join(key for key in keys if key),
        "kind": version["kind"],
        "region": version["region"],
        "expires_on": version["expires_on"],
    }


def _issuers(versions: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    return [(name, each["document_id"]) for each in versions for name in set(each["issuers"])]
