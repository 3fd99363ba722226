"""Logging in and out, and one's own password."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

import widgets
from service.console import access
from service.console.access import current_actor, open_to_all, permitted
from service.console.navigation import navigation
from service.public.context import office
from service.staff.errors import LoginRefused, PasswordRefused
from service.staff.passwords import RULES
from service.staff.permissions import Permission

accounts = Blueprint("accounts", __name__, url_prefix="/console", template_folder="templates")

STATIC_FOLDER = Path(widgets.__file__).parent / "console"
LOGIN_COOKIE = "yihaoda_login"
#: Passwords and names that are longer are no one's.
LONGEST_FIELD = 512

_STALE = "登录页面已经过期，请再登录一次；浏览器要允许 Cookie"
_OWN_PAGE = re.compile(r"/console(/[\w.~-]+)*/?(\?[\w.~%&=+,:-]*)?", re.ASCII)


@accounts.get("/static/<path:filename>")
@open_to_all
def static(filename: str) -> Response:
    """Styles and scripts of the console."""
    return send_from_directory(STATIC_FOLDER, filename)


@accounts.get("")
@permitted(Permission.OWN_ACCOUNT)
def start() -> AnyResponse:
    """The first page that the person may see."""
    return redirect(navigation(current_actor()).pages[0].address)


@accounts.get("/login")
@open_to_all
def login() -> Response:
    """The form that asks for name and password."""
    return _login_page()


@accounts.post("/login")
@open_to_all
def enter() -> AnyResponse:
    """Begin a session and go where one wanted to; the token is always a new one."""
    if not access.is_own_form(request.cookies.get(LOGIN_COOKIE, "")):
        return _login_page(_STALE, HTTPStatus.FORBIDDEN)
    name, password = _posted("login"), _posted("password")
    try:
        token = office().sessions.log_in(name, password)
    except LoginRefused as refusal:
        return _login_page(str(refusal), HTTPStatus.FORBIDDEN)
    # Whoever logs in anew leaves the session that the browser had.
    office().sessions.log_out(access.session_token())
    wanted = _posted("next")
    response = redirect(wanted if _OWN_PAGE.fullmatch(wanted) else url_for(".start"))
    access.set_session(response, token)
    response.delete_cookie(LOGIN_COOKIE, path=url_for(".login"))
    return response


@accounts.post("/logout")
@permitted(Permission.OWN_ACCOUNT)
def leave() -> AnyResponse:
    """End the session."""
    office().sessions.log_out(access.session_token())
    response = redirect(url_for(".login"))
    response.delete_cookie(access.SESSION_COOKIE, path=access.FOLDER)
    return response


@accounts.get("/password")
@permitted(Permission.OWN_ACCOUNT)
def password() -> str:
    """The form in which one replaces one's own password."""
    return _password_page()


@accounts.post("/password")
@permitted(Permission.OWN_ACCOUNT)
def change_password() -> AnyResponse | tuple[str, int]:
    """Replace the password: all sessions end, and this browser gets a new one."""
    new = _posted("new_password")
    if new != _posted("new_password_again"):
        return _password_page("两次输入的新密码不一样"), 400
    try:
        token = office().sessions.change_password(
            access.present(), _posted("present_password"), new
        )
    except (LoginRefused, PasswordRefused) as refusal:
        return _password_page(str(refusal)), 400
    response = redirect(url_for(".start"))
    access.set_session(response, token)
    return response


def _posted(name: str) -> str:
    return request.form.get(name, "")[:LONGEST_FIELD]


def _password_page(error: str | None = None) -> str:
    must = access.present().must_change_password
    return render_template("console/password.html", error=error, rules=RULES, must=must)


def _login_page(error: str | None = None, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The page, and the cookie that its form belongs to: one for all the browser's tabs."""
    nonce = request.cookies.get(LOGIN_COOKIE) or secrets.token_urlsafe(24)
    page = render_template(
        "console/login.html",
        error=error,
        login=_posted("login"),
        next=request.values.get("next", "")[:LONGEST_FIELD],
        csrf=access.csrf_input(nonce),
    )
    response = make_response(page, status)
    access.set_cookie(response, LOGIN_COOKIE, nonce, url_for(".login"))
    return response
