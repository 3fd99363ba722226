"""The formats that are read: how people call them and how their files' names end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceFormat(StrEnum):
    """The formats that are told apart by content; the name is what people call them."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    CSV = "text/csv"
    MHTML = "multipart/related"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    OFD = "application/ofd"
    ZIP = "application/zip"


@dataclass(frozen=True)
class ReadFormat:
    """A format that is read: its name in messages, and the endings of its files."""

    name: str
    suffixes: frozenset[str]


def _format(name: str, suffixes: str) -> ReadFormat:
    return ReadFormat(name, frozenset(suffixes.split()))


#: What is read, in the order in which people are told. Content decides what a file is; the
#: endings only tell which files of a folder are looked into without a glance at their beginning.
READ_FORMATS = {
    SourceFormat.HTML: _format("HTML", ".html .htm .xhtml .shtml"),
    SourceFormat.MHTML: _format("MHTML", ".mhtml .mht"),
    SourceFormat.DOCX: _format("DOCX", ".docx .docm"),
    SourceFormat.DOC: _format("DOC、WPS", ".doc .wps .dot"),
    SourceFormat.RTF: _format("RTF", ".rtf"),
    SourceFormat.PDF: _format("PDF", ".pdf"),
    SourceFormat.OFD: _format("OFD", ".ofd"),
    SourceFormat.XLSX: _format("XLSX", ".xlsx .xlsm"),
    SourceFormat.CSV: _format("CSV", ".csv .tsv"),
    SourceFormat.MARKDOWN: _format("Markdown", ".md .markdown .mdown"),
    SourceFormat.TEXT: _format("TXT", ".txt .text"),
    SourceFormat.ZIP: _format("ZIP", ".zip"),
}

READ_SUFFIXES = frozenset().union(*(each.suffixes for each in READ_FORMATS.values()))

#: The one sentence by which every refusal tells what is read.
READ_HERE = f"目前能读 {'、'.join(each.name for each in READ_FORMATS.values())}"
