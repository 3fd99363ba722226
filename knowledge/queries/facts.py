"""The facts of versions, their validity judged: what every query on documents hands on.

Statements are made once, on tables, with names for the values: a question costs several of them,
and making one costs more than running it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.errors import UnknownDocument
from knowledge.queries.findings import DocumentFacts
from knowledge.rank import named_rank
from knowledge.relations.clauses import Target
from knowledge.relations.reliances import Reliance
from knowledge.relations.repeals import find_repeals
from knowledge.validity import Repeal, ValidityFacts, ValidityState, judge

_Row = Row[*tuple[Any, ...]]

_DOCUMENTS, _VERSIONS, _RELIANCES = table(Document), table(Version), table(Reliance)

#: The columns of a version that `judged` reads.
FACTS = (
    _VERSIONS.c.id.label("version_id"),
    _VERSIONS.c.document_id,
    _VERSIONS.c.number,
    _VERSIONS.c.title,
    _VERSIONS.c.title_key,
    _VERSIONS.c.carried_title,
    _VERSIONS.c.carried_title_key,
    _VERSIONS.c.doc_number,
    _VERSIONS.c.number_key,
    _VERSIONS.c.issuers,
    _VERSIONS.c.kind,
    _VERSIONS.c.region,
    _VERSIONS.c.written_on,
    _VERSIONS.c.published_on,
    _VERSIONS.c.source_url,
    _VERSIONS.c.file_name,
    _VERSIONS.c.stated_validity,
    _VERSIONS.c.stated_from,
    _VERSIONS.c.effective_on,
    _VERSIONS.c.effective_from,
    _VERSIONS.c.expires_on,
    _VERSIONS.c.expires_from,
    exists().where(_RELIANCES.c.document_id == _VERSIONS.c.document_id).label("relies"),
)
FROM_VERSIONS = select(*FACTS).join(_DOCUMENTS, _VERSIONS.c.document_id == _DOCUMENTS.c.id)


def version_facts(
    session: Session, where: ColumnElement[bool], day: date
) -> dict[int, DocumentFacts]:
    """The facts of the versions that `where` picks, by version id; three statements."""
    return judged(session, session.execute(FROM_VERSIONS.where(where)), day)


def judged(session: Session, rows: Iterable[_Row], day: date) -> dict[int, DocumentFacts]:
    """The facts of the versions of rows that hold FACTS, by version id; two statements."""
    versions = {row.version_id: row for row in rows}
    targets = {version_id: Target.of(row) for version_id, row in versions.items()}
    repeals = find_repeals(session, set(targets.values())) if versions else {}
    return {
        version_id: _judged(row, repeals.get(targets[version_id], ()), day)
        for version_id, row in versions.items()
    }


def grounds_of(session: Session, document_id: DocumentId) -> tuple[ValidityFacts, Sequence[Repeal]]:
    """What the validity of the document's newest version is judged by; raises UnknownDocument."""
    query = FROM_VERSIONS.where(is_current(), _DOCUMENTS.c.id == document_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownDocument(f"没有这个文件：{document_id}")
    target = Target.of(row)
    return _told(row), find_repeals(session, {target}).get(target, ())


def _told(row: _Row) -> ValidityFacts:
    standing, plan = named_rank(row.title, row.carried_title, row.doc_number)
    return ValidityFacts(
        stated=ValidityState(row.stated_validity) if row.stated_validity else None,
        stated_from=row.stated_from,
        effective_on=row.effective_on,
        effective_from=row.effective_from,
        expires_on=row.expires_on,
        expires_from=row.expires_from,
        standing=standing,
        plan=plan,
    )


def _judged(row: _Row, repeals: Sequence[Repeal], day: date) -> DocumentFacts:
    return DocumentFacts(
        id=row.document_id,
        version=row.number,
        title=row.title,
        carried_title=row.carried_title,
        doc_number=row.doc_number,
        issuers=tuple(row.issuers),
        kind=row.kind,
        region=row.region,
        written_on=row.written_on,
        published_on=row.published_on,
        source_url=row.source_url,
        file_name=row.file_name,
        validity=judge(_told(row), repeals, day),
        relies=row.relies,
    )
