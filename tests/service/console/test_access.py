"""The console is shut to everybody whom its table of permissions does not name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from apiflask import APIFlask

from service.apps import create_app
from service.console import access
from service.console.access import declaration_of, is_console
from service.console.navigation import PAGES
from service.staff.permissions import PERMISSIONS, Permission
from service.staff.roles import Role
from service.wiring import Office
from tests.clocks import FrozenClock
from tests.staff import PASSWORD, Browser, browser, csrf_of, make_person

OPEN = {"accounts.static", "accounts.login", "accounts.enter"}


def console_endpoints(app: APIFlask) -> dict[str, str]:
    """Each endpoint of the console with one of its methods and a path that fits it."""
    return {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if is_console(rule.rule)}


def test_every_view_of_the_console_says_who_may_see_it(app: APIFlask) -> None:
    undeclared = {name for name in console_endpoints(app) if declaration_of(app, name) is None}
    assert undeclared == set()


def test_nothing_but_the_login_page_is_open_to_all(app: APIFlask) -> None:
    found = {
        name
        for name in console_endpoints(app)
        if (declared := declaration_of(app, name)) and declared.permission is None
    }
    assert found == OPEN


def test_every_permission_belongs_to_somebody() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert all(PERMISSIONS.values())


def test_an_auditor_changes_nothing() -> None:
    held = {permission for permission, roles in PERMISSIONS.items() if Role.AUDITOR in roles}
    assert {permission.value[:2] for permission in held} <= {"查看", "使用", "导出", "要求"}


def test_an_auditor_sends_no_form_but_of_the_own_account_and_verifying(
    app: APIFlask,
) -> None:
    sent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and (declared := declaration_of(app, rule.endpoint))
        and declared.permission is not None
        and Role.AUDITOR in PERMISSIONS[declared.permission]
    }
    own = {"accounts.leave", "accounts.change_password"}
    assert sent == own | {"audit.ask_for_verification"}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_nothing_else(app: APIFlask, role: Role) -> None:
    """Every route is asked for with every method: 403 exactly where the role may not."""
    tried = browser(app, role.value)
    for rule in app.url_map.iter_rules():
        declared = declaration_of(app, rule.endpoint)
        if not is_console(rule.rule) or declared is None or declared.permission is None:
            continue
        path = re.sub(r"<any\(([^,)]*)[^>]*>", r"\1", rule.rule)
        path = re.sub(r"<[^>]*>", "999999", path)
        allowed = role in PERMISSIONS[declared.permission]
        for method in rule.methods & {"GET", "POST"}:
            if rule.endpoint == "accounts.leave":
                continue
            csrf = csrf_of(tried.get("/console/password"))
            answer = tried.client.open(path, method=method, data={"csrf": csrf})
            refused = answer.status_code == 403 and "您的角色不能" in answer.text
            assert refused is not allowed, (rule.endpoint, method, answer.status_code)
    assert tried.get("/console/password").status_code == 200


def test_who_is_not_logged_in_sees_the_login_page_and_comes_back(app: APIFlask) -> None:
    visitor = browser(app)
    answer = visitor.get("/console/password")
    assert answer.location == "/console/login?next=/console/password"
    assert visitor.log_in("handler", back="/console/password").location == "/console/password"


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example", "/\\evil", "/consoleevil", "/console\n/x"]
)
def test_nobody_is_sent_to_another_site(app: APIFlask, back: str) -> None:
    assert browser(app).log_in("handler", back=back).location == "/console"


def test_a_view_that_declares_nothing_is_shut(office: Office) -> None:
    forgetful = create_app(office)
    forgetful.add_url_rule("/console/forgotten", "forgotten", lambda: "secret")
    for login in ("", "administrator"):
        answer = browser(forgetful, login).get("/console/forgotten")
        assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: APIFlask) -> None:
    visitor = browser(app)
    plain = visitor.log_in("handler").headers.getlist("Set-Cookie")
    given = next(cookie for cookie in plain if cookie.startswith(access.SESSION_COOKIE))
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    assert "Path=/console" in given
    assert "Secure" not in given
    csrf = csrf_of(visitor.get("/console/login"))
    fields = {"csrf": csrf, "login": "handler", "password": PASSWORD}
    proxied = visitor.client.post(
        "/console/login", data=fields, headers={"X-Forwarded-Proto": "https"}
    )
    assert any("Secure" in cookie for cookie in proxied.headers.getlist("Set-Cookie"))


def test_pages_are_neither_kept_nor_framed(app: APIFlask) -> None:
    for page in (browser(app).get("/console/login"), browser(app, "handler").get("/console/login")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("csrf", ["", "0" * 64, "口令"])
def test_a_form_that_is_not_ones_own_does_nothing(app: APIFlask, csrf: str) -> None:
    handler = browser(app, "handler")
    answer = handler.client.post("/console/logout", data={"csrf": csrf})
    assert answer.status_code == 403
    assert handler.get("/console/password").status_code == 200


def test_the_form_of_another_person_does_nothing(app: APIFlask) -> None:
    other = csrf_of(browser(app, "hotline").get("/console/password"))
    handler = browser(app, "handler")
    assert handler.client.post("/console/logout", data={"csrf": other}).status_code == 403


@pytest.mark.parametrize("cookie", ["", "\xff\xfe", "%ff", "a" * 4000, "' OR 1=1 --", "%00"])
def test_a_cookie_that_is_no_token_opens_nothing(app: APIFlask, cookie: str) -> None:
    headers = {"Cookie": f"{access.SESSION_COOKIE}={cookie}; yihaoda_login={cookie}"}
    assert app.test_client().get("/console", headers=headers).status_code == 302
    answer = app.test_client().post("/console/login", data={"csrf": cookie}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address", ["//console/people", "/console//people", "/console/./people", "/console/people/"]
)
def test_an_address_written_otherwise_is_shut_as_well(app: APIFlask, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code in (301, 302, 308, 404)
    assert "新建账号" not in app.test_client().get(address, follow_redirects=True).text


def test_no_page_and_no_address_tells_the_token(app: APIFlask) -> None:
    person = browser(app, "administrator")
    cookie = person.client.get_cookie(access.SESSION_COOKIE, path="/console")
    assert cookie is not None
    for address in ("/console", "/console/people", "/console/password"):
        page = person.get(address)
        assert cookie.value not in page.text
        assert cookie.value not in (page.location or "")


def test_a_login_form_needs_the_cookie_of_its_page(app: APIFlask) -> None:
    csrf = csrf_of(browser(app).get("/console/login"))
    fields = {"csrf": csrf, "login": "handler", "password": PASSWORD}
    answer = app.test_client().post("/console/login", data=fields)
    assert answer.status_code == 403
    assert not any(
        cookie.startswith(access.SESSION_COOKIE) for cookie in answer.headers.getlist("Set-Cookie")
    )


def test_another_sites_page_cannot_log_in_nor_out(app: APIFlask) -> None:
    handler = browser(app, "handler")
    csrf = csrf_of(handler.get("/console/password"))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = handler.client.post("/console/logout", data={"csrf": csrf}, headers=headers)
        assert answer.status_code == 403
    assert handler.get("/console/password").status_code == 200


def test_a_token_that_was_planted_is_not_taken_over(app: APIFlask) -> None:
    victim = browser(app)
    victim.client.set_cookie(access.SESSION_COOKIE, "planted", path="/console")
    victim.log_in("handler")
    cookie = victim.client.get_cookie(access.SESSION_COOKIE, path="/console")
    assert cookie is not None
    assert cookie.value != "planted"
    thief = browser(app)
    thief.client.set_cookie(access.SESSION_COOKIE, "planted", path="/console")
    assert thief.get("/console/password").status_code == 302


def test_logging_out_ends_the_session_itself(app: APIFlask) -> None:
    handler = browser(app, "handler")
    cookie = handler.client.get_cookie(access.SESSION_COOKIE, path="/console")
    assert handler.post("/console/logout", {}).status_code == 302
    copied = browser(app)
    assert cookie is not None
    copied.client.set_cookie(access.SESSION_COOKIE, cookie.value, path="/console")
    assert copied.get("/console/password").status_code == 302


def test_logging_in_again_leaves_no_session_behind(app: APIFlask) -> None:
    handler = browser(app, "handler")
    first = handler.client.get_cookie(access.SESSION_COOKIE, path="/console")
    handler.log_in("handler")
    copied = browser(app)
    assert first is not None
    copied.client.set_cookie(access.SESSION_COOKIE, first.value, path="/console")
    assert copied.get("/console/password").status_code == 302


def test_what_was_typed_is_shown_again_when_the_session_is_over(
    app: APIFlask, clock: FrozenClock
) -> None:
    handler = browser(app, "handler")
    csrf = csrf_of(handler.get("/console/password"))
    clock.advance(timedelta(hours=2))
    typed = {"csrf": csrf, "reply": "<b>写了很久的答复</b>", "new_password": PASSWORD}
    answer = handler.client.post("/console/password", data=typed)
    assert answer.status_code == 401
    assert "&lt;b&gt;写了很久的答复" in answer.text
    assert PASSWORD not in answer.text
    assert csrf not in answer.text


def test_the_first_password_is_replaced_before_anything_else(app: APIFlask, office: Office) -> None:
    with office.store.writing() as session:
        make_person(session, "newcomer", Role.ADMINISTRATOR).must_change_password = True
    newcomer = browser(app, "newcomer")
    assert newcomer.get("/console").status_code == 302
    assert "先换密码" in newcomer.get("/console/password").text
    own = "我自己的-new-secret-8"
    fields = {
        "present_password": PASSWORD,
        "new_password": own,
        "new_password_again": own,
    }
    for wrong in (
        {"new_password_again": "another"},
        {"present_password": "wrong"},
        {"new_password": PASSWORD, "new_password_again": PASSWORD},
        {"new_password": "newcomer-1234", "new_password_again": "newcomer-1234"},
    ):
        assert newcomer.post("/console/password", {**fields, **wrong}).status_code == 400
    other = browser(app, "newcomer")
    assert newcomer.post("/console/password", fields).location == "/console"
    assert newcomer.get("/console/password").status_code == 200
    assert other.get("/console/password").status_code == 302
    assert Browser(app.test_client()).log_in("newcomer", own).status_code == 302


def test_every_page_of_the_navigation_exists_and_is_declared(app: APIFlask) -> None:
    for endpoint, _, permission in PAGES:
        declared = declaration_of(app, endpoint)
        if declared is not None:
            assert declared.permission is permission
