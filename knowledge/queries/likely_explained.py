"""Policies that an explanation may mean, told by nothing but what the two titles are about.

Looked at are explanations of which no text tells surely what they explain, and that nobody decided
on. A policy is looked for among those made public not long before or after: it is to be explained
when it is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Reference
from knowledge.listing import UNTOLD, ListedDocument
from knowledge.outline import ReferenceKind
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.listings import OWN_ANSWERS, Place, Wanted, list_documents
from knowledge.relations.clauses import CLAUSES, Target
from knowledge.relations.decisions import RelationDecision, RelationKind, Verdict
from knowledge.relations.likeness import (
    LIKELY,
    Likeness,
    matter_of_title,
    pairs_of,
    score_of,
    shared_run,
)
from knowledge.relations.naming import meant, named_in, versions
from knowledge.relations.settled import Related

#: Explanations looked at for one page, and policies that each may be offered.
EXAMINED, OFFERED = 30, 3
#: Days before and after an explanation within which its policy was made public.
BEFORE, AFTER = 120, 30
#: Policies compared for one page, the newest first.
_MOST = 4000
#: Policies whose titles are looked at closely for one explanation, and in one reading for all.
_CLOSELY, _MOST_MEANT = 12, 2000

_Row = Row[*tuple[Any, ...]]
_LISTED, _DECIDED = table(ListedDocument), table(RelationDecision)


@dataclass(frozen=True)
class LikelyExplained:
    """An explanation and a policy whose titles are so like."""

    explanation: DocumentFacts
    policy: Related
    likeness: Likeness


def likely_explained(
    session: Session,
    wanted: Wanted,
    kinds: frozenset[str],
    day: date,
    after: Place | None,
) -> tuple[list[LikelyExplained], Place | None]:
    """Of the next explanations the policies they may mean, and where to go on from.

    `wanted` narrows the explanations, `kinds` are those of policies.
    """
    page = list_documents(session, replace(wanted, kind="解读"), day, EXAMINED, after)
    decided = _decided(session, [each.id for each in page.documents])
    sure = _surely_explaining(session, page.documents) | {
        one for (one, _), verdict in decided.items() if verdict != Verdict.REJECTED
    }
    open_ones = [each for each in page.documents if each.id not in sure and _told(each)]
    near = _near(session, open_ones, kinds)
    query = versions().where(
        Document.id.in_({policy for some in near.values() for policy in some}),
        Document.withdrawn_at.is_(None),
    )
    rows = {DocumentId(row.document_id): row for row in session.execute(query)}
    found = [
        LikelyExplained(each, Related.of(rows[policy]), likeness)
        for each in open_ones
        for policy, likeness in _likely(each, {id_: rows.get(id_) for id_ in near[each.id]})
        if (each.id, policy) not in decided
    ]
    return found, page.last


def _near(
    session: Session, explanations: Sequence[DocumentFacts], kinds: frozenset[str]
) -> dict[DocumentId, list[DocumentId]]:
    """Of each explanation the policies of its time that share most pairs of letters with it."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    days = [told for each in explanations if (told := _told(each)) is not None]
    if not days:
        return near
    query = (
        select(_LISTED.c.document_id, _LISTED.c.told_on, _LISTED.c.words)
        .where(
            _LISTED.c.kind.in_(kinds),
            _LISTED.c.told_on >= min(days) - timedelta(days=BEFORE),
            _LISTED.c.told_on <= max(days) + timedelta(days=AFTER),
            _LISTED.c.document_id < OWN_ANSWERS,
        )
        .order_by(_LISTED.c.told_on.desc())
        .limit(_MOST)
    )
    policies = [
        (DocumentId(row.document_id), row.told_on, pairs_of(row.words.partition(" ")[0]))
        for row in session.execute(query)
    ]
    for each in explanations:
        own, told = pairs_of(matter_of_title(each.title, _names(each))), _told(each)
        if told is None or not own:
            continue
        begins, ends = told - timedelta(days=BEFORE), told + timedelta(days=AFTER)
        shared = [
            (len(own & pairs), policy)
            for policy, on, pairs in policies
            if begins <= on <= ends and not own.isdisjoint(pairs)
        ]
        near[each.id] = [policy for _, policy in sorted(shared, reverse=True)[:_CLOSELY]]
    return near


def _likely(
    explanation: DocumentFacts, policies: Mapping[DocumentId, _Row | None]
) -> Iterator[tuple[DocumentId, Likeness]]:
    matter = matter_of_title(explanation.title, _names(explanation))
    scored = []
    for policy, row in policies.items():
        if row is None:
            continue
        about = matter_of_title(row.title, (*_names(explanation), *row.issuers, row.region or ""))
        score = score_of(pairs_of(matter), pairs_of(about))
        if score >= LIKELY:
            scored.append((score, policy, shared_run(matter, about)))
    for score, policy, shared in sorted(scored, reverse=True)[:OFFERED]:
        yield policy, Likeness(score, shared)


def _names(facts: DocumentFacts) -> tuple[str, ...]:
    return (*facts.issuers, facts.region or "")


def _told(facts: DocumentFacts) -> date | None:
    told = facts.published_on or facts.written_on
    return told if told and told > UNTOLD else None


def _surely_explaining(session: Session, documents: Sequence[DocumentFacts]) -> set[str]:
    """Those whose text tells surely of one stored document that it is what they explain."""
    clauses = session.execute(
        CLAUSES.where(
            Document.id.in_([each.id for each in documents]),
            Reference.kind == ReferenceKind.INTERPRETS,
        )
    ).all()
    if not clauses:
        return set()
    named = session.execute(named_in(clauses, _MOST_MEANT))
    targets = [Target.of(row) for row in named]
    return {
        clause.document_id
        for clause in clauses
        if any(each.certain for each in meant(clause, targets))
    }


def _decided(session: Session, ids: Sequence[DocumentId]) -> dict[tuple[str, str], str]:
    """What was decided on whom these explain, by the two ids."""
    rows = session.execute(
        select(_DECIDED.c.document_id, _DECIDED.c.other_id, _DECIDED.c.verdict).where(
            _DECIDED.c.document_id.in_(ids),
            _DECIDED.c.kind == RelationKind.INTERPRETS.value,
            _DECIDED.c.verdict != Verdict.WITHDRAWN.value,
        )
    )
    return {(row.document_id, row.other_id): row.verdict for row in rows}
