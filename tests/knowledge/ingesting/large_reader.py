"""A reader that needs much memory for each file, for tests of the workers."""

from __future__ import annotations

from knowledge.outline import Reading
from knowledge.sources import SourceFile
from tests.knowledge.ingesting.plain_readings import plain_reading

#: More than a worker keeps after a file.
BYTES = 700 * 1024 * 1024


def read(source: SourceFile) -> Reading:
    """Touch much memory, then read the text as one passage."""
    hoard = bytearray(BYTES)
    hoard[::4096] = bytes([1]) * len(hoard[::4096])
    return plain_reading(source.data.decode())
