"""The administrator's pages: who has an account, which roles, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.console.access import current_actor, permitted
from service.public.context import office
from service.public.forms import key
from service.staff import people as accounts
from service.staff.actors import Actor
from service.staff.errors import PasswordRefused, PersonRefused, UnknownPerson
from service.staff.organs import list_organs
from service.staff.passwords import generated_password
from service.staff.permissions import Permission
from service.staff.records import StaffUser
from service.staff.roles import ROLE_NAMES, Role

people = Blueprint("people", __name__, url_prefix="/console/people", template_folder="templates")

_Act = Callable[[Session, Actor, StaffUser, datetime], object]

#: What a button does, by the last part of its address.
ACTS: Mapping[str, _Act] = {
    "disable": accounts.disable,
    "enable": accounts.enable,
    "sessions": accounts.end_sessions,
}


@people.get("")
@permitted(Permission.MANAGE_PEOPLE)
def listed() -> str:
    """Every account, and the form for a new one."""
    return _list_page()


@people.post("")
@permitted(Permission.MANAGE_PEOPLE)
def add() -> str | tuple[str, int]:
    """Make an account; its first password is shown on this page and nowhere else."""
    password = generated_password()
    form = request.form
    new = accounts.NewPerson(form.get("login", ""), form.get("name", ""), _roles(), _organ_id())
    try:
        with office().store.writing() as session:
            user = accounts.add_person(session, current_actor(), new, password, office().clock())
            return render_template(
                "console/first_password.html", login=user.login, password=password
            )
    except (PersonRefused, PasswordRefused) as refusal:
        return _list_page(str(refusal), new), 400


@people.get("/<int(max=2147483647):user_id>")
@permitted(Permission.MANAGE_PEOPLE)
def person(user_id: int) -> str | tuple[str, int]:
    """One account."""
    return _person_page(user_id)


@people.post("/<int(max=2147483647):user_id>")
@permitted(Permission.MANAGE_PEOPLE)
def change(user_id: int) -> Response | str | tuple[str, int]:
    """Give an account other roles, or another organ."""

    def apply(session: Session, actor: Actor, user: StaffUser, now: datetime) -> None:
        roles, organ_id = _roles(), _organ_id()
        if organ_id is None:  # a handler leaves the roles before the organ, and gets it first
            accounts.set_roles(session, actor, user, roles, now)
            accounts.set_organ(session, actor, user, organ_id, now)
        else:
            accounts.set_organ(session, actor, user, organ_id, now)
            accounts.set_roles(session, actor, user, roles, now)

    return _act(user_id, apply)


@people.post("/<int(max=2147483647):user_id>/password")
@permitted(Permission.MANAGE_PEOPLE)
def reset_password(user_id: int) -> str | tuple[str, int]:
    """Give an account a password for one login; it is shown on this page and nowhere else."""
    password = generated_password()
    try:
        with office().store.writing() as session:
            user = accounts.person(session, user_id)
            accounts.reset_password(session, current_actor(), user, password, office().clock())
            return render_template(
                "console/first_password.html", login=user.login, password=password
            )
    except PersonRefused as refusal:
        return _person_page(user_id, str(refusal))


@people.post(f"/<int(max=2147483647):user_id>/<any({','.join(ACTS)}):act>")
@permitted(Permission.MANAGE_PEOPLE)
def act(user_id: int, act: str) -> Response | str | tuple[str, int]:
    """Shut an account, open it again, or end its logins."""
    return _act(user_id, ACTS[act])


def _act(user_id: int, apply: _Act) -> Response | str | tuple[str, int]:
    try:
        with office().store.writing() as session:
            user = accounts.person(session, user_id)
            apply(session, current_actor(), user, office().clock())
    except PersonRefused as refusal:
        return _person_page(user_id, str(refusal))
    return redirect(url_for(".person", user_id=user_id))


def _first_password(user: StaffUser, password: str) -> str:
    return render_template("console/first_password.html", login=user.login, password=password)


def _list_page(error: str | None = None, new: accounts.NewPerson | None = None) -> str:
    with office().store.reading() as session:
        return render_template(
            "console/people.html",
            people=[(user, accounts.actor_of(user)) for user in accounts.list_people(session)],
            organs=list_organs(session),
            role_names=ROLE_NAMES,
            now=office().clock(),
            error=error,
            new=new,
        )


def _person_page(user_id: int, error: str | None = None) -> str | tuple[str, int]:
    """The page of an account; what was refused is told at its top."""
    with office().store.reading() as session:
        try:
            user = accounts.person(session, user_id)
        except UnknownPerson as missing:
            return _list_page(str(missing)), 404
        page = render_template(
            "console/person.html",
            user=user,
            held=accounts.roles_of(user),
            organs=list_organs(session),
            role_names=ROLE_NAMES,
            now=office().clock(),
            error=error,
        )
    return (page, 400) if error else page


def _roles() -> frozenset[Role]:
    known = {role.value for role in Role}
    return frozenset(Role(name) for name in request.form.getlist("role") if name in known)


def _organ_id() -> int | None:
    """The organ that was chosen; one that does not exist is refused by its foreign key."""
    return request.form.get("organ", None, key) or None
