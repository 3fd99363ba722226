"""The progress bar is for people at a terminal, and for nobody else."""

from __future__ import annotations

import contextlib
import io
import os
import sys

import pytest

from service.commands.progress import progress_bar


def all_of(terminal: int) -> str:
    """Everything that was written to the other, closed end; one read may get a part of it."""
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while piece := os.read(terminal, 4096):
            shown += piece
    os.close(terminal)
    return shown.decode("utf-8")


def test_a_terminal_sees_the_bar_grow_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress_bar("导入") as show:
            assert show is not None
            for done in range(1, 5):
                show(done, 4, "a.txt")
    shown = all_of(ours)
    assert "导入" in shown
    assert "100%" in shown


def test_a_file_or_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar("导入") as show:
        assert show is None
    assert sys.stderr.getvalue() == ""
