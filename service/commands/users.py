"""`yihaoda users`: the staff's accounts; the first administrator is made here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from knowledge.clock import CHINA, system_clock
from service.commands.opening import opened_store
from service.staff import people
from service.staff.actors import COMMAND_LINE
from service.staff.organs import find_organ
from service.staff.passwords import generated_password
from service.staff.records import StaffUser
from service.staff.roles import ROLE_NAMES, Role

_login = click.argument("login", metavar="登录名")
_role = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="角色，可以写多次："
    + "，".join(f"{role.value} {name}" for role, name in ROLE_NAMES.items()),
)
_ask = click.option("--ask", is_flag=True, help="密码由您输入，不自动生成")


@click.group()
def users() -> None:
    """工作人员的账号：新建、改角色、停用、重置密码。"""


@users.command()
@_login
@click.option("--name", required=True, help="姓名，显示在办理经过里")
@click.option("--organ", help="承办单位的名称或简称；承办人必须有")
@_role
@_ask
def add(login: str, name: str, organ: str | None, roles: tuple[str, ...], ask: bool) -> None:
    """新建账号。密码只显示这一次，第一次登录要换掉。"""
    password = _password(ask)
    with _writing() as session:
        organ_id = find_organ(session, organ).id if organ else None
        person = people.NewPerson(login, name, frozenset(map(Role, roles)), organ_id)
        people.add_person(session, COMMAND_LINE, person, password, system_clock())
    click.echo(f"已新建账号 {login}")
    _tell(password, ask)


@users.command()
@_login
@_role
def role(login: str, roles: tuple[str, ...]) -> None:
    """改成这些角色，原有的不再有。"""
    with _writing() as session:
        user = people.find_person(session, login)
        people.set_roles(session, COMMAND_LINE, user, frozenset(map(Role, roles)), system_clock())
        click.echo(f"{login}：{people.actor_of(user).role_names}")


@users.command()
@_login
def disable(login: str) -> None:
    """停用账号，它的登录立刻结束。"""
    with _writing() as session:
        people.disable(session, COMMAND_LINE, people.find_person(session, login), system_clock())
    click.echo(f"已停用账号 {login}")


@users.command()
@_login
def enable(login: str) -> None:
    """重新启用停用了的账号。"""
    with _writing() as session:
        people.enable(session, COMMAND_LINE, people.find_person(session, login), system_clock())
    click.echo(f"已启用账号 {login}")


@users.command()
@_login
@_ask
def reset(login: str, ask: bool) -> None:
    """重置密码并解除锁定，它的登录立刻结束。密码只显示这一次，登录后要换掉。"""
    password = _password(ask)
    with _writing() as session:
        user = people.find_person(session, login)
        people.reset_password(session, COMMAND_LINE, user, password, system_clock())
    click.echo(f"已重置 {login} 的密码")
    _tell(password, ask)


@users.command("list")
def list_command() -> None:
    """列出全部账号。"""
    with opened_store() as store, store.reading() as session:
        found = people.list_people(session)
        for user in found:
            click.echo(_line(user))
    if not found:
        click.echo(
            "还没有账号。新建管理员：yihaoda users add 登录名 --name 姓名 --role administrator"
        )


def _line(user: StaffUser) -> str:
    until = user.locked_until
    locked = until is not None and until > system_clock()
    marks = (
        "已停用" if user.disabled_at else "",
        f"锁定到 {until.astimezone(CHINA):%Y-%m-%d %H:%M}" if until and locked else "",
        "要换密码" if user.must_change_password else "",
    )
    organ = user.organ.short_name if user.organ else "—"
    told = (user.login, user.display_name, organ, people.actor_of(user).role_names, *marks)
    return "  ".join(filter(None, told))


@contextmanager
def _writing() -> Iterator[Session]:
    with opened_store() as store, store.writing() as session:
        yield session


def _password(ask: bool) -> str:
    """Typed twice without being shown, or made; never an argument, which others could read."""
    if not ask:
        return generated_password()
    typed: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次")
    return typed


def _tell(password: str, ask: bool) -> None:
    if not ask:
        click.echo(f"密码（只显示这一次，第一次登录要换掉）：{password}")
