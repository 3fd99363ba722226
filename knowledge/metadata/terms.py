"""What a document says of its own validity: the state shown, from when, until when.

The header counts before the body (a page's 失效日期 is newer than the text's 有效期5年); what
differs stays as evidence. Clauses are 自…起施行, 有效期N年, 试行N年, 有效期至…, with 印发之日
the imprint's day, else the day of writing, else the day of publication.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.cleaned import LineRole
from knowledge.dates import find_dates, last_day_named, last_day_of_term
from knowledge.metadata.days import Day, days_of_field
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.metadata.trust import Found, by_trust, evidence, found
from knowledge.numbering import NUMERAL_CHARACTERS, chinese_number
from knowledge.outline import FieldReading
from knowledge.validity import STATES_SHOWN, ValidityFacts, ValidityState

_N = NUMERAL_CHARACTERS
_SENTENCE = re.compile(r"[^。；;\n]+")
_OWN = re.compile(
    "本(?:暂行|试行|实施|管理|若干|工作|总体|行动){0,2}"
    "(?:办法|规定|细则|条例|通知|意见|方案|规则|通告|公告|决定|标准|规范|指引|指南|措施|政策"
    "|文件|制度|规程|目录|清单|计划|令|预案|要点|章程|规划|函)|现予(?:公布|发布|印发)"
    "|(?<![^，。；、：\\s])[自从]|(?<![^。；\\s])(?:有效期|试行期|执行期)"
)
#: Words of which one is in whatever `_OWN` finds: most paragraphs have none.
_MAY_BE_OWN = ("本", "自", "从", "现予", "有效期", "试行期", "执行期")
_LAWFUL = "(?:施行|实施|执行|生效|试行|适用)"
_COUNT = f"[0-9０-９{_N}]{{1,4}}"
_FROM = re.compile(
    "(?:自|从|于)(?P<when>[^，。；]{2,24}?)(?:起|开始)?"
    f"(?:(?:(?<=之日起)|(?<=之日))满?(?P<delay>{_COUNT})[ \u3000]?(?P<delay_unit>日|天|个月)"
    f"(?:之?后|起)?)?(?:正式)?{_LAWFUL}"
)
_ISSUED = re.compile("(?:印发|发布|公布|颁布|下发|发文)之日")
_TERM_NAME = "(?:有效|试行|暂行|执行|实施|施行|适用)"
_TERM = re.compile(
    f"(?:{_TERM_NAME}(?:期限|期间|时间|期)(?:暂?[为定是])?(?:[：:])?|试行|暂定)[ \u3000]?"
    f"(?P<count>{_COUNT})[ \u3000]?个?(?P<unit>年|月)(?!内|以[内上下])"
)
_UNTIL = re.compile(
    f"(?:{_TERM_NAME}(?:期限|期间|时间|期|限)?|有效)"
    "(?:统一)?(?:调整|延长|延续|顺延)?(?:截?至|到)(?P<when>[^，。；]{4,16})"
)
_SPAN = re.compile(
    f"(?:自|从|{_TERM_NAME}(?:期限|期间|时间|期)[为：:自从]{{0,2}})(?P<from>[^，。；至到]{{6,16}}?)起?"
    "(?:[至到]|[—\\-–~～]{1,2})(?P<when>[^，。；]{4,16})"
)
_HEADER_TERM = re.compile(f"(?P<count>{_COUNT})[ \u3000]?个?(?P<unit>年|月)(?![0-9{_N}])")


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
    certain: bool = True

    def found(self, name: str) -> Day:
        value = self.day.isoformat()
        reading = self.segment.reading(name, value, self.start, self.end, certain=self.certain)
        return found(self.day, "text", reading)


def read_terms(
    segments: Sequence[Segment], fields: Sequence[PageField], issued_on: date | None
) -> Terms:
    """Read state, beginning and end; `issued_on` is the day that 印发之日 means."""
    stated = by_trust("stated_validity", _stated(fields))
    shown_from = days_of_field(fields, "effective_on", "effective_on")
    own_from, own_until = _own_clauses(
        segments, issued_on, shown_from[0].value if shown_from else None
    )
    begins = [*shown_from, *([own_from.found("effective_on")] if own_from else [])]
    effective = by_trust("effective_on", begins)
    ends = days_of_field(fields, "expires_on", "expires_on")
    ends.extend(_header_terms(fields, effective[0].value if effective else issued_on))
    ends.extend([own_until.found("expires_on")] if own_until else [])
    expires = by_trust("expires_on", ends)
    return Terms(
        ValidityFacts(
            stated=stated[0].value if stated else None,
            stated_from=_place(stated),
            effective_on=effective[0].value if effective else None,
            effective_from=_place(effective),
            expires_on=expires[0].value if expires else None,
            expires_from=_place(expires),
        ),
        (*evidence(expires), *evidence(stated), *evidence(effective)),
    )


def _place(values: Sequence[Found[ValidityState]] | Sequence[Day]) -> str:
    return values[0].reading.read_from if values else ""


def _stated(fields: Sequence[PageField]) -> Iterator[Found[ValidityState]]:
    for field in fields:
        if field.name == "stated":
            shown = without_blanks(field.value).translate(_WIDE)
            state = STATES_SHOWN.get(shown) or STATES_SHOWN.get(shown.strip("。，；"))
            if state is not None:
                yield found(
                    state,
                    field.place,
                    field.segment.reading("stated_validity", state.value, field.start, field.end),
                )


_WIDE = str.maketrans("()-—", "（）（）")


def _header_terms(fields: Sequence[PageField], start: date | None) -> Iterator[Day]:
    """What the header's 有效期 tells: a last day, or a length counted from the beginning."""
    for field in fields:
        if field.name != "term":
            continue
        dates = find_dates(field.value)
        length = _HEADER_TERM.match(field.value.strip("（( "))
        if dates:
            day: date | None = dates[-1].day
        elif length is not None and start is not None:
            day = _last_day(start, length)
        else:
            continue
        if day is not None:
            reading = field.segment.reading("expires_on", day.isoformat(), field.start, field.end)
            yield found(day, "term", reading)


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
        if not _may_be_own(segment.text):
            continue
        spoke = False
        for sentence in _SENTENCE.finditer(segment.text):
            own = _OWN.search(sentence.group()) is not None
            goes_on = spoke and sentence.group().lstrip().startswith(("有效期", "试行", "执行期"))
            if own or goes_on:
                yield segment, sentence
            spoke = own


