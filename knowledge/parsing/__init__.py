"""Reading a source's bytes: one module a format, each giving a ParsedDocument."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knowledge.cleaned import ParsedDocument
from knowledge.errors import EmptySource, NoTextInSource, UnsupportedSource
from knowledge.parsing.charset import DecodedText, decode
from knowledge.parsing.delimited import parse_csv
from knowledge.parsing.detection import recognise_bytes, recognise_text
from knowledge.parsing.docx import parse_docx
from knowledge.parsing.formats import READ_HERE, SourceFormat
from knowledge.parsing.html import parse_html
from knowledge.parsing.markdown import parse_markdown
from knowledge.parsing.mhtml import parse_mhtml
from knowledge.parsing.ofd import parse_ofd
from knowledge.parsing.pdf import parse_pdf
from knowledge.parsing.text import parse_text
from knowledge.parsing.word_binary import parse_doc, parse_rtf
from knowledge.parsing.xlsx import parse_xlsx
from knowledge.sources import SourceFile

#: Formats whose readers take the source: its bytes, and its name where that is its only title.
_OF_SOURCES: Mapping[SourceFormat, Callable[[SourceFile], ParsedDocument]] = {
    SourceFormat.MHTML: parse_mhtml,
    SourceFormat.DOCX: parse_docx,
    SourceFormat.PDF: parse_pdf,
    SourceFormat.DOC: parse_doc,
    SourceFormat.RTF: parse_rtf,
    SourceFormat.XLSX: parse_xlsx,
    SourceFormat.CSV: parse_csv,
    SourceFormat.OFD: parse_ofd,
}
#: Formats whose readers take text, whatever charset it was in.
_OF_TEXTS: Mapping[SourceFormat, Callable[[DecodedText], ParsedDocument]] = {
    SourceFormat.HTML: parse_html,
    SourceFormat.MARKDOWN: parse_markdown,
    SourceFormat.TEXT: parse_text,
}


def parse(source: SourceFile) -> ParsedDocument:
    """Read the lines of `source`, whatever its name says, by what its bytes are.

    Raises EmptySource when there is nothing but white space, UnsupportedSource when the content
    is of no format read here, DamagedSource, ProtectedSource and OversizedSource when it cannot
    be opened, NoTextInSource when it can but holds no main text.
    """
    parsed = _parsed(source)
    if not parsed.raw_text.strip():
        raise NoTextInSource("文件里没有可读的文字")
    return parsed


def _parsed(source: SourceFile) -> ParsedDocument:
    known = recognise_bytes(source.data)
    if known is None:
        decoded = decode(source.data, source.charset)
        if not decoded.text.strip():
            raise EmptySource("文件是空的")
        known = recognise_text(decoded.text, source.name)
        if known in _OF_TEXTS:
            return _OF_TEXTS[known](decoded)
    if known not in _OF_SOURCES:
        raise UnsupportedSource(f"文件内容是 {known.name}；{READ_HERE}，请转换后再导入")
    return _OF_SOURCES[known](source)
