"""What an account may be and who may change it; each rule raises PersonRefused."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.staff.actors import Actor
from service.staff.errors import PersonRefused
from service.staff.records import Organ, StaffRole, StaffUser
from service.staff.roles import Role


def check_roles(roles: frozenset[Role], organ_id: int | None) -> None:
    """Some role, an organ for a handler; whoever audits does nothing else: nobody examines their
    own deeds.
    """
    if not roles:
        raise PersonRefused("至少要有一个角色")
    if Role.AUDITOR in roles and len(roles) > 1:
        raise PersonRefused("审计员不能兼任其他角色")
    if Role.HANDLER in roles and organ_id is None:
        raise PersonRefused("承办人必须属于一个承办单位")


def check_organ(session: Session, organ_id: int | None) -> None:
    """An organ that exists, or none."""
    if organ_id is not None and session.get(Organ, organ_id) is None:
        raise PersonRefused("没有这个承办单位")


def check_other(actor: Actor, user: StaffUser) -> None:
    """Nobody changes their own account."""
    if actor.user_id == user.id:
        raise PersonRefused("不能改变自己的账号，请由另一位管理员办理")


def check_not_last_administrator(session: Session, user: StaffUser) -> None:
    """Somebody can always manage the accounts."""
    held = {held.role for held in user.roles}
    if Role.ADMINISTRATOR not in held or user.disabled_at is not None:
        return
    others = session.scalar(
        select(func.count())
        .select_from(StaffRole)
        .join(StaffUser, StaffUser.id == StaffRole.user_id)
        .where(
            StaffRole.role == Role.ADMINISTRATOR.value,
            StaffUser.disabled_at.is_(None),
            StaffUser.id != user.id,
        )
    )
    if not others:
        raise PersonRefused("这是最后一位管理员；请先让另一个人成为管理员")
