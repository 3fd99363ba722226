"""Checking that what is stored is still whole and still what the sources say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge.database import Store
from knowledge.documents import (
    Document,
    DocumentId,
    FieldEvidence,
    Part,
    Passage,
    Reference,
    SourceOrigin,
    StoredFile,
    Version,
    is_current,
)
from knowledge.errors import SourceError
from knowledge.identity.joining import join
from knowledge.identity.places import is_there
from knowledge.outline import Reading
from knowledge.reading import read_document
from knowledge.sources import SourceFile, is_address, is_own


class FindingKind(StrEnum):
    """What can be wrong with a stored document; the value is what people read."""

    BYTES = "源文件的字节和收录时的散列不符，数据库可能已损坏，请用备份恢复"
    OFFSETS = "条款或依据的位置和正文对不上，请重新导入"
    UNREADABLE = "现在的程序读不了它的源文件"
    READ_OTHERWISE = "现在的程序读出的内容和库里的不同，请重新导入"
    SOURCE_GONE = "来源文件已经不在原处"
    SOURCE_UNREADABLE = "来源文件还在原处，但读不出来"
    SOURCE_CHANGED = "来源文件已经改过，请重新导入"


@dataclass(frozen=True)
class Finding:
    """Something about a document that a person has to look at; `detail` says where or what."""

    document_id: DocumentId
    title: str
    kind: FindingKind
    detail: str = ""

    @property
    def told(self) -> str:
        """The finding as a sentence."""
        return f"{self.kind.value}（{self.detail}）" if self.detail else self.kind.value


#: Told after each document how many are done, of how many, and its title.
Progress = Callable[[int, int, str], None]

#: Reads a source into what a Version keeps; raises SourceError.
Reader = Callable[[SourceFile], Reading]

#: What is compared between a stored version and the same bytes read now, and what it is called.
_COMPARED: tuple[tuple[str, Callable[[Version], Any], Callable[[Reading], Any]], ...] = (
    ("标题", lambda stored: stored.title, lambda read: read.metadata.title),
    ("发文字号", lambda stored: stored.doc_number, lambda read: read.metadata.doc_number),
    ("发文机关", lambda stored: stored.issuers, lambda read: list(read.metadata.issuers)),
    ("成文日期", lambda stored: stored.written_on, lambda read: read.metadata.written_on),
    ("发布日期", lambda stored: stored.published_on, lambda read: read.metadata.published_on),
    (
        "施行日期",
        lambda stored: stored.effective_on,
        lambda read: read.metadata.validity.effective_on,
    ),
    (
        "失效日期",
        lambda stored: stored.expires_on,
        lambda read: read.metadata.validity.expires_on,
    ),
    ("正文", lambda stored: stored.text, lambda read: read.text),
)


def verify_all(
    store: Store,
    ids: Sequence[DocumentId] | None = None,
    progress: Progress | None = None,
    read: Reader = read_document,
) -> Iterator[Finding]:
    """Check the newest versions of these documents (None: of all), one document at a time."""
    with store.reading() as session:
        if ids is None:
            found = session.scalars(select(Document.id).order_by(Document.id))
            ids = [DocumentId(document_id) for document_id in found]
    for done, document_id in enumerate(ids, start=1):
        with store.reading() as session:
            version = _newest(session, document_id)
            yield from _verify(session, version, read)
        if progress:
            progress(done, len(ids), version.title)


def _newest(session: Session, document_id: DocumentId) -> Version:
    query = (
        select(Version)
        .join(Document, is_current())
        .where(Document.id == document_id)
        .options(undefer(Version.text), undefer(Version.raw_text))
    )
    return session.scalars(query).one()


def _verify(session: Session, version: Version, read: Reader) -> Iterator[Finding]:
    def finding(kind: FindingKind, detail: str = "") -> Finding:
        return Finding(DocumentId(version.document_id), version.title, kind, detail)

    data = session.scalars(select(StoredFile.data).where(StoredFile.sha256 == version.sha256)).one()
    if hashlib.sha256(data).hexdigest() != version.sha256:
        yield finding(FindingKind.BYTES)
        return
    astray = sum(_astray(session, version))
    if astray:
        yield finding(FindingKind.OFFSETS, f"{astray} 处")
    try:
        reading = read(SourceFile(version.file_name, version.file_name, data))
    except SourceError as error:
        yield finding(FindingKind.UNREADABLE, str(error))
    else:
        if _has_other_sources(session, version):
            # What only another source tells stands in the version too.
            reading = join(version, reading).reading
        other = [name for name, stored, now in _COMPARED if stored(version) != now(reading)]
        if other:
            yield finding(FindingKind.READ_OTHERWISE, "、".join(other))
    for kind, place in _moved(session, version):
        yield finding(kind, place)


def _has_other_sources(session: Session, version: Version) -> bool:
    """Whether the document was read from other bytes too."""
    query = select(SourceOrigin.origin).where(
        SourceOrigin.document_id == version.document_id, SourceOrigin.sha256 != version.sha256
    )
    return session.scalars(query.limit(1)).first() is not None


def _astray(session: Session, version: Version) -> Iterator[bool]:
    """For each place that points into the version's texts, whether it does not hold there."""
    passages = session.scalars(select(Passage).where(Passage.version_id == version.id))
    for passage in passages:
        yield version.text[passage.start : passage.end] != passage.text
    for table, text in ((Part, version.text), (Reference, version.text)):
        for start, end in session.execute(
            select(table.start, table.end).where(table.version_id == version.id)
        ):
            yield not 0 <= start <= end <= len(text)
    spans = select(FieldEvidence.start, FieldEvidence.end)
    for start, end in session.execute(spans.where(FieldEvidence.version_id == version.id)):
        yield not 0 <= start <= end <= len(version.raw_text)


def _moved(session: Session, version: Version) -> Iterator[tuple[FindingKind, str]]:
    """Files that the document was read from and that are gone or hold something else by now.

    A file that is gone is told of only where the document has no other source left, and not
    where it is withdrawn: then nobody expects a source.
    """
    origins = session.scalars(
        select(SourceOrigin).where(SourceOrigin.document_id == version.document_id)
    ).all()
    gone = [origin.origin for origin in origins if not is_there(origin.origin)]
    if len(gone) == len(origins) and version.document.withdrawn_at is None:
        # An archive is often thrown away once it has been ingested.
        yield from ((FindingKind.SOURCE_GONE, place) for place in gone if "!/" not in place)
    for origin in origins:
        # Fetching tells of an address, and an archive is looked into only when it is ingested.
        elsewhere = is_address(origin.origin) or is_own(origin.origin)
        if origin.origin not in gone and not elsewhere:
            yield from _changed(origin)


def _changed(origin: SourceOrigin) -> Iterator[tuple[FindingKind, str]]:
    """The file, unless it holds the bytes that were read; one inside an archive is left alone."""
    try:
        sha256 = hashlib.sha256(Path(origin.origin).read_bytes()).hexdigest()
    except OSError:
        if "!/" not in origin.origin:
            yield FindingKind.SOURCE_UNREADABLE, origin.origin
        return
    if sha256 != origin.sha256:
        yield FindingKind.SOURCE_CHANGED, origin.origin
