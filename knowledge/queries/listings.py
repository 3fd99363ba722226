"""Finding documents in the list of all: narrowed, newest first, a bounded page at a time.

Every page costs the same number of statements however many documents there are. Validity is judged
when it is asked, on the day of asking, and stands in no column: to narrow a page by it, at most
EXAMINED documents are judged, and whoever asks goes on from the last of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from knowledge.database import Holds, table
from knowledge.documents import Document, DocumentId, is_current
from knowledge.keys import title_key
from knowledge.listing import UNTOLD, ListedDocument, ListedIssuer
from knowledge.queries.facts import version_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.validity import ENDED, ValidityState

#: Ids from here on are of answers that the office itself published; those of others begin with d.
OWN_ANSWERS = "q"
#: Documents judged for one page where it is narrowed by validity.
EXAMINED = 300
#: Words of a search that count, and values of a field that are offered to choose from.
MOST_WORDS = 8
MOST_CHOICES = 400
#: Documents are counted up to this number, as the console counts.
COUNTED = 1000


class Standing(StrEnum):
    """How far documents can be relied on, as people narrow a list; the value is shown."""

    IN_FORCE = "现行有效"
    NOT_YET = "尚未施行"
    ENDED = "失效或废止"
    UNVERIFIED = "待核实"


_STATES: Mapping[Standing, frozenset[ValidityState]] = {
    Standing.IN_FORCE: frozenset(
        {
            ValidityState.IN_FORCE,
            ValidityState.EXTENDED,
            ValidityState.AMENDED,
            ValidityState.PARTLY_LAPSED,
        }
    ),
    Standing.NOT_YET: frozenset({ValidityState.NOT_YET}),
    Standing.ENDED: ENDED,
    Standing.UNVERIFIED: frozenset({ValidityState.UNVERIFIED}),
}


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; None and "" narrow nothing.

    `words`, parted by blanks, must all stand in a title or the number; `issuer` is a part of an
    issuer's name, `issued_by` are whole names of which one must have issued it (None: any).
    Withdrawn documents are left out, or alone in the list, or among the others (None); without
    `own_answers` those that the office itself wrote are left out.
    """

    words: str = ""
    region: str | None = None
    issuer: str = ""
    kind: str | None = None
    year: int | None = None
    standing: Standing | None = None
    issued_by: frozenset[str] | None = None
    withdrawn: bool | None = False
    own_answers: bool = True


@dataclass(frozen=True)
class Place:
    """A document's place in the list: the next page begins behind it."""

    told_on: date
    document_id: DocumentId


@dataclass(frozen=True)
class ListPage:
    """Documents, newest first, and the place to go on from; None at the end of the list."""

    documents: tuple[DocumentFacts, ...]
    last: Place | None


@dataclass(frozen=True)
class Choices:
    """What there is to choose from; the years of the oldest and newest document, 0 without any."""

    regions: tuple[str, ...]
    kinds: tuple[str, ...]
    first_year: int
    last_year: int


_LISTED, _DOCUMENTS = table(ListedDocument), table(Document)
_ISSUERS = table(ListedIssuer)
_IN_ORDER = select(_LISTED.c.told_on, _LISTED.c.document_id)
#: Few among all, and in an index of their own: a join would look every document up.
WITHDRAWN = select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.withdrawn_at.is_not(None))


def list_documents(
    session: Session, wanted: Wanted, day: date, count: int, after: Place | None = None
) -> ListPage:
    """The documents behind the place (None: the newest), at most `count`, judged on `day`.

    Those that tell no day come last. Narrowed by validity, a page may hold fewer than `count`,
    even none, though more follow.
    """
    query = _IN_ORDER.where(*conditions_of(wanted))
    if after is not None:
        place = tuple_(_LISTED.c.told_on, _LISTED.c.document_id)
        query = query.where(place < tuple_(after.told_on, after.document_id))
    looked_at = EXAMINED if wanted.standing else count
    rows = session.execute(query.order_by(*_order(wanted)).limit(looked_at + 1)).all()
    more, rows = len(rows) > looked_at, rows[:looked_at]
    listed = and_(is_current(), _DOCUMENTS.c.id.in_([row.document_id for row in rows]))
    facts = {each.id: each for each in version_facts(session, listed, day).values()}
    wide = [facts[DocumentId(row.document_id)] for row in rows]
    fitting = [at for at, each in enumerate(wide) if stands_as(each, wanted.standing)]
    shown = fitting[:count]
    cut = len(fitting) > count
    last = rows[shown[-1] if cut else -1] if cut or more else None
    return ListPage(
        tuple(wide[at] for at in shown),
        Place(last.told_on, DocumentId(last.document_id)) if last is not None else None,
    )


