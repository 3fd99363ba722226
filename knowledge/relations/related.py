"""How a document is related to the others in the store, found when it is asked.

Clauses name other documents by number or title (`clauses`), a notice names what it carries, and
nearly the same text under the same name is a repost. Beside what was found stands what staff
decided of it. A fixed number of statements, each on an index, however many documents there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Reference
from knowledge.errors import UnknownDocument
from knowledge.identity.similarity import near_duplicates
from knowledge.outline import ReferenceKind
from knowledge.relations.clauses import CLAUSES, Clause, FoundBy, Target, clauses_on
from knowledge.relations.decisions import RelationKind, decisions_on
from knowledge.relations.naming import (
    Meant,
    explaining,
    meant,
    named_alike,
    one_number,
    titled_like,
    versions,
)
from knowledge.relations.repeals import ACTS
from knowledge.relations.settled import Evidence, Related, Relation, settled

#: Clauses of others on a document that are looked at: a law is cited by every second document.
MOST = 500
#: Near-duplicates among which reposts are looked for.
_NEAR = 20

_KINDS = {
    **ACTS,
    ReferenceKind.INTERPRETS: RelationKind.INTERPRETS,
    ReferenceKind.CITES: RelationKind.CITES,
}
_ALL_BUT_CITES = [kind for kind in _KINDS if kind is not ReferenceKind.CITES]

_Row = Row[*tuple[Any, ...]]


def relations_of(session: Session, document_id: DocumentId) -> list[Relation]:
    """The document's relations in both directions, by kind, those of staff included.

    Raises UnknownDocument when there is no such document.
    """
    own = _newest(session, document_id)
    outgoing = _clauses_of(session, own)
    candidates = _candidates(session, own, outgoing)
    found = [
        *_outgoing(outgoing, candidates),
        *_incoming(session, own, candidates),
        *_carrying(own, candidates),
        *_reposts(session, own, candidates),
    ]
    decided = decisions_on(session, [document_id], both_ways=True)
    return settled(session, document_id, _each_once(found), decided)


def interpreted_by(session: Session, document_id: DocumentId) -> list[Relation]:
    """What the document explains: those of its relations alone, without looking for the others.

    Raises UnknownDocument when there is no such document.
    """
    own = _newest(session, document_id)
    outgoing = _clauses_of(session, own)
    told = [clause for clause in outgoing if clause.kind == ReferenceKind.INTERPRETS]
    candidates = _candidates(session, own, outgoing) if told else []
    decided = decisions_on(session, [document_id], both_ways=True)
    found = settled(session, document_id, _each_once(_outgoing(told, candidates)), decided)
    return [relation for relation in found if relation.kind is RelationKind.INTERPRETS]


def _newest(session: Session, document_id: DocumentId) -> _Row:
    own = session.execute(versions().where(Document.id == document_id)).one_or_none()
    if own is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    return own


def _clauses_of(session: Session, own: _Row) -> Sequence[Clause]:
    own_clauses = CLAUSES.where(Reference.version_id == own.id)
    return session.execute(own_clauses.order_by(Reference.id)).all()


def _candidates(session: Session, own: _Row, outgoing: Sequence[Clause]) -> list[_Row]:
    """The documents that the clauses of `own` may mean, and those that share a name with it."""
    found = {row.document_id: row for row in session.execute(named_alike(own, outgoing, 4 * MOST))}
    alike = titled_like(outgoing, MOST)
    if alike is not None:
        ids = set(session.scalars(alike)) - {own.document_id}
        rows = session.execute(versions().where(Document.id.in_(ids)))
        found |= {row.document_id: row for row in rows}
    return [found[document_id] for document_id in sorted(found)]


def _outgoing(outgoing: Iterable[Clause], candidates: Iterable[_Row]) -> Iterator[Relation]:
    targets = {Target.of(row): row for row in candidates}
    for clause in outgoing:
        for each in meant(clause, targets):
            kind = _KINDS[ReferenceKind(clause.kind)]
            yield _told(clause, kind, Related.of(targets[each.target]), each)


def _incoming(session: Session, own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    target = Target.of(own)
    # Others of the same title, which the clause may mean as well.
    targets = {target, *(other for row in candidates if _shares(other := Target.of(row), target))}
    rows = [
        *clauses_on(session, [target], _ALL_BUT_CITES, MOST),
        *session.execute(explaining(own, MOST)),
        *clauses_on(session, [target], [ReferenceKind.CITES], MOST),
    ]
    for clause in rows:
        for each in meant(clause, targets):
            if each.target == target:
                kind = _KINDS[ReferenceKind(clause.kind)].inverse
                yield _told(clause, kind, _related_of(clause), each)


def _shares(one: Target, other: Target) -> bool:
    return bool(one.title_keys & other.title_keys)


def _related_of(clause: Clause) -> Related:
    return Related(DocumentId(clause.document_id), clause.number, clause.title, clause.doc_number)


def _told(clause: Clause, kind: RelationKind, other: Related, found: Meant) -> Relation:
    evidence = Evidence(
        DocumentId(clause.document_id), clause.number, clause.printed, clause.start, clause.end
    )
    return Relation(kind, other, found.found_by, found.certain, evidence=evidence)


def _carrying(own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    """A notice and the document that it carries, where that is stored by itself too."""
    for row in candidates:
        for carrier, carried, kind in (
            (own, row, RelationKind.CARRIES),
            (row, own, RelationKind.CARRIED_BY),
        ):
            if (
                carrier.carried_title_key
                and carrier.carried_title_key == carried.title_key
                and carrier.title_key != carried.title_key
                and one_number(carrier, carried)
            ):
                yield Relation(kind, Related.of(row), FoundBy.TITLE, certain=True)


def _reposts(session: Session, own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    """Documents of nearly the same text under the same number, or the same title."""
    near = {each.document_id: each for each in near_duplicates(session, own.id, _NEAR)}
    for row in candidates:
        same_number = own.number_key is not None and own.number_key == row.number_key
        same_title = own.title_key == row.title_key and one_number(own, row)
        if row.document_id in near and (same_number or same_title):
            yield Relation(RelationKind.REPOSTS, Related.of(row), FoundBy.TEXT, certain=True)


def _each_once(found: Iterable[Relation]) -> list[Relation]:
    """Of what was found several times the surest, else the first."""
    best: dict[tuple[RelationKind, DocumentId], Relation] = {}
    for relation in found:
        key = (relation.kind, relation.other.id)
        if key not in best or (relation.certain and not best[key].certain):
            best[key] = relation
    return list(best.values())
