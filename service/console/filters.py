"""The queue's filters: read from the address bar, written back into links and hidden fields.

An address never holds personal data: the words looked for are those of a masked question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from service.consultations.cases import PageKey
from service.consultations.filters import CaseFilters, Scope
from service.consultations.marks import Urgency
from service.consultations.records import Channel
from service.consultations.states import CaseKind, ConsultationState

SCOPE_NAMES: Mapping[Scope, str] = {
    Scope.MINE: "我的",
    Scope.ORGAN: "本单位",
    Scope.ALL: "全部",
}
URGENCY_NAMES: Mapping[Urgency, str] = {
    Urgency.OVERDUE: "已超期",
    Urgency.SOON: "快到期",
    Urgency.IN_TIME: "在期限内",
    Urgency.UNKNOWN: "期限待定",
    Urgency.STOPPED: "期限中止",
}

#: Stands for every state, the finished ones too; without it the open ones are listed.
ANY_STATE = "any"

#: Characters of looked-for words that are kept.
LONGEST_WORDS = 60

_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to, as the address says it; an empty value does not narrow."""

    tab: Scope = Scope.ALL
    state: str = ""
    kind: str = ""
    channel: str = ""
    organ: int = 0
    due: str = ""
    words: str = ""
    long: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str], tab: Scope) -> Self:
        """The filters of an address; what is no value of a filter does not narrow.

        `tab` is shown where the address names none.
        """
        words = "".join(c for c in arguments.get("words", "") if c.isprintable())
        organ = arguments.get("organ", "")
        states = {*ConsultationState, ANY_STATE}
        return cls(
            tab=_member(Scope, arguments.get("tab")) or tab,
            state=arguments.get("state", "") if arguments.get("state") in states else "",
            kind=_member(CaseKind, arguments.get("kind")) or "",
            channel=_member(Channel, arguments.get("channel")) or "",
            organ=int(organ) if organ.isascii() and organ.isdigit() and len(organ) < 10 else 0,
            due=_member(Urgency, arguments.get("due")) or "",
            words=words.strip()[:LONGEST_WORDS].strip(),
            long="1" if arguments.get("long") == "1" else "",
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The address's arguments that read back as these filters; the tab is always told."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def within(self, tab: Scope) -> Self:
        """The same filters under another tab."""
        return replace(self, tab=tab)

    def cases(self, alarm_before: datetime) -> CaseFilters:
        """The filters as the store is asked; `alarm_before` is what `long` narrows to."""
        return CaseFilters(
            scope=self.tab,
            state=_member(ConsultationState, self.state),
            organ_id=self.organ or None,
            kind=_member(CaseKind, self.kind),
            channel=_member(Channel, self.channel),
            urgency=_member(Urgency, self.due),
            words=self.words,
            open_only=self.state != ANY_STATE,
            received_before=alarm_before if self.long else None,
        )


def write_key(key: PageKey) -> str:
    """Where a page ends, as an address says it."""
    return f"{key[0].isoformat()}_{key[1]}"


def read_key(typed: str) -> PageKey | None:
    """Where the page before ended; None for what is no such place."""
    found = _KEY.fullmatch(typed)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def _member(kind: type[_Choice], value: str | None) -> _Choice | None:
    return kind(value) if value in set(kind) else None
