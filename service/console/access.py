"""Who may come in: every page under /console is shut unless its view says who may see it.

The session's token stands in a cookie that only this folder's pages are sent, no script reads, and
no other site's page makes the browser send. Forms carry a digest of it, which nobody else can make.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from apiflask import APIFlask
from flask import (
    Flask,
    Request,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from service.console.navigation import navigation
from service.public.bodies import MAX_BODY_BYTES
from service.public.context import office
from service.public.problems import Kind, Problem
from service.public.security import SAFE_METHODS
from service.staff.actors import Actor
from service.staff.permissions import Permission, may
from service.staff.sessions import LoggedIn

FOLDER = "/console"
SESSION_COOKIE = "yihaoda_staff"
CSRF_FIELD = "csrf"
#: What a view carries that says who may see it.
DECLARATION = "console_permission"

NOT_PERMITTED = Kind("not-permitted", 403, "没有权限", "您的角色不能打开这个页面。")
FORM_EXPIRED = Kind(
    "form-expired", 403, "表单已经过期", "请回到上一页，刷新之后再填；没有保存任何内容。"
)

_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Declaration:
    """Who may see a view: whoever has the permission; everybody where there is none."""

    permission: Permission | None


def permitted(permission: Permission) -> Callable[[_View], _View]:
    """Let those with the permission see the view, and nobody else; stands under the route."""
    return _declaring(Declaration(permission))


def open_to_all(view: _View) -> _View:
    """Let everybody see the view: the login page and what it is drawn with."""
    return _declaring(Declaration(None))(view)


def _declaring(declaration: Declaration) -> Callable[[_View], _View]:
    def declare(view: _View) -> _View:
        setattr(view, DECLARATION, declaration)
        return view

    return declare


def declaration_of(app: Flask, endpoint: str) -> Declaration | None:
    """What the endpoint's view says of who may see it; None where it says nothing."""
    return cast("Declaration | None", getattr(app.view_functions.get(endpoint), DECLARATION, None))


def is_console(rule: str) -> bool:
    """Whether a route or a path belongs to the console."""
    return rule == FOLDER or rule.startswith(FOLDER + "/")


def install(app: APIFlask) -> None:
    """Guard every route under /console, and give its templates what they need."""
    app.before_request(admit)
    app.after_request(_unframed)
    app.context_processor(_words)


def admit() -> AnyResponse | None:
    """Send whoever is not logged in to the login page; refuse whoever has not the permission.

    A view that says nothing of who may see it is seen by nobody.
    """
    if request.url_rule is None or not is_console(request.url_rule.rule):
        return None
    declaration = declaration_of(current_app, request.endpoint or "")
    if declaration is None:
        raise Problem(NOT_PERMITTED)
    if declaration.permission is None:
        return None
    logged_in = office().sessions.find(session_token())
    if logged_in is None:
        return _to_login()
    g.logged_in = logged_in
    if request.method not in SAFE_METHODS and not is_own_form(session_token()):
        raise Problem(FORM_EXPIRED)
    if logged_in.must_change_password and declaration.permission is not Permission.OWN_ACCOUNT:
        return redirect(url_for("accounts.password"))
    if not may(logged_in.actor, declaration.permission):
        raise Problem(NOT_PERMITTED, f"您的角色不能{declaration.permission.value}。")
    return None


def present() -> LoggedIn:
    """Who is logged in; only in views that a permission guards."""
    return cast(LoggedIn, g.logged_in)


def current_actor() -> Actor:
    """The person who is logged in, as the one who acts."""
    return present().actor


def session_token() -> str:
    """The token that the browser shows; empty where it shows none."""
    return request.cookies.get(SESSION_COOKIE, "")


def set_session(response: AnyResponse, token: str) -> None:
    """Give the browser the token of its session, until the browser is closed."""
    set_cookie(response, SESSION_COOKIE, token, FOLDER)


def set_cookie(response: AnyResponse, name: str, value: str, path: str) -> None:
    """Set a cookie that no script reads and no other site's page sends.

    A proxy that speaks TLS for us says so by X-Forwarded-Proto; a browser that lies in it only
    denies itself its cookie.
    """
    proxied = request.headers.get("X-Forwarded-Proto", "").lower() == "https"
    response.set_cookie(
        name,
        value,
        path=path,
        secure=request.is_secure or proxied,
        httponly=True,
        samesite="Strict",
    )


def csrf_token(secret: str) -> str:
    """What the forms of this cookie's owner carry: HMAC-SHA-256 under the cookie's value."""
    return hmac.digest(secret.encode(), b"console form", "sha256").hex()


def is_own_form(secret: str) -> bool:
    """Whether the posted form was made for the owner of this cookie."""
    shown = request.form.get(CSRF_FIELD, "")
    return bool(secret) and hmac.compare_digest(shown.encode(), csrf_token(secret).encode())


def csrf_input(secret: str) -> Markup:
    """The hidden field of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        CSRF_FIELD, csrf_token(secret)
    )


def _to_login() -> AnyResponse:
    """The login page, and back; what was typed into a form that came too late is shown again."""
    if request.method in SAFE_METHODS:
        back = request.full_path.rstrip("?") if request.query_string else request.path
        return redirect(url_for("accounts.login", next=back))
    page = render_template("console/expired.html", typed=_typed(request))
    return Response(page, 401)


def _typed(incoming: Request) -> list[tuple[str, str]]:
    """What was typed; files of somebody who is nobody are not even read."""
    if (incoming.content_length or 0) > MAX_BODY_BYTES:
        return []
    return [
        (name, text)
        for name, text in incoming.form.items(multi=True)
        if name != CSRF_FIELD and "password" not in name and text.strip()
    ]


def framed_by_the_console(response: AnyResponse, policy: str) -> AnyResponse:
    """Let pages of the console, and no others, frame this answer, which lies under `policy`."""
    g.framed_by_the_console = True
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'self'"
    return response


def _unframed(response: Response) -> Response:
    """No page of the console is framed or kept, whatever is said elsewhere of other pages.

    What other pages of the console may frame says so by `framed_by_the_console`.
    """
    if is_console(request.path):
        own = bool(g.get("framed_by_the_console"))
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if own else "DENY"
        if request.endpoint != "accounts.static":
            response.headers["Cache-Control"] = "no-store"
    return response


def _words() -> dict[str, Any]:
    """What the console's templates may call; nothing of it for other pages."""
    if not is_console(request.path):
        return {}
    logged_in: LoggedIn | None = g.get("logged_in")
    actor = logged_in.actor if logged_in else None
    settled = logged_in is not None and not logged_in.must_change_password
    return {
        "actor": actor,
        "navigation": navigation(actor) if actor and settled else None,
        "can": lambda name: actor is not None and may(actor, Permission[name]),
        "csrf_field": lambda: csrf_input(session_token()),
        "console_static": lambda name: url_for("accounts.static", filename=name),
    }
