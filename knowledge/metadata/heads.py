"""What stands at the head of a document: its title and its own number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.cleaned import LineKind, LineRole
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.metadata.fields import PageField
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.outline import FieldReading

#: Titles of official documents end with their kind: the 15 文种 of the rules on official documents
#: (党政机关公文处理工作条例), the kinds of statutes, and what notices carry.
_KINDS = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|条例|规定|办法|细则|规则|方案"
    "|规划|计划|要点|措施|标准|规范|制度|指引|指南|预案|目录|清单|规程|章程|说明|解读|答复|复函"
)
_TAIL = "(?:[（(][^（）()]{1,20}[）)])?"
_FORMAL = re.compile(
    rf"[^。；;？?！!：:>]{{0,120}}关于[^。；;：:>]{{2,160}}(?:{_KINDS}){_TAIL}"
    rf"|[^。；;？?！!：:，,>]{{0,60}}(?:印发|转发|批转)[^。；;：:>]{{2,120}}(?:通知|意见|决定|函){_TAIL}"
    rf"|[^。；;？?！!：:，,>、]{{4,50}}(?:条例|规定|办法|细则|规则|方案|意见|通知|通告|公告|规划|决定){_TAIL}"
)
_SITE = re.compile("网|门户|政府$|平台|[局委厅]$")
_BETWEEN = re.compile(r"\s*[-_|｜—–]+\s*")
#: A title is looked for in so many lines; a wrapped one has at most so many.
_HEAD_LINES, _WRAPPED = 40, 4
#: A line without any other mark of a title is one up to this length.
_PLAIN_LENGTH = 60
_ORDER_NUMBER = re.compile(r"第?[ \u3000]?[0-9０-９]{1,4}[ \u3000]?号")
_ORDER = re.compile("[\u4e00-\u9fff]{2,20}令")


@dataclass(frozen=True)
class Title:
    """A title as read: its text, and the segment and offsets that show (the first line of) it."""

    text: str
    segment: Segment
    start: int
    reading: FieldReading


def read_title(segments: Sequence[Segment], fields: Sequence[PageField]) -> Title | None:
    """The document's own title, never the site's; None for a document without any text.

    Order of trust: the page's ArticleTitle, the catalogue's 名称, the page's <title> where the
    page prints it too, a line with the form of an official title, a heading, the first line.
    """
    for field in fields:
        if field.name == "title":
            return _title(field.segment, field.start, field.end)
    lines = [segment for segment in segments if segment.role is not LineRole.META]
    printed = {title_key(segment.text) for segment in lines}
    for field in fields:
        if field.name == "page_title":
            end = len(_without_site(field.value))
            if title_key(field.value[:end]) in printed:
                return _title(field.segment, field.start, field.start + end)
    head = [segment for segment in lines if not segment.is_table][:_HEAD_LINES]
    return _formal_title(head) or _plain_title(head)


def _without_site(page_title: str) -> str:
    """A page's <title> without the names of column and site behind it."""
    end = len(page_title)
    for match in reversed(list(_BETWEEN.finditer(page_title))):
        if match.start() == 0 or not _SITE.search(page_title[match.end() : end]):
            break
        end = match.start()
    return page_title[:end]


def _formal_title(head: Sequence[Segment]) -> Title | None:
    for index, segment in enumerate(head):
        start = _after_number(segment.text)
        end = len(segment.text)
        if segment.text[start:].startswith("《") and segment.text.endswith("》"):
            start, end = start + 1, end - 1
        if _FORMAL.fullmatch(segment.text, start, end):
            return _title(segment, start, end)
        wrapped = _wrapped_title(head[index : index + _WRAPPED], start)
        if wrapped is not None:
            return wrapped
    return None


def _after_number(text: str) -> int:
    """Where the title begins in `林政办发〔2021〕17号林口县…` or `办字〔2014〕52号《…》`."""
    numbers = find_numbers(text)
    if numbers and numbers[0].start == 0:
        rest = text[numbers[0].end :]
        return numbers[0].end + len(rest) - len(rest.lstrip())
    return 0


