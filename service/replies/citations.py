"""Citations of a text: verbatim when they are kept, with their clause and its validity then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Passage, Version, is_current
from knowledge.errors import UnknownDocument
from knowledge.queries.corpus import stored_text
from knowledge.queries.facts import version_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.relying.changes import Clause, clause_change
from knowledge.relying.standing import relied_on
from service.replies.errors import CitationRefused, ClauseChanged, NotVerbatim
from service.replies.records import TextCitation

MOST_CITATIONS = 20


@dataclass(frozen=True)
class Cited:
    """A citation as a form carries it: `quote` is `text[start:end]` of that version."""

    document_id: DocumentId
    version: int
    start: int
    end: int
    quote: str


def kept_citations(session: Session, cited: Sequence[Cited], day: date) -> list[TextCitation]:
    """The citations as they are kept, each checked against the stored text.

    Raises NotVerbatim, ClauseChanged, or CitationRefused for a document that may not be cited.
    """
    if len(cited) > MOST_CITATIONS:
        raise CitationRefused(MOST_CITATIONS + 1, f"最多引用 {MOST_CITATIONS} 条")
    ids = {each.document_id for each in cited}
    found = version_facts(session, and_(is_current(), Document.id.in_(ids)), day)
    facts = {each.id: each for each in found.values()}
    answers = relied_on(session, ids, day)
    kept = []
    for ordinal, each in enumerate(cited, start=1):
        if each.document_id in answers:
            raise CitationRefused(ordinal, "这是本单位公布的答复，请引用它所依据的文件")
        _check_words(session, ordinal, each)
        _check_newest(session, ordinal, each, facts[each.document_id])
        kept.append(_kept(session, ordinal, each, facts[each.document_id], day))
    return kept


def _check_words(session: Session, ordinal: int, cited: Cited) -> None:
    try:
        text = stored_text(session, cited.document_id, cited.version, "text")
    except UnknownDocument as error:
        raise NotVerbatim(ordinal, "没有所引的文件或版本，请重新插入") from error
    inside = 0 <= cited.start < cited.end <= len(text)
    if not inside or text[cited.start : cited.end] != cited.quote:
        raise NotVerbatim(ordinal, "引文与文件原文不一致，请从检索结果重新插入，不要改动引文")


def _check_newest(session: Session, ordinal: int, cited: Cited, facts: DocumentFacts) -> None:
    clause = Clause(cited.document_id, cited.version, cited.start, cited.end)
    if clause_change(session, clause, facts.version) is not None:
        raise ClauseChanged(
            ordinal, f"《{facts.title}》已有新版本，所引的条款有改动，请重新检索后插入"
        )


def _kept(
    session: Session, ordinal: int, cited: Cited, facts: DocumentFacts, day: date
) -> TextCitation:
    place = _clause_of(session, cited)
    return TextCitation(
        ordinal=ordinal,
        document_id=cited.document_id,
        version=cited.version,
        passage_key=place.key,
        locator=place.locator,
        start=cited.start,
        end=cited.end,
        quote=cited.quote,
        title=facts.title,
        doc_number=facts.doc_number,
        validity=facts.validity.state.value,
        valid_until=facts.validity.until,
        cited_on=day,
    )


@dataclass(frozen=True)
class _Place:
    key: str
    locator: str


def _clause_of(session: Session, cited: Cited) -> _Place:
    """The clause in which the words begin: the innermost passage; the whole text where none is."""
    query = (
        select(Passage.key, Passage.locator)
        .join(Version, Passage.version_id == Version.id)
        .where(
            Version.document_id == cited.document_id,
            Version.number == cited.version,
            Passage.start <= cited.start,
            Passage.end > cited.start,
        )
        .order_by(Passage.start.desc(), Passage.end)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return _Place(row.key, row.locator) if row else _Place("", "全文")
