"""Sending a caller the link to the clause that was read to them, by message or mail.

What is sent goes out as the notices do. It holds no word of what was asked.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Version
from service.answering.records import AnswerRecord
from service.config import Settings
from service.hotline.callers import read_caller
from service.hotline.calls import begun
from service.hotline.errors import LinkRefused
from service.hotline.scripts import titled
from service.replies.contacts import NoticeChannel, channel_of
from service.replies.notices import NoticeState, Occasion
from service.replies.records import Notice
from service.staff.actors import Actor
from service.staff.audit_log import record

CHANNEL_NAMES = {NoticeChannel.SMS: "短信", NoticeChannel.MAIL: "邮件"}


def channels(settings: Settings) -> tuple[NoticeChannel, ...]:
    """The ways by which a link can be sent: those that are set up, none without our address."""
    if not settings.public_address:
        return ()
    switched_on = {
        NoticeChannel.SMS: bool(settings.sms_gateway),
        NoticeChannel.MAIL: bool(settings.mail_server and settings.mail_from),
    }
    return tuple(channel for channel, on in switched_on.items() if on)


def order_link(
    session: Session, actor: Actor, token: str, answer_id: str, settings: Settings, now: datetime
) -> NoticeChannel:
    """Have the link to the clause of the answer sent to the caller; returns the way it goes.

    Ordered twice it is sent once. Raises LinkRefused where it cannot be sent.
    """
    call = begun(session, actor, token, now)
    contact = read_caller(session, call)
    channel = channel_of(contact)
    if contact is None:
        raise LinkRefused("先记下群众的手机号或者邮箱，才能发送")
    if channel is None:
        raise LinkRefused("记下的是座机，收不到短信；请问群众的手机号或者邮箱")
    if channel not in channels(settings):
        raise LinkRefused(f"没有配置{CHANNEL_NAMES[channel]}，不能发送")
    link, about = _cited(session, answer_id)
    key = f"call:{call.id}:{answer_id}:{channel}"
    if session.scalars(select(Notice.id).where(Notice.key == key)).one_or_none() is None:
        session.add(
            Notice(
                call_id=call.id,
                link=link,
                about=about,
                key=key,
                occasion=Occasion.LINK.value,
                channel=channel.value,
                state=NoticeState.WAITING.value,
                attempts=0,
                created_at=now,
                due_at=now,
            )
        )
        details = {"文件": about, "方式": CHANNEL_NAMES[channel]}
        record(session, actor, "给来电群众发送链接", f"call:{call.id}", details, now)
    return channel


def _cited(session: Session, answer_id: str) -> tuple[str, str]:
    """The path of the clause that the answer stands on, and its document's title."""
    answer = session.get(AnswerRecord, answer_id)
    if answer is None or not answer.citations:
        raise LinkRefused("这次提问没有答案，没有可以发送的条款")
    cited = answer.citations[0]
    document, number = cited["document_id"], cited["version"]
    wanted = Version.document_id == document, Version.number == number
    title = session.scalars(select(Version.title).where(*wanted)).one()
    place = urlencode({name: cited[name] for name in ("start", "end", "layer")})
    return f"/documents/{document}/versions/{number}?{place}#hit", titled(title)
