"""What the document prints and cannot mean: told as doubts, never mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.cleaned import Doubt, LineRole
from knowledge.dates import impossible_dates
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment

_DAYS = frozenset({"written_on", "published_on", "dated_on", "effective_on", "expires_on"})


def read_misprints(segments: Sequence[Segment], fields: Sequence[PageField]) -> list[Doubt]:
    """Days that the calendar does not have, and document numbers with a known misprint."""
    doubts = [
        *_impossible(field.value for field in fields if field.name in _DAYS),
        *_impossible(each.text for each in segments if each.role is LineRole.BODY),
    ]
    for segment in segments:
        if segment.role is LineRole.BODY:
            doubts.extend(_slips(segment))
    return list(dict.fromkeys(doubts))


def _impossible(texts: Sequence[str] | Iterator[str]) -> Iterator[Doubt]:
    for text in texts:
        for raw in impossible_dates(text):
            if "年" in raw or len(raw) == len(text):
                yield Doubt("date", raw, "日历上没有这一天，没有当作日期")


def _slips(segment: Segment) -> Iterator[Doubt]:
    for number in segment.numbers:
        if number.likely_mark is not None:
            raw = segment.text[number.start : number.end]
            yield Doubt(
                "document_number", raw, f"机关代字可能是“{number.likely_mark}”之误，照原文保留"
            )
