"""When a document was written, printed and published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.cleaned import LineRole
from knowledge.clock import CHINA
from knowledge.dates import find_dates
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment
from knowledge.outline import FieldReading
from knowledge.structure.patterns import ORGAN_LINE

_AROUND = " \u3000\u00a0（）()"
_PRINTED = re.compile(r"印发[ \u3000]*$")


@dataclass(frozen=True)
class Signature:
    """The signature (落款) of a document: its date, and the lines above that name organs."""

    day: date
    reading: FieldReading
    organs: tuple[Segment, ...]


def day_of_field(
    fields: Sequence[PageField], field_name: str, name: str
) -> tuple[date, FieldReading] | None:
    """The day that a page's field tells, with evidence called `name`; None where none does.

    A number is read as seconds (or milliseconds) since 1970, in China's time, as portals' scripts
    hold it.
    """
    for field in fields:
        if field.name != field_name:
            continue
        if field.value.isascii() and field.value.isdigit() and len(field.value) in (9, 10, 13):
            seconds = int(field.value) / (1000 if len(field.value) == 13 else 1)
            day = datetime.fromtimestamp(seconds, CHINA).date()
            return day, field.segment.reading(name, day.isoformat(), field.start, field.end)
        found = find_dates(field.value)
        if found:
            start, end = field.start + found[0].start, field.start + found[0].end
            value = found[0].day.isoformat()
            return found[0].day, field.segment.reading(name, value, start, end)
    return None


def read_signature(segments: Sequence[Segment]) -> Signature | None:
    """The first date that stands on a line of its own (or behind an organ) below the opening."""
    body = [each for each in segments if each.role is LineRole.BODY and not each.is_table]
    for index, segment in enumerate(body):
        dates = find_dates(segment.text) if len(segment.text) <= 80 and index else []
        if len(dates) != 1:
            continue
        before = segment.text[: dates[0].start].strip(_AROUND)
        after = segment.text[dates[0].end :].strip(_AROUND)
        if after or (before and not ORGAN_LINE.fullmatch(before)):
            continue
        above = _organs_above(body, index)
        if index < 2 and not above and not before:
            continue  # a dateline at the head of the text
        value = dates[0].day.isoformat()
        reading = segment.reading("written_on", value, dates[0].start, dates[0].end, "落款")
        return Signature(dates[0].day, reading, (*above, *((segment,) if before else ())))
    return None


def _organs_above(body: Sequence[Segment], index: int) -> tuple[Segment, ...]:
    first = index
    while first and ORGAN_LINE.fullmatch(body[first - 1].text) and len(body[first - 1].text) <= 120:
        first -= 1
    return tuple(body[first:index])


def printed_on(segments: Sequence[Segment]) -> date | None:
    """The day of the imprint (版记): 某办公室2021年2月7日印发."""
    for segment in segments:
        if segment.role is not LineRole.META and len(segment.text) <= 80:
            dates = find_dates(segment.text)
            if dates and _PRINTED.fullmatch(segment.text, dates[-1].end):
                return dates[-1].day
    return None
