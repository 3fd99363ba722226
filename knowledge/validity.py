"""Validity (时效): one table of states, judged on the day of the question.

The states are the values that government portals show as 文件状态, and those that the duty to
mark what is changed or repealed (国办发〔2017〕47号 三(一)4) makes necessary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.dates import chinese_date, last_day_of_term


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

#: What publishers print as 文件状态, without blanks and with brackets of full width.
STATES_SHOWN: dict[str, ValidityState] = {
    state_shown: state
    for state, shown in {
        ValidityState.IN_FORCE: "有效 现行有效 现行 有效期内 是 全文有效 正在执行",
        ValidityState.EXTENDED: (
            "有效（延续实施） 延续有效 继续有效 有效（延续） 延续实施 继续执行 有效（延期） "
            "现行有效（延续实施）"
        ),
        ValidityState.NOT_YET: "尚未施行 尚未生效 未生效 暂未生效 待生效 未施行",
        ValidityState.AMENDED: "已修改 已被修改 已修订 有效（已修改） 现行有效（已修改） 被修改",
        ValidityState.PARTLY_LAPSED: "部分有效 部分失效 部分废止 部分条款失效 部分条款废止",
        ValidityState.LAPSED: (
            "失效 已失效 失效（到期） 已失效（到期） 到期失效 自动失效 已过期 过期 无效 否"
        ),
        ValidityState.LAPSED_EARLY: (
            "失效（提前废止） 提前废止 已失效（提前废止） 提前失效 失效（提前）"
        ),
        ValidityState.REPEALED: "废止 已废止 宣布废止 失效（废止） 停止执行 已停止执行 已作废 作废",
    }.items()
    for state_shown in shown.split()
}

#: `ValidityFacts.expires_from` of a term that the text itself tells.
BODY = "正文"
#: Where a value comes from that staff gave in place of what was read.
BY_STAFF = "人工更正"


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
    day in force; each `*_from` names the place it was read from. `standing` is the rank of a
    statute that holds until it is repealed, `plan` the years that the title of a plan names.
    """

    stated: ValidityState | None = None
    stated_from: str = ""
    effective_on: date | None = None
    effective_from: str = ""
    expires_on: date | None = None
    expires_from: str = ""
    standing: str | None = None
    plan: str | None = None


class Effect(StrEnum):
    """What another document's clause does to this one."""

    ENDS = "ends"
    ENDS_PART = "ends part"
    AMENDS = "amends"
    EXTENDS = "extends"


@dataclass(frozen=True)
class Repeal:
    """Another document's clause on this one, which counts from `on` (None: the day is not told).

    `part` names the articles that are ended or amended, where only these are. An extension runs
    until `until`, or for `months` more than the term; where it tells neither, its end is open.
    """

    on: date | None
    by: Successor
    effect: Effect = Effect.ENDS
    part: str = ""
    until: date | None = None
    months: int = 0

    @property
    def source(self) -> str:
        """The place it was read from, as people call it."""
        return f"《{self.by.title}》正文"

    @property
    def named(self) -> str:
        """The document that says it, with its number."""
        number = f"（{self.by.doc_number}）" if self.by.doc_number else ""
        return f"《{self.by.title}》{number}"


def judge(facts: ValidityFacts, repeals: Sequence[Repeal], day: date) -> Validity:
    """Judge the validity on `day`; what nothing tells is 待核实, never assumed to be in force.

    Order: a repeal by another document that has taken effect, the publisher's stated end, the end
    of the term (another document may have extended it), a later start; of a document in force
    then what others ended or changed in it, an extension, the publisher's stated state, a running
    term, the rank of a statute, else 待核实.
    """
    # A clause whose day nothing tells counts at once: quoting ended text is the worse mistake.
    counting = [repeal for repeal in repeals if repeal.on is None or repeal.on <= day]
    extension = _extension(facts, counting)
    return (
        _ended_by_another(facts, counting)
        or _ended(facts, extension, day)
        or _not_yet(facts, day)
        or _changed(facts, counting, extension)
        or _extended(extension)
        or _holding(facts, day)
    )


def _ended_by_another(facts: ValidityFacts, repeals: Sequence[Repeal]) -> Validity | None:
    for repeal in repeals:
        if repeal.effect is Effect.ENDS:
            return Validity(
                ValidityState.REPEALED,
                _last_day(facts.expires_on, repeal.on),
                f"已被{repeal.named}废止",
                repeal.source,
                repeal.by,
            )
    return None


@dataclass(frozen=True)
class _Extension:
    """The clause that extends the term, and the last day then (None: open)."""

    repeal: Repeal
    until: date | None


