"""Settings of the notices that are sent to who asked: the mail server and the SMS gateway."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, field_validator

#: How a mail server is reached, by the scheme of its address, and the port where none is given.
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

_SCHEMES = "、".join(f"{scheme}://" for scheme in MAIL_PORTS)
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class NoticeSettings(BaseModel):
    """What sending notices needs; a channel whose address is empty is switched off."""

    public_address: str = Field(
        default="", description="群众页面的网址，写在通知里，如 https://zxda.qinghe.gov.cn"
    )
    mail_server: str = Field(
        default="",
        description=(
            "发邮件通知的服务器：smtp+starttls://主机:587、smtps://主机:465 或 smtp://主机:25；"
            "不填则不发邮件"
        ),
    )
    mail_user: str = Field(default="", description="邮件服务器的账号；不填则不登录")
    mail_password: str = Field(default="", description="邮件服务器的密码")
    mail_from: str = Field(default="", description="邮件通知的发件地址；设了邮件服务器就要填")
    sms_gateway: str = Field(
        default="", description="短信网关的网址（接收 JSON 的 POST）；不填则不发短信"
    )
    sms_token: str = Field(default="", description="短信网关的口令，放在 Authorization 头里")

    @field_validator("public_address", "sms_gateway")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value:
            _host(value, ("http", "https"), "应以 http:// 或 https:// 开头，写明主机")
        return value.rstrip("/")

    @field_validator("mail_server")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if value:
            _host(value, tuple(MAIL_PORTS), f"应以 {_SCHEMES} 开头，写明主机")
        return value

    @field_validator("mail_from")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        if value and not _MAILBOX.fullmatch(value):
            raise ValueError("应是一个邮箱地址")
        return value


def _host(address: str, schemes: tuple[str, ...], mend: str) -> None:
    try:
        parts = urlsplit(address)
        named = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        named = False
    if not named or not address.isprintable() or " " in address:
        raise ValueError(mend)
    if parts.username is not None:
        raise ValueError("网址里不能写账号和密码，请用单独的设置")
