"""Sessions begin with the right password, and end: idle, at their hour, revoked, shut."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import event, select, update

from knowledge.database import Store
from service.staff import passwords
from service.staff.actors import COMMAND_LINE
from service.staff.errors import LoginRefused
from service.staff.people import (
    disable,
    enable,
    end_sessions,
    find_person,
    reset_password,
    set_roles,
)
from service.staff.records import AuditEntry, StaffSession, StaffUser
from service.staff.roles import Role
from service.staff.sessions import ATTEMPTS, SessionLimits, Sessions, purge_sessions
from tests.clocks import FrozenClock
from tests.staff import PASSWORD, make_person

LIMITS = SessionLimits(timedelta(minutes=60), timedelta(hours=12))


@pytest.fixture
def sessions(store: Store, clock: FrozenClock) -> Sessions:
    with store.writing() as session:
        make_person(session, "wang", Role.HANDLER)
        make_person(session, "boss", Role.ADMINISTRATOR)
    return Sessions(store, clock, LIMITS)


def fail(sessions: Sessions, login: str = "wang", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(LoginRefused):
            sessions.log_in(login, "wrong password")


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that change something, while the block runs."""
    seen: list[str] = []

    def note(_c, _u, statement, *_rest) -> None:
        seen.append(statement.split("WHERE")[0])

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


def test_a_session_says_who_it_belongs_to(sessions: Sessions, store: Store) -> None:
    token = sessions.log_in(" Wang ", PASSWORD)
    found = sessions.find(token)
    assert found is not None
    assert (found.actor.name, found.actor.roles) == ("姓wang", {Role.HANDLER})
    assert sessions.find("another") is None
    with store.reading() as session:
        row = session.scalars(select(StaffSession)).one()
        assert token.encode() not in row.token_hash
        assert session.scalars(select(AuditEntry.action)).all()[-1] == "登录"


def test_a_session_ends_when_it_is_not_used_and_at_its_hour(
    sessions: Sessions, clock: FrozenClock
) -> None:
    token = sessions.log_in("wang", PASSWORD)
    for _ in range(14):
        clock.advance(timedelta(minutes=50))
        assert sessions.find(token) is not None
    clock.advance(timedelta(minutes=30))
    assert sessions.find(token) is None
    idle = sessions.log_in("wang", PASSWORD)
    clock.advance(timedelta(minutes=61))
    assert sessions.find(idle) is None


@pytest.mark.parametrize(
    "end",
    [
        disable,
        end_sessions,
        lambda session, actor, user, now: reset_password(
            session, actor, user, passwords.generated_password(), now
        ),
    ],
)
def test_sessions_are_revoked(sessions: Sessions, store: Store, clock, end) -> None:
    tokens = [sessions.log_in("wang", PASSWORD) for _ in range(2)]
    other = sessions.log_in("boss", PASSWORD)
    with store.writing() as session:
        end(session, COMMAND_LINE, find_person(session, "wang"), clock())
    assert [sessions.find(token) for token in tokens] == [None, None]
    assert sessions.find(other) is not None


def test_a_role_that_was_taken_is_gone_at_once(sessions: Sessions, store: Store, clock) -> None:
    token = sessions.log_in("wang", PASSWORD)
    with store.writing() as session:
        user = find_person(session, "wang")
        set_roles(session, COMMAND_LINE, user, frozenset({Role.REVIEWER}), clock())
    found = sessions.find(token)
    assert found is not None
    assert found.actor.roles == {Role.REVIEWER}


def test_a_disabled_account_is_let_in_again_when_it_is_enabled(
    sessions: Sessions, store: Store, clock
) -> None:
    with store.writing() as session:
        disable(session, COMMAND_LINE, find_person(session, "wang"), clock())
    with pytest.raises(LoginRefused):
        sessions.log_in("wang", PASSWORD)
    with store.writing() as session:
        enable(session, COMMAND_LINE, find_person(session, "wang"), clock())
    assert sessions.find(sessions.log_in("wang", PASSWORD))


def test_wrong_passwords_lock_the_account_each_time_for_longer(
    sessions: Sessions, clock: FrozenClock
) -> None:
    fail(sessions, times=ATTEMPTS)
    with pytest.raises(LoginRefused):
        sessions.log_in("wang", PASSWORD)
    clock.advance(timedelta(minutes=15))
    fail(sessions, times=ATTEMPTS)
    clock.advance(timedelta(minutes=29))
    with pytest.raises(LoginRefused):
        sessions.log_in("wang", PASSWORD)
    clock.advance(timedelta(minutes=1))
    assert sessions.find(sessions.log_in("wang", PASSWORD))
    fail(sessions, times=ATTEMPTS - 1)
    assert sessions.find(sessions.log_in("wang", PASSWORD))


def test_guesses_at_once_are_counted_each(sessions: Sessions, store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: fail(sessions), range(ATTEMPTS)))
    with store.reading() as session:
        user = find_person(session, "wang")
        assert (user.failed_attempts, user.locked_until is None) == (ATTEMPTS, False)


def test_a_refused_login_says_and_does_the_same_whoever_it_is(
    sessions: Sessions, store: Store, clock: FrozenClock
) -> None:
    """The password is compared once, the same statements run, the same words are told."""
    with store.writing() as session:
        make_person(session, "gone", Role.HANDLER)
        disable(session, COMMAND_LINE, find_person(session, "gone"), clock())
        make_person(session, "shut", Role.HANDLER)
        session.execute(
            update(StaffUser)
            .where(StaffUser.login == "shut")
            .values(locked_until=clock() + timedelta(hours=1))
        )
    seen = []
    for login in ("wang", "nobody", "gone", "shut"):
        hasher = passwords._HASHER
        with (
            statements(store) as done,
            patch.object(passwords, "_HASHER", wraps=hasher) as compared,
            pytest.raises(LoginRefused) as refusal,
        ):
            sessions.log_in(login, "wrong password")
        seen.append((str(refusal.value), compared.verify.call_count, done))
    assert seen[0][1] == 1
    assert all(each == seen[0] for each in seen)


@pytest.mark.parametrize("login", ["", "\0", "wang\0", "王", "w" * 5000, "' OR 1=1 --", "\ud800"])
def test_what_can_be_no_login_name_is_refused_like_any(sessions: Sessions, login: str) -> None:
    fail(sessions, login)


def test_every_login_and_failure_is_in_the_audit_log_without_what_was_typed(
    sessions: Sessions, store: Store
) -> None:
    fail(sessions, "typed-secret")
    fail(sessions)
    token = sessions.log_in("wang", PASSWORD)
    sessions.log_out(token)
    assert sessions.find(token) is None
    with store.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[-4:]
        assert [entry.action for entry in entries] == ["登录失败", "登录失败", "登录", "退出"]
        assert not any("typed-secret" in entry.details + entry.subject for entry in entries)


def test_sessions_that_ended_long_ago_are_deleted(
    sessions: Sessions, store: Store, clock: FrozenClock
) -> None:
    sessions.log_in("wang", PASSWORD)
    clock.advance(timedelta(days=31))
    kept = sessions.log_in("wang", PASSWORD)
    with store.writing() as session:
        assert purge_sessions(session, clock()) == 1
    assert sessions.find(kept)
