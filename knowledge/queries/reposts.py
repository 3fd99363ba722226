"""Documents that other sites have published again: nearly the same text under the same name.

A bounded number of documents is looked at for a page, the newest first; how alike two texts are is
told from their signatures, which errs by 0.02 on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId
from knowledge.identity.minhash import Signature, estimates
from knowledge.identity.similarity import NEAR, signatures_of
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.listings import Place, Wanted, list_documents
from knowledge.relations.decisions import RelationKind, Verdict, decisions_on
from knowledge.relations.naming import bears, one_number, versions
from knowledge.relations.settled import Related

#: Documents looked at for one page, and others of their names.
EXAMINED = 100
_MOST_ALIKE = 1000

_Row = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Repost:
    """A document and another of nearly its text; `verdict` is what staff decided, if anything."""

    document: DocumentFacts
    other: Related
    resemblance: float
    same_number: bool
    verdict: str | None

    @property
    def percent(self) -> int:
        """The resemblance in whole percent."""
        return round(self.resemblance * 100)


def list_reposts(
    session: Session, wanted: Wanted, day: date, after: Place | None
) -> tuple[list[Repost], Place | None]:
    """Of the next documents those that are stored again, each pair once; and where to go on."""
    page = list_documents(session, wanted, day, EXAMINED, after)
    ids = [each.id for each in page.documents]
    own = session.execute(versions().where(Document.id.in_(ids))).all()
    numbers = {row.number_key for row in own} - {None}
    titles = {row.title_key for row in own} - {""}
    alike = versions().where(bears(numbers, titles), Document.withdrawn_at.is_(None))
    others = session.execute(alike.order_by(Document.id).limit(_MOST_ALIKE)).all()
    signatures = signatures_of(session, {row.id for row in (*own, *others)})
    verdicts = {
        frozenset((each.document_id, each.other_id)): each.verdict
        for each in decisions_on(session, ids, both_ways=True)
        if each.kind == RelationKind.REPOSTS
    }
    facts = {each.id: each for each in page.documents}
    found = [
        Repost(
            facts[DocumentId(one.document_id)],
            Related.of(other),
            resemblance,
            one.number_key is not None and one.number_key == other.number_key,
            verdicts.get(frozenset((one.document_id, other.document_id))),
        )
        for one, other, resemblance in _pairs(own, others, signatures)
    ]
    order = {document_id: place for place, document_id in enumerate(ids)}
    return sorted(
        (each for each in found if each.verdict != Verdict.REJECTED),
        key=lambda each: (order[each.document.id], -each.resemblance),
    ), page.last


def _pairs(
    own: Sequence[_Row], others: Sequence[_Row], signatures: dict[int, Signature]
) -> Iterator[tuple[_Row, _Row, float]]:
    """The pairs of nearly one text and one name, each from the one with the greater id."""
    for one in own:
        named = [other for other in others if _one_name(one, other) and other.id in signatures]
        if one.id not in signatures or not named:
            continue
        theirs = np.array([signatures[other.id] for other in named])
        alike = estimates(signatures[one.id], theirs)
        for other, resemblance in zip(named, alike, strict=True):
            if resemblance >= NEAR:
                yield one, other, resemblance


def _one_name(one: _Row, other: _Row) -> bool:
    if one.document_id <= other.document_id:
        return False
    same_number = one.number_key is not None and one.number_key == other.number_key
    return same_number or (one.title_key == other.title_key and one_number(one, other))
