"""Readers for tests of the workers: each does what the source's text says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.errors import NoTextInSource
from knowledge.outline import Reading
from knowledge.sources import SourceFile
from tests.knowledge.ingesting.plain_readings import plain_reading


def read(source: SourceFile) -> Reading:
    """Read the text as one passage, having done what its first word says."""
    text = source.data.decode()
    verb, _, rest = text.partition(" ")
    DEEDS.get(verb, lambda _rest: None)(rest)
    return plain_reading(text)


def _refuse(_rest: str) -> None:
    raise NoTextInSource("文件里没有正文")


def _break(_rest: str) -> None:
    raise ZeroDivisionError("by nothing")


def _allocate(_rest: str) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def _print(rest: str) -> None:
    print(rest * 100_000)
    os.write(1, rest.encode() * 100_000)
    sys.stderr.write(rest * 100_000)


def _backtrack(_rest: str) -> None:
    """Hang within one call of C, where no signal handler of Python's is run."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def _start_a_program(path: str) -> None:
    """Start a program, write its number to `path`, and wait for it."""
    with subprocess.Popen(["sleep", "600"]) as process:
        Path(path).write_text(str(process.pid))


def _hang(path: str) -> None:
    """Write this process's number to `path`, then hang where no signal is heeded."""
    Path(path).write_text(str(os.getpid()))
    _backtrack("")


def _litter(path: str) -> None:
    """Leave a temporary folder behind, its name in `path`, and crash."""
    Path(path).write_text(tempfile.mkdtemp())
    os.abort()


DEEDS: dict[str, Callable[[str], object]] = {
    "sleep": lambda rest: time.sleep(float(rest)),
    "refuse": _refuse,
    "break": _break,
    "allocate": _allocate,
    "litter": _litter,
    "abort": lambda _rest: os.abort(),
    "exit": lambda _rest: os._exit(0),
    "print": _print,
    "backtrack": _backtrack,
    "program": _start_a_program,
    "hang": _hang,
}
