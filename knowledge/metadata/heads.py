"""The title of a document, as its page, its catalogue fields and its text show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.cleaned import LineKind, LineRole
from knowledge.document_numbers import DocumentNumber, find_numbers
from knowledge.keys import title_key
from knowledge.metadata.fields import PageField
from knowledge.metadata.letterheads import is_number_line
from knowledge.metadata.segments import Segment
from knowledge.metadata.trust import Found, by_trust, evidence, found
from knowledge.outline import FieldReading

#: Titles of official documents end with their kind: the 15 文种 of the rules on official documents
#: (党政机关公文处理工作条例), the kinds of statutes, and what notices carry.
_KINDS = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|条例|规定|办法|细则|规则|方案"
    "|规划|计划|要点|措施|标准|规范|制度|指引|指南|预案|目录|清单|规程|章程|说明|解读|答复|复函"
)
_TAIL = "(?:[（(][^（）()]{1,20}[）)])?"
#: What the title of an official document looks like.
FORMAL_TITLE = re.compile(
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
_LONGEST_TITLE = 160
#: What a list of titles leaves where it cuts one short, and tags that stand in a meta tag.
_CUT = re.compile(r"(?:\.{3}|…+|。{3})$")
_TAG = re.compile("</?[a-zA-Z][^>]{0,40}>")


@dataclass(frozen=True)
class Title:
    """A title as read: its text, and the segment and offset at which it begins."""

    text: str
    segment: Segment
    start: int
    reading: FieldReading


def read_titles(segments: Sequence[Segment], fields: Sequence[PageField]) -> list[Found[Title]]:
    """The document's own titles, never the site's, the one that counts first; none without text.

    Order of trust: the page's ArticleTitle, the catalogue's 名称, the page's <title> where the
    page prints it too, a line with the form of an official title, a heading, the first line.
    """
    lines = [segment for segment in segments if segment.role is not LineRole.META]
    head = [segment for segment in lines if not segment.is_table][:_HEAD_LINES]
    sites = {title_key(field.value) for field in fields if field.name == "site"}
    found_titles = [
        found(title, field.place, title.reading)
        for field in fields
        if field.name == "title"
        and (title := _of_field(field, lines)) is not None
        and title_key(title.text) not in sites
    ]
    for field in fields:
        if field.name == "page_title":
            end = len(_without_site(field.value))
            key = title_key(field.value[:end])
            if key not in sites and any(segment.prints(key) for segment in lines):
                title = _title(field.segment, field.start, field.start + end)
                found_titles.append(found(title, "page_title", title.reading))
    if found_titles:  # what else the page links is no other reading of the title
        head = [segment for segment in head if segment.role is LineRole.BODY]
    shown = _formal_title(head) or (None if found_titles else _plain_title(head))
    if shown is not None:
        found_titles.append(found(shown, "text", shown.reading))
    return by_trust("title", found_titles)


def title_evidence(titles: Sequence[Found[Title]]) -> tuple[FieldReading, ...]:
    """The title's reading, and those that differ from it in more than blanks and brackets."""
    keyed = [found(title_key(each.value.text), each.place, *each.readings) for each in titles]
    return evidence(keyed)


def _of_field(field: PageField, lines: Sequence[Segment]) -> Title | None:
    """The title of a page's field; one that the page cuts short (…) is taken from its line."""
    start = field.start + _after_number(field.value, find_numbers(field.value))
    title = _title(field.segment, start, field.end)
    if _CUT.search(title.text):
        begun = title_key(_CUT.sub("", title.text))
        for segment in lines:
            if begun and segment.key.startswith(begun) and _is_short(segment):
                return _title(segment, 0, len(segment.text))
    bare = _TAG.sub("", title.text).strip()
    if not bare:
        return None
    return replace(title, text=bare, reading=replace(title.reading, value=bare))


def _is_short(segment: Segment) -> bool:
    return len(segment.text) <= _LONGEST_TITLE and not _CUT.search(segment.text)


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
        start = _after_number(segment.text, segment.numbers)
        end = len(segment.text)
        if segment.text[start:].startswith("《") and segment.text.endswith("》"):
            start, end = start + 1, end - 1
        if FORMAL_TITLE.fullmatch(segment.text, start, end):
            return _title(segment, start, end)
        wrapped = _wrapped_title(head[index : index + _WRAPPED], start)
        if wrapped is not None:
            return wrapped
    return None


def _after_number(text: str, numbers: Sequence[DocumentNumber]) -> int:
    """Where the title begins in `林政办发〔2021〕17号林口县…` or `办字〔2014〕52号《…》`."""
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
        if is_number_line(segment):
            return None  # what stands above the number is the letterhead
        joined += segment.text
        if "关于" in joined and FORMAL_TITLE.fullmatch(joined):
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
