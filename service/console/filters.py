"""The queue's filters: read from the address bar, written back into links and hidden fields.

An address never holds personal data: the words looked for are those of a masked question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self, TypeVar


class Tab(StrEnum):
    """Whose consultations the queue shows."""

    MINE = "mine"
    ORGAN = "organ"
    ALL = "all"


class Due(StrEnum):
    """How near the term is."""

    ANY = ""
    OVERDUE = "overdue"
    SOON = "soon"
    UNKNOWN = "unknown"


TAB_NAMES: Mapping[Tab, str] = {Tab.MINE: "我的", Tab.ORGAN: "本单位", Tab.ALL: "全部"}
DUE_NAMES: Mapping[Due, str] = {
    Due.ANY: "不限",
    Due.OVERDUE: "已超期",
    Due.SOON: "快到期",
    Due.UNKNOWN: "期限待定",
}

#: Characters of looked-for words that are kept.
LONGEST_WORDS = 60

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; the empty value of each does not narrow."""

    tab: Tab = Tab.ALL
    state: str = ""
    kind: str = ""
    channel: str = ""
    organ: int = 0
    due: Due = Due.ANY
    words: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str], tab: Tab) -> Self:
        """The filters of an address; what is no value of a filter does not narrow.

        `tab` is shown where the address names none.
        """
        words = "".join(c for c in arguments.get("words", "") if c.isprintable())
        organ = arguments.get("organ", "")
        return cls(
            tab=_member(Tab, arguments.get("tab"), tab),
            state=arguments.get("state", "")[:16],
            kind=arguments.get("kind", "")[:16],
            channel=arguments.get("channel", "")[:16],
            organ=int(organ) if organ.isascii() and organ.isdigit() and len(organ) < 10 else 0,
            due=_member(Due, arguments.get("due"), Due.ANY),
            words=words.strip()[:LONGEST_WORDS],
        )

    @property
    def arguments(self) -> dict[str, str]:
        """The address's arguments that read back as these filters; the tab is always told."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def within(self, tab: Tab) -> Self:
        """The same filters under another tab."""
        return replace(self, tab=tab)


def _member(kind: type[_Choice], value: str | None, default: _Choice) -> _Choice:
    return kind(value) if value in set(kind) else default
