"""Values of a document's structure and metadata, as the readers hand them to ingestion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from knowledge.validity import ValidityFacts


@dataclass(frozen=True)
class PartOutline:
    """A numbered part: `text[start:end]`; `parent` is an index into the tuple of parts."""

    parent: int | None
    level: str
    label: str
    heading: str
    locator: str
    start: int
    end: int


@dataclass(frozen=True)
class PassageOutline:
    """A citable piece: `text[start:end]`, never empty; `part` is an index into the parts."""

    key: str
    part: int | None
    locator: str
    trail: str
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """The tree of a document's parts, in reading order, and its passages, in reading order."""

    parts: tuple[PartOutline, ...]
    passages: tuple[PassageOutline, ...]


@dataclass(frozen=True)
class FieldReading:
    """A metadata value with its evidence: `raw_text[start:end]` shows it as printed."""

    name: str
    value: str
    read_from: str
    start: int
    end: int
    certain: bool = True


@dataclass(frozen=True)
class RepealReading:
    """A clause that ends other documents: `text[start:end]` of the main text."""

    target_title_key: str | None
    target_number_key: str | None
    on: date | None
    start: int
    end: int


@dataclass(frozen=True)
class Metadata:
    """What a document and its page say of themselves; what they do not say stays None."""

    title: str
    carried_title: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    kind: str | None = None
    region: str | None = None
    written_on: date | None = None
    published_on: date | None = None
    source_url: str | None = None
    validity: ValidityFacts = field(default_factory=ValidityFacts)
    repeals: tuple[RepealReading, ...] = ()
    evidence: tuple[FieldReading, ...] = ()
