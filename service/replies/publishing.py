"""Publishing a question and answer: it becomes a document of the store, found and cited like any.

The index follows the store by itself. What the answer cites it relies on: should a clause change
or lapse, the answer leaves by itself (see `knowledge.relying`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import publication
from knowledge.clock import day_in_china
from knowledge.documents import DocumentId
from knowledge.ingesting.outcomes import FileOutcome
from knowledge.ingesting.rereading import read_together
from knowledge.ingesting.taking_in import look_at, take_in
from knowledge.relations.decisions import RelationKind, Tie, add, withdraw_decision
from knowledge.relying.changes import Clause
from knowledge.relying.standing import Support, relied_on, rely
from knowledge.sources import SourceFile
from service.consultations.records import Consultation
from service.personal_data import names_in
from service.replies.checking import refuse_author, require_check, subject_of
from service.replies.drafting import account, locked_consultation
from service.replies.errors import PersonalDataLeft, PublicationRefused, TextChanged
from service.replies.pair_document import pair_source, read_pair
from service.replies.pairs import personal_in
from service.replies.records import PublishedAnswer, Purpose, ReplyText
from service.replies.texts import KeptCitation, SavedText, newest_text, saved
from service.staff.actors import Actor
from service.staff.audit_log import record


@dataclass(frozen=True)
class Published:
    """A published answer: the document it is, and the text that it was made of last."""

    consultation_id: int
    number: str
    document_id: DocumentId
    text: SavedText
    approver: str
    published_at: datetime


def approve_pair(
    session: Session, actor: Actor, consultation_id: int, expected: int, now: datetime
) -> Published:
    """Publish the newest text of the pair, whose number must be `expected`; again: a new version.

    Raises DrafterMayNot for one of its authors, TextChanged where a newer text was saved,
    CheckMissing without a passed confidentiality check of this text, PersonalDataLeft, and
    PublicationRefused where it cites nothing or something that no longer holds.
    """
    consultation = locked_consultation(session, consultation_id)
    refuse_author(session, consultation_id, Purpose.PAIR, actor, "批准公布")
    row = newest_text(session, consultation_id, Purpose.PAIR)
    if row is None or row.number != expected:
        raise TextChanged("公布稿已有新的一稿，请先查看它")
    text = saved(row)
    _refuse_unfit(session, text, names_in(consultation.question), now)
    outcome = _taken_in(session, consultation_id, pair_source(text, consultation.number), now)
    document_id = _document_of(outcome)
    _rely(session, document_id, text.citations, now)
    published = _publication(session, consultation_id, document_id)
    published.text_id, published.published_at = row.id, now
    published.approver_id, published.approver = account(actor), actor.name
    row.released_at = now
    session.flush()
    details = {"文件": document_id, "版本": str(outcome.version), "公布稿": f"第 {row.number} 稿"}
    record(session, actor, "公布问答", f"consultation:{consultation.number}", details, now)
    return _shown(published, consultation, row)


def withdraw_pair(
    session: Session, actor: Actor, consultation_id: int, why: str, now: datetime
) -> None:
    """Take the published answer out of answers; raises PublicationRefused without a reason."""
    published = published_of(session, consultation_id)
    if published is None:
        raise PublicationRefused("这件咨询没有公布过问答")
    account(actor)
    publication.withdraw(session, published.document_id, why, now)
    details = {"文件": published.document_id}
    record(session, actor, "撤下问答", subject_of(session, consultation_id), details, now)


def published_of(session: Session, consultation_id: int) -> Published | None:
    """The answer that was published of the consultation; None where none was."""
    query = (
        select(PublishedAnswer, Consultation, ReplyText)
        .join(Consultation, PublishedAnswer.consultation_id == Consultation.id)
        .join(ReplyText, PublishedAnswer.text_id == ReplyText.id)
        .where(PublishedAnswer.consultation_id == consultation_id)
    )
    row = session.execute(query).one_or_none()
    return _shown(*row) if row else None


def _refuse_unfit(session: Session, text: SavedText, names: Collection[str], now: datetime) -> None:
    require_check(session, text.id)
    personal = personal_in(text, names)
    if personal:
        left = "、".join(f"“{each.words}”" for each in personal)
        raise PersonalDataLeft(f"文字里可能有个人信息：{left}；请遮盖，或者确认可以公开")
    if not text.citations:
        raise PublicationRefused("公布的问答要有依据：请引用现行有效的文件")
    if text.expires_on is None or text.expires_on < day_in_china(now):
        raise PublicationRefused("公布稿的有效期已过，请重新填写")


def _taken_in(
    session: Session, consultation_id: int, source: SourceFile, now: datetime
) -> FileOutcome:
    """The page in the store: a new document, or the next version of the one published before."""
    before = session.scalars(
        select(PublishedAnswer.document_id).where(
            PublishedAnswer.consultation_id == consultation_id
        )
    ).one_or_none()
    document_id = DocumentId(before or f"q{source.origin.rpartition(':')[2].replace('-', '')}")
    look = look_at(session, source, document_id)
    done = None if look.wanted is None else read_together(look.wanted, read_pair)
    outcome = take_in(session, look, done, now, read_pair)
    if publication.is_withdrawn(session, document_id):
        publication.restore(session, document_id, "重新公布", now)
    return outcome


def _document_of(outcome: FileOutcome) -> DocumentId:
    if outcome.document_id is None:
        raise PublicationRefused(outcome.reason or "问答没有存进文件库")
    return outcome.document_id


def _rely(
    session: Session, document_id: DocumentId, citations: Sequence[KeptCitation], now: datetime
) -> None:
    """Let the answer rely on what it cites; refused where a clause does not hold even now."""
    day = day_in_china(now)
    supports = [
        Support(
            Clause(each.cited.document_id, each.cited.version, each.cited.start, each.cited.end),
            each.locator,
            each.cited.quote,
        )
        for each in citations
    ]
    before = {
        each.clause.document_id
        for each in relied_on(session, [document_id], day).get(document_id, [])
    }
    rely(session, document_id, supports, day)
    for each in relied_on(session, [document_id], day)[document_id]:
        if each.fault is not None:
            raise PublicationRefused(f"依据已不能引用：{each.fault.told}；请改用现行的规定")
    cited = {each.cited.document_id for each in citations}
    for other in sorted(before - cited):
        tie = Tie(document_id, RelationKind.CITES, other)
        withdraw_decision(session, tie, "重新公布的问答不再以它为依据", now)
    for other in sorted(cited):
        add(session, Tie(document_id, RelationKind.CITES, other), "公布的问答以它为依据", now)


def _publication(
    session: Session, consultation_id: int, document_id: DocumentId
) -> PublishedAnswer:
    query = select(PublishedAnswer).where(PublishedAnswer.consultation_id == consultation_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        found = PublishedAnswer(consultation_id=consultation_id, document_id=document_id)
        session.add(found)
    return found


def _shown(published: PublishedAnswer, consultation: Consultation, text: ReplyText) -> Published:
    return Published(
        published.consultation_id,
        consultation.number,
        DocumentId(published.document_id),
        saved(text),
        published.approver,
        published.published_at,
    )
