"""The rows that a version is kept as, from its reading."""

from __future__ import annotations

from dataclasses import asdict
from operator import attrgetter
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Duty, FieldEvidence, Part, Passage, Reference
from knowledge.outline import Reading
from knowledge.plain_rows import PlainRows

#: The generation of this program's readers. Whoever changes what they make of a file counts it up,
#: so that stored files are read anew although their bytes have not changed.
READERS = 2


_PART = ("parent", "level", "label", "heading", "locator", "start", "end")
_PASSAGE = ("key", "part", "locator", "trail", "start", "end")
_FIELD = ("name", "value", "read_from", "start", "end", "certain", "chosen")

_part, _passage, _evidence = attrgetter(*_PART), attrgetter(*_PASSAGE), attrgetter(*_FIELD)
_PARTS = PlainRows(table(Part), ("version_id", "ordinal", *_PART))
_PASSAGES = PlainRows(table(Passage), ("version_id", "ordinal", *_PASSAGE, "text"))
_EVIDENCE = PlainRows(table(FieldEvidence), ("version_id", *_FIELD))
#: These hold days and lists, which each database takes in its own way.
_REFERENCES, _DUTIES = insert(table(Reference)), insert(table(Duty))


def version_columns(reading: Reading) -> dict[str, Any]:
    """The columns of a Version that come from its reading."""
    metadata, validity = reading.metadata, reading.metadata.validity
    return {
        "media_type": reading.media_type,
        "charset": reading.charset,
        "readers": READERS,
        "page_type": reading.page_type.value,
        "text_sha256": reading.text_sha256,
        "raw_text": reading.raw_text,
        "text": reading.text,
        "title": metadata.title,
        "title_key": reading.title_key,
        "carried_title": metadata.carried_title,
        "carried_title_key": reading.carried_title_key,
        "doc_number": metadata.doc_number,
        "number_key": reading.number_key,
        "issuers": list(metadata.issuers),
        "kind": metadata.kind,
        "level": metadata.level,
        "region": metadata.region,
        "index_number": metadata.index_number,
        "unified_number": metadata.unified_number,
        "topic": metadata.topic,
        "written_on": metadata.written_on,
        "published_on": metadata.published_on,
        "source_url": metadata.source_url,
        "stated_validity": validity.stated.value if validity.stated else None,
        "stated_from": validity.stated_from,
        "effective_on": validity.effective_on,
        "effective_from": validity.effective_from,
        "expires_on": validity.expires_on,
        "expires_from": validity.expires_from,
        "repairs": [
            {
                "kind": repair.kind,
                "count": repair.count,
                "example": {"before": repair.before, "after": repair.after},
            }
            for repair in reading.repairs
        ],
        "doubts": [
            {"kind": doubt.kind, "raw": doubt.raw, "reason": doubt.reason}
            for doubt in reading.doubts
        ],
        "attachments": [asdict(attachment) for attachment in reading.attachments],
    }


def record_rows(session: Session, version_id: int, reading: Reading) -> None:
    """Store what was read within the text of the version, a row each."""
    text, outline, metadata = reading.text, reading.outline, reading.metadata
    _PARTS.insert(
        session,
        [(version_id, ordinal, *_part(part)) for ordinal, part in enumerate(outline.parts)],
    )
    _PASSAGES.insert(
        session,
        [
            (version_id, ordinal, *_passage(passage), text[passage.start : passage.end])
            for ordinal, passage in enumerate(outline.passages)
        ],
    )
    _EVIDENCE.insert(session, [(version_id, *_evidence(field)) for field in metadata.evidence])
    for statement, values in ((_REFERENCES, metadata.references), (_DUTIES, metadata.duties)):
        if values:
            version = {"version_id": version_id}
            session.execute(statement, [version | vars(value) for value in values])
