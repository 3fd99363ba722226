"""Who does something: a citizen, a person of the staff, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.staff.roles import ROLE_NAMES, Role


class ActorKind(StrEnum):
    """The three kinds of actors."""

    CITIZEN = "citizen"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who acts, with what the record shows of them.

    A handler sees and does only what is of the organ `organ_id`.
    """

    kind: ActorKind
    #: 群众, 系统, or the person's display name.
    name: str
    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    organ_id: int | None = None

    @property
    def role_names(self) -> str:
        """The roles as people read them."""
        return "、".join(name for role, name in ROLE_NAMES.items() if role in self.roles)


CITIZEN = Actor(ActorKind.CITIZEN, "群众")
SYSTEM = Actor(ActorKind.SYSTEM, "系统")
COMMAND_LINE = Actor(ActorKind.SYSTEM, "系统（命令行）")
