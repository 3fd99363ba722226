"""What a document says of its own validity: the state shown, from when, until when.

The header counts before the body (a page's 失效日期 is newer than the text's 有效期5年); the body's
own term stays as evidence. Clauses are those of 2.5 of the rules on terms: 自…起施行, 有效期N年,
有效期至…, with 印发之日 the imprint's day, else the day of writing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.cleaned import LineRole
from knowledge.dates import find_dates, last_day_of_term
from knowledge.metadata.days import day_of_field
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.numbering import NUMERAL_CHARACTERS, chinese_number
from knowledge.outline import FieldReading
from knowledge.validity import ValidityFacts, ValidityState

#: What publishers print as 文件状态, without blanks.
STATES: dict[str, ValidityState] = {
    "有效": ValidityState.IN_FORCE,
    "现行有效": ValidityState.IN_FORCE,
    "有效（延续实施）": ValidityState.EXTENDED,
    "延续有效": ValidityState.EXTENDED,
    "继续有效": ValidityState.EXTENDED,
    "尚未施行": ValidityState.NOT_YET,
    "尚未生效": ValidityState.NOT_YET,
    "未生效": ValidityState.NOT_YET,
    "已修改": ValidityState.AMENDED,
    "已被修改": ValidityState.AMENDED,
    "部分有效": ValidityState.PARTLY_LAPSED,
    "部分失效": ValidityState.PARTLY_LAPSED,
    "失效": ValidityState.LAPSED,
    "已失效": ValidityState.LAPSED,
    "失效（提前废止）": ValidityState.LAPSED_EARLY,
    "提前废止": ValidityState.LAPSED_EARLY,
    "废止": ValidityState.REPEALED,
    "已废止": ValidityState.REPEALED,
}

_N = NUMERAL_CHARACTERS
_SENTENCE = re.compile(r"[^。；;\n]+")
_OWN = re.compile(
    "本(?:办法|规定|细则|条例|通知|意见|方案|规则|通告|公告|决定|标准|规范|指引|指南|实施细则|实施意见|措施|政策"
    "|实施办法|实施方案|文件|制度|规程|目录|清单|计划|令)|现予(?:公布|发布|印发)|(?<![^，。；、：\\s])自"
)
_FROM = re.compile(
    "(?:自|从|于)(?P<when>[^，。；]{2,24}?)(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_ISSUED = re.compile("(?:印发|发布|公布|颁布|下发|发文)之日")
_TERM = re.compile(
    f"有效期限?(?:为|是)?[ \u3000]?(?P<count>[0-9０-９{_N}]{{1,4}})[ \u3000]?(?:个)?(?P<unit>年|月)"
)
_UNTIL = re.compile("(?:有效期|施行|执行|实施|有效)(?:限)?(?:截?至|到)(?P<when>[^，。；]{6,16})")


@dataclass(frozen=True)
class Terms:
    """The validity facts, with the evidence for each."""

    facts: ValidityFacts
    evidence: tuple[FieldReading, ...]


@dataclass(frozen=True)
class _Clause:
    """A sentence of the body that tells a day: `segment.text[start:end]` shows the words."""

    day: date
    segment: Segment
    start: int
    end: int

    def reading(self, name: str) -> FieldReading:
        return self.segment.reading(name, self.day.isoformat(), self.start, self.end)


def read_terms(
    segments: Sequence[Segment], fields: Sequence[PageField], issued_on: date | None
) -> Terms:
    """Read state, beginning and end; `issued_on` is the day that 印发之日 means."""
    evidence: list[FieldReading] = []
    stated = _stated(fields)
    shown_from = day_of_field(fields, "effective_on", "effective_on")
    shown_until = day_of_field(fields, "expires_on", "expires_on")
    own_from, own_until = _own_clauses(segments, issued_on, shown_from[0] if shown_from else None)
    effective = shown_from or _dated(own_from, "effective_on")
    expires = shown_until or _dated(own_until, "expires_on")
    if shown_until and own_until is not None:
        evidence.append(own_until.reading("expires_on_in_text"))
    evidence.extend(found[1] for found in (stated, effective, expires) if found)
    return Terms(
        ValidityFacts(
            stated=stated[0] if stated else None,
            stated_from=stated[1].read_from if stated else "",
            effective_on=effective[0] if effective else None,
            effective_from=effective[1].read_from if effective else "",
            expires_on=expires[0] if expires else None,
            expires_from=expires[1].read_from if expires else "",
        ),
        tuple(evidence),
    )


def _dated(clause: _Clause | None, name: str) -> tuple[date, FieldReading] | None:
    return (clause.day, clause.reading(name)) if clause is not None else None


def _stated(fields: Sequence[PageField]) -> tuple[ValidityState, FieldReading] | None:
    for field in fields:
        if field.name == "stated":
            shown = without_blanks(field.value).replace("(", "（").replace(")", "）")
            state = STATES.get(shown)
            if state is not None:
                reading = field.segment.reading(
                    "stated_validity", state.value, field.start, field.end
                )
                return state, reading
    return None


def _own_clauses(
    segments: Sequence[Segment], issued_on: date | None, shown_from: date | None
) -> tuple[_Clause | None, _Clause | None]:
    """The last clause of the body on its own beginning, and on its own end."""
    begins: _Clause | None = None
    ends: _Clause | None = None
    for segment, sentence in _own_sentences(segments):
        begin = _beginning(segment, sentence, issued_on)
        begins = begin or begins
        start = shown_from or (begins.day if begins else issued_on)
        ends = _ending(segment, sentence, start) or ends
    return begins, ends


def _own_sentences(segments: Sequence[Segment]) -> Iterator[tuple[Segment, re.Match[str]]]:
    """Sentences in which the document speaks of itself, or goes on to."""
    for segment in segments:
        if segment.role is not LineRole.BODY or segment.is_table:
            continue
        spoke = False
        for sentence in _SENTENCE.finditer(segment.text):
            own = _OWN.search(sentence.group()) is not None
            if own or (spoke and sentence.group().lstrip().startswith("有效期")):
                yield segment, sentence
            spoke = own


def _beginning(segment: Segment, sentence: re.Match[str], issued_on: date | None) -> _Clause | None:
    for match in _FROM.finditer(segment.text, sentence.start(), sentence.end()):
        quoted = segment.text.rfind("》", sentence.start(), match.start())
        own = _OWN.search(segment.text, max(quoted, sentence.start()), match.end())
        if own is None:
            continue  # 《另一文件》自…起施行
        dates = find_dates(match["when"])
        day = dates[0].day if dates else (issued_on if _ISSUED.search(match["when"]) else None)
        if day is not None:
            return _Clause(day, segment, match.start(), match.end())
    return None


def _ending(segment: Segment, sentence: re.Match[str], start: date | None) -> _Clause | None:
    until = _UNTIL.search(segment.text, sentence.start(), sentence.end())
    if until is not None:
        dates = find_dates(until["when"])
        if dates:
            return _Clause(dates[0].day, segment, until.start(), until.start("when") + dates[0].end)
    term = _TERM.search(segment.text, sentence.start(), sentence.end())
    if term is None or start is None:
        return None
    count = chinese_number(unicodedata.normalize("NFKC", term["count"]))
    if not count:
        return None
    years, months = (count, 0) if term["unit"] == "年" else (0, count)
    day = last_day_of_term(start, years=years, months=months)
    return _Clause(day, segment, term.start(), term.end()) if day is not None else None
