"""Clauses by which a document ends, changes or extends others: 《X》（文号）同时废止.

What stands between a title and the verb decides: a document is named by its title in 《》, by its
number, or both; a clause may name several, before its verb or behind it (决定废止《X》), and may
mean only some articles of it (《X》第五条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from knowledge.dates import find_dates, last_day_named
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.metadata.segments import Segment
from knowledge.numbering import NUMERAL_CHARACTERS
from knowledge.outline import ReferenceKind, ReferenceReading

_END = (
    "(?:同时|即行|即时|相应|一并|随之|予以)?(?:予以)?(?:全文)?废止|(?:同时|即行)?失效"
    "|(?:同时|即行)?(?:停止|不再|终止)(?:执行|施行|实施|适用)"
)
_AMEND = (
    "(?:作|做|作出|做出|进行)(?:如下|以下|相应|部分|了)?的?修[改订]|(?:一并|同时)?予以修[改订]"
    "|(?:统一)?修改为|删[去除]|增加一[条款项]|修[改订](?=(?:以下|下列)?[^《》。，；的]{0,12}《)"
)
_EXTEND = (
    "(?:的?(?:有效期限?|执行期限?|实施期限?|施行期限?))?[ \u3000]?(?:统一)?"
    "(?:延长|延续|顺延|延期|调整|继续(?:有效|执行|施行|实施|适用)|延续(?:执行|实施))"
    "(?:执行|实施|有效)?(?:[至到为]?(?P<until>[^，。；、]{4,14})|(?P<length>[0-9一二两三四五六七八九十]{1,2}(?:年|个月)))?"
)
#: The verbs, by what the clause does. An amendment wins over the end of an article within it.
_VERB = re.compile(
    f"(?P<amends>{_AMEND})|(?P<ends>(?:{_END})(?![后前的]|期间))|(?P<extends>{_EXTEND})"
)
#: Words of which one is in whatever `_VERB` finds, found sooner than the verb.
_MAY_BE_VERB = re.compile(
    "废止|失效|停止|不再|终止|修[改订]|删[去除]|增加一|延[长续期]|顺延|调整|继续"
)
#: Verbs whose targets may stand behind them.
_LEADING = re.compile("废止|修[改订]|停止执行|失效")
#: Between such a verb and the first of the titles that follow it.
_BEHIND = re.compile("(?:以下|下列)?[^《》。，；的]{0,12}(?=《)")
_SENTENCE = re.compile(r"[^。；;\n]+")
_TITLE = re.compile("《(?P<title>(?:[^《》]|《[^《》]*》){2,200})》")
_NOTE = re.compile(r"[ \u3000]*[（(][^（）()]{0,60}(?:[（(][^（）()]*[）)][^（）()]{0,40})?[）)]")
_N = NUMERAL_CHARACTERS
_ARTICLE = f"第?[{_N}0-9]{{1,6}}[章节条款项](?:第[{_N}0-9（）]{{1,6}}[款项])*"
#: Articles of the target, which the clause ends or changes alone.
_ARTICLES = re.compile(
    f"[ \u3000]*(?:中的?|的)?(?P<part>{_ARTICLE}(?:[、和及至，]{_ARTICLE})*"
    "|(?:部分|有关|相关|个别)(?:条款|内容|规定))(?:的(?:规定|内容))?"
)
#: Between the targets of one clause, and between the last one and the verb.
_LINK = re.compile(
    r"[ \u3000]*(?:[、，,和及与]|以及|等?(?:文件|规定|办法|通知)?)?[ \u3000]*"
    r"(?:原|的|中?的?“[^”]{1,80}”|自[^，。]{4,24}起|从[^，。]{4,24}起)?[ \u3000]*"
)
#: Only a clause that says that it is about the whole can extend: 执行标准调整为 does not.
_TERM_WORD = re.compile("有效期|期限|继续|延续")
_KINDS = {
    "ends": ReferenceKind.REPEALS,
    "amends": ReferenceKind.AMENDS,
    "extends": ReferenceKind.EXTENDS,
}


@dataclass(frozen=True)
class _Target:
    """A document named at `start:end`, with its articles where the clause means only these."""

    start: int
    end: int
    title: str | None
    number: DocumentNumber | None
    part: str = ""

    @property
    def number_key(self) -> str | None:
        """The number; an order's does not tell whose it is, so its title alone counts."""
        if self.number is None or (self.number.is_order and self.title):
            return None
        return self.number.key


