"""A dossier as programs read it: JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.queries.dossiers import Dossier, OriginView
from knowledge.queries.findings import FieldProof
from knowledge.relations.settled import Relation


def source_objects(dossier: Dossier, *, text: bool) -> Iterator[dict[str, Any]]:
    """One object for each source of the document; what a site tells of itself is its own.

    `source` is the name of the file. With `text` the cleaned main text is there too.
    """
    shape = _shape(dossier, text=text)
    if not dossier.origins:
        yield {"source": dossier.facts.file_name, **shape}
    for origin in dossier.origins:
        yield {
            "source": _file_name(origin),
            **shape,
            "published_on": _day(origin.published_on) or shape["published_on"],
            "source_url": origin.source_url or shape["source_url"],
            "origin": origin.origin,
        }


def _file_name(origin: OriginView) -> str:
    """The last step of a path, an address or a place within an archive."""
    return origin.origin.rstrip("/").rsplit("!/", 1)[-1].rsplit("/", 1)[-1]


def full_object(dossier: Dossier) -> dict[str, Any]:
    """Everything of the dossier as one object."""
    return {
        **_shape(dossier, text=True),
        "origins": [
            {
                "origin": origin.origin,
                "source_url": origin.source_url,
                "published_on": _day(origin.published_on),
                "seen_at": origin.seen_at.isoformat(),
            }
            for origin in dossier.origins
        ],
        "duties": [
            {
                "lead": list(duty.lead),
                "responsible": list(duty.responsible),
                "due": duty.due,
                "due_on": _day(duty.due_on),
                "start": duty.start,
                "end": duty.end,
            }
            for duty in dossier.duties
        ],
        "evidence": [_proof(proof) for proof in dossier.proofs],
        "repairs": [dict(repair) for repair in dossier.repairs],
        "doubts": [dict(doubt) for doubt in dossier.doubts],
        "versions": [
            {
                "number": entry.number,
                "created_at": entry.created_at.isoformat(),
                "file_name": entry.file_name,
                "sha256": entry.sha256,
            }
            for entry in dossier.versions
        ],
        "events": [
            {"act": event.act, "why": event.why, "happened_at": event.happened_at.isoformat()}
            for event in dossier.events
        ],
    }


def _shape(dossier: Dossier, *, text: bool) -> dict[str, Any]:
    facts = dossier.facts
    return {
        "id": facts.id,
        "version": facts.version,
        "title": facts.title,
        "carried_title": facts.carried_title,
        "doc_number": facts.doc_number,
        "issuers": list(facts.issuers),
        "kind": facts.kind,
        "level": dossier.level,
        "region": facts.region,
        "index_number": dossier.index_number,
        "unified_number": dossier.unified_number,
        "topic": dossier.topic,
        "written_on": _day(facts.written_on),
        "published_on": _day(facts.published_on),
        "effective_on": _day(dossier.effective_on),
        "source_url": facts.source_url,
        "page_type": dossier.page_type,
        "withdrawn_at": dossier.withdrawn_at.isoformat() if dossier.withdrawn_at else None,
        "validity": {
            "state": facts.validity.state.value,
            "until": _day(facts.validity.until),
            "reason": facts.validity.reason,
            "read_from": facts.validity.read_from,
        },
        "attachments": [dict(attachment) for attachment in dossier.attachments],
        "relations": [_relation(relation) for relation in dossier.relations],
        "parts": [
            {
                "level": part.level,
                "label": part.label,
                "heading": part.heading,
                "locator": part.locator,
                "parent": part.parent,
                "start": part.start,
                "end": part.end,
            }
            for part in dossier.parts
        ],
        **({"text": dossier.text} if text else {}),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    evidence = relation.evidence
    return {
        "kind": relation.kind.value,
        "id": relation.other.id,
        "title": relation.other.title,
        "doc_number": relation.other.doc_number,
        "found_by": relation.found_by.value,
        "certain": relation.certain,
        "state": relation.state.value,
        "why": relation.why,
        "evidence": {
            "id": evidence.document_id,
            "version": evidence.version,
            "printed": evidence.printed,
            "start": evidence.start,
            "end": evidence.end,
        }
        if evidence
        else None,
    }


def _proof(proof: FieldProof) -> dict[str, Any]:
    return {
        "name": proof.name,
        "value": proof.value,
        "read_from": proof.read_from,
        "start": proof.start,
        "end": proof.end,
        "certain": proof.certain,
        "chosen": proof.chosen,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
