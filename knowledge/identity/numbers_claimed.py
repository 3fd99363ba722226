"""Two documents that claim one document number: both are kept, people decide."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.keys import title_key
from knowledge.outline import Reading
from knowledge.titles import carried_by

#: As many others are named; a mistyped number on a whole series of pages is one finding.
_NAMED = 5

_DOCUMENTS, _VERSIONS = table(Document), table(Version)
_OTHERS = (
    select(_VERSIONS.c.title, _VERSIONS.c.doc_number)
    .join(_DOCUMENTS, is_current())
    .where(
        _VERSIONS.c.number_key == bindparam("number"),
        _VERSIONS.c.document_id != bindparam("but"),
    )
    .order_by(_DOCUMENTS.c.id)
    .limit(_NAMED)
)


def rivals(session: Session, document_id: DocumentId, reading: Reading) -> list[str]:
    """A sentence for every other document that claims the reading's number under another title.

    An order's number (令) is counted by each issuer for itself, so orders are no rivals. A notice
    and what it carries share their number rightly.
    """
    key, own = reading.number_key, reading.metadata
    if key is None or "||" in key:
        return []
    others = session.execute(_OTHERS, {"number": key, "but": document_id})
    return [
        f"“{own.doc_number}”：《{own.title}》和《{other.title}》都用这个文号，两个文件都已保留，请核实"
        for other in others
        if not _one_title(own.title, other.title)
    ]


def _one_title(one: str, other: str) -> bool:
    """Whether one title is the other's, or that of the notice that carries it."""
    keys = [_names(title) for title in (one, other)]
    return any(own.endswith(name) or name.endswith(own) for own in keys[0] for name in keys[1])


def _names(title: str) -> set[str]:
    carried = carried_by(title)
    return {title_key(title), *([title_key(carried)] if carried else [])} - {""}
