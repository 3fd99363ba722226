"""What a person may be; several at once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A role; the value is what the store and the command line say."""

    HOTLINE = "hotline"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


#: What people read.
ROLE_NAMES: Mapping[Role, str] = {
    Role.HOTLINE: "热线话务员",
    Role.HANDLER: "承办人",
    Role.REVIEWER: "审核人",
    Role.PUBLISHER: "发布人",
    Role.COORDINATOR: "协调人",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计员",
}
