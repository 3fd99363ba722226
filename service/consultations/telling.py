"""What the history and the audit log say of a move: its details in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from service.consultations.details import MoveDetails
from service.consultations.records import Channel, Consultation
from service.consultations.states import Move
from service.staff.actors import Actor
from service.staff.records import Organ

#: How people call the entrances.
CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.WEB: "网站",
    Channel.HOTLINE: "热线",
    Channel.WINDOW: "窗口",
}


def told_of(facts: Mapping[str, str], reason: str) -> str:
    """The history's sentence: what was decided, then why, in the words of who made the move."""
    parts = [f"{name}：{value}" for name, value in facts.items()]
    return "；".join([*parts, reason] if reason else parts)


def facts_of(
    session: Session, consultation: Consultation, actor: Actor, move: Move, details: MoveDetails
) -> Mapping[str, str]:
    """The decisions alone: what the audit log keeps, since free words may name a person."""
    return dict(_facts(session, consultation, actor, move, details))


def _facts(
    session: Session, consultation: Consultation, actor: Actor, move: Move, details: MoveDetails
) -> Iterator[tuple[str, str]]:
    if move in (Move.ACCEPT, Move.RECLASSIFY) and details.kind:
        yield "类别", f"{details.kind.value}，{consultation.term_days}个工作日"
    if move is Move.REFUSE and details.refusal:
        yield "理由", details.refusal.value
        yield "应当找", details.channel
    if move is Move.DISPATCH:
        yield "主办", _organ(session, consultation.organ_id)
        if consultation.assisting:
            names = [_organ(session, each.organ_id) for each in consultation.assisting]
            yield "协办", "、".join(names)
    if move is Move.RETURN:
        yield "退回单位", _organ(session, consultation.organ_id)
    if move is Move.ADVISE:
        yield "协办单位", _organ(session, actor.organ_id)
    if move is Move.ASK_EXTENSION:
        yield "申请延长", f"{details.days}个工作日"
    if move is Move.GRANT_EXTENSION:
        yield "延长", f"{consultation.extension_days}个工作日"
    if move is Move.RATE and details.rating:
        yield "评价", details.rating.value
    if move is Move.MERGE and consultation.merged_into_id:
        yield "并入", session.get_one(Consultation, consultation.merged_into_id).number


def _organ(session: Session, organ_id: int | None) -> str:
    organ = session.get(Organ, organ_id) if organ_id is not None else None
    return organ.name if organ else "未派发"
