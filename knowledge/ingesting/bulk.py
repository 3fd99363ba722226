"""Texts whose documents and passages are given, many a transaction: sets of tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from knowledge.database import Store
from knowledge.documents import Document, DocumentId, Passage, StoredFile, Version
from knowledge.errors import StoreError
from knowledge.keys import title_key
from knowledge.listing import list_new
from knowledge.outline import Metadata, Outline, Reading
from knowledge.recording import lock_for_writing
from knowledge.sources import SourceFile
from knowledge.version_rows import version_columns

#: Documents a transaction.
BATCH = 2000


@dataclass(frozen=True)
class GivenText:
    """A document of one passage, as a set of law articles gives it; `id` becomes the document's.

    `locator` and `trail` are those of the passage.
    """

    id: DocumentId
    title: str
    text: str
    locator: str
    trail: str = ""
    written_on: date | None = None

    @property
    def source(self) -> SourceFile:
        """The text as a file that bears its id."""
        return SourceFile(origin=self.id, name=self.id, data=self.text.encode())


def ingest_texts(store: Store, texts: Iterable[GivenText], now: datetime) -> int:
    """Store each text as a new document as it stands, unread and unrepaired; returns how many.

    Commits every BATCH documents. Raises StoreError when an id is taken; the batches before stay.
    """
    remaining = iter(texts)
    stored = 0
    while batch := list(islice(remaining, BATCH)):
        with store.writing() as session:
            counter = lock_for_writing(session)
            _refuse_taken(session, batch)
            counter.value += 1
            _insert(session, batch, counter.value, now)
        stored += len(batch)
    return stored


def _refuse_taken(session: Session, texts: Sequence[GivenText]) -> None:
    ids = {text.id for text in texts}
    taken = session.scalars(select(Document.id).where(Document.id.in_(ids))).first()
    if taken is not None:
        raise StoreError(f"文件编号已被占用：{taken}")
    if len(ids) < len(texts):
        raise StoreError("要导入的文本里有两个编号相同")


def _insert(session: Session, texts: Sequence[GivenText], revision: int, now: datetime) -> None:
    _insert_files(session, texts)
    documents = [
        {"id": text.id, "current_version": 1, "created_at": now, "revision": revision}
        for text in texts
    ]
    session.execute(insert(Document), documents)
    versions = [_version(text, now) for text in texts]
    version_ids = session.scalars(
        insert(Version).returning(Version.id, sort_by_parameter_order=True), versions
    )
    list_new(session, versions)
    passages = [
        _passage(text, version_id) for version_id, text in zip(version_ids, texts, strict=True)
    ]
    session.execute(insert(Passage), passages)


def _insert_files(session: Session, texts: Sequence[GivenText]) -> None:
    sources = [text.source for text in texts]
    files = {source.sha256: source.data for source in sources}
    known = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(files))))
    new_files = [
        {"sha256": sha256, "data": data, "size": len(data)}
        for sha256, data in files.items()
        if sha256 not in known
    ]
    if new_files:
        session.execute(insert(StoredFile), new_files)


def _version(text: GivenText, now: datetime) -> dict[str, Any]:
    return {
        "document_id": text.id,
        "number": 1,
        "sha256": text.source.sha256,
        "file_name": text.source.name,
        "created_at": now,
        **version_columns(_reading(text)),
    }


def _passage(text: GivenText, version_id: int) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "ordinal": 0,
        "key": "whole",
        "locator": text.locator,
        "trail": text.trail,
        "start": 0,
        "end": len(text.text),
        "text": text.text,
    }


def _reading(text: GivenText) -> Reading:
    return Reading(
        media_type="text/plain",
        charset="utf-8",
        raw_text=text.text,
        text=text.text,
        metadata=Metadata(title=text.title, written_on=text.written_on),
        title_key=title_key(text.title),
        carried_title_key=None,
        number_key=None,
        outline=Outline((), ()),
    )
