"""What whoever holds number and code sees and does, and how often a code can be guessed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.consultations.citizen_words import HISTORY_WORDS, STATE_WORDS
from service.consultations.citizens import CitizenDesk
from service.consultations.details import MoveDetails
from service.consultations.errors import (
    ConsultationNotFound,
    MoveIncomplete,
    MoveNotAllowed,
    TooManyGuesses,
)
from service.consultations.guesses import (
    GUESSES_PER_ADDRESS,
    GUESSES_PER_NUMBER,
    GuessCounter,
    network_of,
    purge_guesses,
)
from service.consultations.moves import MOVES
from service.consultations.numbers import new_form_token
from service.consultations.states import ConsultationState, Move, Rating
from service.staff.records import AuditEntry
from tests.service.consultations.forms import SECRET, desk, form
from tests.service.consultations.people import TO_ANSWERED, furnished, moved

WRONG = "22222-22222"
ADDRESS = "203.0.113.7"


@pytest.fixture
def office(sqlite_store, clock):
    return furnished(sqlite_store, clock)


def left(store, clock):
    """A desk for citizens, and the receipt of a consultation."""
    receipt = desk(store, clock).submit(form(form_token=new_form_token()))
    return CitizenDesk(store, clock, SECRET), receipt.number, receipt.code


def test_state_and_history_are_told_in_plain_words(office, clock):
    citizens, number, code = left(office, clock)
    moved(office, clock, number, Move.ACCEPT, Move.DISPATCH, Move.SIGN, Move.RETURN)
    view = citizens.lookup(number, code)
    assert view.state_words == "正在重新安排承办单位"
    assert [each.words for each in view.history] == ["您提交了咨询", "已受理", "已转给承办单位"]
    assert view.due_on == date(2026, 12, 1)
    assert view.moves == (Move.WITHDRAW,)


def test_every_state_has_its_words_and_no_reason_of_staff_is_told():
    assert set(STATE_WORDS) == set(ConsultationState)
    own = {move for move, rule in MOVES.items() if rule.citizen}
    assert own <= set(HISTORY_WORDS)


def test_what_is_asked_for_is_supplied_and_the_term_runs_on(office, clock):
    citizens, number, code = left(office, clock)
    moved(office, clock, number, Move.ASK_SUPPLEMENT)
    view = citizens.lookup(number, code)
    assert (view.asked, view.due_on) == ("请说明户口在哪个乡镇", None)
    with pytest.raises(MoveIncomplete, match="请填写补充的内容"):
        citizens.act(number, code, Move.SUPPLEMENT, MoveDetails())
    view = citizens.act(number, code, Move.SUPPLEMENT, MoveDetails(reason="城关镇"))
    assert (view.state, view.asked, view.due_on) == ("待受理", None, date(2026, 12, 1))
    assert view.history[-1].words == "收到补充说明：城关镇"


def test_what_is_pasted_with_tabs_and_joined_emoji_is_taken_and_hides_no_number(office, clock):
    citizens, number, code = left(office, clock)
    moved(office, clock, number, Move.ASK_SUPPLEMENT)
    typed = "在古城镇\t东街👨\u200d👩\u200d👧 🫨\U0001fae9\n\n电话138\u200b00138000"
    citizens.act(number, code, Move.SUPPLEMENT, MoveDetails(reason=typed))
    told = citizens.lookup(number, code).history[-1].words
    assert told == "收到补充说明：在古城镇 东街👨👩👧 🫨\U0001fae9\n电话〔电话〕"


def test_a_reply_is_rated_once_and_may_be_asked_anew(office, clock):
    citizens, number, code = left(office, clock)
    with pytest.raises(MoveNotAllowed):
        citizens.act(number, code, Move.RATE, MoveDetails(rating=Rating.SATISFIED))
    moved(office, clock, number, *TO_ANSWERED)
    bad = MoveDetails(rating=Rating.DISSATISFIED, reason="电话 13800138000 没人接")
    view = citizens.act(number, code, Move.RATE, bad)
    assert (view.state, view.rating, view.moves) == ("已评价", "不满意", (Move.REOPEN,))
    with pytest.raises(MoveIncomplete, match="请填写哪里没有解决"):
        citizens.act(number, code, Move.REOPEN, MoveDetails(reason=" "))
    view = citizens.act(number, code, Move.REOPEN, MoveDetails(reason="没有解决"))
    assert view.state == "重办"
    with office.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.actor_kind == "citizen"))
        assert [(entry.action, "13800138000" in entry.details) for entry in entries] == [
            ("评价", False),
            ("重办", False),
        ]


def test_a_code_is_guessed_a_few_times_an_hour_and_then_the_right_one_waits_too(store, clock):
    store = furnished(store, clock)
    citizens, number, code = left(store, clock)
    for tried in (number, "20200101-0001"):
        for _ in range(GUESSES_PER_NUMBER):
            with pytest.raises(ConsultationNotFound):
                citizens.lookup(tried, WRONG)
    told = []
    for tried in (number, "20200101-0001"):
        with pytest.raises(TooManyGuesses) as limited:
            citizens.lookup(tried, code)
        told.append(str(limited.value))
    assert len(set(told)) == 1
    with pytest.raises(TooManyGuesses):
        citizens.act(number, code, Move.WITHDRAW, MoveDetails())
    clock.advance(timedelta(hours=1))
    assert citizens.lookup(number, code).number == number


def test_right_codes_use_nothing_up(office, clock):
    citizens, number, code = left(office, clock)
    for _ in range(2 * GUESSES_PER_ADDRESS):
        citizens.lookup(number, code, ADDRESS)
    with office.writing() as session:
        assert set(session.scalars(select(GuessCounter.guesses))) == {0}
        purge_guesses(session, clock() + timedelta(hours=1))
    with office.reading() as session:
        assert session.scalars(select(GuessCounter)).all() == []


def test_one_address_does_not_try_number_after_number(office, clock):
    citizens, number, code = left(office, clock)
    for serial in range(GUESSES_PER_ADDRESS):
        with pytest.raises(ConsultationNotFound):
            citizens.lookup(f"20200101-{serial:04}", WRONG, ADDRESS)
    with pytest.raises(TooManyGuesses):
        citizens.lookup(number, code, ADDRESS)
    assert citizens.lookup(number, code, "203.0.113.8").number == number


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        ("unix:", None),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(address, network):
    assert network_of(address) == network


def test_guesses_made_at_once_do_not_outrun_the_count(store, clock):
    store = furnished(store, clock)
    citizens, number, _ = left(store, clock)

    def guess(_):
        try:
            citizens.lookup(number, WRONG, ADDRESS)
        except (ConsultationNotFound, TooManyGuesses) as error:
            return type(error)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count(ConsultationNotFound) == GUESSES_PER_NUMBER
    assert outcomes.count(TooManyGuesses) == 12 - GUESSES_PER_NUMBER
