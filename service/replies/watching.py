"""The queue of published answers that are held back, and confirming that one still holds.

Nothing here takes an answer out: it is out by itself as soon as a clause that it relies on fails
(see `knowledge.relying`). Here people are told which, and say what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts
from knowledge.relying.standing import Relied, accept, doubtful, relied_on
from service.consultations.records import Consultation
from service.personal_data import mask_personal
from service.replies.drafting import account
from service.replies.errors import NothingToConfirm, TextRefused
from service.replies.records import PublishedAnswer
from service.staff.actors import Actor
from service.staff.audit_log import record

LONGEST_REASON = 500
#: Documents judged at a time.
_AT_A_TIME = 500


_PUBLISHED: Select[int, str, str] = (
    select(PublishedAnswer.consultation_id, Consultation.number, PublishedAnswer.document_id)
    .join(Consultation, PublishedAnswer.consultation_id == Consultation.id)
    .order_by(Consultation.number)
)


@dataclass(frozen=True)
class HeldAnswer:
    """A published answer that is out of answers until a person confirms it.

    `failed` are the clauses that fail, each with its fault in words and the words that differ;
    `seen` goes with the confirmation, which counts for these faults alone.
    """

    consultation_id: int
    number: str
    document_id: DocumentId
    title: str
    failed: tuple[Relied, ...]

    @property
    def seen(self) -> tuple[str, ...]:
        """The keys of the faults, each once."""
        keys = (each.fault.key for each in self.failed if each.fault is not None)
        return tuple(dict.fromkeys(keys))


def held_answers(session: Session, today: date) -> list[HeldAnswer]:
    """Every published answer that is held back today, by the consultations' numbers.

    One that was withdrawn, or whose own term is over, is not waiting for anybody.
    """
    failed: dict[DocumentId, tuple[Relied, ...]] = {}
    for some in _batches(doubtful(session, today)):
        for document_id, relied in relied_on(session, some, today).items():
            found = tuple(each for each in relied if not each.holds)
            if found:
                failed[document_id] = found
    facts = document_facts(session, failed.keys(), today)
    return [
        HeldAnswer(
            row.consultation_id,
            row.number,
            DocumentId(row.document_id),
            facts[row.document_id].title,
            failed[row.document_id],
        )
        for some in _batches(sorted(failed))
        for row in session.execute(_PUBLISHED.where(PublishedAnswer.document_id.in_(some)))
        if not facts[row.document_id].validity.ended
    ]


def confirm_answer(
    session: Session,
    actor: Actor,
    consultation_id: int,
    seen: Sequence[str],
    why: str,
    now: datetime,
) -> None:
    """Let the answer be given again though these faults were `seen`; a later one holds it again.

    Raises NothingToConfirm where it is not held back or other faults have come meanwhile, and
    TextRefused without a reason.
    """
    account(actor)
    reason = why.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise TextRefused("why", f"请写明为什么仍然有效，最多 {LONGEST_REASON} 字")
    query = _PUBLISHED.where(PublishedAnswer.consultation_id == consultation_id)
    row = session.execute(query).one_or_none()
    day = day_in_china(now)
    if row is None or not accept(session, DocumentId(row.document_id), seen, day, now):
        raise NothingToConfirm("这个答复没有待确认的变化，或者变化又有更新；请刷新后再看")
    details = {"文件": row.document_id, "理由": mask_personal(reason), "变化": "；".join(seen)}
    record(session, actor, "确认问答仍然有效", f"consultation:{row.number}", details, now)


def _batches(ids: Sequence[DocumentId]) -> Iterator[Sequence[DocumentId]]:
    for start in range(0, len(ids), _AT_A_TIME):
        yield ids[start : start + _AT_A_TIME]
