"""Questions that no document answered, put into groups of those alike, a few at a time.

The writer puts each new question into the group whose first question is most like it, or makes one
of its own; so that counting a month's groups is a search of one index. A group's question is one
of those that are kept: when it expires, a later one takes its place, or the group ends.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store, table
from service.answering.answer import Outcome
from service.answering.records import AnswerRecord
from service.replies.question_likeness import ALIKE, bands_of, likeness, matter_of
from service.replies.records import QuestionGroup, QuestionGroupBand

#: How questions end that nothing answered.
UNANSWERED = (Outcome.UNANSWERED.value, Outcome.SUGGESTED.value)

_ANSWERS, _GROUPS, _BANDS = table(AnswerRecord), table(QuestionGroup), table(QuestionGroupBand)
_WAITING: Select[str, str, datetime] = (
    select(_ANSWERS.c.id, _ANSWERS.c.question, _ANSWERS.c.asked_at).where(
        _ANSWERS.c.outcome.in_(UNANSWERED), _ANSWERS.c.group_id.is_(None)
    )
    # Without an order, so that the first of many that wait are read from the index alone.
)
_PUT = (
    update(_ANSWERS).where(_ANSWERS.c.id == bindparam("wanted")).values(group_id=bindparam("found"))
)
_NEW_GROUP = insert(_GROUPS).returning(_GROUPS.c.id)

#: Questions put into groups in one transaction, which holds the writers' lock for a moment.
AT_A_TIME = 200
#: Groups that a question is compared with: those that share the most hashes with it.
COMPARED = 20
#: Seconds between two looks for new questions, and groups renewed at a time.
LOOK_EVERY = 10.0
_RENEWED = 200


def group_regularly(store: Store, clock: Clock, retention: timedelta, stop: Event) -> None:
    """Put new questions into groups, and renew the groups, until told to stop."""
    while not stop.wait(LOOK_EVERY):
        while not stop.is_set() and (group_some(store) or renew_some(store, clock(), retention)):
            pass


def group_some(store: Store) -> int:
    """Put some of the questions without a group into one; tells how many."""
    with store.reading() as session:
        if session.execute(_WAITING.limit(1)).first() is None:
            return 0
    with store.writing() as session:
        found = session.execute(_WAITING.limit(AT_A_TIME).with_for_update(skip_locked=True))
        rows = sorted(found, key=lambda row: (row.asked_at, row.id))
        groups = _Groups(session, [bands_of(matter_of(row.question)) for row in rows])
        placed = [{"wanted": row.id, "found": groups.of(row)} for row in rows]
        groups.keep()
        if placed:
            session.execute(_PUT, placed)
        return len(placed)


def renew_some(store: Store, now: datetime, retention: timedelta) -> int:
    """Renew some groups whose question has expired, or end them; tells how many."""
    expired = select(QuestionGroup).where(QuestionGroup.made_at <= now - retention).limit(_RENEWED)
    with store.reading() as session:
        if session.scalars(expired.limit(1)).one_or_none() is None:
            return 0
    with store.writing() as session:
        groups = session.scalars(expired).all()
        for group in groups:
            _renew(session, group)
        return len(groups)


class _Groups:
    """The groups near some questions, and those made of them: read and written together."""

    def __init__(self, session: Session, bands: Sequence[Sequence[int]]) -> None:
        self._session = session
        self._holding: defaultdict[int, list[int]] = defaultdict(list)
        self._new: list[dict[str, int]] = []
        query = select(_BANDS.c.band, _BANDS.c.group_id).where(
            _BANDS.c.band.in_({band for each in bands for band in each})
        )
        for band, group_id in session.execute(query):
            self._holding[band].append(group_id)
        self._questions: dict[int, str] = {}

    def of(self, row: Row[str, str, datetime]) -> int:
        """The group that the question belongs to, made where there is none."""
        matter = matter_of(row.question)
        bands = bands_of(matter)
        found = self._nearest(matter, bands)
        return self._made(row, bands) if found is None else found

    def keep(self) -> None:
        """Store what new groups are found by."""
        if self._new:
            self._session.execute(insert(_BANDS), self._new)

    def _nearest(self, matter: frozenset[str], bands: Sequence[int]) -> int | None:
        shared = Counter(group for band in bands for group in self._holding[band])
        near = heapq.nlargest(COMPARED, shared, key=lambda group: (shared[group], -group))
        self._read({group for group in near if group not in self._questions})
        alike = ((likeness(matter, matter_of(self._questions[each])), -each) for each in near)
        best, group = max(alike, default=(0.0, 0))
        return -group if best >= ALIKE else None

    def _read(self, groups: Collection[int]) -> None:
        if groups:
            query = select(_GROUPS.c.id, _GROUPS.c.question).where(_GROUPS.c.id.in_(groups))
            for group_id, question in self._session.execute(query):
                self._questions[group_id] = question

    def _made(self, row: Row[str, str, datetime], bands: Sequence[int]) -> int:
        values = {"question": row.question, "made_at": row.asked_at}
        group_id: int = self._session.scalars(_NEW_GROUP, values).one()
        self._questions[group_id] = row.question
        for band in bands:
            self._holding[band].append(group_id)
            self._new.append({"band": band, "group_id": group_id})
        return group_id


def _renew(session: Session, group: QuestionGroup) -> None:
    newest = session.execute(
        select(AnswerRecord.question, AnswerRecord.asked_at)
        .where(AnswerRecord.outcome.in_(UNANSWERED), AnswerRecord.group_id == group.id)
        .order_by(AnswerRecord.asked_at.desc())
        .limit(1)
    ).one_or_none()
    session.execute(delete(QuestionGroupBand).where(QuestionGroupBand.group_id == group.id))
    if newest is None or newest.asked_at <= group.made_at:
        session.delete(group)
        return
    group.question, group.made_at = newest
    bands = bands_of(matter_of(group.question))
    session.add_all(QuestionGroupBand(band=band, group_id=group.id) for band in bands)
