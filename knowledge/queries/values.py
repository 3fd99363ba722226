"""What counts for the fields that people may correct, written as they would give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.errors import UnknownDocument
from knowledge.given import FIELDS

#: The column of a version that holds each field.
COLUMNS = {name: "issuers" if name == "issuer" else name for name in FIELDS}


def values_in(columns: Mapping[str, Any]) -> dict[str, str]:
    """By field, in the order of FIELDS, the value in a version's columns; "" where it has none."""
    return {name: _written(columns[column]) for name, column in COLUMNS.items()}


def values_of(session: Session, document_id: DocumentId) -> dict[str, str]:
    """The same of the document's newest version; raises UnknownDocument."""
    columns = (getattr(Version, column) for column in COLUMNS.values())
    query = select(*columns).join(Document, is_current()).where(Document.id == document_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownDocument(f"没有这个文件：{document_id}")
    return values_in(row._asdict())


def _written(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)
