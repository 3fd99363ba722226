"""Which documents a later document ends, changes or extends, resolved when it is asked.

The clauses of current versions are joined to their targets by number or title at read time, so
that it never matters which document was ingested first.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Reference, Version, stands
from knowledge.numbering import chinese_number
from knowledge.outline import ReferenceKind
from knowledge.validity import Effect, Repeal, Successor

#: What a clause does, by the kind of reference that it is kept as.
_EFFECTS = {
    ReferenceKind.REPEALS: Effect.ENDS,
    ReferenceKind.ENDS_PART: Effect.ENDS_PART,
    ReferenceKind.AMENDS: Effect.AMENDS,
    ReferenceKind.EXTENDS: Effect.EXTENDS,
}
#: The articles that a clause means alone, and the length of an extension, as it prints them.
_PART = re.compile("(?:第[^》）]{1,60}[章节条款项]|(?:部分|有关|相关|个别)(?:条款|内容|规定))$")
_LENGTH = re.compile(
    "延[长续](?:[^，。]{0,4}?)(?P<count>[0-9一二两三四五六七八九十]{1,2})(?P<unit>年|个月)"
)


@dataclass(frozen=True)
class Target:
    """A document that may have been ended: how a clause may name it, and how old it is."""

    id: DocumentId
    number_key: str | None
    title_keys: frozenset[str]
    dated: date | None


def find_repeals(session: Session, targets: Collection[Target]) -> dict[Target, list[Repeal]]:
    """The clauses of other documents on each target, the earliest first; one statement.

    Targets that no clause means are left out.
    """
    rows = session.execute(_clauses(targets)).all()
    found = {}
    for target in targets:
        repeals = [_repeal(row) for row in rows if _ends(row, target)]
        if repeals:
            found[target] = sorted(repeals, key=lambda repeal: repeal.on or date.max)
    return found


def _clauses(targets: Collection[Target]) -> Select[*tuple[Any, ...]]:
    numbers = {target.number_key for target in targets if target.number_key}
    titles = {key for target in targets for key in target.title_keys}
    return (
        select(
            Reference.kind,
            Reference.printed,
            Reference.target_number_key,
            Reference.target_title_key,
            Reference.on,
            Document.id.label("document_id"),
            Version.title,
            Version.title_key,
            Version.carried_title_key,
            Version.doc_number,
            Version.number_key,
            func.coalesce(Version.written_on, Version.published_on).label("dated"),
        )
        .join(Version, Reference.version_id == Version.id)
        .join(Document, stands())
        .where(
            Reference.kind.in_(_EFFECTS),
            or_(
                Reference.target_number_key.in_(numbers),
                Reference.target_title_key.in_(titles),
            ),
        )
        .order_by(Reference.id)
    )


def _ends(clause: Row[*tuple[Any, ...]], target: Target) -> bool:
    """Whether the clause means this target.

    A number decides where the clause and the target both have one: a successor often bears the
    title of what it ends. By title alone a document ends only what is not younger than itself,
    and what bears its own title only if that is known to be older (else it may be a copy of it).
    """
    if clause.document_id == target.id:
        return False
    if clause.number_key is not None and clause.number_key == target.number_key:
        return False  # another copy of the repealing document
    if clause.target_number_key is not None and target.number_key is not None:
        return bool(clause.target_number_key == target.number_key)
    if clause.target_title_key not in target.title_keys:
        return False
    if clause.dated is not None and target.dated is not None:
        return bool(target.dated < clause.dated)
    return clause.target_title_key not in (clause.title_key, clause.carried_title_key)


def _repeal(clause: Row[*tuple[Any, ...]]) -> Repeal:
    successor = Successor(clause.document_id, clause.title, clause.doc_number)
    effect = _EFFECTS[ReferenceKind(clause.kind)]
    if effect is Effect.EXTENDS:
        # An extension counts at once: the term that it lengthens still runs, or is mended by it.
        return Repeal(None, successor, effect, until=clause.on, months=_months(clause.printed))
    part = _PART.search(clause.printed)
    return Repeal(clause.on, successor, effect, part=part.group() if part else "")


def _months(printed: str) -> int:
    length = _LENGTH.search(printed)
    count = chinese_number(length["count"]) if length else None
    if length is None or not count:
        return 0
    return count * 12 if length["unit"] == "年" else count
