"""People of every role, and browsers in which they are logged in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from service.staff.actors import SYSTEM, Actor
from service.staff.passwords import hash_password
from service.staff.people import NewPerson, actor_of, add_person
from service.staff.records import Organ, StaffUser
from service.staff.roles import Role
from tests.clocks import START

PASSWORD = "青禾-correct-horse-7"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


@cache
def hashed() -> str:
    """The hash of PASSWORD, made once."""
    return hash_password(PASSWORD)


def make_organ(session: Session, name: str = "青禾县民政局", *, coordinator: bool = False) -> Organ:
    """The organ of this name, made where it is not there."""
    organ = session.scalars(select(Organ).where(Organ.name == name)).one_or_none()
    if organ is None:
        organ = Organ(
            name=name,
            short_name=name[3:],
            aliases="",
            phone="",
            is_coordinator=coordinator,
            topics="",
        )
        session.add(organ)
        session.flush()
    return organ


def make_person(
    session: Session, login: str, *roles: Role, organ: Organ | None = None
) -> StaffUser:
    """A person with these roles, of the organ of the tests, whose password is PASSWORD."""
    organ = organ or make_organ(session)
    user = add_person(
        session, SYSTEM, NewPerson(login, f"姓{login}", frozenset(roles), organ.id), PASSWORD, START
    )
    user.password_hash, user.must_change_password = hashed(), False
    session.flush()
    return user


def make_actor(session: Session, login: str, *roles: Role) -> Actor:
    """The same as the one who acts."""
    return actor_of(make_person(session, login, *roles))


@dataclass(frozen=True)
class Browser:
    """A browser that fills in the forms of the console with their hidden field."""

    client: FlaskClient

    def get(self, path: str, **query: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, query_string=query)

    def post(self, path: str, fields: Mapping[str, Any], at: str = "", **sent: Any) -> TestResponse:
        """Send a form that stands on the page `at` (else on the page of one's password).

        A field may be a list of texts, or a file as (what it is read from, its name); `sent` is
        what else the request holds.
        """
        csrf = csrf_of(self.get(at or "/console/password"))
        return self.client.post(path, data={"csrf": csrf, **fields}, **sent)

    def log_in(self, login: str, password: str = PASSWORD, back: str = "") -> TestResponse:
        """Send the login page's form."""
        fields = {"login": login, "password": password, "next": back}
        return self.post("/console/login", fields, at="/console/login")


def csrf_of(page: TestResponse) -> str:
    """The hidden field of the page's forms."""
    found = _CSRF.search(page.text)
    assert found, page.text
    return found[1]


def browser(app: APIFlask, login: str = "", password: str = PASSWORD) -> Browser:
    """A new browser, logged in where a name is given."""
    opened = Browser(app.test_client())
    if login:
        assert opened.log_in(login, password).status_code == 302
    return opened