def stands_as(facts: DocumentFacts, standing: Standing | None) -> bool:
    """Whether the document can be relied on so far; None asks for nothing."""
    return standing is None or facts.validity.state in _STATES[standing]


def count_documents(session: Session, wanted: Wanted) -> int:
    """How many documents the list holds, narrowed by all but validity, COUNTED + 1 at most."""
    some = _IN_ORDER.where(*conditions_of(wanted)).limit(COUNTED + 1).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def choices(session: Session) -> Choices:
    """What the documents can be narrowed to; three statements, each on an index."""
    regions, kinds = (
        sorted(session.scalars(distinct_values(column).limit(MOST_CHOICES)))
        for column in (_LISTED.c.region, _LISTED.c.kind)
    )
    told = select(_LISTED.c.told_on).where(_LISTED.c.told_on > UNTOLD).limit(1)
    first, last = (
        told.order_by(order).scalar_subquery()
        for order in (_LISTED.c.told_on, _LISTED.c.told_on.desc())
    )
    oldest, newest = session.execute(select(first, last)).one()
    return Choices(
        tuple(regions), tuple(kinds), oldest.year if oldest else 0, newest.year if newest else 0
    )


def distinct_values(column: ColumnElement[Any]) -> Select[str]:
    """The values of a column that begins an index, from each to the next: few among many rows."""
    value = select(func.min(column).label("value")).cte("value", recursive=True)
    following = select(func.min(column)).where(column > value.c.value).scalar_subquery()
    value = value.union_all(select(following).where(value.c.value.is_not(None)))
    return select(value.c.value).where(value.c.value.is_not(None))


def _order(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    """Newest first; by an expression that no index has where few documents may fit.

    Rare words would be looked for along the index through the whole table, row by row in the
    order of days: reading the table as it lies and sorting what fits takes a third of that.
    """
    few = bool(wanted.words or wanted.issuer or wanted.issued_by or wanted.withdrawn)
    told_on = func.coalesce(_LISTED.c.told_on, UNTOLD) if few else _LISTED.c.told_on
    return told_on.desc(), _LISTED.c.document_id.desc()


def conditions_of(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row of the list fulfils that is wanted, validity aside; nothing for all rows."""
    words = [key for each in wanted.words.split()[:MOST_WORDS] if (key := title_key(each))]
    conditions: list[ColumnElement[bool]] = [Holds(_LISTED.c.words, word) for word in words]
    issuer = "".join(wanted.issuer.split())
    if issuer:
        names = distinct_values(_ISSUERS.c.name).subquery()
        held = select(names.c.value).where(Holds(names.c.value, issuer))
        conditions.append(_issued(_LISTED.c.document_id, _ISSUERS.c.name.in_(held)))
    if wanted.region:
        conditions.append(_LISTED.c.region == wanted.region)
    if wanted.kind:
        conditions.append(_LISTED.c.kind == wanted.kind)
    if wanted.year:
        days = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        conditions.append(_LISTED.c.told_on.between(*days))
    if wanted.issued_by is not None:
        conditions.append(is_issued_by(_LISTED.c.document_id, wanted.issued_by))
    if wanted.withdrawn is not None:
        listed = _LISTED.c.document_id
        conditions.append(listed.in_(WITHDRAWN) if wanted.withdrawn else listed.not_in(WITHDRAWN))
    if not wanted.own_answers:
        # Of an expression, lest all rows be looked up one by one in the order of ids.
        conditions.append(func.coalesce(_LISTED.c.document_id, "") < OWN_ANSWERS)
    return conditions


def is_issued_by(document_id: ColumnElement[str], names: Collection[str]) -> ColumnElement[bool]:
    """Whether one of the names, as a whole, is among the issuers of the document of this id."""
    return _issued(document_id, _ISSUERS.c.name.in_(sorted(names)))


def _issued(document_id: ColumnElement[str], named: ColumnElement[bool]) -> ColumnElement[bool]:
    return document_id.in_(select(_ISSUERS.c.document_id).where(named))
