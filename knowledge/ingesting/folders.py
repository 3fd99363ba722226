"""Which files stand behind the paths that a person gives, and which are left aside, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from knowledge.parsing.detection import begins_as_document
from knowledge.parsing.formats import READ_HERE, READ_SUFFIXES
from knowledge.sources import explain, place

#: Bytes of a file with a strange ending that are looked at.
_LOOKED_AT = 4096
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini"))


@dataclass(frozen=True)
class FoundFile:
    """A file to be read; or, with a `refusal`, what cannot be read and the reason in words."""

    path: Path
    refusal: str | None = None


def find_files(paths: Iterable[Path]) -> list[FoundFile]:
    """The files at `paths`, folders with all below them, in the order of names, each file once.

    Hidden files and folders, and what systems put beside others, are passed over. What cannot be
    opened, links that lead round in a circle, and files of other formats come with a refusal:
    nothing is left out unsaid.
    """
    found: dict[str, FoundFile] = {}
    for path in paths:
        for file in _below(path) if _is_folder(path) else [FoundFile(path)]:
            found.setdefault(place(file.path), file)
    return list(found.values())


def _below(folder: Path) -> Iterator[FoundFile]:
    entered: set[Path] = set()
    waiting: list[tuple[Path, frozenset[Path]]] = [(folder, frozenset())]
    while waiting:
        folder, above = waiting.pop()
        real = folder.resolve()
        if real in above:
            yield FoundFile(folder, "文件夹的链接绕回了自身")
            continue
        if real in entered:
            continue
        entered.add(real)
        try:
            entries = sorted(entry for entry in folder.iterdir() if not is_passed_over(entry.name))
        except OSError as error:
            yield FoundFile(folder, f"文件夹打不开：{explain(error)}")
            continue
        folders = [entry for entry in entries if _is_folder(entry)]
        for entry in entries:
            if entry not in folders:
                yield FoundFile(entry, _refusal(entry))
        waiting += [(entry, above | {real}) for entry in reversed(folders)]


def _is_folder(path: Path) -> bool:
    """Whether it is one; of what the system will not look at, the reader tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or what systems and Office put beside."""
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def _refusal(file: Path) -> str | None:
    """Why a file of a folder is not read: by its name, unless it begins as a document does."""
    refused = refusal_by_name(file)
    if refused is None or (not file.suffix and not file.is_file()):
        return None  # what is no file at all, the reader tells best
    try:
        if not file.is_file():  # opening a pipe would wait for ever
            return refused
        with file.open("rb") as opened:
            return None if begins_as_document(opened.read(_LOOKED_AT)) else refused
    except OSError:
        return refused


def refusal_by_name(file: PurePath) -> str | None:
    """Why a file found in a folder is not looked into; None where it may hold a document.

    A file that a person names is read whatever its ending.
    """
    if file.suffix.lower() in READ_SUFFIXES:
        return None
    return f"暂不支持的格式（{file.suffix or '没有扩展名'}）；{READ_HERE}"
