"""Whether a demonstration is prepared: by this very program, and with what it prepared in place.

Preparing brings nothing in twice, but what it takes to find that out (every reader, the index, the
segmenter's dictionary) would be most of a start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

import indexer
import knowledge
import service
from service.config import Settings
from service.demo.people import PASSWORDS_FILE

#: The file in the demonstration's home that remembers what was prepared, and by what.
MARK_FILE = "prepared"

_PROGRAM = tuple(Path(package.__path__[0]) for package in (service, indexer, knowledge))


def is_prepared(settings: Settings) -> bool:
    """Whether `remember` was called here by this program and all is still in its place."""
    mark = settings.home / MARK_FILE
    return mark.exists() and mark.read_text(encoding="ascii") == _state(settings)


def remember(settings: Settings) -> None:
    """Remember that the demonstration is prepared."""
    (settings.home / MARK_FILE).write_text(_state(settings), encoding="ascii")


def _state(settings: Settings) -> str:
    """The program's mark, and by their numbers the files that make the home.

    Those change as the home is used; where one was removed or replaced, preparing has to look.
    """
    database = make_url(settings.store_url).database or ""
    files = (Path(database), settings.index_folder, settings.home / PASSWORDS_FILE)
    numbers = (str(file.stat().st_ino if file.exists() else 0) for file in files)
    return " ".join((program_mark(_PROGRAM), *numbers))


def program_mark(folders: Sequence[Path]) -> str:
    """Hexadecimal SHA-256 of all files in the folders, told by name, size and time of change."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                facts = file.stat()
                digest.update(f"{file} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
