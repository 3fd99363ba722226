"""What the publisher's page says now, against what is stored; on request, then taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.comparing.differences import (
    ClauseChange,
    clause_changes,
    clauses_of,
    stored_version,
)
from knowledge.comparing.provisions import provisions_of
from knowledge.corrections import corrections_of, with_given
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.fetching.fetcher import Surroundings
from knowledge.fetching.policy import FetchPolicy
from knowledge.given import FIELDS
from knowledge.ingesting.ingestion import ingest_source
from knowledge.outline import Reading
from knowledge.queries.dossiers import newest_version
from knowledge.queries.values import values_in, values_of
from knowledge.reader import read_document
from knowledge.sources import SourceFile
from knowledge.version_rows import version_columns
from service.keeping.documents import Asked, require_seen, subject_of
from service.keeping.errors import DocumentChanged, KeepingRefused
from service.keeping.page_checks import found_same
from service.keeping.reach import Reach, issuers_of
from service.keeping.uploads import fetched
from service.staff.actors import Actor
from service.staff.audit_log import record


@dataclass(frozen=True)
class FieldNow:
    """A field of which the page says other than what is stored and counts."""

    name: str
    label: str
    stored: str
    now: str


@dataclass(frozen=True)
class PageNow:
    """What the page says now; `sha256` is that of its bytes, by which it is taken in as shown."""

    address: str
    sha256: str
    fields: Sequence[FieldNow]
    clauses: Sequence[ClauseChange]

    @property
    def same(self) -> bool:
        """Whether it says what is stored."""
        return not self.fields and not self.clauses


@dataclass(frozen=True)
class Publisher:
    """Looks at publishers' pages, as the policy lets it."""

    store: Store
    policy: FetchPolicy
    around: Surroundings | None = None

    def page_now(self, reach: Callable[[Session], Reach], document_id: str) -> PageNow:
        """What it says now; raises NotKept, KeepingRefused without an address, SourceError."""
        source = self._fetched(reach, document_id)
        reading = read_document(source)
        with self.store.reading() as session:
            return compared_with_stored(session, DocumentId(document_id), source, reading)

    def take_in(
        self,
        actor: Actor,
        reach: Callable[[Session], Reach],
        asked: Asked,
        sha256: str,
        now: datetime,
    ) -> None:
        """Take the page in as the document's new version, if it still says what was shown.

        Raises as `page_now`, and DocumentChanged where page or document changed meanwhile.
        """
        why = asked.reason
        source = self._fetched(reach, asked.document_id)
        if source.sha256 != sha256:
            raise DocumentChanged("发布页在您查看以后又变了，请重新查看")
        kept = DocumentId(asked.document_id)
        with self.store.reading() as session:
            require_seen(session, kept, asked.seen)
        outcome = ingest_source(self.store, source, now, document_id=kept)
        with self.store.writing() as session:
            told = {"网址": source.origin, "版本": str(outcome.version), "理由": why}
            record(session, actor, "收入发布页的新版", subject_of(kept), told, now)
            found_same(session, kept, now)

    def _fetched(self, reach: Callable[[Session], Reach], document_id: str) -> SourceFile:
        with self.store.reading() as session:
            issuers_of(session, reach(session), document_id)
            address = values_of(session, DocumentId(document_id))["source_url"]
        if not address:
            raise KeepingRefused("没有来源网址，请先在“读到的信息”里补上")
        return fetched(self.policy, address, self.around)


def compared_with_stored(
    session: Session, document_id: DocumentId, source: SourceFile, reading: Reading
) -> PageNow:
    """What was read of the page against what is stored and counts; raises UnknownDocument."""
    given = corrections_of(session, document_id).values()
    now = values_in(version_columns(with_given(reading, given)))
    stored = values_of(session, document_id)
    version = stored_version(session, document_id, newest_version(session, document_id))
    fields = [
        FieldNow(name, FIELDS[name].label, stored[name], now[name])
        for name in FIELDS
        if stored[name] != now[name] and name != "source_url"
    ]
    page = provisions_of(reading.outline, reading.text)
    clauses = clause_changes(clauses_of(session, version), page)
    return PageNow(source.origin, source.sha256, fields, clauses)