def _extension(facts: ValidityFacts, repeals: Sequence[Repeal]) -> _Extension | None:
    """The extension that reaches furthest beyond the term; None where none does."""
    found = []
    for repeal in repeals:
        if repeal.effect is Effect.EXTENDS:
            until = repeal.until
            if until is None and repeal.months and facts.expires_on is not None:
                next_day = facts.expires_on + timedelta(days=1)
                until = last_day_of_term(next_day, months=repeal.months)
            found.append(_Extension(repeal, until))
    if not found:
        return None
    furthest = max(found, key=lambda each: each.until or date.max)
    shorter = furthest.until and facts.expires_on and furthest.until <= facts.expires_on
    return None if shorter else furthest


def _ended(facts: ValidityFacts, extension: _Extension | None, day: date) -> Validity | None:
    """The publisher's stated end, or the end of the term, extended or not."""
    if facts.stated in ENDED:
        # The publisher may announce an end that lies ahead; until then the document holds.
        if facts.expires_on is None or facts.expires_on < day:
            return Validity(facts.stated, facts.expires_on, _stated(facts), facts.stated_from)
        return None
    if extension is not None:
        if extension.until is None or extension.until >= day:
            return None
        reason = f"{extension.repeal.named}延长的有效期已届满"
        return Validity(ValidityState.LAPSED, extension.until, reason, extension.repeal.source)
    if facts.expires_on is None or facts.expires_on >= day:
        return None
    if facts.stated is ValidityState.EXTENDED and facts.expires_from == BODY:
        # The page's header is newer than the term in the text, which is history.
        return Validity(
            facts.stated, None, "发布页面标明延续实施，正文的有效期已届满", facts.stated_from
        )
    return Validity(ValidityState.LAPSED, facts.expires_on, "有效期已届满", facts.expires_from)


def _not_yet(facts: ValidityFacts, day: date) -> Validity | None:
    if facts.effective_on is None or facts.effective_on <= day:
        return None
    return Validity(
        ValidityState.NOT_YET,
        facts.expires_on,
        f"自{chinese_date(facts.effective_on)}起施行",
        facts.effective_from,
    )


#: What others do to parts of a document in force: the state, and the verb of the reason.
_CHANGES = (
    (Effect.ENDS_PART, ValidityState.PARTLY_LAPSED, "废止"),
    (Effect.AMENDS, ValidityState.AMENDED, "修改"),
)


def _changed(
    facts: ValidityFacts, repeals: Sequence[Repeal], extension: _Extension | None
) -> Validity | None:
    until = extension.until if extension else facts.expires_on
    for effect, state, verb in _CHANGES:
        for repeal in repeals:
            if repeal.effect is effect:
                since = f"自{chinese_date(repeal.on)}起" if repeal.on else ""
                reason = f"{repeal.part}{since}已被{repeal.named}{verb}"
                return Validity(state, until, reason, repeal.source, repeal.by)
    return None


def _extended(extension: _Extension | None) -> Validity | None:
    if extension is None:
        return None
    until = f"至{chinese_date(extension.until)}" if extension.until else ""
    return Validity(
        ValidityState.EXTENDED,
        extension.until,
        f"有效期已由{extension.repeal.named}延长{until}",
        extension.repeal.source,
        extension.repeal.by,
    )


def _holding(facts: ValidityFacts, day: date) -> Validity:
    """The state of a document that nothing has ended, and that has taken effect."""
    if facts.stated is not None and facts.stated not in ENDED:
        return Validity(facts.stated, facts.expires_on, _stated(facts), facts.stated_from)
    if facts.expires_on is not None:
        return Validity(ValidityState.IN_FORCE, facts.expires_on, "在有效期内", facts.expires_from)
    if facts.standing is not None and facts.effective_on is not None:
        reason = (
            f"{facts.standing}没有写明有效期，自{chinese_date(facts.effective_on)}起施行，未见废止"
        )
        return Validity(ValidityState.IN_FORCE, None, reason, facts.effective_from)
    if facts.plan is not None:
        return Validity(ValidityState.UNVERIFIED, None, _plan_reason(facts.plan, day), "标题")
    return Validity(ValidityState.UNVERIFIED, None, "文件和发布页面都没有写明有效期", "")


def _stated(facts: ValidityFacts) -> str:
    """Who says what the state is."""
    by_staff = facts.stated_from == BY_STAFF
    return "工作人员核定的文件状态" if by_staff else "发布页面标明的文件状态"


def _plan_reason(years: str, day: date) -> str:
    """A plan ends no right and gives none; whether its year is over is all that can be told."""
    over = "，年份已过" if int(years[-4:]) < day.year else ""
    return f"这是{years}年的阶段性文件，没有写明有效期{over}"


def _last_day(expires_on: date | None, repealed_on: date | None) -> date | None:
    """The last day in force of a repealed document: its term may have run out before."""
    if repealed_on is None:
        return None
    before = repealed_on - timedelta(days=1)
    return min(before, expires_on) if expires_on else before
