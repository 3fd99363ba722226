"""Calls on both databases: begun once, notes never lost, outcomes, gaps, numbers and their end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from knowledge.database import Store
from service.answering.answer import Answer, Outcome
from service.answering.records import AnswerRecord, record_answer
from service.consultations.contacts import contact_digest, delete_contact
from service.consultations.errors import ContactReasonRefused, ContactRefused
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.consultations.resealing import digest_contacts, keys_in_use, reseal
from service.consultations.submission import Submission
from service.hotline.callers import (
    earlier_of,
    keep_caller,
    masked_caller,
    purge_callers,
    read_caller,
    reveal_caller,
)
from service.hotline.calls import (
    ask_in,
    begun,
    find_call,
    link_consultation,
    log_outcome,
    save_note,
)
from service.hotline.errors import CallNotFound, CallTokenMalformed, NoteChanged, OutcomeIncomplete
from service.hotline.listing import CallFilters, list_calls, view_call
from service.hotline.records import CallOutcome, HotlineCall
from service.replies.grouping import group_some
from service.replies.question_groups import unanswered_groups
from service.staff.actors import Actor, ActorKind
from service.staff.errors import OrganRefused
from service.staff.records import AuditEntry
from service.staff.roles import Role
from tests.clocks import START
from tests.service.consultations.forms import SECRET, desk
from tests.staff import make_organ

SEAT = Actor(ActorKind.STAFF, "话务员01", 11, frozenset({Role.HOTLINE}))
OTHER = Actor(ActorKind.STAFF, "话务员02", 12, frozenset({Role.HOTLINE}))
COORDINATOR = Actor(ActorKind.STAFF, "协调员", 13, frozenset({Role.COORDINATOR}))
RETENTION = timedelta(days=180)
NUMBER = "138 0000 1234"


def asked(store: Store, token: str, question: str, outcome: Outcome = Outcome.ANSWERED) -> str:
    with store.writing() as session:
        answer = Answer(outcome, confidence=0.0)
        answer_id = record_answer(session, answer, question, None, START, RETENTION)
        ask_in(session, SEAT, token, answer_id, START)
    return answer_id


def noted(store: Store, token: str, note: str, version: int, actor: Actor = SEAT) -> int:
    with store.writing() as session:
        return save_note(session, actor, token, note, version, START)


def logged(
    store: Store, token: str, outcome: CallOutcome, organ_id: int | None = None
) -> HotlineCall:
    with store.writing() as session:
        return log_outcome(session, SEAT, token, outcome, organ_id, START, RETENTION)


def called_from(store: Store, token: str, number: str = NUMBER) -> None:
    with store.writing() as session:
        keep_caller(session, SEAT, token, number, SECRET, START)


def call_of(store: Store, token: str) -> HotlineCall:
    with store.reading() as session:
        found = session.scalars(select(HotlineCall).where(HotlineCall.token == token)).one()
        session.expunge(found)
    return found


def test_a_call_begins_once_with_whatever_comes_first(store: Store) -> None:
    token = new_form_token()
    with store.reading() as session:
        assert find_call(session, SEAT, token) is None
    asked(store, token, "低保标准是多少？")
    asked(store, token, "多久能批下来？")
    assert noted(store, token, "老人自己来电", 0) == 1
    with store.reading() as session:
        assert session.scalars(select(func.count()).select_from(HotlineCall)).one() == 1
        view = view_call(session, SEAT, token=token)
    assert {each.question for each in view.questions} == {"低保标准是多少？", "多久能批下来？"}
    assert (view.note, view.note_version, view.outcome, view.mine) == (
        "老人自己来电", 1, None, True,
    )  # fmt: skip


def test_calls_of_several_tabs_do_not_touch_one_another(store: Store) -> None:
    one, two = new_form_token(), new_form_token()
    noted(store, one, "第一通", 0)
    noted(store, two, "第二通", 0)
    assert (call_of(store, one).note, call_of(store, two).note) == ("第一通", "第二通")


def test_another_seat_touches_no_call_but_who_coordinates_may(store: Store) -> None:
    token = new_form_token()
    noted(store, token, "我的", 0)
    with pytest.raises(CallNotFound):
        noted(store, token, "别人的", 1, OTHER)
    assert noted(store, token, "协调员补记", 1, COORDINATOR) == 2
    with pytest.raises(CallTokenMalformed):
        noted(store, "短", "x", 0)


def test_a_note_is_never_overwritten_and_the_same_twice_is_once(store: Store) -> None:
    token = new_form_token()
    assert noted(store, token, "一", 0) == 1
    assert noted(store, token, "一", 0) == 1  # its answer was lost, it comes again
    assert noted(store, token, "一二", 1) == 2
    with pytest.raises(NoteChanged) as changed:
        noted(store, token, "另一个窗口", 1)
    assert (changed.value.note, changed.value.version) == ("一二", 2)
    assert call_of(store, token).note == "一二"


def test_a_note_keeps_no_number_and_no_control_character(store: Store) -> None:
    token = new_form_token()
    noted(store, token, "回电13800001234\x00\n身份证110101199003074258", 0)
    assert call_of(store, token).note == "回电〔电话〕\n身份证〔身份证号〕"


def test_each_outcome_ends_the_call_and_is_told_in_the_audit_log(store: Store) -> None:
    with store.writing() as session:
        organ = make_organ(session)
    token = new_form_token()
    with pytest.raises(OutcomeIncomplete):
        logged(store, token, CallOutcome.REFERRED)
    with pytest.raises(OrganRefused):
        logged(store, token, CallOutcome.REFERRED, 999)
    assert logged(store, token, CallOutcome.REFERRED, organ.id).organ_id == organ.id
    call = logged(store, token, CallOutcome.ANSWERED)
    assert (call.outcome, call.organ_id, call.ended_at) == ("answered", None, START)
    assert entries(store) == [
        ("登记来电结果", f"call:{call.id}", {"结果": "已转办", "转给": organ.name}),
        ("登记来电结果", f"call:{call.id}", {"结果": "已答复", "原来": "已转办"}),
    ]


def entries(store: Store) -> list[tuple[str, str, dict[str, str]]]:
    """What the audit log tells: what was done, to what, how."""
    query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details)
    with store.reading() as session:
        found = session.execute(query.order_by(AuditEntry.seq)).all()
    return [(action, subject, json.loads(details)) for action, subject, details in found]


def gaps(store: Store) -> dict[str, int]:
    while group_some(store):
        pass
    with store.reading() as session:
        found = unanswered_groups(session, START - timedelta(days=1), least=1)
    return {group.question: group.asked for group in found}


def test_what_was_not_answered_is_in_the_list_of_gaps_once(store: Store) -> None:
    found, nothing = new_form_token(), new_form_token()
    asked(store, found, "公交车几点收车？")
    asked(store, nothing, "高铁站什么时候建成？", Outcome.UNANSWERED)
    assert gaps(store) == {"高铁站什么时候建成？": 1}
    logged(store, found, CallOutcome.UNANSWERED)
    logged(store, nothing, CallOutcome.UNANSWERED)
    logged(store, found, CallOutcome.UNANSWERED)
    assert gaps(store) == {"公交车几点收车？": 1, "高铁站什么时候建成？": 1}
    logged(store, found, CallOutcome.ANSWERED)
    assert gaps(store) == {"高铁站什么时候建成？": 1}


def test_a_call_without_a_question_leaves_no_gap(store: Store) -> None:
    logged(store, new_form_token(), CallOutcome.UNANSWERED)
    assert gaps(store) == {}


def test_a_number_is_sealed_masked_and_found_again(store: Store) -> None:
    first, second = new_form_token(), new_form_token()
    asked(store, first, "低保标准是多少？")
    called_from(store, first)
    logged(store, first, CallOutcome.ANSWERED)
    desk(store, lambda: START).submit(
        Submission("临时救助要等多久？", new_form_token(), contact="+8613800001234")
    )
    called_from(store, second, "13800001234")
    call = call_of(store, second)
    assert call.caller is not None
    assert "13800001234" not in call.caller
    with store.reading() as session:
        assert masked_caller(session, call) == "138****1234"
        earlier = earlier_of(session, SEAT, call)
    assert [each.question for each in earlier.calls] == ["低保标准是多少？"]
    assert [each.question for each in earlier.cases] == ["临时救助要等多久？"]
    assert not any("1234" in str(entry) for entry in entries(store))


def test_other_numbers_and_calls_without_one_find_nothing(store: Store) -> None:
    first, second, third = (new_form_token() for _ in range(3))
    called_from(store, first)
    called_from(store, second, "13900001234")
    noted(store, third, "没有留号码", 0)
    for token in (second, third):
        with store.reading() as session:
            assert earlier_of(session, SEAT, call_of(store, token)).calls == ()


def test_a_wrong_number_is_refused_and_an_empty_one_deletes(store: Store) -> None:
    token = new_form_token()
    with pytest.raises(ContactRefused):
        called_from(store, token, "不是号码")
    called_from(store, token)
    called_from(store, token, "")
    call = call_of(store, token)
    assert (call.caller, call.caller_digest) == (None, None)


def test_a_reveal_needs_a_reason_and_is_logged(store: Store) -> None:
    token = new_form_token()
    called_from(store, token)
    call = call_of(store, token)
    with pytest.raises(ContactReasonRefused), store.writing() as session:
        reveal_caller(session, SEAT, call.id, " ", START)
    with store.writing() as session:
        assert reveal_caller(session, SEAT, call.id, "回拨告知结果", START) == "13800001234"
    with pytest.raises(CallNotFound), store.writing() as session:
        reveal_caller(session, SEAT, call.id + 9, "回拨告知结果", START)
    told = ("查看来电号码", f"call:{call.id}", {"理由": "回拨告知结果"})
    assert entries(store)[-1] == told


def test_numbers_and_notes_end_and_the_outcome_stays(store: Store) -> None:
    old, young = new_form_token(), new_form_token()
    for token in (old, young):
        noted(store, token, "记录", 0)
        called_from(store, token)
        logged(store, token, CallOutcome.ANSWERED)
    with store.writing() as session:
        before = START - timedelta(days=400)
        session.execute(update(HotlineCall).where(HotlineCall.token == old).values(began_at=before))
    assert purge_callers(store, timedelta(days=365), START) == 1
    assert purge_callers(store, timedelta(days=365), START) == 0
    gone, kept = call_of(store, old), call_of(store, young)
    assert (gone.caller, gone.caller_digest, gone.note, gone.outcome) == (
        None, None, "", "answered",
    )  # fmt: skip
    assert kept.note == "记录"
    assert kept.caller is not None


def test_a_rotation_of_the_keys_seals_callers_anew(store: Store) -> None:
    token = new_form_token()
    called_from(store, token)
    with store.writing() as session:
        plain = update(HotlineCall).values(caller="13800001234")
        session.execute(plain)
    assert reseal(store) == 1
    with store.reading() as session:
        assert read_caller(session, call_of(store, token)) == "13800001234"
        assert sum(keys_in_use(session).values()) == 1


def test_digests_of_older_contacts_are_filled_in_once_and_go_with_the_contact(store: Store) -> None:
    receipt = desk(store, lambda: START).submit(
        Submission("临时救助要等多久？", new_form_token(), contact="13800001234")
    )
    with store.writing() as session:
        session.execute(update(Consultation).values(contact_digest=None))
    assert digest_contacts(store, SECRET) == 1
    assert digest_contacts(store, SECRET) == 0
    with store.reading() as session:
        found = session.scalars(select(Consultation.contact_digest)).one()
    assert found == contact_digest(SECRET, "+8613800001234")
    assert found != contact_digest(b"another", "13800001234")
    with store.writing() as session:
        delete_contact(session, SEAT, receipt.number, "本人要求", START)
    with store.reading() as session:
        assert session.scalars(select(Consultation.contact_digest)).one() is None


def test_a_list_goes_on_where_the_page_before_ended(store: Store) -> None:
    tokens = [new_form_token() for _ in range(5)]
    for token in tokens:
        asked(store, token, "低保标准是多少？")
    logged(store, tokens[0], CallOutcome.UNANSWERED)
    seen, before = [], None
    while True:
        with store.reading() as session:
            rows, before = list_calls(session, CallFilters(), before, 2)
        seen += [row.id for row in rows]
        if before is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5
    with store.reading() as session:
        unanswered, _ = list_calls(session, CallFilters(CallOutcome.UNANSWERED), None, 9)
        unlogged, _ = list_calls(session, CallFilters(open_only=True), None, 9)
        others, _ = list_calls(session, CallFilters(user_id=OTHER.user_id), None, 9)
    assert [row.outcome for row in unanswered] == ["没有答上"]
    assert (len(unlogged), others) == (4, [])


def test_a_consultation_belongs_to_its_call(store: Store) -> None:
    token = new_form_token()
    receipt = desk(store, lambda: START).submit(Submission("临时救助？", new_form_token()))
    link_consultation(store, SEAT, token, receipt.number, START)
    with store.reading() as session:
        assert view_call(session, SEAT, token=token).consultation == receipt.number


def test_a_call_keeps_its_question_until_the_answer_goes(store: Store) -> None:
    token = new_form_token()
    answer_id = asked(store, token, "低保标准是多少？")
    with store.writing() as session:
        session.delete(session.get_one(AnswerRecord, answer_id))
    with store.reading() as session:
        view = view_call(session, SEAT, token=token)
        rows, _ = list_calls(session, CallFilters(), None, 9)
    assert [each.question for each in view.questions] == [None]
    assert rows[0].question is None


def test_a_session_that_fails_leaves_no_call(store: Store) -> None:
    token = new_form_token()
    with store.writing() as session:
        begun(session, SEAT, token, START)
        session.rollback()
    with store.reading() as session:
        assert find_call(session, SEAT, token) is None
