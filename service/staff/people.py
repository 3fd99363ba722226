"""The staff's accounts: made, changed and disabled, each time with an entry in the audit log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.staff.actors import Actor, ActorKind
from service.staff.audit_log import record
from service.staff.errors import PersonRefused, UnknownPerson
from service.staff.passwords import check_password, hash_password
from service.staff.people_rules import (
    check_not_last_administrator,
    check_organ,
    check_other,
    check_roles,
)
from service.staff.records import StaffRole, StaffSession, StaffUser
from service.staff.roles import ROLE_NAMES, Role

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LONGEST_NAME = 32


@dataclass(frozen=True)
class NewPerson:
    """An account to be made; a handler belongs to an organ."""

    login: str
    display_name: str
    roles: frozenset[Role]
    organ_id: int | None = None


def add_person(
    session: Session, actor: Actor, person: NewPerson, password: str, now: datetime
) -> StaffUser:
    """Make an account whose password must be replaced at the first login.

    Raises PersonRefused, and PasswordRefused where the password breaks a rule.
    """
    login = read_login(person.login)
    name = person.display_name.strip()
    if not login:
        raise PersonRefused("登录名应以小写字母开头，2 到 32 位，只用字母、数字和 . _ -")
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise PersonRefused(f"姓名应有 1 到 {_LONGEST_NAME} 个字")
    check_organ(session, person.organ_id)
    check_roles(person.roles, person.organ_id)
    if session.scalar(select(StaffUser.id).where(StaffUser.login == login)):
        raise PersonRefused(f"登录名“{login}”已经有人用了")
    check_password(password, login)
    user = StaffUser(
        login=login,
        display_name=name,
        organ_id=person.organ_id,
        password_hash=hash_password(password),
        password_changed_at=now,
        must_change_password=True,
        failed_attempts=0,
        created_at=now,
        roles=[StaffRole(role=role.value) for role in sorted(person.roles)],
    )
    session.add(user)
    session.flush()
    _record(session, actor, "新建账号", user, now, 登录名=login, 角色=_named(person.roles))
    return user


def set_roles(
    session: Session, actor: Actor, user: StaffUser, roles: frozenset[Role], now: datetime
) -> None:
    """Give the account these roles and no others; raises PersonRefused."""
    check_other(actor, user)
    check_roles(roles, user.organ_id)
    if Role.ADMINISTRATOR not in roles:
        check_not_last_administrator(session, user)
    before = roles_of(user)
    if before == roles:
        return
    user.roles = [
        next((held for held in user.roles if held.role == role.value), StaffRole(role=role.value))
        for role in sorted(roles)
    ]
    _record(session, actor, "改变角色", user, now, 原角色=_named(before), 新角色=_named(roles))


def set_organ(
    session: Session, actor: Actor, user: StaffUser, organ_id: int | None, now: datetime
) -> None:
    """Move the account to an organ, or to none; raises PersonRefused."""
    check_other(actor, user)
    check_organ(session, organ_id)
    check_roles(roles_of(user), organ_id)
    if user.organ_id == organ_id:
        return
    before, user.organ_id = user.organ_id, organ_id
    _record(session, actor, "改变单位", user, now, 原单位=str(before), 新单位=str(organ_id))


def disable(session: Session, actor: Actor, user: StaffUser, now: datetime) -> None:
    """Shut the account and end its sessions; raises PersonRefused."""
    check_other(actor, user)
    check_not_last_administrator(session, user)
    if user.disabled_at is not None:
        return
    user.disabled_at = now
    ended = revoke_sessions(session, user, now)
    _record(session, actor, "停用账号", user, now, 结束的登录=str(ended))


def enable(session: Session, actor: Actor, user: StaffUser, now: datetime) -> None:
    """Open a shut account again; its password stays."""
    if user.disabled_at is None:
        return
    user.disabled_at = None
    _record(session, actor, "启用账号", user, now)


def reset_password(
    session: Session, actor: Actor, user: StaffUser, password: str, now: datetime
) -> None:
    """Give the account a password for one login, lift its lock and end its sessions.

    Raises PersonRefused and PasswordRefused.
    """
    check_other(actor, user)
    check_password(password, user.login)
    _set_password(user, password, now)
    user.must_change_password = True
    user.failed_attempts, user.locked_until = 0, None
    ended = revoke_sessions(session, user, now)
    _record(session, actor, "重置密码", user, now, 结束的登录=str(ended))


def change_own_password(session: Session, user: StaffUser, password: str, now: datetime) -> None:
    """Replace the password that its owner has just shown; every session ends.

    The caller, who has both, has compared and checked them.
    """
    _set_password(user, password, now)
    user.must_change_password = False
    revoke_sessions(session, user, now)
    _record(session, actor_of(user), "修改自己的密码", user, now)


def end_sessions(session: Session, actor: Actor, user: StaffUser, now: datetime) -> int:
    """End every login of the account; returns how many there were."""
    ended = revoke_sessions(session, user, now)
    _record(session, actor, "结束登录", user, now, 结束的登录=str(ended))
    return ended


def revoke_sessions(session: Session, user: StaffUser, now: datetime) -> int:
    """Revoke the sessions that still run, without an entry of its own; returns how many."""
    revoked = session.execute(
        update(StaffSession)
        .where(
            StaffSession.user_id == user.id,
            StaffSession.revoked_at.is_(None),
            StaffSession.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(StaffSession.id)
    )
    return len(revoked.all())


def read_login(typed: str) -> str:
    """The login name as it is stored; empty for what can be none (PostgreSQL fails on NUL)."""
    login = typed.strip().casefold()
    return login if _LOGIN.fullmatch(login) else ""


def find_person(session: Session, login: str) -> StaffUser:
    """The account of this login name; raises UnknownPerson."""
    user = session.scalars(
        select(StaffUser).where(StaffUser.login == read_login(login))
    ).one_or_none()
    if user is None:
        raise UnknownPerson(f"没有登录名是“{login}”的账号")
    return user


def person(session: Session, user_id: int) -> StaffUser:
    """The account of this id; raises UnknownPerson."""
    user = session.get(StaffUser, user_id)
    if user is None:
        raise UnknownPerson("没有这个账号")
    return user


def list_people(session: Session) -> Sequence[StaffUser]:
    """Every account, those in use first, by login name."""
    return session.scalars(
        select(StaffUser).order_by(StaffUser.disabled_at.isnot(None), StaffUser.login)
    ).all()


def roles_of(user: StaffUser) -> frozenset[Role]:
    """The account's roles."""
    return frozenset(Role(held.role) for held in user.roles)


def actor_of(user: StaffUser) -> Actor:
    """The person as the one who acts."""
    return Actor(ActorKind.STAFF, user.display_name, user.id, roles_of(user), user.organ_id)


def _set_password(user: StaffUser, password: str, now: datetime) -> None:
    user.password_hash = hash_password(password)
    user.password_changed_at = now


def _named(roles: frozenset[Role]) -> str:
    return "、".join(name for role, name in ROLE_NAMES.items() if role in roles)


def _record(
    session: Session, actor: Actor, action: str, user: StaffUser, now: datetime, **details: str
) -> None:
    record(session, actor, action, f"user:{user.id}", details, now)
