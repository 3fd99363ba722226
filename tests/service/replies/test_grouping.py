"""Questions that nothing answered: grouped with their like, counted, and taken up as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from knowledge.database import Store
from service.answering.answer import Answer, Outcome
from service.answering.records import purge, record_answer
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.records import Consultation
from service.consultations.submission import ConsultationDesk
from service.replies.errors import DrafterMayNot, GroupUnknown
from service.replies.grouping import group_some, renew_some
from service.replies.question_groups import open_consultation, questions_in, unanswered_groups
from service.replies.question_likeness import ALIKE, bands_of, likeness, matter_of
from service.replies.records import QuestionGroup, QuestionGroupBand
from service.staff.actors import SYSTEM
from service.staff.records import AuditEntry
from tests.clocks import START, FrozenClock
from tests.service.replies.cases import HANDLER

LONG = timedelta(days=180)
LOST = (
    "低保本丢了，补办要交多少钱？",
    "请问低保本丢了补办要不要钱",
    "低保本丢了怎么补办",
    "你好，我家低保本丢了，补办要多少钱呀",
)
OTHERS = ("高铁站什么时候通车？", "小区停车位怎么收费？", "低保一个月能领多少钱？")


def ask(store: Store, *questions: str, at=START, outcome=Outcome.UNANSWERED, kept=LONG) -> None:
    with store.writing() as session:
        for place, question in enumerate(questions):
            answer = Answer(outcome, confidence=0.0)
            record_answer(session, answer, question, None, at + timedelta(seconds=place), kept)


def group_all(store: Store) -> None:
    while group_some(store):
        pass


def groups(store: Store, since=START - timedelta(days=30), **how):
    with store.reading() as session:
        return unanswered_groups(session, since, **how)


def test_questions_alike_are_one_group_and_counted(store: Store) -> None:
    ask(store, *OTHERS, *LOST)
    group_all(store)
    [group] = groups(store)
    assert (group.question, group.asked, group.number) == (LOST[0], 4, None)
    assert group.last_asked_at == START + timedelta(seconds=6)
    assert {each.asked for each in groups(store, least=1)} == {4, 1}
    assert len(groups(store, least=1)) == 1 + len(OTHERS)
    with store.reading() as session:
        told = [each.question for each in questions_in(session, group.id)]
    assert told == list(reversed(LOST))


def test_what_was_answered_or_is_older_does_not_count(sqlite_store: Store) -> None:
    ask(sqlite_store, LOST[0], LOST[1], outcome=Outcome.ANSWERED)
    ask(sqlite_store, LOST[0], LOST[1], outcome=Outcome.SUGGESTED)
    ask(sqlite_store, LOST[2], at=START - timedelta(days=31))
    group_all(sqlite_store)
    assert [each.asked for each in groups(sqlite_store)] == [2]
    assert [each.asked for each in groups(sqlite_store, START - timedelta(days=60))] == [3]


def test_a_group_is_taken_up_as_one_consultation_however_often(store: Store) -> None:
    ask(store, *LOST)
    group_all(store)
    clock = FrozenClock()
    load_shipped_calendars(store, clock())
    desk = ConsultationDesk(store, clock, b"s" * 32, 7)
    [group] = groups(store)
    with pytest.raises(DrafterMayNot):
        open_consultation(store, desk, SYSTEM, group.id, START)
    number = open_consultation(store, desk, HANDLER, group.id, START)
    assert open_consultation(store, desk, HANDLER, group.id, START) == number
    assert groups(store) == []
    assert groups(store, taken_up=True) == [replace(group, number=number)]
    with store.reading() as session:
        assert session.scalars(select(Consultation.question)).all() == [LOST[0]]
        assert session.scalars(select(AuditEntry.action)).all() == ["为无答案的提问立案"]
    ask(store, LOST[1], at=START + timedelta(days=1))
    group_all(store)
    assert [each.asked for each in groups(store, taken_up=True)] == [5]
    with pytest.raises(GroupUnknown):
        open_consultation(store, desk, HANDLER, group.id + 1, START)


def test_no_question_is_kept_longer_than_its_time(store: Store) -> None:
    week = timedelta(days=7)
    ask(store, *LOST[:2], *OTHERS[:1], kept=week)
    ask(store, LOST[2], at=START + timedelta(days=3), kept=week)
    group_all(store)
    now = START + timedelta(days=8)
    with store.writing() as session:
        assert purge(session, now) == 3
    while renew_some(store, now, week):
        pass
    assert [(each.question, each.asked) for each in groups(store, least=1)] == [(LOST[2], 1)]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(QuestionGroup)) == 1
        kept = session.scalars(select(QuestionGroupBand.band)).all()
    assert set(kept) == set(bands_of(matter_of(LOST[2])))


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_a_question_finds_itself_whatever_it_is(question) -> None:
    matter = matter_of(question)
    assert matter_of(question) == matter
    assert bool(bands_of(matter)) == bool(matter)
    assert likeness(matter, matter) == (1.0 if matter else 0.0)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("公租房怎么申请", "请问公租房应该如何申请？", True),
        ("公租房怎么申请", "公租房申请要什么材料", True),
        ("公租房怎么申请", "医保卡怎么申请", False),
        ("高龄津贴停发了怎么办", "护理补贴停发了怎么办", False),
    ],
)
def test_what_only_asks_makes_no_likeness(one, other, alike) -> None:
    assert (likeness(matter_of(one), matter_of(other)) >= ALIKE) is alike
