"""Reading a document, its readers and their libraries loaded by the first who reads one."""

from __future__ import annotations

from knowledge.outline import Reading
from knowledge.sources import SourceFile


def read_document(source: SourceFile) -> Reading:
    """`knowledge.reading.read_document`; raises as it does."""
    from knowledge.reading import read_document as read  # half a second, at every start

    return read(source)
