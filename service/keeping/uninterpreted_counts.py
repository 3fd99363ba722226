"""How many policies want an interpretation, by issuer and age: counted regularly, behind requests.

Whether a policy is explained is found document by document, which for all of them takes minutes;
the last count stands in one row, with when it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.clock import Clock, day_in_china
from knowledge.database import Base, Store, UtcDateTime
from knowledge.documents import StoreRevision
from knowledge.queries.listings import Wanted
from service.keeping.interpretations import list_uninterpreted

#: Ages as the table tells them, with the days up to which each reaches.
AGES = (("30 天以内", 30), ("31 至 90 天", 90), ("91 天至一年", 365), ("一年以上", 10**6))
UNKNOWN_AGE = "日期不明"
AGE_NAMES = (*(name for name, _ in AGES), UNKNOWN_AGE)
#: Time between two counts while documents change, seconds between two looks and two pages.
COUNT_EVERY = timedelta(minutes=10)
LOOK_EVERY, PAUSE = 20.0, 0.2
NOBODY = "没有读到"


class UninterpretedCount(Base):
    """The one row of the last count: [[issuer, age, count]]."""

    __tablename__ = "uninterpreted_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The store's revision that was counted.
    revision: Mapped[int]
    counts: Mapped[list[list[str | int]]] = mapped_column(JSON)


@dataclass(frozen=True)
class OrganCount:
    """An issuer with how many of its policies want an interpretation, in the order of AGE_NAMES."""

    name: str
    by_age: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all ages."""
        return sum(self.by_age)


@dataclass(frozen=True)
class Counted:
    """The last count, those with most first."""

    at: datetime
    organs: Sequence[OrganCount]


def counted(session: Session, names: Collection[str] | None) -> Counted | None:
    """The last count of these issuers (None: all); None before the first."""
    row = session.get(UninterpretedCount, 1)
    if row is None:
        return None
    by_organ: dict[str, Counter[str]] = {}
    for name, age, count in row.counts:
        if names is None or name in names:
            by_organ.setdefault(str(name), Counter())[str(age)] += int(count)
    organs = [
        OrganCount(name, tuple(ages[age] for age in AGE_NAMES)) for name, ages in by_organ.items()
    ]
    return Counted(row.counted_at, sorted(organs, key=lambda each: (-each.total, each.name)))


def count_regularly(store: Store, clock: Clock, stop: Event) -> None:
    """Count anew when documents or the day have changed, until told to stop."""
    while not stop.wait(LOOK_EVERY):
        if _is_due(store, clock()):
            count_all(store, clock, stop)


def count_all(store: Store, clock: Clock, stop: Event) -> None:
    """Count all policies page by page, and keep the count; nothing is kept where told to stop."""
    day, place = day_in_china(clock()), None
    with store.reading() as session:
        revision = _revision(session)
    counts: Counter[tuple[str, str]] = Counter()
    while True:
        with store.reading() as session:
            found, place = list_uninterpreted(session, Wanted(own_answers=False), day, place)
        for each in found:
            for issuer in each.facts.issuers or (NOBODY,):
                counts[issuer, _age(each.days)] += 1
        if place is None:
            break
        if stop.wait(PAUSE):
            return
    kept = [[issuer, age, count] for (issuer, age), count in sorted(counts.items())]
    row = UninterpretedCount(id=1, counted_at=clock(), revision=revision, counts=kept)
    with store.writing() as session:
        session.merge(row)


def _age(days: int | None) -> str:
    if days is None:
        return UNKNOWN_AGE
    return next(name for name, most in AGES if days <= most)


def _is_due(store: Store, now: datetime) -> bool:
    with store.reading() as session:
        row = session.get(UninterpretedCount, 1)
        if row is None:
            return True
        if day_in_china(row.counted_at) != day_in_china(now):
            return True
        return row.revision != _revision(session) and now - row.counted_at >= COUNT_EVERY


def _revision(session: Session) -> int:
    return session.scalars(select(StoreRevision.value)).one()
