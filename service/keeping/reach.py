"""Who keeps which documents: the one rule by which every list, page, count and change is bounded.

A document belongs to the organs that issued it. Whoever publishes or coordinates keeps them all, an
auditor sees them all; everybody else keeps those of the own organ, and without an organ none. The
answers that the office published itself are no such documents: they have a desk of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Version, is_current
from service.keeping.errors import NotKept
from service.staff.actors import Actor
from service.staff.organ_tables import OrganRow
from service.staff.organs import row_of
from service.staff.records import Organ
from service.staff.roles import Role

#: Roles that keep, or see, the documents of every organ.
EVERY_ORGAN = frozenset({Role.PUBLISHER, Role.COORDINATOR, Role.AUDITOR})

#: Ids of documents; those of the office's own published answers begin with another letter.
_DOCUMENT_ID = re.compile(r"d[0-9a-f]{1,31}")
_LAST_PLACE = re.compile("[\u4e00-\u9fff]{1,6}?[县市区旗]$")
_PLACE_KINDS = "县市区旗"


@dataclass(frozen=True)
class Reach:
    """The documents that a person keeps: those issued under one of the `names`; None: all."""

    names: frozenset[str] | None

    def covers(self, issuers: Collection[str]) -> bool:
        """Whether a document of these issuers is among them."""
        return self.names is None or not self.names.isdisjoint(issuers)


def reach_of(session: Session, actor: Actor, place: str | None) -> Reach:
    """What the actor keeps; `place` is the county that the office's organs belong to."""
    if actor.roles & EVERY_ORGAN:
        return Reach(None)
    organ = session.get(Organ, actor.organ_id) if actor.organ_id is not None else None
    return Reach(names_of(row_of(organ), place) if organ else frozenset())


def names_of(organ: OrganRow, place: str | None) -> frozenset[str]:
    """The names under which the organ issues and issued documents.

    Those are its name, its short name and its other names, each also with the name of the county
    before it (青禾县 + 县民政局 = 青禾县民政局).
    """
    plain = {organ.name, organ.short_name, *organ.aliases}
    placed = {_joined(before, name) for before in _ways_to_name(place) for name in plain}
    return frozenset(filter(None, plain | placed))


def issuers_of(session: Session, reach: Reach, document_id: str) -> tuple[str, ...]:
    """The issuers of a document that the person keeps; raises NotKept, withdrawn ones included."""
    issuers = None
    if _DOCUMENT_ID.fullmatch(document_id):
        query = select(Version.issuers).join(Document, is_current())
        issuers = session.scalars(query.where(Document.id == DocumentId(document_id))).one_or_none()
    if issuers is None or not reach.covers(issuers):
        raise NotKept("没有这个文件，或者它不归您的单位管")
    return tuple(issuers)


def _ways_to_name(place: str | None) -> tuple[str, ...]:
    """The county with and without the city that it belongs to (牡丹江市林口县, 林口县)."""
    if not place:
        return ()
    last = _LAST_PLACE.search(re.sub(f"^.+?市(?=.+[{_PLACE_KINDS}]$)", "", place))
    return tuple({place, last.group()} if last else {place})


def _joined(place: str, name: str) -> str:
    """The name with the place before it, whose last letter the name may begin with."""
    return place + (name[1:] if name[:1] == place[-1:] else name)
