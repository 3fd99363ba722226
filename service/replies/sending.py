"""Sending what is due: claimed by one process, tried again later and later, given up at last.

A notice is claimed before it is sent and settled after, each in a transaction of its own. Should
the process die between them it is sent once more under the same key, by which the receiving server
can tell that it has it already; it is never lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store
from service.config import Settings
from service.consultations.records import Consultation
from service.replies.channels import SENDERS, NotConfigured, NotSent, Refused
from service.replies.contacts import NoticeChannel, caller_of, channel_of, contact_of
from service.replies.notices import Message, NoticeState, Occasion, link_message, message
from service.replies.records import Notice

log = logging.getLogger("yihaoda.notices")

#: How long after each attempt the next one comes; after the last a notice is given up.
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720, 1440))
#: After so long whoever claimed a notice counts as dead; longer than any server is waited for.
CLAIM = timedelta(minutes=10)
#: Notices claimed at a time, and seconds between two looks.
AT_A_TIME = 10
LOOK_EVERY = 5.0

_UNSETTLED = (NoticeState.WAITING.value, NoticeState.SENDING.value)


@dataclass(frozen=True)
class _Claimed:
    id: int
    key: str
    #: The words, once the office's name and address are put in.
    words: Callable[[str, str], Message]
    channel: NoticeChannel
    contact: str | None


def send_regularly(store: Store, settings: Settings, clock: Clock, stop: Event) -> None:
    """Send what is due until told to stop."""
    while not stop.wait(LOOK_EVERY):
        while send_due(store, settings, clock, stop.is_set):
            pass


def send_due(
    store: Store, settings: Settings, clock: Clock, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Send some of the notices that are due; tells how many were tried."""
    with store.reading() as session:
        if session.execute(_due(clock()).limit(1)).one_or_none() is None:
            return 0
    with store.writing() as session:
        claimed = _claim(session, clock())
    for each in claimed:
        if stopped():
            break  # the claim runs out, and the next process sends it
        state, problem = _tried(settings, each, clock())
        with store.writing() as session:
            _settle(session, each, state, problem, clock())
    return len(claimed)


def _due(now: datetime) -> Select[Notice, str | None]:
    return (
        select(Notice, Consultation.number)
        .outerjoin(Consultation, Notice.consultation_id == Consultation.id)
        .where(Notice.state.in_(_UNSETTLED), Notice.due_at <= now)
        .order_by(Notice.due_at, Notice.id)
    )


def _claim(session: Session, now: datetime) -> list[_Claimed]:
    rows = session.execute(
        _due(now).limit(AT_A_TIME).with_for_update(of=Notice, skip_locked=True)
    ).all()
    claimed = []
    for notice, number in rows:
        notice.state = NoticeState.SENDING.value
        notice.attempts += 1
        notice.due_at = now + CLAIM
        claimed.append(
            _Claimed(
                notice.id,
                notice.key,
                _words(notice, number),
                NoticeChannel(notice.channel),
                _contact(session, notice),
            )
        )
    return claimed


def _words(notice: Notice, number: str | None) -> Callable[[str, str], Message]:
    if number is None:
        return partial(link_message, notice.about or "", notice.link or "")
    return partial(message, number, Occasion(notice.occasion))


def _contact(session: Session, notice: Notice) -> str | None:
    if notice.consultation_id is not None:
        return contact_of(session, notice.consultation_id)
    return caller_of(session, notice.call_id) if notice.call_id is not None else None


def _tried(settings: Settings, claimed: _Claimed, now: datetime) -> tuple[NoticeState, str | None]:
    """Send it; what became of it, and why it was not sent."""
    if claimed.contact is None or channel_of(claimed.contact) is not claimed.channel:
        return NoticeState.DROPPED, "联系方式已删除或更改"
    words = claimed.words(settings.organ, settings.public_address)
    try:
        SENDERS[claimed.channel](settings, claimed.key, claimed.contact, words, now)
    except NotConfigured as reason:
        return NoticeState.DROPPED, str(reason)
    except Refused as reason:
        return NoticeState.FAILED, str(reason)
    except NotSent as reason:
        return NoticeState.WAITING, str(reason)
    return NoticeState.SENT, None


def _settle(
    session: Session, claimed: _Claimed, state: NoticeState, problem: str | None, now: datetime
) -> None:
    notice = session.get_one(Notice, claimed.id, with_for_update=True)
    if state is NoticeState.WAITING and notice.attempts > len(WAITS):
        state = NoticeState.FAILED
    notice.state, notice.problem = state.value, problem
    if state is NoticeState.WAITING:
        notice.due_at = now + WAITS[notice.attempts - 1]
    if state is NoticeState.SENT:
        notice.sent_at = now
    if problem is not None:
        log.warning("通知 %s 第 %d 次：%s", claimed.key, notice.attempts, problem)
