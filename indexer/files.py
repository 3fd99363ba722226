"""Writing files so that a crash leaves the old content or the new, never a part of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write_durably(path: Path, text: str) -> None:
    """Replace the file's content in one step, on disk when the function returns."""
    aside = path.with_name(path.name + ".new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Bring the folder's own entries to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file; the copy is on disk when the function returns, its entry not yet."""
    with source.open("rb") as given, target.open("xb") as taken:
        shutil.copyfileobj(given, taken)
        taken.flush()
        os.fsync(taken.fileno())


def link_or_copy(source: Path, target: Path) -> None:
    """Let a file that never changes stand in a second folder too, copied where it must be.

    Some file systems have no links or allow no more of them.
    """
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:
        copy_durably(source, target)
