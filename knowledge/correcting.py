"""Staff correct what was read of a document, and take a correction back.

Each makes a new version with the same text, read anew from the stored bytes: what is shown and
found from now on is the corrected one, while answers given before keep pointing to the version,
and the metadata, that they quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.corrections import corrected, drop_correction, put_correction
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.given import FIELDS, STAFF, GivenValue, WrongValue, given_value
from knowledge.identity.similarity import record_fingerprint
from knowledge.ingesting.rereading import read_together, stored_sources
from knowledge.outline import Reading
from knowledge.reader import read_document
from knowledge.recording import lock_for_writing, record_version
from knowledge.sources import SourceFile


def correct(
    store: Store,
    document_id: DocumentId,
    name: str,
    text: str,
    now: datetime,
    *,
    read: Callable[[SourceFile], Reading] = read_document,
) -> int:
    """Give the document `text` for the field `name` (a key of FIELDS); `-`: it has none.

    Returns the new version's number. Raises WrongValue, UnknownDocument, and SourceError where the
    stored file can no longer be read.
    """
    given = given_value(name, text, STAFF)
    return _anew(
        store,
        document_id,
        lambda session: put_correction(session, document_id, given, now),
        now,
        read,
    )


def uncorrect(
    store: Store,
    document_id: DocumentId,
    name: str,
    now: datetime,
    *,
    read: Callable[[SourceFile], Reading] = read_document,
) -> int:
    """Take back what staff or a manifest gave for the field, so that it is again as it was read.

    Returns the new version's number; raises as `correct`, WrongValue where nothing was given.
    """

    def take_back(session: Session) -> None:
        if not drop_correction(session, document_id, name):
            label = FIELDS[name].label if name in FIELDS else name
            raise WrongValue(f"文件 {document_id} 的“{label}”没有更正过，不用撤回")

    return _anew(store, document_id, take_back, now, read)


def correct_several(
    store: Store,
    document_id: DocumentId,
    given: Collection[GivenValue],
    taken_back: Collection[str],
    now: datetime,
    *,
    allowed: Callable[[Session], None],
    recorded: Callable[[Session, int], None],
    read: Callable[[SourceFile], Reading] = read_document,
) -> int:
    """Store the values and take back what was given for other fields, in one new version.

    `allowed` is asked under the writers' lock, and refuses by raising; `recorded` is told the new
    version's number, in the same transaction. Returns it; raises as `correct`.
    """

    def change(session: Session) -> None:
        allowed(session)
        for name in taken_back:
            drop_correction(session, document_id, name)
        for value in given:
            put_correction(session, document_id, value, now)

    return _anew(store, document_id, change, now, read, recorded)


def _anew(
    store: Store,
    document_id: DocumentId,
    change: Callable[[Session], None],
    now: datetime,
    read: Callable[[SourceFile], Reading],
    recorded: Callable[[Session, int], None] = lambda _session, _number: None,
) -> int:
    """Record the stored text as a new version, with the corrections that stand after `change`."""
    with store.reading() as session:
        sources = stored_sources(session, document_id)
    file, reading = read_together(sources, read)
    with store.writing() as session:
        lock_for_writing(session)
        current = stored_sources(session, document_id)
        if current != sources:  # ingested anew in between
            file, reading = read_together(current, read)
        change(session)
        reading = corrected(session, document_id, reading)
        version = record_version(session, document_id, file, reading, now)
        record_fingerprint(session, version.id, reading.text)
        recorded(session, version.number)
        return version.number
