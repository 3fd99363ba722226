"""Notices to who asked: ordered with what they tell of, in one transaction; sent by the writer.

A notice holds neither address nor answer: it names the receipt number and where to look. The
address is read from the consultation when the notice is sent; where it was removed meanwhile,
nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.consultations.records import Consultation
from service.replies.contacts import channel_of, contact_of
from service.replies.records import Notice

#: The page on which number and code are typed, below the public address.
LOOK_UP = "/consultations/lookup"


class Occasion(StrEnum):
    """What a notice tells of; the value is stored."""

    REPLIED = "replied"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    LINK = "link"


class NoticeState(StrEnum):
    """Where a notice stands; the value is stored."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


#: What people read of the states.
STATE_NAMES: Mapping[NoticeState, str] = MappingProxyType(
    {
        NoticeState.WAITING: "待发送",
        NoticeState.SENDING: "发送中",
        NoticeState.SENT: "已发送",
        NoticeState.FAILED: "发送失败",
        NoticeState.DROPPED: "没有发送",
    }
)

_TOLD: Mapping[Occasion, str] = MappingProxyType(
    {
        Occasion.REPLIED: "已有答复",
        Occasion.SUPPLEMENT: "需要您补充说明",
        Occasion.REFUSED: "不能受理，已说明原因和应当找的渠道",
    }
)


@dataclass(frozen=True)
class NoticeView:
    """A notice as the case's page shows it; `problem` says why it has not been sent."""

    occasion: Occasion
    channel: str
    state: NoticeState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    problem: str | None


@dataclass(frozen=True)
class Message:
    """The words of a notice."""

    subject: str
    text: str


def order_notice(
    session: Session, consultation: Consultation, occasion: Occasion, occurrence: str, now: datetime
) -> bool:
    """Have the notice sent where the contact can be reached; tells whether it was ordered now.

    `occurrence` tells two occasions of one kind apart: the same one again orders nothing.
    """
    channel = channel_of(contact_of(session, consultation.id))
    if channel is None:
        return False
    key = f"{consultation.number}:{occasion}:{occurrence}:{channel}"
    if session.scalars(select(Notice.id).where(Notice.key == key)).one_or_none() is not None:
        return False
    session.add(
        Notice(
            consultation_id=consultation.id,
            key=key,
            occasion=occasion.value,
            channel=channel.value,
            state=NoticeState.WAITING.value,
            attempts=0,
            created_at=now,
            due_at=now,
        )
    )
    session.flush()
    return True


def notices_of(session: Session, consultation_id: int) -> list[NoticeView]:
    """The consultation's notices, the newest first."""
    query = (
        select(Notice).where(Notice.consultation_id == consultation_id).order_by(Notice.id.desc())
    )
    return [
        NoticeView(
            Occasion(row.occasion),
            row.channel,
            NoticeState(row.state),
            row.attempts,
            row.created_at,
            row.sent_at,
            row.problem,
        )
        for row in session.scalars(query)
    ]


def link_message(about: str, link: str, organ: str, address: str) -> Message:
    """What a caller is sent: the link to the clause that was read to them."""
    text = f"您来电咨询的{about}，请打开 {address}{link} 查看原文。{organ}"
    return Message("您来电咨询的文件", text)


def message(number: str, occasion: Occasion, organ: str, address: str) -> Message:
    """What is told of the consultation; `address` is that of the public pages, or empty."""
    where = f"{address}{LOOK_UP}" if address else "咨询页面的“查询办理情况”"
    subject = f"您的咨询 {number} {_TOLD[occasion]}"
    text = (
        f"您提交的咨询（回执编号 {number}）{_TOLD[occasion]}。"
        f"请打开 {where}，用回执编号和查询码查看。{organ}"
    )
    return Message(subject, text)
