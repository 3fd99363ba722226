"""Which documents hold, since all that they rely on holds: judged anew whenever it is asked.

Nothing is marked when a cited document changes: what answers are given from is asked here at the
question, so that no sweep can come too late. Whatever cannot be told counts as a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId
from knowledge.queries.findings import DocumentFacts
from knowledge.recording import lock_for_writing
from knowledge.relations.reliances import Reliance
from knowledge.relying.changes import Clause
from knowledge.relying.faults import Cited, Fault, as_they_stand, fault_of

#: Asked at every question, and made once.
_RELIANCES = (
    select(Reliance)
    .where(Reliance.document_id.in_(bindparam("ids", expanding=True)))
    .order_by(Reliance.document_id, Reliance.ordinal)
)


@dataclass(frozen=True)
class Support:
    """A clause that a document is to rely on, quoted word for word from that version."""

    clause: Clause
    locator: str
    quote: str


@dataclass(frozen=True)
class Relied:
    """A clause that a document relies on, as it stands on a day.

    `cited` are the facts of the newest version; `accepted` tells that a person said that the
    document holds in spite of the `fault`.
    """

    document_id: DocumentId
    clause: Clause
    locator: str
    quote: str
    cited: DocumentFacts | None
    fault: Fault | None
    accepted: bool

    @property
    def holds(self) -> bool:
        """Whether the clause lets the document answer."""
        return self.fault is None or self.accepted


def rely(session: Session, document_id: DocumentId, supports: Sequence[Support], day: date) -> None:
    """Let the document rely on these clauses, in place of those before, as they stand on `day`."""
    lock_for_writing(session)
    session.execute(delete(Reliance).where(Reliance.document_id == document_id))
    ids = {each.clause.document_id for each in supports}
    cited = as_they_stand(session, ids, day)
    for ordinal, each in enumerate(supports, start=1):
        session.add(_reliance(document_id, ordinal, each, cited))
    session.flush()


def relied_on(
    session: Session, ids: Collection[DocumentId], day: date
) -> dict[DocumentId, list[Relied]]:
    """What each of the documents relies on, in its order; those that rely on nothing are left out.

    No statement where none is asked for (`DocumentFacts.relies`), one where none does.
    """
    rows = session.scalars(_RELIANCES, {"ids": list(ids)}).all() if ids else ()
    if not rows:
        return {}
    cited = as_they_stand(session, {DocumentId(row.cited_id) for row in rows}, day)
    found: dict[DocumentId, list[Relied]] = {}
    for row in rows:
        relied = _relied(row, cited, fault_of(session, row, cited))
        found.setdefault(relied.document_id, []).append(relied)
    return found


def held_back(session: Session, ids: Collection[DocumentId], day: date) -> frozenset[DocumentId]:
    """Those of the documents that must not answer on `day`, since what they rely on fails."""
    return frozenset(
        document_id
        for document_id, relied in relied_on(session, ids, day).items()
        if not all(each.holds for each in relied)
    )


def doubtful(session: Session, day: date) -> list[DocumentId]:
    """Those that are not withdrawn and may fail on `day`, with all that do fail among them.

    What cites the newest version of a document that is in force, stands, and was changed by no
    other holds: of all the documents that rely on others most are told by that, unread.
    """
    rows = session.execute(select(Reliance.cited_id, Reliance.cited_version).distinct())
    places = [(DocumentId(cited_id), version) for cited_id, version in rows]
    cited = as_they_stand(session, {cited_id for cited_id, _ in places}, day)
    moved = [place for place in places if not cited.is_untouched(*place)]
    if not moved:
        return []
    query = (
        select(Reliance.document_id)
        .join(Document, Reliance.document_id == Document.id)
        .where(
            Document.withdrawn_at.is_(None),
            tuple_(Reliance.cited_id, Reliance.cited_version).in_(moved),
        )
        .distinct()
        .order_by(Reliance.document_id)
    )
    return [DocumentId(each) for each in session.scalars(query)]


def accept(
    session: Session, document_id: DocumentId, seen: Collection[str], day: date, now: datetime
) -> bool:
    """Let the document answer in spite of the faults whose keys were `seen`.

    False, and nothing is changed, where there are none, or others have come meanwhile.
    """
    lock_for_writing(session)
    rows = session.scalars(select(Reliance).where(Reliance.document_id == document_id)).all()
    cited = as_they_stand(session, {DocumentId(row.cited_id) for row in rows}, day)
    faults = [(row, fault) for row in rows if (fault := fault_of(session, row, cited))]
    open_ = {fault.key for row, fault in faults if row.accepted != fault.key}
    if not open_ or open_ != set(seen):
        return False
    for row, fault in faults:
        row.accepted, row.accepted_at = fault.key, now
    session.flush()
    return True


def _reliance(document_id: DocumentId, ordinal: int, support: Support, cited: Cited) -> Reliance:
    clause = support.clause
    changed_by = sorted({each.by.document_id for each in cited.changes.get(clause.document_id, ())})
    return Reliance(
        document_id=document_id,
        ordinal=ordinal,
        cited_id=clause.document_id,
        cited_version=clause.version,
        locator=support.locator,
        start=clause.start,
        end=clause.end,
        quote=support.quote,
        validity=cited.facts[clause.document_id].validity.state.value,
        changed_by=changed_by,
    )


def _relied(row: Reliance, cited: Cited, fault: Fault | None) -> Relied:
    cited_id = DocumentId(row.cited_id)
    return Relied(
        DocumentId(row.document_id),
        Clause(cited_id, row.cited_version, row.start, row.end),
        row.locator,
        row.quote,
        cited.facts.get(cited_id),
        fault,
        fault is not None and row.accepted == fault.key,
    )
