"""Logins and the sessions that they begin.

A session is a row: what the browser holds is a random token, what the row holds is the token's
SHA-256. It ends when it was not used for a while, at its latest hour, or when it is revoked.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store
from service.staff.actors import SYSTEM, Actor
from service.staff.audit_log import record
from service.staff.errors import LoginRefused, PasswordRefused
from service.staff.passwords import check_password, hash_password, is_outdated, is_password
from service.staff.people import actor_of, change_own_password, read_login
from service.staff.records import StaffSession, StaffUser

#: Wrong passwords in a row that lock an account, each time for twice as long.
ATTEMPTS = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(days=1)
#: A session's use is noted this rarely: not every page view is a write.
NOTED_EVERY = timedelta(minutes=1)
#: Ended sessions are kept so long, then deleted; the audit log keeps that there was a login.
KEPT = timedelta(days=30)

REFUSAL = (
    f"登录名或密码不对。连续 {ATTEMPTS} 次不对，账号会锁定 {FIRST_LOCK.seconds // 60} 分钟，"
    "之后每次加倍；忘了密码请找管理员重置"
)


@dataclass(frozen=True)
class SessionLimits:
    """When a session ends: not used for `idle`, or `longest` after it began."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class LoggedIn:
    """Who a session belongs to."""

    session_id: int
    actor: Actor
    login: str
    must_change_password: bool


@dataclass(frozen=True)
class _Shown:
    """A password compared with the hash of an account; `rehashed` where the hash is outdated."""

    login: str
    hashed: str | None
    matches: bool
    rehashed: str | None


class Sessions:
    """Begins, finds and ends sessions; safe to share between threads."""

    def __init__(self, store: Store, clock: Clock, limits: SessionLimits) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits

    def log_in(self, login: str, password: str) -> str:
        """Begin a session and return its token.

        Raises LoginRefused with the same words, after the same work, for an unknown name, a wrong
        password, a locked and a disabled account.
        """
        shown = self._shown(login, password)
        with self._store.writing() as session:
            user = self._admitted(session, shown)
            if user is not None:
                record(session, actor_of(user), "登录", f"user:{user.id}", {}, self._clock())
                return self._begin(session, user)
        raise LoginRefused(REFUSAL)

    def find(self, token: str) -> LoggedIn | None:
        """Who the token's session belongs to; None where it does not run."""
        now = self._clock()
        with self._store.reading() as session:
            row = self._running(session, token, now)
            if row is None:
                return None
            user = session.get_one(StaffUser, row.user_id)
            if user.disabled_at is not None:
                return None
            found = LoggedIn(row.id, actor_of(user), user.login, user.must_change_password)
            noted = row.seen_at
        if now - noted >= NOTED_EVERY:
            with self._store.writing() as session:
                session.get_one(StaffSession, found.session_id).seen_at = now
        return found

    def log_out(self, token: str) -> None:
        """End the token's session; nothing happens where it does not run."""
        now = self._clock()
        with self._store.writing() as session:
            row = self._running(session, token, now)
            if row is None:
                return
            row.revoked_at = now
            user = session.get_one(StaffUser, row.user_id)
            record(session, actor_of(user), "退出", f"user:{user.id}", {}, now)

    def change_password(self, logged_in: LoggedIn, present: str, new: str) -> str:
        """Replace one's own password; every session ends, and a new one begins: its token.

        Raises LoginRefused where `present` is not the password, counted as at a login, and
        PasswordRefused.
        """
        shown = self._shown(logged_in.login, present)
        if shown.matches:
            if present == new:
                raise PasswordRefused("新密码不能和现在的密码相同")
            check_password(new, logged_in.login)
        with self._store.writing() as session:
            user = self._admitted(session, shown)
            if user is not None:
                change_own_password(session, user, new, self._clock())
                return self._begin(session, user)
        raise LoginRefused(f"现在的密码不对。连续 {ATTEMPTS} 次不对，账号会锁定")

    def _shown(self, login: str, password: str) -> _Shown:
        """Compare a password with its account's, before anything is locked: it takes long."""
        login = read_login(login)
        with self._store.reading() as session:
            hashed = session.scalar(select(StaffUser.password_hash).where(StaffUser.login == login))
        matches = is_password(password, hashed)
        outdated = matches and hashed is not None and is_outdated(hashed)
        return _Shown(login, hashed, matches, hash_password(password) if outdated else None)

    def _admitted(self, session: Session, shown: _Shown) -> StaffUser | None:
        """The account that may go in; None, and the failure counted and recorded, where none may.

        A password that was replaced since it was compared lets nobody in.
        """
        now = self._clock()
        user = _open_account(session, shown, now) if shown.matches else None
        if user is None:
            _count_failure(session, shown.login, now)
            return None
        user.failed_attempts, user.locked_until = 0, None
        user.password_hash = shown.rehashed or user.password_hash
        return user

    def _begin(self, session: Session, user: StaffUser) -> str:
        now = self._clock()
        token = secrets.token_urlsafe(32)
        session.add(
            StaffSession(
                token_hash=_hashed(token),
                user_id=user.id,
                created_at=now,
                seen_at=now,
                expires_at=now + self._limits.longest,
            )
        )
        session.flush()
        return token

    def _running(self, session: Session, token: str, now: datetime) -> StaffSession | None:
        return session.scalars(
            select(StaffSession).where(
                StaffSession.token_hash == _hashed(token),
                StaffSession.revoked_at.is_(None),
                StaffSession.expires_at > now,
                StaffSession.seen_at > now - self._limits.idle,
            )
        ).one_or_none()


def purge_sessions(session: Session, now: datetime) -> int:
    """Delete sessions that ended long ago; returns how many."""
    gone = session.execute(
        delete(StaffSession).where(StaffSession.expires_at < now - KEPT).returning(StaffSession.id)
    )
    return len(gone.all())


def _open_account(session: Session, shown: _Shown, now: datetime) -> StaffUser | None:
    """The account with this very password, locked for the transaction; None where it is shut."""
    return session.scalars(
        select(StaffUser)
        .where(StaffUser.login == shown.login, StaffUser.password_hash == shown.hashed, _open(now))
        .with_for_update(of=StaffUser)
    ).one_or_none()


def _count_failure(session: Session, login: str, now: datetime) -> None:
    """Count and record a failure; the same statements run whether there is such an account.

    Every fifth locks the account, each time for twice as long.
    """
    failures = session.execute(
        update(StaffUser)
        .where(StaffUser.login == login, _open(now))
        .values(failed_attempts=StaffUser.failed_attempts + 1)
        .returning(StaffUser.id, StaffUser.failed_attempts)
    ).one_or_none()
    subject, details = "login", {"账号": "不存在、已锁定或已停用"}
    if failures is not None:
        subject, details = f"user:{failures.id}", {"连续失败": str(failures.failed_attempts)}
        rounds, rest = divmod(failures.failed_attempts, ATTEMPTS)
        if rest == 0:
            lock = min(FIRST_LOCK * 2 ** min(rounds - 1, 10), LONGEST_LOCK)
            session.get_one(StaffUser, failures.id).locked_until = now + lock
            details["锁定分钟"] = str(lock // timedelta(minutes=1))
    record(session, SYSTEM, "登录失败", subject, details, now)


def _open(now: datetime) -> ColumnElement[bool]:
    """That an account is neither disabled nor locked."""
    unlocked = or_(StaffUser.locked_until.is_(None), StaffUser.locked_until <= now)
    return and_(StaffUser.disabled_at.is_(None), unlocked)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
