"""Reading a source's bytes: one module a format, each giving a ParsedDocument."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knowledge.cleaned import ParsedDocument
from knowledge.errors import EmptySource, NoTextInSource, UnsupportedSource
from knowledge.parsing.charset import DecodedText, decode
from knowledge.parsing.detection import recognise_bytes, recognise_text
from knowledge.parsing.docx import parse_docx
from knowledge.parsing.formats import READ_HERE, SourceFormat
from knowledge.parsing.html import parse_html
from knowledge.parsing.markdown import parse_markdown
from knowledge.parsing.pdf import parse_pdf
from knowledge.parsing.text import parse_text
from knowledge.sources import SourceFile

#: Formats that are bytes, each with its reader.
_OF_BYTES: Mapping[SourceFormat, Callable[[SourceFile], ParsedDocument]] = {
    SourceFormat.DOCX: parse_docx,
    SourceFormat.PDF: parse_pdf,
}
#: Formats that are text in some charset, each with its reader.
_OF_TEXT: Mapping[SourceFormat, Callable[[DecodedText], ParsedDocument]] = {
    SourceFormat.HTML: parse_html,
    SourceFormat.MARKDOWN: parse_markdown,
    SourceFormat.TEXT: parse_text,
}


def parse(source: SourceFile) -> ParsedDocument:
    """Read the lines of `source`, whatever its name says, by what its bytes are.

    Raises EmptySource when there is nothing but white space, UnsupportedSource when the content
    is of no format read here, DamagedSource and ProtectedSource when it cannot be opened,
    NoTextInSource when it can but holds no main text.
    """
    parsed = _parse_bytes(source) or _parse_text(source)
    if not parsed.raw_text.strip():
        raise NoTextInSource("文件里没有可读的文字")
    return parsed


def _parse_bytes(source: SourceFile) -> ParsedDocument | None:
    """The document of a binary source; None where it is text."""
    recognised = recognise_bytes(source.data)
    if recognised is None:
        return None
    if recognised not in _OF_BYTES:
        raise UnsupportedSource(f"文件内容是 {recognised.name}；{READ_HERE}，请转换后再导入")
    return _OF_BYTES[recognised](source)


def _parse_text(source: SourceFile) -> ParsedDocument:
    decoded = decode(source.data)
    if not decoded.text.strip():
        raise EmptySource("文件是空的")
    return _OF_TEXT[recognise_text(decoded.text, source.name)](decoded)
