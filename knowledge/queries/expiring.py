"""What lapses within a time, by the day on which its own term ends: a bounded page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, exists, func, select, tuple_
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, stands
from knowledge.listing import ListedDocument, ListedIssuer
from knowledge.queries.facts import version_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.listings import COUNTED, OWN_ANSWERS, WITHDRAWN

_LISTED, _ISSUERS, _DOCUMENTS = table(ListedDocument), table(ListedIssuer), table(Document)


@dataclass(frozen=True)
class Span:
    """Days, both included, and the names under which documents were issued; None: any."""

    first: date
    last: date
    issued_by: frozenset[str] | None = None


@dataclass(frozen=True)
class Lapsing:
    """A document and the last day of the term that it tells itself; others may have changed it."""

    expires_on: date
    facts: DocumentFacts


#: Behind which a page begins: the day and the document.
After = tuple[date, str]


def list_expiring(
    session: Session, span: Span, day: date, count: int, after: After | None = None
) -> tuple[list[Lapsing], After | None]:
    """Documents whose own term ends in the span, judged on `day`, and where to go on from."""
    query = _within(span).order_by(_LISTED.c.expires_on, _LISTED.c.document_id)
    if after is not None:
        query = query.where(tuple_(_LISTED.c.expires_on, _LISTED.c.document_id) > after)
    rows = session.execute(query.limit(count + 1)).all()
    more, rows = len(rows) > count, rows[:count]
    ids = [DocumentId(row.document_id) for row in rows]
    listed = and_(stands(), _DOCUMENTS.c.id.in_(ids))
    facts = {each.id: each for each in version_facts(session, listed, day).values()}
    found = [Lapsing(row.expires_on, facts[DocumentId(row.document_id)]) for row in rows]
    return found, ((rows[-1].expires_on, rows[-1].document_id) if more else None)


def count_expiring(session: Session, span: Span) -> int:
    """How many these are, COUNTED + 1 at most."""
    some = _within(span).limit(COUNTED + 1).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def _within(span: Span) -> Select[date | None, str]:
    query = select(_LISTED.c.expires_on, _LISTED.c.document_id).where(
        _LISTED.c.expires_on.between(span.first, span.last),
        _LISTED.c.document_id < OWN_ANSWERS,
        _LISTED.c.document_id.not_in(WITHDRAWN),
    )
    if span.issued_by is None:
        return query
    # One by one among the few of the span: an organ's documents may be half of all.
    issued = exists().where(
        _ISSUERS.c.document_id == _LISTED.c.document_id,
        _ISSUERS.c.name.in_(sorted(span.issued_by)),
    )
    return query.where(issued)
