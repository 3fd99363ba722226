"""Groups of questions that no document answers, as the queue shows them and takes them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.answering.records import AnswerRecord
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.consultations.submission import ConsultationDesk, Submission
from service.replies.drafting import account
from service.replies.errors import GroupUnknown
from service.replies.grouping import UNANSWERED
from service.replies.records import QuestionGroup
from service.staff.actors import Actor
from service.staff.audit_log import record

#: Groups shown at most.
SHOWN = 100


@dataclass(frozen=True)
class UnansweredGroup:
    """Questions alike without an answer: how often they were asked, and last when.

    `question` is one of them, masked; `number` is that of the consultation that was opened for
    them, None before.
    """

    id: int
    question: str
    asked: int
    last_asked_at: datetime
    number: str | None


@dataclass(frozen=True)
class GroupedQuestion:
    """One question of a group, masked, with the id of the answer that it got."""

    answer_id: str
    question: str
    asked_at: datetime


def unanswered_groups(
    session: Session,
    since: datetime,
    *,
    taken_up: bool = False,
    least: int = 2,
    shown: int = SHOWN,
) -> list[UnansweredGroup]:
    """The groups asked at least so often since then, the most asked first; one statement.

    `taken_up` gives those for which a consultation was opened, otherwise those that still wait.
    """
    opened = select(QuestionGroup.id).where(QuestionGroup.consultation_id.is_not(None))
    asked, last = func.count().label("asked"), func.max(AnswerRecord.asked_at).label("last")
    counted = (
        select(AnswerRecord.group_id.label("id"), asked, last)
        .where(
            AnswerRecord.outcome.in_(UNANSWERED),
            AnswerRecord.group_id.is_not(None),
            AnswerRecord.asked_at >= since,
            AnswerRecord.group_id.in_(opened) if taken_up else AnswerRecord.group_id.not_in(opened),
        )
        .group_by(AnswerRecord.group_id)
        .having(func.count() >= least)
        .order_by(asked.desc(), last.desc())
        .limit(shown)
        .subquery()
    )
    query = (
        select(
            counted.c.id, QuestionGroup.question, counted.c.asked, counted.c.last,
            Consultation.number,
        )
        .join(QuestionGroup, QuestionGroup.id == counted.c.id)
        .outerjoin(Consultation, QuestionGroup.consultation_id == Consultation.id)
        .order_by(counted.c.asked.desc(), counted.c.last.desc())
    )  # fmt: skip
    return [UnansweredGroup(*row) for row in session.execute(query)]


def questions_in(session: Session, group_id: int, shown: int = SHOWN) -> list[GroupedQuestion]:
    """The group's questions, the newest first."""
    query = (
        select(AnswerRecord.id, AnswerRecord.question, AnswerRecord.asked_at)
        .where(AnswerRecord.outcome.in_(UNANSWERED), AnswerRecord.group_id == group_id)
        .order_by(AnswerRecord.asked_at.desc())
        .limit(shown)
    )
    return [GroupedQuestion(*row) for row in session.execute(query)]


def open_consultation(
    store: Store, desk: ConsultationDesk, actor: Actor, group_id: int, now: datetime
) -> str:
    """Open the one consultation that answers the group; returns its number, also when it is open.

    Nobody gets its query code: the answer reaches who asks again, once it is published. Raises
    GroupUnknown. Done again after a failure in between, it goes on with the same form.
    """
    account(actor)
    with store.writing() as session:
        group = _locked(session, group_id)
        if group.consultation_id is not None:
            return session.get_one(Consultation, group.consultation_id).number
        group.form_token = group.form_token or new_form_token()
        form = Submission(group.question, group.form_token)
    receipt = desk.submit(form)
    with store.writing() as session:
        group = _locked(session, group_id)
        query = select(Consultation.id).where(Consultation.number == receipt.number)
        group.consultation_id = session.scalars(query).one()
        details = {"提问组": str(group_id)}
        record(session, actor, "为无答案的提问立案", f"consultation:{receipt.number}", details, now)
    return receipt.number


def _locked(session: Session, group_id: int) -> QuestionGroup:
    group = session.get(QuestionGroup, group_id, with_for_update=True, populate_existing=True)
    if group is None:
        raise GroupUnknown("没有这组提问，它可能已经到期删除；请刷新后再看")
    return group
