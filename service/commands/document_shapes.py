"""A dossier as programs read it (a JSON object) and as people read it (lines of Chinese)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from knowledge.clock import day_in_china
from knowledge.field_names import FIELD_NAMES
from knowledge.queries.dossiers import Dossier, OriginView
from knowledge.queries.findings import FieldProof
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import Relation, RelationState

#: What a document is to the other one of a relation, as people read it.
RELATION_NAMES = {
    RelationKind.INTERPRETS: "解读",
    RelationKind.INTERPRETED_BY: "解读见",
    RelationKind.SUPERSEDES: "取代、废止",
    RelationKind.SUPERSEDED_BY: "被取代、废止于",
    RelationKind.ENDS_PART: "废止其中的条款",
    RelationKind.PARTLY_ENDED_BY: "部分条款被废止于",
    RelationKind.AMENDS: "修改",
    RelationKind.AMENDED_BY: "被修改于",
    RelationKind.EXTENDS: "延长有效期",
    RelationKind.EXTENDED_BY: "有效期被延长于",
    RelationKind.CARRIES: "印发",
    RelationKind.CARRIED_BY: "印发它的通知",
    RelationKind.CITES: "引用",
    RelationKind.CITED_BY: "被引用于",
    RelationKind.REPOSTS: "同文转载",
}
_STATES = {
    RelationState.PROPOSED: "待确认",
    RelationState.CONFIRMED: "已确认",
    RelationState.REJECTED: "已否定",
    RelationState.ADDED: "人工添加",
}


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


def line(dossier: Dossier) -> str:
    """The document on one line: id, state, number, title."""
    facts = dossier.facts
    state = "已撤下" if dossier.withdrawn_at else facts.validity.state.value
    return "  ".join(filter(None, (facts.id, state, facts.doc_number, facts.title)))


def page(dossier: Dossier) -> Iterator[str]:
    """The dossier for people, line by line."""
    facts, validity = dossier.facts, dossier.facts.validity
    yield facts.title
    yield f"编号 {facts.id}，第 {facts.version} 版（共 {dossier.current_version} 版）"
    if dossier.withdrawn_at:
        yield f"已于 {day_in_china(dossier.withdrawn_at)} 撤下：{dossier.events[-1].why}"
    if dossier.page_type == "index":
        yield "这是只有链接的目录页，不从中摘取答案"
    until = f"，到 {validity.until}" if validity.until else ""
    yield f"时效：{validity.state.value}{until}（{validity.reason}）"
    yield from _section("读到的内容", (_field(proof) for proof in dossier.proofs))
    yield from _section("来源", (_origin(origin) for origin in dossier.origins))
    yield from _section("关系", (relation_line(each) for each in dossier.relations))
    yield from _section("附件", (_attachment(each) for each in dossier.attachments))
    yield from _section(
        "存疑", (f"“{doubt['raw']}”：{doubt['reason']}" for doubt in dossier.doubts)
    )
    yield from _section(
        "整理", (f"{repair['kind']} {repair['count']} 处" for repair in dossier.repairs)
    )
    yield from _section("条款", (part.locator for part in dossier.parts))
    yield from _section(
        "版本",
        (f"第 {each.number} 版，{day_in_china(each.created_at)}收录" for each in dossier.versions),
    )
    yield from _section(
        "经过",
        (f"{day_in_china(event.happened_at)} {event.act}：{event.why}" for event in dossier.events),
    )


def relation_line(relation: Relation) -> str:
    """A relation on one line: what it is, the other document, what tells it, how settled it is."""
    other = relation.other
    number = f"（{other.doc_number}）" if other.doc_number else ""
    told = f"“{relation.evidence.printed}”" if relation.evidence else ""
    unsure = "，没有把握" if not relation.certain else ""
    why = f"：{relation.why}" if relation.why else ""
    return (
        f"{RELATION_NAMES[relation.kind]} {other.id}《{other.title}》{number}"
        f" {told}〔{_STATES[relation.state]}{unsure}{why}〕"
    )


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield ""
        yield title
        yield from (f"  {each}" for each in told)


def _field(proof: FieldProof) -> str:
    name = FIELD_NAMES.get(proof.name, proof.name)
    notes = [proof.read_from]
    if not proof.certain:
        notes.append("存疑")
    if not proof.chosen:
        notes.append("与采用的值不同，未采用")
    return f"{name}：{proof.value}（{'，'.join(notes)}）"


def _origin(origin: OriginView) -> str:
    told = (
        origin.source_url,
        f"发布于 {origin.published_on}" if origin.published_on else None,
        f"{day_in_china(origin.seen_at)}收录",
    )
    return f"{origin.origin}（{'，'.join(filter(None, told))}）"


def _attachment(attachment: Mapping[str, Any]) -> str:
    where = attachment["url"] or ("在正文里" if attachment["inline"] else "页面上没有链接")
    return f"{attachment['name']}（{where}）"
