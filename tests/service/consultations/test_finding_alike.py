"""Consultations alike, organs suggested with a reason, and what is finished archived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.answering.records import AnswerRecord
from service.consultations.archiving import archive_finished
from service.consultations.likeness import likeness, similar_cases, telling_terms
from service.consultations.records import Consultation
from service.consultations.routing import suggest_organs
from service.consultations.states import Move
from service.staff.records import AuditEntry, Organ
from tests.factories import make_document
from tests.service.consultations import people
from tests.service.consultations.forms import desk, form
from tests.service.consultations.people import (
    COORDINATOR,
    HANDLER,
    TO_ANSWERED,
    furnished,
    moved,
    submitted,
)


@pytest.fixture
def office(sqlite_store, clock):
    return furnished(sqlite_store, clock)


def similar(store, number, actor=COORDINATOR):
    with store.reading() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        return [each.number for each in similar_cases(session, actor, row)]


def suggested(store, number):
    with store.reading() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        return [(each.organ, each.reason) for each in suggest_organs(session, row)]


def test_a_question_in_other_words_is_like_it(store, clock):
    store = furnished(store, clock)
    first = submitted(store, clock, "农村低保怎么申请？")
    submitted(store, clock, "公租房怎么申请？")
    submitted(store, clock, "请问怎么办理可以吗")
    again = submitted(store, clock, "请问申请农村低保需要什么？")
    assert similar(store, again) == [first]


def test_what_is_open_or_answered_is_shown_and_what_came_to_nothing_is_not(office, clock):
    answered, withdrawn, present = (submitted(office, clock) for _ in range(3))
    moved(office, clock, answered, *TO_ANSWERED, Move.ARCHIVE)
    moved(office, clock, withdrawn, Move.WITHDRAW)
    assert similar(office, present) == [answered]
    assert similar(office, present, HANDLER) == [answered]


def test_likeness_is_between_nought_and_one():
    one, other = telling_terms("低保怎么申请"), telling_terms("公租房排队")
    assert (likeness(one, one), likeness(one, other), likeness(frozenset(), frozenset())) == (
        1,
        0,
        0,
    )
    assert telling_terms("怎么办理") == {"怎么", "么办", "办理"}


def test_the_organ_whose_topics_the_question_names_is_suggested(office, clock):
    number = submitted(office, clock, "我家吃低保，还能申请公租房吗？")
    organs = suggested(office, number)
    assert {name for name, _ in organs} == {"县民政局", "县住房和城乡建设局"}
    assert organs[0] == ("县住房和城乡建设局", "问题说到“公租房”，是它的事项")
    assert suggested(office, submitted(office, clock, "高铁站什么时候建成？")) == []


def test_the_organ_whose_former_name_the_question_has_is_suggested(office, clock):
    with office.writing() as session:
        session.get_one(Organ, people.HOUSING).aliases = "房产管理局、房管局"
    assert suggested(office, submitted(office, clock, "房管局搬到哪里了？")) == [
        ("县住房和城乡建设局", "问题说到“房管局”，是它的别称")
    ]
    assert suggested(office, submitted(office, clock, "公租房找房管局吗？")) == [
        ("县住房和城乡建设局", "问题说到“公租房”、“房管局”，是它的事项")
    ]


@pytest.mark.parametrize("issuer", ["青禾县民政局", "青禾县社会福利局"])
def test_the_organ_of_the_document_nearest_to_the_question_comes_first(office, clock, issuer):
    with office.writing() as session:
        session.get_one(Organ, people.CIVIL).aliases = "青禾县社会福利局"
    document = make_document(office, title="高龄津贴发放办法", issuers=(issuer,))
    citation = {"document_id": document, "version": 1}
    expansion = {"lay": "房补", "official": ["公租房"]}
    with office.writing() as session:
        session.add(
            AnswerRecord(
                id="a1",
                asked_at=clock(),
                expires_at=clock() + timedelta(days=1),
                question="老人补贴和房补都有吗？",
                outcome="suggested",
                confidence=0.1,
                citations=[],
                explanation={
                    "candidates": [citation],
                    "looked_for": {"expansions": [expansion]},
                },
            )
        )
    receipt = desk(office, clock).submit(form("老人补贴和房补都有吗？", answer_id="a1"))
    assert suggested(office, receipt.number) == [
        ("县民政局", "与问题最接近的文件《高龄津贴发放办法》由它发布"),
        ("县住房和城乡建设局", "问题说到“房补（公租房）”，是它的事项"),
    ]


def test_what_is_finished_is_archived_after_its_time(store, clock):
    store = furnished(store, clock)
    one, two = submitted(store, clock), submitted(store, clock)
    moved(store, clock, one, *TO_ANSWERED)
    clock.advance(timedelta(days=29))
    assert archive_finished(store, clock()) == 0
    clock.advance(timedelta(days=1))
    assert archive_finished(store, clock()) == 1
    with store.reading() as session:
        states = session.execute(select(Consultation.number, Consultation.state)).all()
        assert {(row.number, row.state) for row in states} == {(one, "已归档"), (two, "待受理")}
        assert session.scalars(
            select(AuditEntry.actor_kind).where(AuditEntry.action == "归档")
        ).all() == ["system"]
