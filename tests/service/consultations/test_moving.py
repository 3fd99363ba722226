"""Moves: by the table alone, by whom it names, with what it needs, one at a time, written down."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from knowledge.clock import day_in_china
from service.consultations.case_files import case_file
from service.consultations.details import MoveDetails
from service.consultations.errors import (
    CaseChanged,
    ConsultationNotFound,
    MoveForbidden,
    MoveIncomplete,
    MoveNotAllowed,
    MoveUnguarded,
)
from service.consultations.moves import MOVES
from service.consultations.permitting import allowed_moves
from service.consultations.practice import Practice, practising
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import CaseKind, ConsultationState, Move, RefusalKind
from service.staff.actors import CITIZEN, SYSTEM
from service.staff.records import AuditEntry
from service.staff.roles import Role
from tests.service.consultations import people
from tests.service.consultations.people import (
    COORDINATOR,
    HANDLER,
    HOTLINE,
    OTHER_HANDLER,
    REVIEWER,
    STAFF,
    TO_ANSWERED,
    furnished,
    move,
    moved,
    submitted,
)

#: The day on which the tests' clock stands, and when a consultation left on it is due.
TODAY, DUE = date(2026, 11, 22), date(2026, 12, 1)


@pytest.fixture
def office(sqlite_store, clock):
    return furnished(sqlite_store, clock)


def test_an_unanswered_question_goes_all_the_way(store, clock):
    store = furnished(store, clock)
    number = submitted(store, clock)
    record = moved(store, clock, number, *TO_ANSWERED, Move.RATE, Move.ARCHIVE)
    assert (record.state, record.rating, record.is_open) == ("已归档", "满意", False)
    with store.reading() as session:
        events = session.scalars(select(ConsultationEvent).order_by(ConsultationEvent.id)).all()
        audited = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        session.expunge_all()
    actions = [each.value for each in (*TO_ANSWERED, Move.RATE, Move.ARCHIVE)]
    assert [event.action for event in events] == ["提交咨询", *actions]
    assert [entry.action for entry in audited] == actions
    assert {entry.subject for entry in audited} == {f"consultation:{number}"}
    pairs = [(event.before, event.state) for event in events]
    assert all(after == before for (_, after), (before, _) in pairwise(pairs))
    answered = next(event for event in events if event.action == "答复")
    assert (answered.actor, answered.role, answered.clock_running) == ("发布人", "publisher", False)


def test_every_state_can_be_reached_and_left_but_the_archive():
    sources = {state for rule in MOVES.values() for state in rule.sources}
    targets = {rule.target for rule in MOVES.values()} - {None}
    assert sources == set(ConsultationState) - {ConsultationState.ARCHIVED}
    assert targets == set(ConsultationState)


def test_every_move_can_be_made_by_somebody():
    assert set(MOVES) == set(Move)
    for rule in MOVES.values():
        assert rule.roles or rule.system


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_watches_or_administers_moves_nothing(role):
    assert not any(role in rule.roles for rule in MOVES.values())


def test_a_move_that_the_state_does_not_allow_is_refused_with_the_states_that_do(office, clock):
    number = submitted(office, clock)
    with pytest.raises(MoveNotAllowed, match=r"“待受理”，不能“签收”.*这些状态进行：转办"):
        move(office, clock, number, Move.SIGN, by=COORDINATOR)


def test_who_may_not_make_a_move_is_told_who_may(office, clock):
    number = submitted(office, clock)
    with pytest.raises(MoveForbidden, match="只能由热线话务员、协调人进行"):
        move(office, clock, number, Move.ACCEPT, by=REVIEWER)
    for actor in (CITIZEN, SYSTEM):
        with pytest.raises(MoveForbidden):
            move(office, clock, number, Move.ACCEPT, by=actor)


def test_a_handler_of_another_organ_neither_sees_nor_moves(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH)
    with pytest.raises(ConsultationNotFound):
        move(office, clock, number, Move.SIGN, by=OTHER_HANDLER)


def test_a_handler_of_an_assisting_organ_sees_and_gives_an_opinion_alone(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT)
    both = MoveDetails(organ_id=people.CIVIL, assisting=frozenset({people.HOUSING}))
    move(office, clock, number, Move.DISPATCH, details=both)
    with pytest.raises(MoveForbidden, match="不由您的单位主办"):
        move(office, clock, number, Move.SIGN, by=OTHER_HANDLER)
    opinion = MoveDetails(reason="公租房轮候家庭的电话是 13800138000")
    with pytest.raises(MoveForbidden, match="不由您的单位协办"):
        move(office, clock, number, Move.ADVISE, by=HANDLER, details=opinion)
    record = move(office, clock, number, Move.ADVISE, by=OTHER_HANDLER, details=opinion)
    assert allowed_moves(record, OTHER_HANDLER, TODAY) == (Move.ADVISE,)
    with office.reading() as session:
        file = case_file(session, HANDLER, number, clock())
        kept = session.scalars(select(AuditEntry.details).order_by(AuditEntry.seq.desc())).first()
    assert (record.state, [each.actor for each in file.opinions]) == ("转办", ["住建承办人"])
    assert file.opinions[0].text == (
        "协办单位：县住房和城乡建设局；公租房轮候家庭的电话是 〔电话〕"
    )
    assert "县住房和城乡建设局" in kept
    assert "公租房" not in kept


@pytest.mark.parametrize(
    ("what", "details", "told"),
    [
        (Move.ACCEPT, MoveDetails(), "类别"),
        (Move.REFUSE, MoveDetails(refusal=RefusalKind.PETITION), "渠道"),
        (Move.REFUSE, MoveDetails(channel="县信访局"), "理由"),
        (Move.ASK_SUPPLEMENT, MoveDetails(reason=" \n "), "请填写要补充什么"),
        (Move.ASK_SUPPLEMENT, MoveDetails(reason="字" * 501), "最多 500 字"),
        (Move.ASK_SUPPLEMENT, MoveDetails(reason="a\x00b"), "控制字符"),
        (Move.MERGE, MoveDetails(target="20260101-0001"), "没有要并入"),
    ],
)
def test_what_a_move_needs_is_asked_for(office, clock, what, details, told):
    number = submitted(office, clock)
    with pytest.raises(MoveIncomplete, match=told):
        move(office, clock, number, what, by=HOTLINE, details=details)
    with office.reading() as session:
        assert session.scalars(select(Consultation.state)).one() == "待受理"


def test_an_organ_that_is_not_there_is_refused(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT)
    with pytest.raises(MoveIncomplete, match="没有这个承办单位"):
        move(office, clock, number, Move.DISPATCH, details=MoveDetails(organ_id=99))


def test_the_second_of_two_is_told_what_the_first_did(office, clock):
    number = submitted(office, clock)
    move(office, clock, number, Move.ACCEPT, version=1)
    with pytest.raises(CaseChanged, match="接线员已在11月22日10:00进行了“受理”"):
        move(office, clock, number, Move.ACCEPT, by=COORDINATOR, version=1)


def test_a_move_that_leaves_everything_as_it_was_is_a_change_too(office, clock):
    number = submitted(office, clock)
    version = moved(office, clock, number, Move.ACCEPT, Move.DISPATCH).version
    move(office, clock, number, Move.DISPATCH, version=version)
    with pytest.raises(CaseChanged, match="协调人已在"):
        move(office, clock, number, Move.DISPATCH, version=version)


def test_without_the_word_of_who_knows_replies_nothing_goes_out(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN)
    with pytest.raises(MoveUnguarded):
        move(practising(office, Practice()), clock, number, Move.SUBMIT_REPLY)


def test_a_guard_that_refuses_leaves_everything_as_it_was(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN)

    def refuses(*_given):
        raise LookupError

    strict = practising(office, Practice(guards={"送审": refuses}))
    with pytest.raises(LookupError):
        move(strict, clock, number, Move.SUBMIT_REPLY)
    with office.reading() as session:
        assert session.scalars(select(Consultation.state)).one() == "办理中"


def test_the_kind_sets_the_term_from_the_day_of_receipt(office, clock):
    number = submitted(office, clock)
    assert move(office, clock, number, Move.ACCEPT).due_on == date(2026, 12, 1)
    assert move(office, clock, number, Move.RECLASSIFY).due_on == date(2026, 12, 11)


def test_the_clock_stands_still_while_something_is_awaited_from_who_asked(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT)
    clock.advance(timedelta(days=1))  # Monday 23
    waiting = move(office, clock, number, Move.ASK_SUPPLEMENT)
    assert (waiting.state, waiting.due_on) == ("补正中", None)
    assert waiting.due_reason == "等待补正，期限暂停计算，补齐后继续"
    clock.advance(timedelta(days=2))  # Wednesday 25: two working days are left out
    details = MoveDetails(reason="电话是 13800138000")
    back = move(office, clock, number, Move.SUPPLEMENT, by=CITIZEN, details=details)
    assert (back.state, back.due_on) == ("受理", date(2026, 12, 3))
    with office.reading() as session:
        events = session.scalars(select(ConsultationEvent).order_by(ConsultationEvent.id)).all()
        session.expunge_all()
    assert [event.clock_running for event in events] == [True, True, False, True]
    assert "13800138000" not in events[-1].reason


def test_a_term_is_extended_once_and_not_by_who_asked(office, clock):
    number = submitted(office, clock)
    both = people.person(3, "民政承办人", Role.HANDLER, Role.COORDINATOR, organ_id=people.CIVIL)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN, Move.ASK_EXTENSION)
    with pytest.raises(MoveForbidden, match="另一个人"):
        move(office, clock, number, Move.GRANT_EXTENSION, by=both)
    granted = move(office, clock, number, Move.GRANT_EXTENSION)
    assert (granted.state, granted.due_on) == ("办理中", date(2026, 12, 8))
    with pytest.raises(MoveNotAllowed, match="只能延长一次"):
        move(office, clock, number, Move.ASK_EXTENSION)
    assert Move.ASK_EXTENSION not in allowed_moves(granted, HANDLER, TODAY)


def test_what_was_denied_may_be_asked_again_while_the_term_runs(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN)
    for day in (TODAY, DUE):
        clock.advance(day - day_in_china(clock()))
        denied = moved(office, clock, number, Move.ASK_EXTENSION, Move.DENY_EXTENSION)
        assert (denied.state, denied.due_on, denied.extension_days) == ("办理中", DUE, 0)
    clock.advance(timedelta(days=1))
    assert Move.ASK_EXTENSION not in allowed_moves(denied, HANDLER, day_in_china(clock()))
    with pytest.raises(MoveNotAllowed, match="期限已经过了"):
        move(office, clock, number, Move.ASK_EXTENSION)


def test_who_denied_may_ask_next_and_who_asked_then_decides_over_it(office, clock):
    number = submitted(office, clock)
    both = people.person(9, "民政负责人", Role.HANDLER, Role.REVIEWER, organ_id=people.CIVIL)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN, Move.ASK_EXTENSION)
    denied = MoveDetails(reason="材料已经齐了")
    move(office, clock, number, Move.DENY_EXTENSION, by=both, details=denied)
    move(office, clock, number, Move.ASK_EXTENSION, by=both)
    with pytest.raises(MoveForbidden, match="另一个人"):
        move(office, clock, number, Move.GRANT_EXTENSION, by=both)
    assert moved(office, clock, number, Move.GRANT_EXTENSION).extension_days == 5


def test_an_extension_has_a_longest(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN)
    with pytest.raises(MoveIncomplete, match="1 至 7 个工作日"):
        move(office, clock, number, Move.ASK_EXTENSION, details=MoveDetails(days=8, reason="难"))


def test_reopening_begins_a_new_term(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, *TO_ANSWERED)
    clock.advance(timedelta(days=8))  # Monday 30
    record = move(office, clock, number, Move.REOPEN, by=CITIZEN)
    assert (record.state, record.due_on) == ("重办", date(2026, 12, 9))
    assert Move.DISPATCH in allowed_moves(record, COORDINATOR, TODAY)


def test_a_wrong_organ_sends_back_and_the_coordinator_decides(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN, Move.RETURN)
    details = MoveDetails(organ_id=people.HOUSING, reason="按三定规定由住建局办理")
    record = move(office, clock, number, Move.DISPATCH, details=details)
    assert (record.state, record.organ_id, record.handler_id) == ("转办", people.HOUSING, None)
    assert allowed_moves(record, HANDLER, TODAY) == ()
    assert Move.SIGN in allowed_moves(record, OTHER_HANDLER, TODAY)


def test_a_refusal_keeps_its_reason_and_the_right_channel(office, clock):
    number = submitted(office, clock)
    record = move(office, clock, number, Move.REFUSE)
    assert (record.refusal, record.right_channel) == (
        "属于政府信息公开申请",
        "向县政府办申请公开",
    )


def test_merged_consultations_are_answered_with_the_one_that_is_answered(store, clock):
    store = furnished(store, clock)
    one, two, three = (submitted(store, clock) for _ in range(3))
    target = MoveDetails(target=two)
    move(store, clock, one, Move.MERGE, details=target)
    moved(store, clock, two, Move.ACCEPT)
    move(store, clock, two, Move.MERGE, details=MoveDetails(target=three))
    moved(store, clock, three, *TO_ANSWERED)
    with store.reading() as session:
        rows = session.scalars(select(Consultation).order_by(Consultation.id)).all()
        assert [row.state for row in rows] == ["已答复"] * 3
        assert [row.merged_into_id for row in rows] == [rows[2].id, rows[2].id, None]
        actors = session.scalars(
            select(AuditEntry.actor_name).where(AuditEntry.action == "随同答复")
        )
        assert list(actors) == ["系统", "系统"]


def test_what_is_merged_into_an_answered_consultation_is_answered_at_once(office, clock):
    one, two = submitted(office, clock), submitted(office, clock)
    moved(office, clock, one, *TO_ANSWERED)
    record = move(office, clock, two, Move.MERGE, details=MoveDetails(target=one))
    assert record.state == "已答复"


def test_what_was_merged_into_a_withdrawn_consultation_goes_on_by_itself(office, clock):
    one, two = submitted(office, clock), submitted(office, clock)
    move(office, clock, two, Move.MERGE, details=MoveDetails(target=one))
    move(office, clock, one, Move.WITHDRAW, by=CITIZEN)
    with office.reading() as session:
        rows = session.scalars(select(Consultation).order_by(Consultation.id)).all()
        assert [(row.state, row.merged_into_id) for row in rows] == [
            ("撤回", None),
            ("待受理", None),
        ]


def test_a_consultation_is_not_merged_into_itself(office, clock):
    number = submitted(office, clock)
    with pytest.raises(MoveIncomplete, match="它自己"):
        move(office, clock, number, Move.MERGE, details=MoveDetails(target=number))


def test_what_is_allowed_is_exactly_what_can_be_made(office, clock):
    number = submitted(office, clock)
    complete = MoveDetails(reason="说明", kind=CaseKind.SIMPLE, organ_id=people.CIVIL, days=1)
    with office.reading() as session:
        record = session.scalars(select(Consultation)).one()
        allowed_to = {actor.name: allowed_moves(record, actor, TODAY) for actor in STAFF}
    for actor in STAFF:
        for what in Move:
            allowed = what in allowed_to[actor.name]
            try:
                with office.writing() as session:
                    people.make_move(session, actor, number, what, 1, complete, clock())
                    raise InterruptedError  # made: take it back
            except InterruptedError:
                assert allowed
            except (MoveForbidden, MoveNotAllowed, ConsultationNotFound):
                assert not allowed
            except MoveIncomplete:
                assert allowed
