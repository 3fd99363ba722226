"""A call from its first question to what became of it; every change by the seat that took it.

A call begins by itself with the first thing that is kept of it. Its token is made by the page, so
that whatever is sent again after a failure changes nothing twice.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.answering.answer import Answer, Outcome
from service.answering.records import AnswerRecord, record_answer
from service.consultations.numbers import is_form_token
from service.consultations.records import Consultation
from service.hotline.errors import (
    CallNotFound,
    CallTokenMalformed,
    NoteChanged,
    NoteTooLong,
    OutcomeIncomplete,
)
from service.hotline.records import OUTCOME_NAMES, CallOutcome, CallQuestion, HotlineCall
from service.privacy import mask_personal_numbers
from service.replies.grouping import UNANSWERED
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.organs import organ_of
from service.staff.roles import Role

#: Characters of a note.
LONGEST_NOTE = 4000


def find_call(
    session: Session, actor: Actor, token: str, *, locked: bool = False
) -> HotlineCall | None:
    """The call of this token, which the actor may change; None where it has not begun.

    Raises CallTokenMalformed, and CallNotFound for another seat's.
    """
    if not is_form_token(token):
        raise CallTokenMalformed("通话的标识不对，请重新打开页面")
    query = select(HotlineCall).where(HotlineCall.token == token)
    call = session.scalars(query.with_for_update() if locked else query).one_or_none()
    if call is not None and not may_change(actor, call):
        raise CallNotFound("没有这通来电，或者它是别的席位的")
    return call


def may_change(actor: Actor, call: HotlineCall) -> bool:
    """Whether it is the actor's own call; who coordinates may change every one."""
    return call.user_id == actor.user_id or Role.COORDINATOR in actor.roles


def begun(session: Session, actor: Actor, token: str, now: datetime) -> HotlineCall:
    """The call of this token, begun now where it has not yet; raises as `find_call`."""
    call = find_call(session, actor, token, locked=True)
    if call is None:
        call = HotlineCall(
            token=token,
            user_id=actor.user_id,
            seat=actor.name,
            began_at=now,
            note="",
            note_version=0,
        )
        session.add(call)
        session.flush()
    return call


def ask_in(session: Session, actor: Actor, token: str, answer_id: str, now: datetime) -> None:
    """Tell that the question of this answer was asked in the call."""
    call = begun(session, actor, token, now)
    session.add(CallQuestion(call_id=call.id, answer_id=answer_id, asked_at=now))
    call.last_answer_id = answer_id


def save_note(
    session: Session, actor: Actor, token: str, note: str, version: int, now: datetime
) -> int:
    """Keep the note that follows the one saved as `version`; returns its own version.

    Sent once more after a lost answer, it is the same. Raises NoteChanged where another window has
    saved something else meanwhile, NoteTooLong for one that is too long.
    """
    kept = kept_note(note)
    call = begun(session, actor, token, now)
    if kept == call.note:
        return call.note_version
    if version != call.note_version:
        raise NoteChanged(call.note, call.note_version)
    call.note = kept
    call.note_version += 1
    return call.note_version


def kept_note(note: str) -> str:
    """The note as it is kept: personal numbers masked, without what no page could show.

    Raises NoteTooLong; nothing that was written is cut off.
    """
    shown = "".join(c for c in note if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = mask_personal_numbers(shown)
    if len(kept) > LONGEST_NOTE:
        raise NoteTooLong(f"记录有 {len(kept)} 字，最多 {LONGEST_NOTE} 字；请删短，写的都还在")
    return kept


def log_outcome(
    session: Session,
    actor: Actor,
    token: str,
    outcome: CallOutcome,
    organ_id: int | None,
    now: datetime,
    retention: timedelta,
) -> HotlineCall:
    """Log what became of the call, which ends it; told again, the later word counts.

    What was not answered counts among the gaps, kept for `retention` as every question is. Raises
    OutcomeIncomplete where a referral names no organ, OrganRefused where there is none such.
    """
    if outcome is CallOutcome.REFERRED and organ_id is None:
        raise OutcomeIncomplete("转办要选转给哪个单位")
    call = begun(session, actor, token, now)
    organ = organ_of(session, organ_id) if outcome is CallOutcome.REFERRED and organ_id else None
    before = call.outcome
    call.outcome, call.organ_id = outcome.value, organ.id if organ else None
    call.ended_at = call.ended_at or now
    _keep_gap(session, call, now, retention)
    details = {"结果": OUTCOME_NAMES[outcome]}
    if organ is not None:
        details["转给"] = organ.name
    if before is not None:
        details["原来"] = OUTCOME_NAMES[CallOutcome(before)]
    record(session, actor, "登记来电结果", f"call:{call.id}", details, now)
    return call


def link_consultation(store: Store, actor: Actor, token: str, number: str, now: datetime) -> None:
    """Tell that this consultation was opened for the caller."""
    with store.writing() as session:
        query = select(Consultation.id).where(Consultation.number == number)
        begun(session, actor, token, now).consultation_id = session.scalars(query).one()


def _keep_gap(session: Session, call: HotlineCall, now: datetime, retention: timedelta) -> None:
    """Let the last question of a call count as unanswered, though an answer was found for it.

    Where nothing was found it counts anyhow, and no second time.
    """
    if call.gap_answer_id is not None:
        session.execute(delete(AnswerRecord).where(AnswerRecord.id == call.gap_answer_id))
        call.gap_answer_id = None
    if call.outcome != CallOutcome.UNANSWERED or call.last_answer_id is None:
        return
    query = select(AnswerRecord.question, AnswerRecord.region, AnswerRecord.outcome)
    asked = session.execute(query.where(AnswerRecord.id == call.last_answer_id)).one_or_none()
    if asked is not None and asked.outcome not in UNANSWERED:
        nothing = Answer(Outcome.UNANSWERED, confidence=0.0)
        call.gap_answer_id = record_answer(
            session, nothing, asked.question, asked.region, now, retention
        )
