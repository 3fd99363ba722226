"""Reading a source's bytes: one module a format, each giving a ParsedDocument."""

from __future__ import annotations

from knowledge.cleaned import ParsedDocument
from knowledge.errors import EmptySource, NoTextInSource
from knowledge.parsing.charset import decode
from knowledge.parsing.detection import SourceFormat, recognise_format, refuse_binary
from knowledge.parsing.html import parse_html
from knowledge.parsing.markdown import parse_markdown
from knowledge.parsing.text import parse_text
from knowledge.sources import SourceFile

_PARSERS = {
    SourceFormat.HTML: parse_html,
    SourceFormat.MARKDOWN: parse_markdown,
    SourceFormat.TEXT: parse_text,
}


def parse(source: SourceFile) -> ParsedDocument:
    """Read the lines of `source`, whatever its name says, by what its bytes are.

    Raises EmptySource when there is nothing but white space, UnsupportedSource when the content
    is of no format read here, NoTextInSource when it is but holds no main text.
    """
    refuse_binary(source.data)
    decoded = decode(source.data)
    if not decoded.text.strip():
        raise EmptySource("文件是空的")
    parsed = _PARSERS[recognise_format(decoded.text, source.name)](decoded)
    if not parsed.raw_text.strip():
        raise NoTextInSource("文件里没有可读的文字")
    return parsed
