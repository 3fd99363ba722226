"""Reading a source's bytes: one module a format, each giving a ParsedDocument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from knowledge.cleaned import ParsedDocument
from knowledge.errors import EmptySource, NoTextInSource, UnsupportedSource
from knowledge.folding import is_blank
from knowledge.parsing.charset import DecodedText, decode
from knowledge.parsing.detection import recognise_bytes, recognise_text
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.html import parse_html
from knowledge.parsing.markdown import parse_markdown
from knowledge.parsing.text import parse_text
from knowledge.sources import SourceFile

#: Formats whose readers take the source: its bytes, and its name where that is its only title.
#: Each is imported with the first file of its format: the libraries of some take a second.
OF_SOURCES: Mapping[SourceFormat, str] = {
    SourceFormat.MHTML: "mhtml.parse_mhtml",
    SourceFormat.DOCX: "docx.parse_docx",
    SourceFormat.DOC: "word_binary.parse_doc",
    SourceFormat.RTF: "word_binary.parse_rtf",
    SourceFormat.PDF: "pdf.parse_pdf",
    SourceFormat.OFD: "ofd.parse_ofd",
    SourceFormat.XLSX: "xlsx.parse_xlsx",
    SourceFormat.CSV: "delimited.parse_csv",
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
    if is_blank(parsed.raw_text):
        raise NoTextInSource("文件里没有可读的文字")
    return parsed


def _parsed(source: SourceFile) -> ParsedDocument:
    known = recognise_bytes(source.data)
    if known is None:
        decoded = decode(source.data, source.charset)
        if is_blank(decoded.text):
            raise EmptySource("文件是空的")
        known = recognise_text(decoded.text, source.name)
        if known in _OF_TEXTS:
            return _OF_TEXTS[known](decoded)
    if known not in OF_SOURCES:
        raise UnsupportedSource("文件是 ZIP 压缩包，不是一份文件；请导入整个压缩包，或解开后再导入")
    return reader_of(known)(source)


def reader_of(known: SourceFormat) -> Callable[[SourceFile], ParsedDocument]:
    """The reader of a format of OF_SOURCES."""
    module, name = OF_SOURCES[known].split(".")
    reader: Callable[[SourceFile], ParsedDocument] = getattr(
        import_module(f"knowledge.parsing.{module}"), name
    )
    return reader
