"""Whose documents would be whose, were an organ's names others; shown before they are changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, Version, stands
from knowledge.listing import ListedIssuer
from service.keeping.reach import names_of
from service.staff.organs import KnownOrgan

#: Titles shown of those that come, and of those that go.
SHOWN = 10


@dataclass(frozen=True)
class Moved:
    """Documents that an organ gains or loses: how many, and the first titles."""

    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Keeping:
    """What an organ, named as it will be, gains and loses."""

    organ: str
    gained: Moved
    lost: Moved


def changed_keeping(
    session: Session,
    before: Sequence[KnownOrgan],
    after: Sequence[KnownOrgan],
    place: str | None,
) -> list[Keeping]:
    """The organs that would keep other documents; four statements for each whose names change."""
    old = {organ_id: names_of(row, place) for organ_id, row in before}
    found = []
    for organ_id, row in after:
        was, will_be = old.get(organ_id, frozenset()), names_of(row, place)
        if was != will_be:
            gained = _issued_under(session, will_be, was)
            found.append(Keeping(row.name, gained, _issued_under(session, was, will_be)))
    return [each for each in found if each.gained.count or each.lost.count]


def _issued_under(session: Session, names: Collection[str], but: Collection[str]) -> Moved:
    """The documents issued under one of the names and under none of the others."""
    others = select(ListedIssuer.document_id).where(ListedIssuer.name.in_(but))
    issued = select(ListedIssuer.document_id).where(
        ListedIssuer.name.in_(set(names) - set(but)), ListedIssuer.document_id.not_in(others)
    )
    standing = Document.id.in_(issued)
    count = session.scalars(
        select(func.count()).select_from(Document).join(Version, stands()).where(standing)
    ).one()
    query = select(Version.title).join(Document, stands()).where(standing).order_by(Document.id)
    return Moved(count, tuple(session.scalars(query.limit(SHOWN))) if count else ())
