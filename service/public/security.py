"""What every answer of the web application carries, and which posts it refuses.

The pages set no cookie, so a forged post gains nothing today; it is refused all the same, so that
nobody's browser can be made to leave consultations in another person's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, g, request

#: Everything comes from our own origin; nothing inline.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def content_security_policy(ancestors: Sequence[str] = (), *, frames: bool = False) -> str:
    """The policy of a page that pages of these origins may frame; nobody's, where there is none.

    With `frames` the page itself may frame pages of our own.
    """
    framing = ("frame-src 'self'",) if frames else ()
    whose = "frame-ancestors " + (" ".join(ancestors) or "'none'")
    return "; ".join((*_POLICY, *framing, whose))


CONTENT_SECURITY_POLICY = content_security_policy()

#: `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with our own
#: forms, and where the site runs without TLS nothing else tells them from a stranger's.
#: Nothing is told to other sites by either.
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> None:
    """Give every response the headers, and refuse posts that come from other sites.

    What a view says nothing else about is not stored by any cache.
    """
    app.before_request(refuse_cross_site)
    app.after_request(_with_headers)


def may_be_framed_by(origins: Sequence[str]) -> None:
    """Let pages of these origins, and no others, frame what this request is answered with."""
    g.frame_ancestors = tuple(origins)


def may_frame_own_pages() -> None:
    """Let the page that this request is answered with frame pages of our own."""
    g.frames_own_pages = True


def refuse_cross_site() -> None:
    """Abort with 403 a request that changes state and comes from another site's page."""
    if request.method not in SAFE_METHODS and _from_another_site(request):
        abort(403)


def _from_another_site(incoming: Request) -> bool:
    """Whether the browser tells that another origin's page sent the request.

    Sec-Fetch-Site is the browser's own word; where it is missing (no TLS, old browsers) Origin
    must name our host; one that is no address names nobody's. Programs send neither.
    """
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = incoming.headers.get("Origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != incoming.host
    except ValueError:
        return True


def _with_headers(response: Response) -> Response:
    ancestors: tuple[str, ...] = g.get("frame_ancestors", ())
    frames = bool(g.get("frames_own_pages"))
    if ancestors or frames:
        policy = content_security_policy(ancestors, frames=frames)
        response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in HEADERS.items():
        if not (ancestors and name == "X-Frame-Options"):  # it knows all sites or none
            response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
