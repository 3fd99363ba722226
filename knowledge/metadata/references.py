"""Where a document speaks of others without ending them: 解读《X》, 根据《X》（文号）, 重新发布.

What a text repeals, amends or extends is read by `repeals`; a clause read there is no citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.cleaned import LineRole
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.metadata.segments import Segment
from knowledge.outline import ReferenceKind, ReferenceReading
from knowledge.titles import carried_by

#: References of a document that are kept; a directory of laws cites hundreds.
MOST = 200
#: Paragraphs of the main text among which an explanation says what it explains.
_OPENING = 8

_NAMED = re.compile("《(?P<title>(?:[^《》\n]|《[^《》\n]*》){2,200})》")
_NOTE = re.compile(
    r"[ \u3000]*[（(][^（）()\n]{0,60}(?:[（(][^（）()\n]*[）)][^（）()\n]{0,40})?[）)]"
)
_SENTENCE = re.compile(r"[^。；;\n]+")

#: How titles of explanations name themselves, before and behind what they explain.
_FORMS = (
    "(?:一张?图(?:读懂|看懂|解读|速览)|图文?解(?:读)?|漫画解读|动漫解读|视频解读|音频解读|文字解读"
    "|(?:政策|文件|专家|部门|媒体|简明|权威|深度|官方)*(?:解读|解析|图解|问答|答问|明白纸)"
    "|(?:答记者问|新闻发布会|常见问题解答))"
)
_FORM_BEFORE = re.compile(f"^(?:【?{_FORMS}】?[之一二三四五六七八九十：:｜|丨—\\-·之 \u3000]*)+")
_FORM_BEHIND = re.compile(
    f"(?:的|之)?[：:｜|丨—\\-·（(【 \u3000]*(?:{_FORMS}[（()）】之一二三四五六七八九十0-9]*)+"
    "(?:材料|稿|文件|说明)?$"
)
_EXPLAINS = re.compile(
    "(?:现|对|就|将|围绕|关于)[^。]{0,160}(?:解读|说明|解答|答复)(?:如下|说明)?|解读如下|回答了?记者"
)
_ANEW = re.compile("重新(?:印发|发布|公布|修订)|修订(?:并|后)?(?:重新)?(?:印发|发布|公布)")
_PREVAILS = re.compile(
    "以本[^，。]{1,8}为准|(?:不一致|不符|抵触|冲突)[^。]{0,6}按(?:照)?本[^，。]{1,8}执行"
)
#: Words of which one is in whatever `_ANEW` and `_PREVAILS` find: most paragraphs have none.
_MAY_BE_ANEW = ("重新", "修订", "以本", "不一致", "不符", "抵触", "冲突")

#: What titles of official documents end with, and what only looks like one.
_OFFICIAL = re.compile(
    "(?:办法|规定|条例|细则|规则|通知|意见|方案|决定|决议|公告|通告|规划|纲要|计划|法|令|批复|措施"
    "|标准|指引|规程|章程|制度|规范|解释|要点|政策)"
    "(?:[（(〔][^（）()]{1,12}[）)〕])?$"
)
#: Too short to be more than an abbreviation: 以下简称《办法》.
_SHORTEST = 5
_ANNEX = re.compile(r"[ \u3000]*[（(](?:见|详见)?附[件表]")
_CALLED = re.compile('(?:简称|下称|以下称|称为|统称)[：:为]?[“"]?$')


@dataclass(frozen=True)
class _Mention:
    """A place in a segment that names another document: `text[start:end]`, its note included."""

    segment: Segment
    start: int
    end: int
    title: str | None
    number: DocumentNumber | None

    @property
    def keys(self) -> tuple[str | None, str | None]:
        """Keys of the title and the number; the number of an order counts without a title only."""
        title = title_key(self.title) if self.title else None
        number = self.number
        if number is None or (number.is_order and title):
            return title, None
        return title, number.key

    def reference(self, kind: ReferenceKind) -> ReferenceReading:
        """The reference that the mention is."""
        base = self.segment.offset or 0
        title, number = self.keys
        printed = self.segment.text[self.start : self.end]
        return ReferenceReading(
            kind, printed, title, number, None, base + self.start, base + self.end
        )


@dataclass(frozen=True)
class Own:
    """The names of the document itself, which it does not refer to."""

    title_keys: frozenset[str]
    number_key: str | None

    @classmethod
    def of(cls, title: str, carried: str | None, number_key: str | None) -> Own:
        """The names of a document with this title, carrying that, under this number."""
        titles = (title, carried, carried_by(title))
        return cls(frozenset(title_key(each) for each in titles if each), number_key)

    def bears(self, title: str | None, number: str | None) -> bool:
        """Whether the keys are the document's own; another number makes it another document."""
        if number is not None:
            return number == self.number_key
        return title in self.title_keys


def read_references(
    segments: Sequence[Segment], title: str, own: Own, others: Iterable[ReferenceReading] = ()
) -> list[ReferenceReading]:
    """What the document interprets, tells anew and cites, each once and at most 200 in all.

    `others` are the clauses that end, amend or extend a document; what they name is not cited.
    """
    body = [
        segment
        for segment in segments
        if segment.role is LineRole.BODY and segment.offset is not None
    ]
    taken = list(others)
    known = {(each.target_title_key, each.target_number_key) for each in taken}
    titles = {each.target_title_key for each in taken}
    explained = _interpreted(body, title)
    found: list[ReferenceReading] = []
    for reference in (*explained, *_told_anew(body, own), *_cited(body)):
        keys = (reference.target_title_key, reference.target_number_key)
        anew = reference.kind is ReferenceKind.SUPERSEDES
        # Named again, mostly without its number: 《X》（文号）…《X》第五条.
        again = keys in known or (keys[1] is None and keys[0] in titles)
        if again or _within(reference, taken) or (own.bears(*keys) and not anew):
            continue
        known.add(keys)
        titles.add(keys[0])
        found.append(reference)
    return found[:MOST]


