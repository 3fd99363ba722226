"""What a folder holds of the embedded engine: told by a manifest that is written last.

A folder without it is no index; the sizes in it catch a file that was lost or cut.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexDamaged, IndexMissing, IndexOutdated
from indexer.files import copy_durably, link_or_copy, write_durably

#: What was built, from what; written last, so that a folder without it is no index.
MANIFEST = "manifest.json"

#: tantivy's own two lists of files: written anew at each commit, so never shared.
META = "meta.json"
MANAGED = ".managed.json"


@dataclass(frozen=True)
class Manifest:
    """What a folder holds; `files` are the index's files with their sizes in bytes.

    `passages` can be found, `outdated` ones are still in the files and cannot.
    """

    layout: str
    revision: int
    passages: int
    files: dict[str, int]
    outdated: int = 0


def go_on_from(base: Path, folder: Path) -> None:
    """Let the folder hold the base's index, sharing the files that never change.

    Raises IndexDamaged or IndexMissing where the base is not whole, OSError where the disk refuses.
    """
    for name in _read_manifest(base).files:
        take: Callable[[Path, Path], None] = copy_durably if name == META else link_or_copy
        take(base / name, folder / name)
    # Tells tantivy which files are its own to delete; without it, dropped segments stay for ever.
    copy_durably(base / MANAGED, folder / MANAGED)


def write_manifest(folder: Path, revision: int, layout: str) -> int:
    """Write down what the folder holds; returns how many passages can be found in it."""
    passages, outdated = _counts(folder)
    manifest = Manifest(layout, revision, passages, _sizes(folder), outdated)
    write_durably(folder / MANIFEST, json.dumps(asdict(manifest)))
    return passages


def usable_manifest(folder: Path, layout: str) -> Manifest:
    """The folder's manifest, its files checked for presence and size.

    A lost or a cut file is caught at opening; the engine would meet it in some later query. Raises
    IndexMissing, IndexDamaged or IndexOutdated (another layout).
    """
    manifest = _read_manifest(folder)
    if manifest.layout != layout:
        raise IndexOutdated("索引是由另一版本的程序或词表建立的；请运行 yihaoda index")
    try:
        found = _sizes(folder)
    except FileNotFoundError as error:
        raise IndexDamaged(f"索引正在被删除：{error.filename}；请运行 yihaoda index") from error
    wrong = [name for name, size in manifest.files.items() if found.get(name) != size]
    if wrong:
        raise IndexDamaged(f"索引文件缺失或不完整：{'、'.join(wrong)}；请运行 yihaoda index")
    return manifest


def _counts(folder: Path) -> tuple[int, int]:
    """How many passages the index in the folder finds, and how many in its files are outdated."""
    segments = json.loads((folder / META).read_text(encoding="utf-8"))["segments"]
    held = sum(segment["max_doc"] for segment in segments)
    outdated = sum((segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in segments)
    return held - outdated, outdated


def _sizes(folder: Path) -> dict[str, int]:
    """Size of each file of the index in bytes; locks and what is written aside do not count."""
    return {
        path.name: path.stat().st_size
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and path.name != MANIFEST
    }


def _read_manifest(folder: Path) -> Manifest:
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise IndexMissing("还没有索引；请运行 yihaoda index") from error
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(f"索引清单读不出来：{error}；请运行 yihaoda index") from error
