"""A progress bar for commands that work long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click


class Show(Protocol):
    """Shows how many are done, of how many; a name that is told as well is not shown."""

    def __call__(self, done: int, total: int, name: str = "", /) -> None:
        """Move the bar."""
        ...


def shown_steps() -> Callable[[str, int, int], None]:
    """A line that counts step by step on the error output where that is a terminal."""
    if not sys.stderr.isatty():
        return lambda _step, _done, _total: None

    def show(step: str, done: int, total: int) -> None:
        if done == total or done % max(1, total // 100) == 0:
            click.echo(f"\r{step} {done}/{total}   ", nl=done == total, err=True)

    return show


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
