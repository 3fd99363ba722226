"""What keepers decide of relations: confirmed, rejected, added, taken back; each for a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.dossiers import find_ids
from knowledge.relations.decisions import (
    RelationKind,
    Tie,
    add,
    confirm,
    reject,
    withdraw_decision,
)
from service.keeping.documents import reason, subject_of
from service.keeping.errors import KeepingRefused, NotKept
from service.keeping.reach import Reach, issuers_of
from service.staff.actors import Actor
from service.staff.audit_log import record


class Decision(StrEnum):
    """What is decided of a relation; the value is what people read."""

    CONFIRM = "确认关系"
    REJECT = "否定关系"
    ADD = "补上关系"
    TAKE_BACK = "撤回关系的决定"


_DECIDE: Mapping[Decision, Callable[[Session, Tie, str, datetime], None]] = {
    Decision.CONFIRM: confirm,
    Decision.REJECT: reject,
    Decision.TAKE_BACK: withdraw_decision,
}


@dataclass(frozen=True)
class Decided:
    """That the document is to the other what `kind` says, or is not; `other` as people name it.

    `on` is the day from which an added repeal or change counts.
    """

    document_id: str
    kind: RelationKind
    other: str
    decision: Decision
    why: str
    on: date | None = None


def decide(session: Session, actor: Actor, reach: Reach, decided: Decided, now: datetime) -> None:
    """Record the decision; raises NotKept, KeepingRefused, and DecisionRefused.

    What decides about validity is for whoever keeps both documents; else the one suffices.
    """
    issuers_of(session, reach, decided.document_id)
    other = _other(session, decided)
    if decided.kind.acts:
        _require_both(session, reach, other)
    why = reason(decided.why)
    tie = Tie(DocumentId(decided.document_id), decided.kind, other)
    if decided.decision is Decision.ADD:
        add(session, tie, why, now, decided.on)
    else:
        _DECIDE[decided.decision](session, tie, why, now)
    told = {"关系": decided.kind.value, "另一份": other, "理由": why}
    record(session, actor, decided.decision.value, subject_of(decided.document_id), told, now)


def _other(session: Session, decided: Decided) -> DocumentId:
    named = decided.other.strip()
    found = [each for each in find_ids(session, named) if each != decided.document_id]
    if len(found) != 1:
        told = f"有 {len(found)} 份" if found else "没有"
        raise KeepingRefused(f"{told}叫“{named}”的文件，请写文号或编号")
    return found[0]


def _require_both(session: Session, reach: Reach, other: DocumentId) -> None:
    try:
        issuers_of(session, reach, other)
    except NotKept as error:
        raise KeepingRefused(
            "另一份文件归别的单位管，它的时效要由那个单位、发布人或协调人决定"
        ) from error
