"""Folders for what a process keeps for a while, gone with it however it ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from knowledge.errors import WorkersUnavailable

#: What the folders begin with; the number of the program that made them follows.
_SCRATCH = "yihaoda-reading-"


def scratch_folder() -> str:
    """A new folder, whose name tells whose it is; raises WorkersUnavailable where none can be."""
    try:
        _sweep()
        return tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-")
    except OSError as error:
        raise WorkersUnavailable(f"临时文件夹用不了：{error.strerror or error}") from error


def _sweep() -> None:
    """Remove folders of programs that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        owner = folder.name.removeprefix(_SCRATCH).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)