def _may_be_own(text: str) -> bool:
    return any(word in text for word in _MAY_BE_OWN)


def _speaks_of_itself(segment: Segment, sentence: re.Match[str], start: int, end: int) -> bool:
    """Whether the words before `end` are on this document, and not on 《another》."""
    quoted = segment.text.rfind("》", sentence.start(), start)
    return _OWN.search(segment.text, max(quoted, sentence.start()), end) is not None


def _beginning(segment: Segment, sentence: re.Match[str], issued_on: date | None) -> _Clause | None:
    for match in _FROM.finditer(segment.text, sentence.start(), sentence.end()):
        if not _speaks_of_itself(segment, sentence, match.start(), match.end()):
            continue
        dates = find_dates(match["when"])
        day = dates[0].day if dates else (issued_on if _ISSUED.search(match["when"]) else None)
        delayed = day is not None and match["delay"] is not None
        if day is not None and delayed:
            day = _after(day, match)
        if day is not None:
            # Whether the first day counts in 30日后 differs from office to office.
            return _Clause(day, segment, match.start(), match.end(), certain=not delayed)
    return None


def _after(start: date, match: re.Match[str]) -> date | None:
    """The day a number of days or months after `start`."""
    count = chinese_number(unicodedata.normalize("NFKC", match["delay"]))
    if count is None:
        return None
    if match["delay_unit"] == "个月":
        last = last_day_of_term(start, months=count)
        return last + timedelta(days=1) if last is not None else None
    return start + timedelta(days=count)


def _ending(segment: Segment, sentence: re.Match[str], start: date | None) -> _Clause | None:
    text = segment.text
    for pattern in (_UNTIL, _SPAN):
        until = pattern.search(text, sentence.start(), sentence.end())
        if until is None or not _speaks_of_itself(segment, sentence, until.start(), until.end()):
            continue
        if pattern is _SPAN and not find_dates(until["from"]):
            continue
        day = last_day_named(until["when"])
        if day is not None:
            return _Clause(day, segment, until.start(), until.end())
    term = _TERM.search(text, sentence.start(), sentence.end())
    if term is None or start is None:
        return None
    if not _speaks_of_itself(segment, sentence, term.start(), term.end()):
        return None
    day = _last_day(start, term)
    return _Clause(day, segment, term.start(), term.end()) if day is not None else None


def _last_day(start: date, term: re.Match[str]) -> date | None:
    count = chinese_number(unicodedata.normalize("NFKC", term["count"]))
    if not count:
        return None
    years, months = (count, 0) if term["unit"] == "年" else (0, count)
    return last_day_of_term(start, years=years, months=months)
