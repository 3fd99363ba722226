"""What the queries of the corpus hand on: passages and documents with their validity judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from knowledge.documents import DocumentId, PassageId
from knowledge.validity import Validity

#: Between issuers as people write them.
ISSUER_BORDER = "、"


@dataclass(frozen=True)
class PassageForIndex:
    """A passage of a current version with what is indexed of its document."""

    id: PassageId
    document_id: DocumentId
    title: str
    doc_number: str | None
    trail: str
    text: str


@dataclass(frozen=True)
class DocumentFacts:
    """What is known of one version of a document, its validity judged on the day asked for."""

    id: DocumentId
    version: int
    title: str
    carried_title: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    kind: str | None
    region: str | None
    written_on: date | None
    published_on: date | None
    source_url: str | None
    file_name: str
    validity: Validity
    #: Whether it holds only while what it cites holds (`knowledge.relying`).
    relies: bool = False

    @property
    def issuer(self) -> str | None:
        """The issuers as people write them, None where none is known."""
        return ISSUER_BORDER.join(self.issuers) or None


@dataclass(frozen=True)
class FoundPassage:
    """A passage of a current version: `stored_text(…, "text")[start:end] == text`."""

    id: PassageId
    document: DocumentFacts
    ordinal: int
    key: str
    locator: str
    trail: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class PartView:
    """A numbered part of a version; `parent` is the ordinal of the part that holds it."""

    ordinal: int
    parent: int | None
    level: str
    label: str
    heading: str
    locator: str
    start: int
    end: int


@dataclass(frozen=True)
class VersionEntry:
    """A line in the list of a document's versions."""

    number: int
    created_at: datetime
    file_name: str
    sha256: str


@dataclass(frozen=True)
class DocumentView:
    """A version of a document as its page shows it, with the list of all its versions."""

    facts: DocumentFacts
    current_version: int
    parts: tuple[PartView, ...]
    versions: tuple[VersionEntry, ...]


@dataclass(frozen=True)
class FieldProof:
    """A value read for a field of a version, as `stored_text(…, "raw")[start:end]` prints it.

    Where several were read for the field, one is `chosen`.
    """

    version: int
    name: str
    value: str
    read_from: str
    start: int
    end: int
    certain: bool
    chosen: bool = True
