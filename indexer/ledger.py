"""What a build holds: for each document the revision at which it was taken, and its passages.

A text file beside the engines, a line a document. What has to change is found by comparing it
with the store, so that nobody has to remember what happened: a document that was added, changed,
withdrawn or put back differs, and so does every one after another store took the place of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.errors import IndexDamaged
from indexer.files import write_durably
from knowledge.documents import DocumentId

LEDGER = "ledger.tsv"


class Entry(NamedTuple):
    """The revision of a document's last change when it was taken, and how many passages it has."""

    revision: int
    passages: int


@dataclass(frozen=True)
class Changes:
    """What an index has to give up and to take, to hold what the store holds.

    A document that changed is in both; one that has no passages is in the ledger all the same.
    """

    outdated: frozenset[DocumentId]
    wanted: Mapping[DocumentId, int]


def changes(ledger: Mapping[DocumentId, Entry], standing: Mapping[DocumentId, int]) -> Changes:
    """Compare what a build holds with the store's standing documents and their revisions."""
    outdated = {
        document_id
        for document_id, entry in ledger.items()
        if standing.get(document_id) != entry.revision
    }
    wanted = {
        document_id: revision
        for document_id, revision in standing.items()
        if document_id not in ledger or document_id in outdated
    }
    return Changes(frozenset(outdated), wanted)


def write_ledger(build: Path, ledger: Mapping[DocumentId, Entry]) -> None:
    """Write the ledger of a build; on disk when the function returns."""
    lines = "".join(
        f"{document_id}\t{entry.revision}\t{entry.passages}\n"
        for document_id, entry in ledger.items()
    )
    write_durably(build / LEDGER, lines)


def read_ledger(build: Path) -> dict[DocumentId, Entry]:
    """The ledger of a build; raises IndexDamaged where it cannot be read."""
    try:
        return dict(_entries((build / LEDGER).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"索引的文件清单读不出来：{error}；请运行 yihaoda index") from error


def _entries(text: str) -> Iterator[tuple[DocumentId, Entry]]:
    for line in text.splitlines():
        document_id, revision, passages = line.split("\t")
        yield DocumentId(document_id), Entry(int(revision), int(passages))
