"""By which of its names a clause may mean a stored document, and how surely it does.

`clauses` tells whether a clause names a target exactly or but for the issuers. An explanation's
title is looser: it holds the title that it explains (新版X要点), or names one of several joint
issuers. What only titles tell, and what fits several documents, is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, literal, or_, select

from knowledge.database import Holds, table
from knowledge.documents import Document, Reference, Version, is_current
from knowledge.keys import title_key
from knowledge.listing import ListedDocument
from knowledge.outline import ReferenceKind
from knowledge.relations.clauses import (
    CLAUSES,
    Clause,
    FoundBy,
    Target,
    acts_on,
    kin,
    matter_of,
    named_by,
)
from knowledge.relations.repeals import ACTS

_LISTED = table(ListedDocument)
#: Shorter titles stand in too many others to tell anything.
SHORTEST_TITLE = 8
#: What the titles of official documents end with, and where therefore one may end in another.
_ENDINGS = re.compile(
    "办法|规定|条例|细则|规则|通知|意见|方案|决定|决议|公告|通告|规划|纲要|计划|批复|措施|标准|指引|规程"
    "|制度|要点|政策"
)
#: Ends and length of a title within an explanation's that are looked for: 12 × 60 keys at most.
_MOST_ENDINGS = 12
_LONGEST_TITLE = 60
#: Explanations of a document that are searched by what their titles hold; it rarely has two.
_MOST_EXPLAINED = 5


def versions() -> Select[*tuple[Any, ...]]:
    """Newest versions with what relations are told by."""
    return select(
        Version.id,
        Version.document_id,
        Version.number,
        Version.title,
        Version.title_key,
        Version.carried_title_key,
        Version.doc_number,
        Version.number_key,
        Version.issuers,
        Version.region,
        Version.written_on,
        Version.published_on,
    ).join(Document, is_current())


def named_alike(
    own: Row[*tuple[Any, ...]], outgoing: Sequence[Clause], most: int
) -> Select[*tuple[Any, ...]]:
    """The documents that the clauses may mean, that share a name with this one, or carry it."""
    numbers = {own.number_key, *(clause.target_number_key for clause in outgoing)} - {None}
    titles = {own.title_key, own.carried_title_key}
    for clause in outgoing:
        titles |= set(_ways_to_print(clause))
    titles -= {None, ""}
    return (
        versions()
        .where(
            bears(numbers, titles),
            Document.id != own.document_id,
        )
        .order_by(Document.id)
        .limit(most)
    )


def bears(numbers: Collection[str], titles: Collection[str]) -> ColumnElement[bool]:
    """Whether a version has one of the numbers, or one of the titles as its own or carried."""
    return or_(
        Version.number_key.in_(numbers),
        Version.title_key.in_(titles),
        Version.carried_title_key.in_(titles),
    )


def one_number(one: Row[*tuple[Any, ...]], other: Row[*tuple[Any, ...]]) -> bool:
    """Whether the numbers of two versions do not speak against their being one document."""
    return len({one.number_key, other.number_key} - {None}) < 2


def named_in(clauses: Sequence[Clause], most: int) -> Select[*tuple[Any, ...]]:
    """The documents that the clauses, of whatever documents, may mean by number or title."""
    numbers = {clause.target_number_key for clause in clauses} - {None}
    titles = {way for clause in clauses for way in _ways_to_print(clause)}
    return (
        versions()
        .where(
            bears(numbers, titles),
            Document.withdrawn_at.is_(None),
        )
        .order_by(Document.id)
        .limit(most)
    )


def titled_like(outgoing: Iterable[Clause], most: int) -> Select[str] | None:
    """Documents in whose titles stands what an explanation names, whole or without issuers.

    Their ids; the document that explains may be among them. None where it explains nothing by
    title. Looked through, letter by letter, is the
    narrow list of documents, whose words are the keys of the titles with blanks between.
    """
    held: list[ColumnElement[bool]] = []
    explained = [clause for clause in outgoing if _explains_by_title(clause)]
    for clause in explained[:_MOST_EXPLAINED]:
        key = clause.target_title_key
        whole, matter = Holds(_LISTED.c.words, key), matter_of(key)
        if matter is None:
            held.append(whole)
        else:
            ends_so = Holds(_LISTED.c.words + " ", f"{matter} ")
            held.append(and_(Holds(_LISTED.c.words, matter), or_(whole, ends_so)))
    if not held:
        return None
    # In the order of an expression, lest the rows be looked up one by one in that of the ids.
    order = func.coalesce(_LISTED.c.document_id, "")
    return select(_LISTED.c.document_id).where(or_(*held)).order_by(order).limit(most)


def explaining(own: Row[*tuple[Any, ...]], most: int) -> Select[*tuple[Any, ...]]:
    """Explanations whose title holds that of the document, or stands in it; in the index alone."""
    column = Reference.target_title_key
    held: list[ColumnElement[bool]] = []
    for key in (own.title_key, own.carried_title_key):
        if not _tells(key):
            continue
        stands_in = literal(key).contains(column)  # a key has no wildcard
        held += [
            column.contains(key, autoescape=True),
            and_(func.length(column) >= SHORTEST_TITLE, stands_in),
        ]
        matter = matter_of(key)
        if matter is not None:
            held.append(column.endswith(matter, autoescape=True))
    found = (
        select(Reference.id)
        .where(Reference.kind == ReferenceKind.INTERPRETS, or_(false(), *held))
        .limit(most)
    )
    return CLAUSES.where(Reference.id.in_(found.scalar_subquery()))


@dataclass(frozen=True)
class Meant:
    """A target that a clause means, and how it was found; `certain` where no other is likely."""

    target: Target
    found_by: FoundBy
    certain: bool


def meant(clause: Clause, targets: Collection[Target]) -> list[Meant]:
    """Which of the targets the clause means.

    A title alone that fits several documents is certain of none of them, unless only one was
    there when the clause was written.
    """
    found = {target: by for target in targets if (by := _found(clause, target)) is not None}
    by_title = [target for target, by in found.items() if by is FoundBy.TITLE]
    if len(by_title) > 1 and not _one_document(by_title):
        before = [target for target in by_title if not _later(target, clause)]
        by_title = before if _one_document(before) else []
    return [
        Meant(target, by, by is FoundBy.NUMBER or target in by_title)
        for target, by in found.items()
    ]


def _found(clause: Clause, target: Target) -> FoundBy | None:
    """How the clause means the target; what ends or changes a document acts on older ones only."""
    if ReferenceKind(clause.kind) in ACTS and not acts_on(clause, target):
        return None
    return named_by(clause, target) or _in_title(clause, target)


def _in_title(clause: Clause, target: Target) -> FoundBy | None:
    """An explanation whose title holds that of the target, or the other way round.

    What holds the words of the explanation counts between offices that are kin only: they are
    often few (最低生活保障标准).
    """
    key = clause.target_title_key
    if not _explains_by_title(clause) or clause.document_id == target.id:
        return None
    if any(_tells(title) and title in key for title in target.title_keys):
        return FoundBy.LIKE_TITLE
    held = any(key in title for title in target.title_keys)
    matter = matter_of(key)
    ends_alike = matter is not None and any(title.endswith(matter) for title in target.title_keys)
    return FoundBy.LIKE_TITLE if (held or ends_alike) and kin(clause, target) else None


def _explains_by_title(clause: Clause) -> bool:
    return (
        clause.kind == ReferenceKind.INTERPRETS
        and clause.target_number_key is None
        and _tells(clause.target_title_key)
    )


def _one_document(targets: Sequence[Target]) -> bool:
    """Whether the targets are one document, stored under its number twice or beside its carrier."""
    numbers = {target.number_key for target in targets}
    if len(targets) == 1 or (len(numbers) == 1 and None not in numbers):
        return True
    carriers = [target for target in targets if len(target.title_keys) > 1]
    return (len(targets), len(carriers)) == (2, 1) and len(numbers - {None}) < 2


def _later(target: Target, clause: Clause) -> bool:
    """Whether the target was not there yet when the clause was written."""
    return target.dated is not None and clause.dated is not None and target.dated > clause.dated


def _ways_to_print(clause: Clause) -> Iterator[str]:
    """The titles that the document of a clause may bear in the store.

    Of an explanation's title also the titles that may stand in it.
    """
    key = clause.target_title_key
    if not key:
        return
    yield key
    yield from (title_key(issuer) + key for issuer in clause.issuers)
    matter = matter_of(key)
    if matter is not None:
        yield matter
    if clause.kind == ReferenceKind.INTERPRETS:
        for ending in list(_ENDINGS.finditer(key))[:_MOST_ENDINGS]:
            for start in range(max(0, ending.end() - _LONGEST_TITLE), ending.end()):
                if ending.end() - start >= SHORTEST_TITLE:
                    yield key[start : ending.end()]


def _tells(key: str | None) -> bool:
    return key is not None and len(key) >= SHORTEST_TITLE
