"""Values of a document's structure and metadata, as the readers hand them to ingestion."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from knowledge.cleaned import Attachment, Doubt, PageType, Repair
from knowledge.folding import nfkc
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
    """A value read for a field, with its evidence: `raw_text[start:end]` shows it as printed.

    Where header, meta tags and body differ, each value has its reading; one of them is `chosen`.
    """

    name: str
    value: str
    read_from: str
    start: int
    end: int
    certain: bool = True
    chosen: bool = True


class ReferenceKind(StrEnum):
    """What a document does to another that its text names; the value is stored."""

    REPEALS = "repeals"  # 废止、停止执行
    SUPERSEDES = "supersedes"  # 重新发布、以本办法为准: the same matter, told anew
    ENDS_PART = "ends_part"  # 《X》第五条同时废止
    AMENDS = "amends"  # 予以修改
    EXTENDS = "extends"  # 《X》有效期延长至…、继续执行至…
    INTERPRETS = "interprets"  # 解读
    CITES = "cites"  # 根据《X》（文号）


@dataclass(frozen=True)
class ReferenceReading:
    """A clause that speaks of another document: `text[start:end]` of the main text.

    `printed` is how it names the other, with the articles that it ends or changes, and with the
    words of an extension; `on` is the day from which it counts, of an extension its last day.
    """

    kind: ReferenceKind
    printed: str
    target_title_key: str | None
    target_number_key: str | None
    on: date | None
    start: int
    end: int


@dataclass(frozen=True)
class DutyReading:
    """Who has to do what until when: the note stands at `text[start:end]` of the main text."""

    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    due: str | None
    due_on: date | None
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
    level: str | None = None
    region: str | None = None
    index_number: str | None = None
    unified_number: str | None = None
    topic: str | None = None
    written_on: date | None = None
    published_on: date | None = None
    source_url: str | None = None
    validity: ValidityFacts = field(default_factory=ValidityFacts)
    references: tuple[ReferenceReading, ...] = ()
    duties: tuple[DutyReading, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[FieldReading, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything that was read of a source, as a Version keeps it."""

    media_type: str
    charset: str
    raw_text: str
    text: str
    metadata: Metadata
    title_key: str
    carried_title_key: str | None
    number_key: str | None
    outline: Outline
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    page_type: PageType = PageType.ARTICLE
    attachments: tuple[Attachment, ...] = ()

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the main text without white space, its width folded (NFKC)."""
        folded = "".join(nfkc(self.text).split())
        return hashlib.sha256(folded.encode()).hexdigest()