def _wrapped_title(lines: Sequence[Segment], start: int) -> Title | None:
    """A title printed over several lines of the main text."""
    joined = lines[0].text[start:]
    if lines[0].role is not LineRole.BODY or not 0 < len(joined) <= _PLAIN_LENGTH:
        return None
    for count, segment in enumerate(lines[1:], start=2):
        if segment.role is not LineRole.BODY or len(segment.text) > _PLAIN_LENGTH:
            return None
        joined += segment.text
        if "关于" in joined and _FORMAL.fullmatch(joined):
            first = lines[0].reading("title", joined, start, len(lines[0].text))
            last = lines[count - 1].reading("title", joined, 0, len(segment.text))
            reading = FieldReading("title", joined, first.read_from, first.start, last.end)
            return Title(joined, lines[0], start, reading)
    return None


def _plain_title(head: Sequence[Segment]) -> Title | None:
    headings = [segment for segment in head if segment.line.kind is LineKind.HEADING]
    body = [segment for segment in head if segment.role is LineRole.BODY]
    for segment in (*headings, *body, *head):
        text = segment.text
        if len(text) <= _PLAIN_LENGTH:
            return _title(segment, 0, len(text), certain=segment in headings)
        blank = re.search(r"\s", text[: _PLAIN_LENGTH + 1])
        end = blank.start() if blank else _PLAIN_LENGTH
        return _title(segment, 0, end, certain=False)
    return None


def _title(segment: Segment, start: int, end: int, certain: bool = True) -> Title:
    text = segment.text[start:end]
    reading = segment.reading("title", text, start, end, certain=certain)
    return Title(text, segment, start, reading)


def read_number(
    segments: Sequence[Segment], fields: Sequence[PageField]
) -> tuple[DocumentNumber, FieldReading] | None:
    """The document's own number; a number that it only cites is not its own.

    It stands in the field 文号, or alone on a line of the head, or before the title on its line;
    that of an order (令) may take two lines.
    """
    for field in fields:
        if field.name == "doc_number":
            numbers = find_numbers(field.value)
            if len(numbers) == 1 and _fills(numbers[0], field.value):
                return _own(numbers[0], field.segment, field.start)
    for segment, following in _head_lines(segments):
        if _ORDER.fullmatch(segment.text) and following is not None:
            found = _two_line_order(segment, following)
            if found is not None:
                return found
        numbers = find_numbers(segment.text)
        if numbers and numbers[0].start == 0:
            rest = segment.text[numbers[0].end :].strip(" \u3000《》")
            if len(rest) <= 2 or _FORMAL.fullmatch(rest):
                return _own(numbers[0], segment, 0)
    return None


def _head_lines(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment | None]]:
    """Lines above the text proper: of the page's header and of the first lines of the body."""
    lines = [each for each in segments if each.role is not LineRole.META and not each.is_table]
    first = next((i for i, each in enumerate(lines) if each.role is LineRole.BODY), len(lines))
    for index in range(max(0, first - _HEAD_LINES), min(len(lines), first + 10)):
        segment = lines[index]
        if segment.role is LineRole.BODY and (
            len(segment.text) > 200 or segment.text[-1] in "：:" or segment.text.endswith("。")
        ):
            return  # the addressees or the first sentence: the head is over
        yield segment, lines[index + 1] if index + 1 < len(lines) else None


def _fills(number: DocumentNumber, text: str) -> bool:
    return len(without_blanks(text)) - len(without_blanks(text[number.start : number.end])) <= 2


def _own(
    number: DocumentNumber, segment: Segment, base: int
) -> tuple[DocumentNumber, FieldReading]:
    start, end = base + number.start, base + number.end
    value = number.normal
    if number.is_order:
        value = without_blanks(segment.text[start:end])
    return number, segment.reading("doc_number", value, start, end, certain=number.certain)


def _two_line_order(first: Segment, second: Segment) -> tuple[DocumentNumber, FieldReading] | None:
    match = _ORDER_NUMBER.match(second.text)
    if match is None:
        return None
    numbers = find_numbers(f"{first.text}\n{match.group()}")
    if not numbers:
        return None
    value = without_blanks(first.text + match.group())
    start = first.reading("doc_number", value, 0, len(first.text))
    end = second.reading("doc_number", value, 0, match.end())
    return numbers[0], FieldReading("doc_number", value, start.read_from, start.start, end.end)
