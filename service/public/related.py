"""The documents that belong to one: its interpretations first, then what changed it, then others.

Shown is what is certain or what staff confirmed. Which policy an interpretation explains is told by
titles alone and seldom certain; since an interpretation has no force, it is shown all the same and
said to be found by its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import relations_of
from knowledge.relations.settled import Relation, RelationState

#: What a group of related documents is called, in the order of the page.
HEADINGS = {
    RelationKind.INTERPRETED_BY: "这份文件的解读",
    RelationKind.INTERPRETS: "所解读的文件",
    RelationKind.SUPERSEDED_BY: "代替或废止这份文件的",
    RelationKind.AMENDED_BY: "修改这份文件的",
    RelationKind.PARTLY_ENDED_BY: "废止其中条款的",
    RelationKind.EXTENDED_BY: "延长有效期的",
    RelationKind.SUPERSEDES: "这份文件代替或废止的",
    RelationKind.AMENDS: "这份文件修改的",
    RelationKind.ENDS_PART: "这份文件废止其中条款的",
    RelationKind.EXTENDS: "这份文件延长有效期的",
    RelationKind.CARRIES: "所印发的文件",
    RelationKind.CARRIED_BY: "印发这份文件的通知",
    RelationKind.CITES: "引用的文件",
    RelationKind.CITED_BY: "引用这份文件的",
    RelationKind.REPOSTS: "同一份文件的转载",
}
EXPLAINS = frozenset({RelationKind.INTERPRETS, RelationKind.INTERPRETED_BY})
#: Documents shown of a group.
MOST = 12


@dataclass(frozen=True)
class RelatedDocument:
    """A document with its validity today; `by_title` where only titles tell that it belongs."""

    facts: DocumentFacts
    by_title: bool


@dataclass(frozen=True)
class RelatedGroup:
    """Documents that are the same to the one that is read; `more` were found than are shown.

    `explains` is True of interpretations and of what is interpreted: they come first.
    """

    heading: str
    explains: bool
    documents: tuple[RelatedDocument, ...]
    more: int


def related_documents(
    session: Session, document_id: DocumentId, day: date
) -> tuple[RelatedGroup, ...]:
    """The groups that hold a document, those withdrawn left out; a fixed number of statements.

    Raises UnknownDocument when there is no such document.
    """
    relations = [each for each in relations_of(session, document_id) if _is_shown(each)]
    by_kind = {kind: [each for each in relations if each.kind is kind] for kind in HEADINGS}
    wanted = {each.other.id for group in by_kind.values() for each in group[:MOST]}
    facts = document_facts(session, wanted, day) if wanted else {}
    groups = (_group(kind, group, facts) for kind, group in by_kind.items())
    return tuple(group for group in groups if group.documents)


def _is_shown(relation: Relation) -> bool:
    if relation.state is not RelationState.PROPOSED:
        return relation.state is not RelationState.REJECTED
    return relation.certain or relation.kind in EXPLAINS


def _group(
    kind: RelationKind,
    relations: Sequence[Relation],
    facts: dict[DocumentId, DocumentFacts],
) -> RelatedGroup:
    shown = tuple(
        RelatedDocument(
            facts[each.other.id],
            by_title=not each.certain and each.state is RelationState.PROPOSED,
        )
        for each in relations[:MOST]
        if each.other.id in facts
    )
    return RelatedGroup(HEADINGS[kind], kind in EXPLAINS, shown, max(0, len(relations) - MOST))
