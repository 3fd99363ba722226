"""The two ways out: a mail server by SMTP, an SMS gateway by HTTP.

A failure is told without the address: what a server answers may repeat it.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from service.config import Settings
from service.notice_settings import MAIL_PORTS
from service.replies.contacts import NoticeChannel, mobile_number
from service.replies.notices import Message

#: Seconds that a server is given to answer.
PATIENCE = 20.0
#: What a gateway may answer and yet take the same message later.
_LATER = frozenset({408, 425, 429})
#: What is wrong with a certificate, by OpenSSL's number (X509_V_ERR_…).
_FAULTS: Mapping[int, str] = MappingProxyType(
    {
        9: "还没有生效",
        10: "已经过期",
        18: "是自签名的",
        19: "不认识签发它的机构",
        20: "不认识签发它的机构",
        62: "不是这台主机的",
        64: "不是这台主机的",
    }
)


class NotSent(Exception):
    """The message was not taken; it may be later."""


class Refused(NotSent):
    """The message will never be taken."""


class NotConfigured(NotSent):
    """The channel is switched off."""


#: Sends a message, under a key that tells it from every other, to a contact.
Send = Callable[[Settings, str, str, Message, datetime], None]


def send_mail(settings: Settings, key: str, to: str, message: Message, now: datetime) -> None:
    """Hand the message to the mail server; the same key is the same Message-ID.

    Raises NotSent, Refused where the server refuses the address for good, NotConfigured.
    """
    if not settings.mail_server or not settings.mail_from:
        raise NotConfigured("没有配置邮件服务器")
    mail = _mail(settings, key, to, message, now)
    try:
        with _connected(settings.mail_server) as server:
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password)
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        kind = Refused if code >= 500 else NotSent
        raise kind(f"邮件服务器不接受这个地址（{code}）") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"邮件服务器没有接受邮件（{error.smtp_code}）") from None
    except ssl.SSLCertVerificationError as error:
        raise NotSent(f"邮件服务器的证书核对不过，没有登录也没有发送（{_fault(error)}）") from None
    except smtplib.SMTPNotSupportedError:
        raise NotSent("邮件服务器不提供加密或登录，没有发送") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"邮件服务器没有接受邮件（{type(error).__name__}）") from None


def send_sms(settings: Settings, key: str, to: str, message: Message, _now: datetime) -> None:
    """Hand the message to the SMS gateway as JSON: {"id", "to", "text"}; any 2xx is taken.

    The key goes as Idempotency-Key too. Raises NotSent, Refused for an answer that says that the
    message is wrong, NotConfigured.
    """
    import httpx  # slow to import, and most offices send no messages by it

    if not settings.sms_gateway:
        raise NotConfigured("没有配置短信网关")
    headers = {"Idempotency-Key": key}
    if settings.sms_token:
        headers["Authorization"] = f"Bearer {settings.sms_token}"
    body = {"id": key, "to": mobile_number(to), "text": message.text}
    try:
        # Never by a proxy of the environment: the number is for the gateway alone.
        with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
            status = client.post(settings.sms_gateway, json=body, headers=headers).status_code
    except httpx.HTTPError as error:
        raise NotSent(f"短信网关没有接受短信（{type(error).__name__}）") from None
    if 400 <= status < 500 and status not in _LATER:
        raise Refused(f"短信网关拒绝了短信（{status}）")
    if not 200 <= status < 300:
        raise NotSent(f"短信网关没有接受短信（{status}）")


SENDERS: Mapping[NoticeChannel, Send] = MappingProxyType(
    {NoticeChannel.MAIL: send_mail, NoticeChannel.SMS: send_sms}
)


def _connected(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or MAIL_PORTS[parts.scheme]
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=_trusted())
    server = smtplib.SMTP(host, port, timeout=PATIENCE)
    if parts.scheme == "smtp+starttls":
        try:
            server.starttls(context=_trusted())
        except BaseException:
            server.close()
            raise
    return server


def _trusted() -> ssl.SSLContext:
    """Trusts the system's authorities, or those of SSL_CERT_FILE: an office's mail has its own."""
    return ssl.create_default_context()


def _fault(error: ssl.SSLCertVerificationError) -> str:
    return _FAULTS.get(error.verify_code, f"OpenSSL 错误 {error.verify_code}")


def _mail(settings: Settings, key: str, to: str, message: Message, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    headers: Mapping[str, Any] = {
        "Subject": message.subject,
        "From": settings.mail_from,
        "To": to,
        "Date": format_datetime(now),
        "Message-ID": f"<{key.replace(':', '.')}@{settings.mail_from.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
    }
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(f"{message.text}\n\n本邮件由系统自动发出，请不要回复。\n")
    return mail
