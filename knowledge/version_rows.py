"""The rows that a version is kept as, from its reading."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from knowledge.database import Base
from knowledge.documents import Duty, FieldEvidence, Part, Passage, Reference
from knowledge.outline import Reading

#: The generation of this program's readers. Whoever changes what they make of a file counts it up,
#: so that stored files are read anew although their bytes have not changed.
READERS = 2


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


def reading_rows(reading: Reading, version_id: int) -> dict[type[Base], list[dict[str, Any]]]:
    """What was read within the text, a row each, by the class that it is kept as."""
    version = {"version_id": version_id}
    text = reading.text
    return {
        Part: [
            {**version, "ordinal": ordinal, **vars(part)}
            for ordinal, part in enumerate(reading.outline.parts)
        ],
        Passage: [
            {
                **version,
                "ordinal": ordinal,
                **vars(passage),
                "text": text[passage.start : passage.end],
            }
            for ordinal, passage in enumerate(reading.outline.passages)
        ],
        FieldEvidence: [{**version, **vars(field)} for field in reading.metadata.evidence],
        Reference: [{**version, **vars(reference)} for reference in reading.metadata.references],
        Duty: [{**version, **vars(duty)} for duty in reading.metadata.duties],
    }
