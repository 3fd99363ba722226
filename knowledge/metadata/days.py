"""When a document was written, printed and published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from knowledge.cleaned import LineRole
from knowledge.clock import CHINA
from knowledge.dates import find_dates
from knowledge.keys import title_key
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment
from knowledge.metadata.trust import Found, by_trust, found
from knowledge.outline import FieldReading
from knowledge.structure.patterns import ORGAN_LINE

_AROUND = " \u3000\u00a0（）()"
_PRINTED = re.compile(r"印[发制][ \u3000]*[）)]?$")
_COMPACT = re.compile("(?:19|20)[0-9]{6}(?:[0-9]{6})?")
_UNIVERSAL = re.compile(
    r"(?P<time>[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8})(?:\.[0-9]+)?(?:Z|\+00:?00)"
)
_TIME = re.compile(
    r"[ \u3000\u00a0T]*(?:[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?[ \u3000\u00a0]*"
)
#: The note below a statute's title: （2021年1月29日青川市人民政府令第17号公布 …）
_NOTE = re.compile(r"[（(].{0,60}(?:令|公告|会议).{0,60}(?:公布|发布|通过).{0,200}[）)]", re.DOTALL)
#: Below the page's print of the title its day of publication stands within so many lines.
_BELOW_TITLE = 5
#: A signature is a short line.
_LONGEST_SIGNATURE = 80

Day = Found[date]


@dataclass(frozen=True)
class Signature:
    """The signature (落款) of a document: its date, and the lines above that name organs."""

    day: date
    reading: FieldReading
    organs: tuple[Segment, ...]


def days_of_field(fields: Sequence[PageField], field_name: str, name: str) -> list[Day]:
    """The days that the page's fields tell, with evidence called `name`.

    A number is read as seconds (or milliseconds) since 1970, in China's time, as portals' scripts
    hold it, or as YYYYMMDD.
    """
    days = []
    for field in fields:
        if field.name == field_name and (day := _day_of_value(field.value)) is not None:
            value, start, end = day
            reading = field.segment.reading(
                name, value.isoformat(), field.start + start, field.start + end
            )
            days.append(found(value, field.place, reading))
    return days


def _day_of_value(value: str) -> tuple[date, int, int] | None:
    if value.isascii() and value.isdigit() and len(value) in (9, 10, 13):
        seconds = int(value) / (1000 if len(value) == 13 else 1)
        return datetime.fromtimestamp(seconds, CHINA).date(), 0, len(value)
    if _COMPACT.fullmatch(value):
        dates = find_dates(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
        return (dates[0].day, 0, len(value)) if dates else None
    if universal := _UNIVERSAL.match(value):
        time = datetime.fromisoformat(universal["time"]).replace(tzinfo=UTC)
        return time.astimezone(CHINA).date(), 0, universal.end()
    dates = find_dates(value)
    return (dates[0].day, dates[0].start, dates[0].end) if dates else None


def read_published(
    segments: Sequence[Segment], fields: Sequence[PageField], title: str
) -> list[Day]:
    """When the page was published, the day that counts first.

    A tag comes before a label that says so, that before a vague one (时间, 发文日期) and before a
    day that stands alone below the page's print of the title.
    """
    vague = days_of_field(fields, "dated_on", "published_on")
    return by_trust(
        "published_on",
        [
            *days_of_field(fields, "published_on", "published_on"),
            *(replace(day, place="line") for day in vague),
            *_below_title(segments, title),
        ],
    )


def _below_title(segments: Sequence[Segment], title: str) -> Iterator[Day]:
    outside = [each for each in segments if each.role is LineRole.OUTSIDE and not each.is_table]
    key = title_key(title)
    places = [index for index, each in enumerate(outside) if each.prints(key)]
    for place in places if key else ():
        for segment in outside[place + 1 : place + 1 + _BELOW_TITLE]:
            dates = segment.dates
            alone = len(dates) == 1 and dates[0].start == 0
            if alone and _TIME.fullmatch(segment.text, dates[0].end):
                value = dates[0].day.isoformat()
                reading = segment.reading("published_on", value, 0, dates[0].end)
                yield found(dates[0].day, "line", reading)


def read_written(
    segments: Sequence[Segment],
    fields: Sequence[PageField],
    signature: Signature | None,
    published: date | None,
) -> list[Day]:
    """When the document was written, the day that counts first.

    The signature is the document's own; the catalogue's 成文日期 is often the day on which the page
    was filled in. A signature after the day of publication belongs to something else.
    """
    days = days_of_field(fields, "written_on", "written_on")
    days.extend(_noted(segments))
    if signature is not None:
        place = "signature" if published is None or signature.day <= published else "note"
        days.append(found(signature.day, place, signature.reading))
    return by_trust("written_on", days)


def _noted(segments: Sequence[Segment]) -> Iterator[Day]:
    """The day in the note below a statute's title."""
    for segment in [each for each in segments if each.role is LineRole.BODY][:_BELOW_TITLE]:
        dates = segment.dates if _NOTE.fullmatch(segment.text) else []
        if dates:
            value = dates[0].day.isoformat()
            yield found(
                dates[0].day,
                "note",
                segment.reading("written_on", value, dates[0].start, dates[0].end, "题注"),
            )


def read_signature(segments: Sequence[Segment]) -> Signature | None:
    """The first date that stands on a line of its own (or behind an organ) below the opening."""
    body = [each for each in segments if each.role is LineRole.BODY and not each.is_table]
    for index, segment in enumerate(body):
        short = len(segment.text) <= _LONGEST_SIGNATURE and index
        dates = segment.dates if short else []
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


def read_printed(segments: Sequence[Segment]) -> list[Day]:
    """The day of the imprint (版记): 某办公室2021年2月7日印发."""
    for segment in segments:
        short = segment.role is not LineRole.META and len(segment.text) <= _LONGEST_SIGNATURE
        if short and "印" in segment.text:
            dates = segment.dates
            if dates and _PRINTED.fullmatch(segment.text, dates[-1].end):
                value = dates[-1].day.isoformat()
                reading = segment.reading(
                    "printed_on", value, dates[-1].start, dates[-1].end, "版记"
                )
                return [found(dates[-1].day, "text", reading)]
    return []
