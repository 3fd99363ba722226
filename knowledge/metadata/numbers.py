"""The document's own number (发文字号), told apart from those that it only cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.cleaned import LineRole
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.metadata.fields import PageField
from knowledge.metadata.heads import FORMAL_TITLE, Title
from knowledge.metadata.letterheads import without_signer
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.metadata.trust import Found, by_trust, found
from knowledge.outline import FieldReading

#: The number stands in so many lines above the main text, or in the first lines of it.
_ABOVE, _WITHIN = 40, 10
#: A line that may be a number's upper half: 青川市人民政府令, 青川市公安局通告.
_UPPER = re.compile("[\u4e00-\u9fff]{2,20}(?:令|公告|通告)")
_LOWER = re.compile(
    r"[（(〔\[]?(?:[12][09][0-9]{2}[ \u3000]?年[ \u3000]?)?第[ \u3000]?[0-9０-９]{1,4}[ \u3000]?号"
    r"[）)〕\]]?|[0-9０-９]{1,4}[ \u3000]?号"
)
#: The note below a statute's title: （2021年1月29日青川市人民政府令第17号公布 …）
_NOTE = re.compile(r"[（(].{0,60}(?:令|公告).{0,40}(?:公布|发布|公告|施行).{0,200}[）)]", re.DOTALL)
#: Behind a title: …的通知（青政办发〔2021〕17号）
_BEHIND = re.compile(r"[（(〔\[](?P<number>[^（(].{3,40}号)[）)〕\]]$")
#: These pages speak of another document, whose number their title may name.
_ABOUT = re.compile("解读|问答|图解|读懂|答记者问|《")
Number = Found[str]


def read_numbers(
    segments: Sequence[Segment], fields: Sequence[PageField], title: Title | None
) -> list[Number]:
    """The document's own numbers as it prints them, the one that counts first.

    A number is its own in the field 文号, alone on a line of the head (that of an order or a notice
    may take two), before or behind the title, or in the note below the title of a statute.
    """
    numbers = [
        _own("header" if field.place != "tag" else "title", each[0], field.segment, field.start)
        for field in fields
        if field.name == "doc_number"
        and len(each := find_numbers(field.value)) == 1
        and _fills(each[0], field.value)
    ]
    return by_trust("doc_number", [*numbers, *_in_head(segments), *_behind_title(title)])


def _in_head(segments: Sequence[Segment]) -> Iterator[Number]:
    """The first number of the head that is the document's own, and that of the note."""
    alone = False
    for segment, following in _head_lines(segments):
        if _NOTE.fullmatch(segment.text):
            if segment.numbers:
                yield _own("note", segment.numbers[0], segment, 0)
            continue
        if alone:
            continue
        if _UPPER.fullmatch(segment.text) and following is not None:
            halves = _two_lines(segment, following)
            if halves is not None:
                yield halves
                alone = True
                continue
        numbers = segment.numbers
        if numbers and segment.text[: numbers[0].start].strip("（( \u3000") == "":
            rest = without_signer(segment.text)[numbers[0].end :].strip(" \u3000《》）)")
            if len(rest) <= 2 or FORMAL_TITLE.fullmatch(rest):
                yield _own("head", numbers[0], segment, 0)
                alone = True


def _head_lines(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment | None]]:
    """Lines above the text proper: of the page's header and of the first lines of the body."""
    lines = [each for each in segments if each.role is not LineRole.META and not each.is_table]
    first = next((i for i, each in enumerate(lines) if each.role is LineRole.BODY), len(lines))
    for index in range(max(0, first - _ABOVE), min(len(lines), first + _WITHIN)):
        segment = lines[index]
        begins = len(segment.text) > 200 or segment.text[-1] in "：:。"
        if segment.role is LineRole.BODY and begins and not _NOTE.fullmatch(segment.text):
            return  # the addressees or the first sentence: the head is over
        yield segment, lines[index + 1] if index + 1 < len(lines) else None


def _fills(number: DocumentNumber, text: str) -> bool:
    return len(without_blanks(text)) - len(without_blanks(text[number.start : number.end])) <= 2


def _own(place: str, number: DocumentNumber, segment: Segment, base: int) -> Number:
    start, end = base + number.start, base + number.end
    value = number.normal
    if not number.is_bracketed:
        value = without_blanks(segment.text[start:end])
    reading = segment.reading("doc_number", value, start, end, certain=number.certain)
    return found(value, place, reading)


def _two_lines(first: Segment, second: Segment) -> Number | None:
    match = _LOWER.match(second.text)
    if match is None or len(second.text) - match.end() > 2:
        return None
    value = without_blanks(first.text + match.group().strip("（()）〔〕[]"))
    numbers = find_numbers(value)
    if not numbers:
        return None
    start = first.reading("doc_number", value, 0, len(first.text))
    end = second.reading("doc_number", value, 0, match.end())
    reading = FieldReading("doc_number", value, start.read_from, start.start, end.end)
    return found(value, "order", reading)


def _behind_title(title: Title | None) -> Iterator[Number]:
    match = _BEHIND.search(title.text) if title else None
    if title is None or match is None or _ABOUT.search(title.text[: match.start()]):
        return
    numbers = find_numbers(match["number"])
    start = title.segment.text.find(match["number"], title.start)
    if len(numbers) == 1 and start >= 0 and _fills(numbers[0], match["number"]):
        yield _own("title", numbers[0], title.segment, start)
