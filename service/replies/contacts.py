"""The one place where the replies read how somebody can be reached, and what that is."""

from __future__ import annotations

import logging
import re
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.consultations.contacts import read_contact
from service.consultations.records import Consultation
from service.hotline.callers import read_caller
from service.hotline.records import HotlineCall
from service.staff.errors import SealError

log = logging.getLogger("yihaoda.notices")


class NoticeChannel(StrEnum):
    """The way by which a notice goes out; the value is stored."""

    MAIL = "mail"
    SMS = "sms"


_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


def contact_of(session: Session, consultation_id: int) -> str | None:
    """What was left in the form: a telephone number or an e-mail address; None for nothing.

    None, too, where it cannot be opened: the reply goes its way, and the log tells why.
    """
    number = session.scalars(
        select(Consultation.number).where(Consultation.id == consultation_id)
    ).one()
    try:
        return read_contact(session, number).contact
    except SealError as error:
        log.error("咨询 %s 的联系方式打不开，不能通知：%s", number, error)
        return None


def caller_of(session: Session, call_id: int) -> str | None:
    """What a caller left in a call; None for nothing, and where it cannot be opened."""
    call = session.get_one(HotlineCall, call_id)
    try:
        return read_caller(session, call)
    except SealError as error:
        log.error("来电 %d 的号码打不开，不能发送：%s", call_id, error)
        return None


def channel_of(contact: str | None) -> NoticeChannel | None:
    """The channel that reaches the contact; None for a landline and for nothing."""
    if contact and "@" in contact:
        return NoticeChannel.MAIL
    return NoticeChannel.SMS if contact and _MOBILE.fullmatch(contact) else None


def mobile_number(contact: str) -> str:
    """The eleven digits of a mobile number that was left, without the country's code."""
    match = _MOBILE.fullmatch(contact)
    return match[1] if match else contact