def read_repeals(segments: Sequence[Segment], effective_on: date | None) -> list[ReferenceReading]:
    """Every document that the main text ends, changes or extends, in whole or in part.

    The day is the clause's own, else `effective_on`; of an extension it is the new last day.
    """
    found: list[ReferenceReading] = []
    for segment in segments:
        if segment.offset is None or not _MAY_BE_VERB.search(segment.text):
            continue
        for sentence in _SENTENCE.finditer(segment.text):
            if "《" in sentence.group() or "号" in sentence.group():
                found.extend(_in_sentence(segment, sentence, effective_on))
    return found


def _in_sentence(
    segment: Segment, sentence: re.Match[str], effective_on: date | None
) -> Iterator[ReferenceReading]:
    text, base = segment.text, segment.offset or 0
    verbs = [
        verb
        for verb in _VERB.finditer(text, sentence.start(), sentence.end())
        if not _quoted(text, sentence.start(), verb.start())
    ]
    limit = sentence.start()
    for verb, following in zip_longest(verbs, verbs[1:]):
        targets = _targets_before(text, limit, verb.start())
        limit = end = verb.end()
        behind = _BEHIND.match(text, end) if not targets and _LEADING.search(verb[0]) else None
        if behind is not None:
            last = following.start() if following else sentence.end()
            targets = _targets_from(text, behind.end(), last)
            end = targets[-1].end if targets else end
        if not targets:
            continue
        said = text[targets[-1].end : verb.end()] if behind is None else ""
        for target in targets:
            kind = _kind(verb, target, said)
            if kind is not None:
                yield ReferenceReading(
                    kind,
                    text[target.start : target.end] + (said if kind is _KINDS["extends"] else ""),
                    title_key(target.title) if target.title else None,
                    target.number_key,
                    _day(kind, verb, said, effective_on),
                    base + targets[0].start,
                    base + end,
                )


def _quoted(text: str, start: int, at: int) -> bool:
    """Whether the verb belongs to a title: 《关于修改〈X〉的决定》."""
    return text.count("《", start, at) > text.count("》", start, at)


def _kind(verb: re.Match[str], target: _Target, said: str) -> ReferenceKind | None:
    kind = next(_KINDS[name] for name in _KINDS if verb[name] is not None)
    if kind is ReferenceKind.EXTENDS:
        return kind if _TERM_WORD.search(said) and not target.part else None
    if kind is ReferenceKind.REPEALS and target.part:
        return ReferenceKind.ENDS_PART
    return kind


def _day(
    kind: ReferenceKind, verb: re.Match[str], said: str, effective_on: date | None
) -> date | None:
    if kind is ReferenceKind.EXTENDS:
        return last_day_named(verb["until"]) if verb["until"] else None
    dates = find_dates(said)
    return dates[0].day if dates else effective_on


def _targets(text: str, start: int, end: int) -> list[_Target]:
    """Titles with the numbers and articles behind them, and numbers that stand alone."""
    numbers = find_numbers(text[start:end])
    targets = []
    for match in _TITLE.finditer(text, start, end):
        note = _NOTE.match(text, match.end(), end)
        last = note.end() if note else match.end()
        inside = [n for n in numbers if match.end() <= start + n.start and start + n.end <= last]
        number = inside[0] if inside else None
        targets.append(
            _with_articles(text, _Target(match.start(), last, match["title"], number), end)
        )
    covered = [(target.start, target.end) for target in targets]
    for number in numbers:
        first, last = start + number.start, start + number.end
        if not any(a <= first < b for a, b in covered):
            last += text.startswith("文", last)
            targets.append(_with_articles(text, _Target(first, last, None, number), end))
    return sorted(targets, key=lambda target: target.start)


def _with_articles(text: str, target: _Target, end: int) -> _Target:
    articles = _ARTICLES.match(text, target.end, end)
    if articles is None:
        return target
    return _Target(target.start, articles.end(), target.title, target.number, articles["part"])


def _targets_before(text: str, start: int, end: int) -> list[_Target]:
    """The unbroken chain of targets that ends at the verb."""
    chain: list[_Target] = []
    edge = end
    for target in reversed(_targets(text, start, end)):
        if not _LINK.fullmatch(text, target.end, edge):
            break
        chain.insert(0, target)
        edge = target.start
    return chain


def _targets_from(text: str, start: int, end: int) -> list[_Target]:
    """The unbroken chain of targets that begins behind the verb."""
    chain: list[_Target] = []
    edge = start
    for target in _targets(text, start, end):
        if not _LINK.fullmatch(text, edge, target.start):
            break
        chain.append(target)
        edge = target.end
    return chain