def _within(reference: ReferenceReading, clauses: Sequence[ReferenceReading]) -> bool:
    return any(clause.start <= reference.start < clause.end for clause in clauses)


def _interpreted(body: Sequence[Segment], title: str) -> Iterator[ReferenceReading]:
    """What an explanation explains: named by its title, else where its text begins."""
    named = explained_by(title)
    opening = [mention for segment in body[:_OPENING] for mention in _mentions(segment)]
    if named:
        key = title_key(named)
        for mention in opening:
            if mention.title and title_key(mention.title) == key:
                yield mention.reference(ReferenceKind.INTERPRETS)
                return
        yield _where(body, named)
    elif _FORM_BEFORE.search(title) or _FORM_BEHIND.search(title):
        for mention in opening[:1]:
            if any(mention.keys) and _is_official(mention):
                yield mention.reference(ReferenceKind.INTERPRETS)
    else:
        for mention in opening:
            for sentence in _SENTENCE.finditer(mention.segment.text):
                inside = sentence.start() <= mention.start < sentence.end()
                if inside and "解读" in sentence.group() and _EXPLAINS.search(sentence.group()):
                    yield mention.reference(ReferenceKind.INTERPRETS)
                    return


def explained_by(title: str) -> str | None:
    """The title, or the number, that the title of an explanation names; None for other titles.

    《X》政策解读, 一图读懂《X》, X的解读; 问答 and the like only with the title in 《》.
    """
    bare = _FORM_BEHIND.sub("", _FORM_BEFORE.sub("", title.strip()))
    if bare == title.strip():
        return None
    marked = _NAMED.search(bare)
    if marked is not None:
        return marked["title"]
    bare = re.sub("^关于(?=.*的$)|的$", "", bare) if bare.endswith("的") else bare
    if "解" not in title and "读懂" not in title:
        return None
    return bare if _OFFICIAL.search(bare) or find_numbers(bare) else None


def _where(body: Sequence[Segment], named: str) -> ReferenceReading:
    """A reference by the title of the explanation; its place is that title in the main text."""
    numbers = find_numbers(named)
    alone = bool(numbers) and numbers[0].start == 0
    start = end = 0
    for segment in body[:_OPENING]:
        at = segment.text.find(named)
        if at >= 0:
            start = (segment.offset or 0) + at
            end = start + len(named)
            break
    return ReferenceReading(
        ReferenceKind.INTERPRETS,
        named,
        None if alone else title_key(named),
        numbers[0].key if alone else None,
        None,
        start,
        end,
    )


def _told_anew(body: Sequence[Segment], own: Own) -> Iterator[ReferenceReading]:
    """What the document takes the place of without a word of its end, or overrides."""
    for segment in body:
        if not _may_be_anew(segment.text):
            continue
        mentions = list(_mentions(segment))
        for sentence in _SENTENCE.finditer(segment.text):
            anew = _ANEW.search(sentence.group())
            if anew is None and not _PREVAILS.search(sentence.group()):
                continue
            for mention in mentions:
                if not sentence.start() <= mention.start < sentence.end():
                    continue
                _, number = mention.keys
                itself = own.bears(*mention.keys)
                if (not itself or (anew and number is None)) and _is_official(mention):
                    yield mention.reference(ReferenceKind.SUPERSEDES)


def _may_be_anew(text: str) -> bool:
    return any(word in text for word in _MAY_BE_ANEW)


def _cited(body: Sequence[Segment]) -> Iterator[ReferenceReading]:
    for segment in body:
        for mention in _mentions(segment):
            if any(mention.keys) and _is_official(mention):
                yield mention.reference(ReferenceKind.CITES)


def _is_official(mention: _Mention) -> bool:
    """Whether a title is that of an official document: not a newspaper, a form, an annex here."""
    if mention.number is not None or mention.title is None:
        return True
    text = mention.segment.text
    if _ANNEX.match(text, mention.end) or _ANNEX.match(text, _title_end(mention)):
        return False
    if _CALLED.search(text[: mention.start]):
        return False
    title = mention.title.strip()
    if len(title_key(title)) < _SHORTEST:
        return False
    # A 函, 目录 or 清单 without 关于 is more often a form or an annex than a document.
    return _OFFICIAL.search(title) is not None or "关于" in title


def _title_end(mention: _Mention) -> int:
    return mention.start + len(mention.title or "") + 2


def _mentions(segment: Segment) -> Iterator[_Mention]:
    """Titles with the numbers in the note behind them, and numbers that stand alone, in order."""
    text = segment.text
    if "《" not in text and "号" not in text:
        return
    numbers = segment.numbers
    covered: list[tuple[int, int]] = []
    found: list[_Mention] = []
    for match in _NAMED.finditer(text):
        note = _NOTE.match(text, match.end())
        end = note.end() if note else match.end()
        inside = [n for n in numbers if match.end() <= n.start and n.end <= end]
        if note and not inside:
            end = match.end()
        covered.append((match.start(), end))
        number = inside[0] if inside else None
        found.append(_Mention(segment, match.start(), end, match["title"], number))
    for number in numbers:
        if not any(a <= number.start < b for a, b in covered):
            end = number.end + text.startswith("文", number.end)
            found.append(_Mention(segment, number.start, end, None, number))
    yield from sorted(found, key=lambda mention: mention.start)
