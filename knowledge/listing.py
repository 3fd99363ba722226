"""The list of documents as a narrow table: what it is narrowed and sorted by, a row a document.

Versions hold whole texts, so that walking over a hundred thousand of them reads gigabytes; these
rows are walked over in a fraction of a second, and in the order of the list by an index. Each
follows its document's newest version, whether or not the document is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, table
from knowledge.documents import DocumentId
from knowledge.keys import title_key

#: The day of documents that tell none: behind all others in a list from the newest on.
UNTOLD = date(1, 1, 1)

#: Between issuers, and at both ends: no name holds it.
ISSUER_BORDER = "、"


class ListedDocument(Base):
    """What a document's newest version tells for the list of all."""

    __tablename__ = "listed_document"
    __table_args__ = (
        Index(None, "told_on", "document_id"),
        Index(None, "region", "told_on", "document_id"),
        Index(None, "kind", "told_on", "document_id"),
    )

    document_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("document.id"), primary_key=True
    )
    #: The day of publication, else of signing, else UNTOLD.
    told_on: Mapped[date]
    #: Keys of the titles and of the number, in which typed words are looked for.
    words: Mapped[str] = mapped_column(Text)
    issuers: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(32))
    region: Mapped[str | None] = mapped_column(Text)


_LISTED = table(ListedDocument)
_NEW = insert(_LISTED)
_CHANGED = update(_LISTED).where(_LISTED.c.document_id == bindparam("wanted"))


def listed_row(document_id: str, version: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a document whose newest version has these columns."""
    keys = (
        version["title_key"],
        version["carried_title_key"],
        title_key(version["doc_number"] or ""),
    )
    return {
        "document_id": document_id,
        "told_on": version["published_on"] or version["written_on"] or UNTOLD,
        "words": " ".join(key for key in keys if key),
        "issuers": ISSUER_BORDER.join(("", *version["issuers"], "")),
        "kind": version["kind"],
        "region": version["region"],
    }


def list_new(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put documents into the list that are not in it yet; `rows` as from `listed_row`."""
    session.execute(_NEW, list(rows))


def list_again(session: Session, document_id: DocumentId, row: Mapping[str, Any]) -> None:
    """Let the list follow the document's new version."""
    session.execute(_CHANGED, {**row, "wanted": document_id})
