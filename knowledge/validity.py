"""Validity (时效): one table of states, judged on the day of the question.

The states are the values that government portals show as 文件状态, and those that the duty to
mark what is changed or repealed (国办发〔2017〕47号 三(一)4) makes necessary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.dates import chinese_date


class ValidityState(StrEnum):
    """The nine states of a document's validity; the value is what people read."""

    IN_FORCE = "现行有效"
    EXTENDED = "有效（延续实施）"
    NOT_YET = "尚未施行"
    AMENDED = "已修改"
    PARTLY_LAPSED = "部分失效"
    LAPSED = "失效"
    LAPSED_EARLY = "失效（提前废止）"
    REPEALED = "废止"
    UNVERIFIED = "待核实"


#: States whose clauses may be answered from without a notice of lapse.
ANSWERABLE = frozenset(
    {
        ValidityState.IN_FORCE,
        ValidityState.EXTENDED,
        ValidityState.AMENDED,
        ValidityState.PARTLY_LAPSED,
        ValidityState.UNVERIFIED,
    }
)

#: States of a document that is no longer in force: quoted only with a notice, after all others.
ENDED = frozenset({ValidityState.LAPSED, ValidityState.LAPSED_EARLY, ValidityState.REPEALED})


@dataclass(frozen=True)
class Successor:
    """The document that took the place of another."""

    document_id: str
    title: str
    doc_number: str | None


@dataclass(frozen=True)
class Validity:
    """A document's validity on one day.

    `until` is the last day on which it is (or was) in force, where known; `reason` is a Chinese
    sentence; `read_from` names the place it was read from (页头, 正文, 《…》同时废止).
    """

    state: ValidityState
    until: date | None
    reason: str
    read_from: str
    successor: Successor | None = None

    @property
    def ended(self) -> bool:
        """Whether the document was in force once and is no longer."""
        return self.state in ENDED

    @property
    def answerable(self) -> bool:
        """Whether its clauses may be answered from without a notice of lapse."""
        return self.state in ANSWERABLE


@dataclass(frozen=True)
class ValidityFacts:
    """What a document and its page say of its validity, before any day is asked about.

    `stated` is the publisher's own word for the state (header over body), `expires_on` the last
    day in force; each `*_from` names the place it was read from.
    """

    stated: ValidityState | None = None
    stated_from: str = ""
    effective_on: date | None = None
    effective_from: str = ""
    expires_on: date | None = None
    expires_from: str = ""


@dataclass(frozen=True)
class Repeal:
    """Another document's clause that ends this one from `on` (None: the day is not told)."""

    on: date | None
    by: Successor


def judge(facts: ValidityFacts, repeals: Sequence[Repeal], day: date) -> Validity:
    """Judge the validity on `day`; what nothing tells is 待核实, never assumed to be in force.

    Order: a repeal by another document that has taken effect, the publisher's stated end, the end
    of the term, a later start, the publisher's stated state, a running term, else 待核实.
    """
    for repeal in repeals:
        # A repeal whose day nothing tells counts at once: quoting ended text is the worse mistake.
        if repeal.on is None or repeal.on <= day:
            number = f"（{repeal.by.doc_number}）" if repeal.by.doc_number else ""
            return Validity(
                ValidityState.REPEALED,
                _last_day(facts.expires_on, repeal.on),
                f"已被《{repeal.by.title}》{number}废止",
                f"《{repeal.by.title}》正文",
                repeal.by,
            )
    if facts.stated in ENDED:
        # The publisher may announce an end that lies ahead; until then the document holds.
        if facts.expires_on is None or facts.expires_on < day:
            return Validity(
                facts.stated, facts.expires_on, "发布页面标明的文件状态", facts.stated_from
            )
    elif facts.expires_on is not None and facts.expires_on < day:
        return Validity(ValidityState.LAPSED, facts.expires_on, "有效期已届满", facts.expires_from)
    if facts.effective_on is not None and facts.effective_on > day:
        return Validity(
            ValidityState.NOT_YET,
            facts.expires_on,
            f"自{chinese_date(facts.effective_on)}起施行",
            facts.effective_from,
        )
    if facts.stated is not None and facts.stated not in ENDED:
        return Validity(facts.stated, facts.expires_on, "发布页面标明的文件状态", facts.stated_from)
    if facts.expires_on is not None:
        return Validity(ValidityState.IN_FORCE, facts.expires_on, "在有效期内", facts.expires_from)
    return Validity(ValidityState.UNVERIFIED, None, "文件和发布页面都没有写明有效期", "")


def _last_day(expires_on: date | None, repealed_on: date | None) -> date | None:
    """The last day in force of a repealed document: its term may have run out before."""
    if repealed_on is None:
        return None
    before = repealed_on - timedelta(days=1)
    return min(before, expires_on) if expires_on else before
