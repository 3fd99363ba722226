"""Which stored document a clause means: shared by repeals and by all other relations.

A clause names a document by its number, its title or both; which stored one that is, is found
when it is asked, so that it never matters which document was ingested first.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, func, select, union
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Reference, Version, stands
from knowledge.keys import title_key
from knowledge.outline import ReferenceKind

#: A clause with what is needed of the document that it stands in.
Clause = Row[*tuple[Any, ...]]
Query = Select[*tuple[Any, ...]]

_DOCUMENTS, _VERSIONS, _REFERENCES = table(Document), table(Version), table(Reference)

#: Where the matter of a title begins: what stands before it names the issuers.
_MATTER = "关于"
#: Shorter matters (关于放假的通知) are borne by too many documents.
_LONG_ENOUGH = 8


class FoundBy(StrEnum):
    """How a relation was found; the value is what people read."""

    NUMBER = "文号"
    TITLE = "标题"
    #: The title but for the issuers before it, or a title that holds the other's.
    LIKE_TITLE = "相近标题"
    TEXT = "正文"
    STAFF = "人工"


@dataclass(frozen=True)
class Target:
    """A document that a clause may mean: how it may be named, and how old it is."""

    id: DocumentId
    number_key: str | None
    title_keys: frozenset[str]
    dated: date | None
    issuers: frozenset[str] = frozenset()
    region: str | None = None

    @classmethod
    def of(cls, row: Row[*tuple[Any, ...]]) -> Target:
        """The document of a row with a version's columns."""
        titles = frozenset(key for key in (row.title_key, row.carried_title_key) if key)
        dated = row.written_on or row.published_on
        issuers = frozenset(row.issuers)
        return cls(row.document_id, row.number_key, titles, dated, issuers, row.region)

    @property
    def near_keys(self) -> frozenset[str]:
        """The titles as others may print them: without the issuers, or with one of them."""
        found = set()
        for key in self.title_keys:
            matter = key if key.startswith(_MATTER) else matter_of(key)
            if matter is not None:
                found |= {matter, *(title_key(issuer) + matter for issuer in self.issuers)}
        return frozenset(found - self.title_keys)


def matter_of(key: str) -> str | None:
    """A title from 关于 on, without the issuers before it; None where none are or it is short."""
    at = key.find(_MATTER)
    return key[at:] if at > 0 and len(key) - at >= _LONG_ENOUGH else None


#: Clauses of the newest versions of standing documents.
CLAUSES: Query = (
    select(
        _REFERENCES.c.kind,
        _REFERENCES.c.printed,
        _REFERENCES.c.target_number_key,
        _REFERENCES.c.target_title_key,
        _REFERENCES.c.on,
        _REFERENCES.c.start,
        _REFERENCES.c.end,
        _DOCUMENTS.c.id.label("document_id"),
        _VERSIONS.c.number,
        _VERSIONS.c.title,
        _VERSIONS.c.title_key,
        _VERSIONS.c.carried_title_key,
        _VERSIONS.c.doc_number,
        _VERSIONS.c.number_key,
        _VERSIONS.c.issuers,
        _VERSIONS.c.region,
        func.coalesce(_VERSIONS.c.written_on, _VERSIONS.c.published_on).label("dated"),
    )
    .join(_VERSIONS, _REFERENCES.c.version_id == _VERSIONS.c.id)
    .join(_DOCUMENTS, stands())
)
#: Each way to name a document is a search of its own, on an index that holds the kind too.
_WAYS = [
    select(_REFERENCES.c.id)
    .where(
        _REFERENCES.c.kind.in_(bindparam("kinds", expanding=True)),
        column.in_(bindparam(keys, expanding=True)),
    )
    .limit(bindparam("most", type_=BigInteger))
    .subquery()
    for column, keys in (
        (_REFERENCES.c.target_number_key, "numbers"),
        (_REFERENCES.c.target_title_key, "titles"),
    )
]
_ON_TARGETS = CLAUSES.where(
    _REFERENCES.c.id.in_(union(*(select(way.c.id) for way in _WAYS)))
).order_by(_REFERENCES.c.id)


def clauses_on(
    session: Session,
    targets: Collection[Target],
    kinds: Iterable[ReferenceKind],
    most: int = sys.maxsize,
) -> Sequence[Clause]:
    """The clauses of standing documents that may mean one of the targets.

    At most `most` by number and as many by title: a law is cited by every second document.
    """
    wanted = {
        "kinds": list(kinds),
        "numbers": [target.number_key for target in targets if target.number_key],
        "titles": list({key for each in targets for key in (*each.title_keys, *each.near_keys)}),
        "most": most,
    }
    return session.execute(_ON_TARGETS, wanted).all()


def named_by(clause: Clause, target: Target) -> FoundBy | None:
    """How the clause names the target; None where it means another document.

    A number decides where the clause and the target both have one: a successor often bears the
    title of what it ends. A title without its issuers counts between offices that are kin.
    """
    if clause.document_id == target.id:
        return None
    if clause.number_key is not None and clause.number_key == target.number_key:
        return None  # another copy of the document that speaks
    if clause.target_number_key is not None and target.number_key is not None:
        return FoundBy.NUMBER if clause.target_number_key == target.number_key else None
    if clause.target_title_key in target.title_keys:
        return FoundBy.TITLE
    if clause.target_title_key in target.near_keys and kin(clause, target):
        return FoundBy.LIKE_TITLE
    return None


def acts_on(clause: Clause, target: Target) -> bool:
    """Whether the clause, which ends or changes a document, means this target.

    By title alone a document acts on what is not younger than itself only, and on what bears its
    own title only if that is known to be older (else it may be a copy of it).
    """
    found = named_by(clause, target)
    if found is None or found is FoundBy.NUMBER:
        return found is not None
    if clause.dated is not None and target.dated is not None:
        return bool(target.dated < clause.dated)
    return clause.target_title_key not in (clause.title_key, clause.carried_title_key)


def told_anew(clause: Clause, target: Target) -> bool:
    """Whether the document of the clause bears the target's title: 重新发布, with a new number."""
    return bool({clause.title_key, clause.carried_title_key} & target.title_keys)


def kin(clause: Clause, target: Target) -> bool:
    """Whether the two are of one office, or of one place."""
    return bool(target.issuers & set(clause.issuers)) or (
        target.region is not None and target.region == clause.region
    )
