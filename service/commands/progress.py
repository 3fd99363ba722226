"""A progress bar for commands that work long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click


class Show(Protocol):
    """Shows how many are done, of how many; a name that is told as well is not shown."""

    def __call__(self, done: int, total: int, name: str = "", /) -> None:
        """Move the bar."""
        ...


@contextmanager
def progress_bar(label: str) -> Iterator[Show | None]:
    """A bar on the error output where that is a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int, _name: str = "", /) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show
