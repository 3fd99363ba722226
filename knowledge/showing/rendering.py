"""A source as it is shown beside what was read of it: pages of a PDF, or harmless markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import SourceError
from knowledge.parsing import parse
from knowledge.parsing.charset import decode
from knowledge.parsing.formats import SourceFormat
from knowledge.showing.locating import Mark
from knowledge.showing.structured import structured_markup
from knowledge.showing.web_page import web_page_markup
from knowledge.sources import SourceFile


@dataclass(frozen=True)
class ToShow:
    """A source that was read, with the text read of it and the places in that to be marked."""

    source: SourceFile
    media_type: str
    raw_text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Rendering:
    """Pictures of pages, or markup.

    `page_count` counts all pages, of which the first are drawn. `marked` holds for the number of
    each mark that is found its page, 0 in markup.
    """

    markup: str
    pictures: tuple[bytes, ...]
    page_count: int
    marked: Mapping[int, int]


def render(to_show: ToShow) -> Rendering:
    """Show the source; raises SourceError where it cannot be read any more.

    A PDF that cannot be drawn is shown by what was read of it.
    """
    if to_show.media_type == SourceFormat.PDF:
        drawn = _drawn(to_show)
        if drawn is not None:
            return drawn
    if to_show.media_type == SourceFormat.HTML:
        markup = web_page_markup(decode(to_show.source.data, to_show.source.charset).text)
    else:
        markup = structured_markup(parse(to_show.source))
    marked = markup.marked(to_show.raw_text, to_show.marks)
    return Rendering(marked.markup, (), 0, dict.fromkeys(marked.numbers, 0))


def _drawn(to_show: ToShow) -> Rendering | None:
    import pypdfium2 as pdfium  # with what draws, a fifth of a second

    from knowledge.showing.printed import printed_pages

    try:
        pages = printed_pages(to_show.source.data, to_show.raw_text, to_show.marks)
    except (pdfium.PdfiumError, SourceError, OSError, ValueError):
        return None
    return Rendering("", pages.pictures, pages.count, pages.marked)
