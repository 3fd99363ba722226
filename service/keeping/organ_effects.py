"""Whose documents would be whose, were an organ's names others; shown before they are changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Document, Version, is_current
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
    """The organs that would keep other documents; two statements at most."""
    old = {organ_id: names_of(row, place) for organ_id, row in before}
    named = [
        (row.name, old.get(number, frozenset()), names_of(row, place)) for number, row in after
    ]
    changed = [(organ, was, now) for organ, was, now in named if was != now]
    issued = _issued_under(session, {name for _, was, now in changed for name in was | now})
    moves = []
    for organ, was, now in changed:
        kept, will_keep = _of(issued, was), _of(issued, now)
        moves.append((organ, sorted(will_keep - kept), sorted(kept - will_keep)))
    shown = {each for _, *moved in moves for ids in moved for each in ids[:SHOWN]}
    titles = _titles(session, shown)
    return [
        Keeping(organ, _moved(gained, titles), _moved(lost, titles))
        for organ, gained, lost in moves
        if gained or lost
    ]


def _issued_under(session: Session, names: Collection[str]) -> dict[str, set[str]]:
    """The documents that stand, by the names they were issued under."""
    found: dict[str, set[str]] = {}
    query = (
        select(ListedIssuer.name, ListedIssuer.document_id)
        .join(Document, Document.id == ListedIssuer.document_id)
        .where(ListedIssuer.name.in_(names), Document.withdrawn_at.is_(None))
    )
    for name, document_id in session.execute(query) if names else ():
        found.setdefault(name, set()).add(document_id)
    return found


def _of(issued: Mapping[str, set[str]], names: Collection[str]) -> set[str]:
    return set().union(*(issued.get(name, set()) for name in names))


def _titles(session: Session, ids: Collection[str]) -> dict[str, str]:
    query = select(Document.id, Version.title).join(Version, is_current())
    rows = session.execute(query.where(Document.id.in_(ids))) if ids else ()
    return {row.id: row.title for row in rows}


def _moved(ids: Sequence[str], titles: Mapping[str, str]) -> Moved:
    return Moved(len(ids), tuple(titles[each] for each in ids[:SHOWN]))
