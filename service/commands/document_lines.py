"""A dossier as people read it: lines of Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.clock import day_in_china
from knowledge.field_names import FIELD_NAMES
from knowledge.queries.dossiers import Dossier, OriginView
from knowledge.queries.findings import FieldProof
from knowledge.relations.decisions import RelationKind
from knowledge.relations.settled import Relation, RelationState
from knowledge.repair.names import REPAIR_NAMES

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
        "整理", (f"{_repair_name(repair)} {repair['count']} 处" for repair in dossier.repairs)
    )
    yield from _section("条款", (part.locator or f"《{part.heading}》" for part in dossier.parts))
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


def _repair_name(repair: Mapping[str, Any]) -> str:
    kind = str(repair["kind"])
    return REPAIR_NAMES.get(kind, kind)


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
