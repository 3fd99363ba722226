"""Who issued a document: read from its title, its order, signature or letterhead, then the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.cleaned import LineRole
from knowledge.metadata.days import Signature
from knowledge.metadata.fields import PageField
from knowledge.metadata.heads import Title
from knowledge.metadata.letterheads import read_letterhead
from knowledge.metadata.organs import names_more, source_organs, split_organs
from knowledge.metadata.segments import Segment
from knowledge.metadata.trust import Found, by_trust, found
from knowledge.outline import FieldReading

_SUBJECT = re.compile("关于|印发|转发|批转|公布|发布|颁布")
_ORDER = re.compile("(?P<issuer>[\u4e00-\u9fff]{2,20})令(?:$|[ \u3000]*第)")
#: An order stands in the first lines of the main text, a statute's note below its title.
_HEAD_LINES = 4
_NOTED = re.compile(
    r"[（(][^）)]{0,40}日(?P<issuer>[\u4e00-\u9fff]{2,20}(?:政府|院|部|委|委员会|总局|局|署))令"
)
Issuers = Found[tuple[str, ...]]


def read_issuers(
    title: Title | None,
    segments: Sequence[Segment],
    fields: Sequence[PageField],
    signature: Signature | None,
) -> list[Issuers]:
    """The lists of issuers, in the order in which they are printed, the list that counts first.

    The site that shows a document is not its issuer: the page's own fields count last, and what
    is no organ (本站, admin) never. A title that names only the first of several (…等4部门) gives
    way to a longer list.
    """
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    lists = [
        *_listed("title", _in_title(title)),
        *_listed("order", _in_order(body[:_HEAD_LINES])),
        *_listed("signature", _in_signature(signature)),
        *_listed("letterhead", read_letterhead(segments)),
    ]
    for field in fields:
        if field.name in ("issuer", "source"):
            place = "header" if field.name == "issuer" else "source"
            lists.extend(_listed(place, _in_field(field)))
    lists = by_trust("issuer", lists)
    if title is not None and names_more(_before_subject(title)):
        lists.sort(key=lambda each: -len(each.value))
    return lists


def _listed(place: str, readings: Sequence[FieldReading]) -> Iterator[Issuers]:
    if readings:
        yield found(tuple(reading.value for reading in readings), place, *readings)


def _in_field(field: PageField) -> list[FieldReading]:
    return [
        field.segment.reading("issuer", organ, field.start + start, field.start + end)
        for organ, start, end in source_organs(field.value)
    ]


def _before_subject(title: Title) -> str:
    subject = _SUBJECT.search(title.text)
    return title.text[: subject.start()] if subject else ""


def _in_title(title: Title | None) -> list[FieldReading]:
    named = _before_subject(title) if title else ""
    if title is None or not named:
        return []
    line = title.segment.text[title.start :]
    return [
        title.segment.reading("issuer", organ, title.start + start, title.start + end, "标题")
        for organ, start, end in split_organs(named)
        if line[start:end] == organ
    ]


def _in_order(head: Sequence[Segment]) -> list[FieldReading]:
    for segment in head:
        match = _ORDER.match(segment.text) or _NOTED.match(segment.text)
        if match is not None:
            first = match.start("issuer")
            return [
                segment.reading("issuer", organ, first + start, first + end)
                for organ, start, end in split_organs(match["issuer"])
            ]
    return []


def _in_signature(signature: Signature | None) -> list[FieldReading]:
    readings = []
    for segment in signature.organs if signature else ():
        text = re.sub(r"[0-9０-９〇一二三四五六七八九十 ]+年.*$", "", segment.text)
        for organ, start, end in split_organs(text):
            readings.append(segment.reading("issuer", organ, start, end, "落款"))
    return readings
