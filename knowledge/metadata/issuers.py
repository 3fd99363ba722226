"""Who issued a document: read from its title, its order, its signature, then from the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.cleaned import LineRole
from knowledge.metadata.days import Signature
from knowledge.metadata.fields import PageField
from knowledge.metadata.heads import Title
from knowledge.metadata.organs import source_organs, split_organs
from knowledge.metadata.segments import Segment
from knowledge.outline import FieldReading

_SUBJECT = re.compile("关于|印发|转发|批转|公布|发布|颁布")
_ORDER = re.compile("(?P<issuer>[\u4e00-\u9fff]{2,20})令(?:$|[ \u3000]*第)")
#: An order stands in the first lines of the main text.
_HEAD_LINES = 4


def read_issuers(
    title: Title | None,
    segments: Sequence[Segment],
    fields: Sequence[PageField],
    signature: Signature | None,
) -> list[FieldReading]:
    """The issuers in the order in which they are printed; empty where nothing names one.

    The site that shows a document is not its issuer: the page's own fields count last, and what
    is no organ (本站, admin) never.
    """
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    found = _in_title(title) or _in_order(body[:_HEAD_LINES]) or _in_signature(signature)
    for name in ("issuer", "source"):
        for field in fields:
            if not found and field.name == name:
                found = [
                    field.segment.reading("issuer", organ, field.start + a, field.start + b)
                    for organ, a, b in source_organs(field.value)
                ]
    return found


def _in_title(title: Title | None) -> list[FieldReading]:
    subject = _SUBJECT.search(title.text) if title else None
    if title is None or subject is None or subject.start() == 0:
        return []
    line = title.segment.text[title.start :]
    return [
        title.segment.reading("issuer", organ, title.start + start, title.start + end, "标题")
        for organ, start, end in split_organs(title.text[: subject.start()])
        if line[start:end] == organ
    ]


def _in_order(head: Sequence[Segment]) -> list[FieldReading]:
    for segment in head:
        match = _ORDER.match(segment.text)
        if match is not None:
            return [
                segment.reading("issuer", organ, start, end)
                for organ, start, end in split_organs(match["issuer"])
            ]
    return []


def _in_signature(signature: Signature | None) -> list[FieldReading]:
    found = []
    for segment in signature.organs if signature else ():
        text = re.sub(r"[0-9０-９〇一二三四五六七八九十 ]+年.*$", "", segment.text)
        for organ, start, end in split_organs(text):
            found.append(segment.reading("issuer", organ, start, end, "落款"))
    return found
