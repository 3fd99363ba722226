"""Pages as a document: running lines aside, the head told, paragraphs and tables as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.cleaned import Doubt, LineKind, LineRole, ParsedDocument
from knowledge.parsing.geometry import Grid, PageContent
from knowledge.parsing.grids import joined_row
from knowledge.parsing.layout import lay_out
from knowledge.parsing.linear import Linear
from knowledge.parsing.paragraphs import Paragraph, body_size, read_paragraphs
from knowledge.parsing.running_lines import LaidPage, without_running_lines
from knowledge.parsing.table_pages import joined_tables

#: Type larger than the text by this factor is of a heading; of the red head by that one.
_HEADING_SIZE = 1.12
_RED_HEAD_SIZE = 1.3
#: A title has at most so many characters, and its lines are no further apart than this, in em.
_MAX_TITLE = 140
_TITLE_APART = 2.4
#: What stands in the head besides number and title (GB/T 9704: 份号, 密级, 紧急程度, 签发人).
_HEAD_MARK = re.compile(
    r"(?:№|No\.?|份号[：:]?)?\s*\d{6}|(?:绝密|机密|秘密)(?:★.{0,12})?|特急|加急|平急|特提"
    r"|签发人\s*[：:].{2,30}|公开(?:属性|方式)\s*[：:].{2,12}|主动公开"
)
_SIGNER = re.compile(r"(?<=\S)\s+(签发人\s*[：:].{2,30})$")
#: A red head that is part of the document's own number or title, not only a letterhead.
_SPOKEN_HEAD = re.compile(r"(?:令|公告|通告|公报|第\s*\d+\s*号|[〕\]）)]\s*\d+\s*号)$")
_LETTERHEAD = re.compile(r"文\s*件$")
_HEAD_PARAGRAPHS = 12

_Line = tuple[str, LineRole, LineKind]


def read_pages(
    pages: Sequence[PageContent],
    media_type: str,
    meta: Sequence[tuple[str, str]] = (),
    doubts: Sequence[Doubt] = (),
) -> ParsedDocument:
    """The document that the pages show, with `meta` values first."""
    laid = [
        LaidPage(page.number, page.height, tuple(lay_out(page.glyphs, page.tables)))
        for page in pages
    ]
    kept, running = without_running_lines(laid)
    linear = Linear()
    for name, value in meta:
        linear.add_meta(name, value)
    for text, role, kind in _lines(kept):
        linear.add(text, role, kind)
    askew = dict.fromkeys(page.askew for page in pages if page.askew)
    for text in (*running, *askew):
        linear.add(text, LineRole.OUTSIDE)
    parsed = linear.document(media_type, "")
    return ParsedDocument(
        parsed.media_type, parsed.charset, parsed.raw_text, parsed.lines, doubts=tuple(doubts)
    )


def _lines(pages: Sequence[LaidPage]) -> Iterator[_Line]:
    size = body_size(pages)
    items = _with_titles(joined_tables(list(read_paragraphs(pages))), size)
    head = _letterhead_end(items, size)
    for at, item in enumerate(items):
        if isinstance(item, Grid):
            yield from _table_lines(item)
        elif at < head:
            yield item.text, LineRole.OUTSIDE, LineKind.PARAGRAPH
        else:
            yield from _paragraph_lines(item, size, at)


def _table_lines(grid: Grid) -> Iterator[_Line]:
    for at, row in enumerate(grid.rows):
        kind = LineKind.TABLE_HEAD if at < grid.head else LineKind.TABLE_ROW
        yield joined_row(row), LineRole.BODY, kind


def _paragraph_lines(paragraph: Paragraph, size: float, at: int) -> Iterator[_Line]:
    text = paragraph.text
    if at < _HEAD_PARAGRAPHS:
        if _HEAD_MARK.fullmatch(text):
            yield text, LineRole.OUTSIDE, LineKind.PARAGRAPH
            return
        signer = _SIGNER.search(text)
        if signer is not None:
            yield signer.group(1), LineRole.OUTSIDE, LineKind.PARAGRAPH
            text = text[: signer.start()]
    heading = paragraph.size > size * _HEADING_SIZE and len(text) <= _MAX_TITLE
    yield text, LineRole.BODY, LineKind.HEADING if heading else LineKind.PARAGRAPH


def _with_titles(items: Sequence[Paragraph | Grid], size: float) -> list[Paragraph | Grid]:
    """Lines of one title, centred below one another in large type, as one paragraph."""
    result: list[Paragraph | Grid] = []
    for item in items:
        last = result[-1] if result else None
        if (
            isinstance(item, Paragraph)
            and isinstance(last, Paragraph)
            and _is_title_part(last, size)
            and _is_title_part(item, size)
            and _is_next(last, item)
        ):
            last.lines.extend(item.lines)
        else:
            result.append(item)
    return result


def _is_title_part(paragraph: Paragraph, size: float) -> bool:
    return paragraph.size > size * _HEADING_SIZE and paragraph.is_centred


def _is_next(above: Paragraph, below: Paragraph) -> bool:
    last, first = above.lines[-1], below.lines[0]
    em = max(last.size, first.size)
    return (
        above.page == below.page
        and abs(last.size - first.size) < 0.08 * em
        and last.red == first.red
        and first.box.bottom - last.box.bottom < _TITLE_APART * em
        and sum(len(line.text) for line in (*above.lines, *below.lines)) <= _MAX_TITLE
    )


def _letterhead_end(items: Sequence[Paragraph | Grid], size: float) -> int:
    """The number of items up to the letterhead (发文机关标志, `某某文件` in large red type)."""
    end = 0
    for at, item in enumerate(items[:_HEAD_PARAGRAPHS]):
        if isinstance(item, Grid):
            break
        large = item.size > size * _RED_HEAD_SIZE
        red = large and all(line.red for line in item.lines)
        if (red and not _SPOKEN_HEAD.search(item.text)) or (
            large and _LETTERHEAD.search(item.text) and len(item.text) <= 60
        ):
            end = at + 1
        elif len(item.text) > 60:
            break
    return end
