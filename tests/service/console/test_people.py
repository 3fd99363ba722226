"""The administrator's pages: accounts are made, changed, shut; passwords shown once."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask

from service.staff.people import find_person, roles_of
from service.staff.roles import Role
from service.wiring import Office
from tests.staff import Browser, browser, make_organ, make_person

_SHOWN = re.compile(r"<dd>([a-z0-9-]{19})</dd>")


@pytest.fixture
def administrator(app: APIFlask) -> Browser:
    return browser(app, "administrator")


def id_of(office: Office, login: str) -> int:
    with office.store.reading() as session:
        return find_person(session, login).id


def make(office: Office, login: str, *roles: Role) -> int:
    with office.store.writing() as session:
        return make_person(session, login, *roles).id


def test_a_new_person_gets_a_password_for_one_login(
    app: APIFlask, office: Office, administrator: Browser
) -> None:
    with office.store.writing() as session:
        organ = make_organ(session).id
    fields = {
        "login": "Li.Na",
        "name": "李<b>娜",
        "organ": str(organ),
        "role": ["handler", "reviewer"],
    }
    page = administrator.post("/console/people", fields)
    password = _SHOWN.search(page.text)
    assert password
    listed = administrator.get("/console/people").text
    assert "李&lt;b&gt;娜" in listed
    assert password[1] not in listed
    newcomer = browser(app, "li.na", password[1])
    assert "先换密码" in newcomer.get("/console/password").text


@pytest.mark.parametrize(
    "fields",
    [
        {"login": "1x", "name": "某", "role": "hotline"},
        {"login": "new", "name": " ", "role": "hotline"},
        {"login": "new", "name": "某"},
        {"login": "new", "name": "某", "role": "handler"},
        {"login": "new", "name": "某", "role": ["auditor", "hotline"]},
        {"login": "new", "name": "某", "role": "emperor"},
        {"login": "handler", "name": "某", "role": "hotline"},
        {"login": "new", "name": "某", "role": "handler", "organ": "4711"},
        {"login": "new", "name": "某", "role": "handler", "organ": "9" * 30},
    ],
)
def test_what_is_no_account_is_refused_with_what_was_typed(
    administrator: Browser, fields: dict[str, str | list[str]]
) -> None:
    answer = administrator.post("/console/people", fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert f'value="{fields["login"]}"' in answer.text


def test_roles_and_organ_are_changed(office: Office, administrator: Browser) -> None:
    user_id = make(office, "changing", Role.HANDLER)
    answer = administrator.post(f"/console/people/{user_id}", {"organ": "", "role": "publisher"})
    assert answer.status_code == 302
    with office.store.reading() as session:
        user = find_person(session, "changing")
        assert (roles_of(user), user.organ_id) == ({Role.PUBLISHER}, None)
    assert administrator.post(f"/console/people/{user_id}", {"role": "handler"}).status_code == 400


@pytest.mark.parametrize("act", ["disable", "sessions", "password"])
def test_a_persons_logins_end(
    app: APIFlask, office: Office, administrator: Browser, act: str
) -> None:
    user_id = make(office, f"shut-{act}", Role.HOTLINE)
    theirs = browser(app, f"shut-{act}")
    assert administrator.post(f"/console/people/{user_id}/{act}", {}).status_code in (200, 302)
    assert theirs.get("/console/password").status_code == 302
    if act == "disable":
        assert browser(app).log_in("shut-disable").status_code == 403
        administrator.post(f"/console/people/{user_id}/enable", {})
        assert browser(app).log_in("shut-disable").status_code == 302


@pytest.mark.parametrize("address", ["", "/disable", "/password"])
def test_nobody_changes_their_own_account(
    office: Office, administrator: Browser, address: str
) -> None:
    own = id_of(office, "administrator")
    fields = {"role": ["administrator", "publisher"]}
    answer = administrator.post(f"/console/people/{own}{address}", fields)
    assert answer.status_code == 400
    assert "不能改变自己的账号" in answer.text


def test_an_account_that_is_not_there_is_told(administrator: Browser) -> None:
    assert administrator.get("/console/people/4711").status_code == 404
    assert administrator.post("/console/people/4711/disable", {}).status_code == 404
