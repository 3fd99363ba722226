"""A source read into everything that a version keeps: the readers one after the other."""

from __future__ import annotations

import re

from knowledge.annexes import annexes
from knowledge.cleaned import CleanDocument, PageType, ParsedDocument
from knowledge.error_pages import shown_instead
from knowledge.errors import NoTextInSource, SourceError, SourceFault, UnsupportedSource
from knowledge.folding import is_blank
from knowledge.keys import number_key, title_key
from knowledge.metadata.reading import read_metadata
from knowledge.outline import Outline, Reading
from knowledge.parsing import parse
from knowledge.parsing.formats import SourceFormat
from knowledge.repair import clean
from knowledge.sources import SourceFile
from knowledge.structure import read_structure

#: Zero characters and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: What is read from the web, where sites show pages in place of a document.
_PAGES = (SourceFormat.HTML.value, SourceFormat.MHTML.value)
#: Characters of a title or number by which documents find one another.
MAX_KEY = 500


def read_document(source: SourceFile) -> Reading:
    """Read the source: parse it, clean it, find its metadata and its parts.

    Raises SourceError when it cannot become a document; SourceFault, one of these, when a reader
    of this program broke on it, and MemoryError where memory is limited and gives out.
    """
    try:
        reading = _read(source)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # whatever a strange file breaks in a reader costs this file alone
        raise SourceFault(
            f"程序读这个文件时出错（{type(error).__name__}：{error}），请把文件交给维护人员"
        ) from error
    _refuse_unstorable(reading)
    return reading


def _read(source: SourceFile) -> Reading:
    parsed = parse(source)
    cleaned = clean(parsed)
    text = cleaned.text
    if is_blank(text):
        raise NoTextInSource("文件里没有正文")
    if parsed.media_type in _PAGES and (told := shown_instead(text)) is not None:
        raise NoTextInSource(
            f"网页上没有文件，只有出错、登录一类的提示（“{told}”）；请到原网址核对"
        )
    metadata = read_metadata(cleaned, parsed.source_url or source.url)
    outline = _outline(parsed, cleaned, metadata.title)
    if not outline.passages and parsed.page_type is PageType.ARTICLE:
        raise NoTextInSource("正文里没有可以引用的段落")
    carried = metadata.carried_title
    return Reading(
        media_type=parsed.media_type,
        charset=parsed.charset,
        raw_text=parsed.raw_text,
        text=text,
        metadata=metadata,
        title_key=title_key(metadata.title),
        carried_title_key=title_key(carried) if carried else None,
        number_key=number_key(metadata.doc_number) if metadata.doc_number else None,
        outline=outline,
        repairs=cleaned.repairs,
        doubts=(*cleaned.doubts, *metadata.doubts),
        page_type=parsed.page_type,
        attachments=annexes(parsed.attachments, cleaned),
    )


def _outline(parsed: ParsedDocument, cleaned: CleanDocument, title: str) -> Outline:
    """The parts and passages; a page that only lists links has none to answer from."""
    if parsed.page_type is PageType.INDEX:
        return Outline((), ())
    return read_structure(cleaned, title)


def _refuse_unstorable(reading: Reading) -> None:
    """What PostgreSQL does not keep: zero characters, half surrogate pairs, long indexed keys."""
    for text in (reading.raw_text, reading.text, reading.metadata.title):
        if _UNSTORABLE.search(text):
            raise UnsupportedSource("文字里有无法保存的字符，文件可能已损坏")
    keys = [reading.title_key, reading.carried_title_key, reading.number_key]
    for reference in reading.metadata.references:
        keys += [reference.target_title_key, reference.target_number_key]
    if any(len(key) > MAX_KEY for key in keys if key):
        raise UnsupportedSource(f"标题超过 {MAX_KEY} 个字，不是公文的标题；请检查文件")
