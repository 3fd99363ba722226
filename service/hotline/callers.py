"""Whose call it is: the number sealed at rest, shown masked, revealed for a reason, deleted.

Of the same number earlier calls and consultations are found by a keyed digest, which tells nobody
the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.answering.records import AnswerRecord
from service.consultations.contacts import (
    Contact,
    checked_reason,
    contact_digest,
    without_country_code,
)
from service.consultations.records import Consultation
from service.consultations.submission import typed_contact
from service.consultations.visibility import visible_to
from service.hotline.calls import begun
from service.hotline.errors import CallNotFound
from service.hotline.records import HotlineCall
from service.hotline.sealing import CALLER, caller_bound_to
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.sealing import keyring_of, seal, unseal

#: Earlier calls, and consultations, that are shown of one number.
SHOWN = 5
#: Calls of one transaction of the deletion.
BATCH = 200


@dataclass(frozen=True)
class EarlierCall:
    """A call of the same number; `question` is the last asked in it, None once it is deleted."""

    id: int
    began_at: datetime
    seat: str
    outcome: str | None
    question: str | None


@dataclass(frozen=True)
class EarlierCase:
    """A consultation of the same number that the actor may see."""

    number: str
    received_at: datetime
    state: str
    question: str


@dataclass(frozen=True)
class Earlier:
    """What the same person asked before, the newest first."""

    calls: tuple[EarlierCall, ...]
    cases: tuple[EarlierCase, ...]


def keep_caller(
    session: Session, actor: Actor, token: str, typed: str, secret: bytes, now: datetime
) -> None:
    """Keep whose call it is; an empty field deletes what was kept.

    Raises ContactRefused for what is neither a telephone number nor an e-mail address.
    """
    contact = typed_contact(typed)
    call = begun(session, actor, token, now)
    if contact is None and call.caller is None:
        return
    call.caller_digest = contact_digest(secret, contact)
    if contact is None:
        call.caller = None
    else:
        plain, bound = without_country_code(contact), caller_bound_to(token, CALLER)
        call.caller = seal(keyring_of(session), plain, bound)
    action = "记下来电号码" if contact else "删除来电号码"
    record(session, actor, action, f"call:{call.id}", {}, now)


def read_caller(session: Session, call: HotlineCall) -> str | None:
    """The number, opened: for messages and for the masked form; staff use `reveal_caller`.

    Raises SealError where it cannot be opened.
    """
    if call.caller is None:
        return None
    return unseal(keyring_of(session), call.caller, caller_bound_to(call.token, CALLER))


def masked_caller(session: Session, call: HotlineCall) -> str | None:
    """The number as it is shown without asking: 138****1234."""
    return Contact(read_caller(session, call), None).masked.contact


def reveal_caller(
    session: Session, actor: Actor, call_id: int, reason: str, now: datetime
) -> str | None:
    """The number, for a person who says why; written into the audit log.

    Raises CallNotFound, ContactReasonRefused without a reason, SealError.
    """
    told = checked_reason(reason)
    call = session.get(HotlineCall, call_id)
    if call is None:
        raise CallNotFound("没有这通来电")
    number = read_caller(session, call)
    record(session, actor, "查看来电号码", f"call:{call.id}", {"理由": told}, now)
    return number


def earlier_of(session: Session, actor: Actor, call: HotlineCall) -> Earlier:
    """Earlier calls and consultations of the call's number; two statements, none without one."""
    if call.caller_digest is None:
        return Earlier((), ())
    calls = (
        select(
            HotlineCall.id, HotlineCall.began_at, HotlineCall.seat, HotlineCall.outcome,
            AnswerRecord.question,
        )
        .outerjoin(AnswerRecord, AnswerRecord.id == HotlineCall.last_answer_id)
        .where(HotlineCall.caller_digest == call.caller_digest, HotlineCall.id != call.id)
        .order_by(HotlineCall.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    cases = (
        select(
            Consultation.number, Consultation.received_at, Consultation.state,
            Consultation.question,
        )
        .where(Consultation.contact_digest == call.caller_digest, visible_to(actor))
        .order_by(Consultation.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return Earlier(
        tuple(EarlierCall(*row) for row in session.execute(calls)),
        tuple(EarlierCase(*row) for row in session.execute(cases)),
    )


def purge_callers(store: Store, kept: timedelta, now: datetime) -> int:
    """Delete numbers and notes of calls that began more than `kept` ago; returns of how many.

    The call stays with its outcome, so that every figure stays as it was.
    """
    expired = (
        select(HotlineCall.id)
        .where(
            HotlineCall.began_at <= now - kept,
            or_(HotlineCall.caller.is_not(None), HotlineCall.note != ""),
        )
        .limit(BATCH)
    )
    deleted = 0
    while True:
        with store.writing() as session:
            ids = session.scalars(expired).all()
            nothing = {"caller": None, "caller_digest": None, "note": ""}
            session.execute(update(HotlineCall).where(HotlineCall.id.in_(ids)).values(nothing))
        if not ids:
            return deleted
        deleted += len(ids)
