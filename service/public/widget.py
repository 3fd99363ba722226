"""What other sites embed: the loader, and the panel that only the sites of the office may frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from knowledge.errors import StoreError
from service import loader
from service.privacy_notice import PRIVACY_NOTICE
from service.public.context import office
from service.public.security import may_be_framed_by

widget = Blueprint("widget", __name__, url_prefix="/widget")

TITLE = "政策问答"
LONGEST_TITLE = 40
LONGEST_REGION = 40
LAYOUTS = ("panel", "inline")

_COLOR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Panel:
    """How a host wants its panel; what it asks for and may not have is empty.

    `host` is the origin that messages go to, one of the office's sites; `color` is #rrggbb.
    """

    host: str
    title: str
    region: str
    color: str
    layout: str


#: How long browsers use the newest loader before they ask again, and a release, which stays.
NEWEST_CACHED = "public, max-age=300"
RELEASE_CACHED = "public, max-age=31536000, immutable"


@widget.get("/v1.js")
def newest_loader() -> Response:
    """The newest loader of version 1."""
    return _script(loader.NEWEST, NEWEST_CACHED)


@widget.get(f"/<any({','.join(map(repr, loader.RELEASES))}):release>.js")
def released_loader(release: str) -> Response:
    """A release whose hash pages state."""
    return _script(release, RELEASE_CACHED)


@widget.get("/panel")
def panel() -> str:
    """The conversation in a bare page, for a frame. Its address never holds a question."""
    sites = _sites()
    may_be_framed_by(sites)
    return render_template("panel.html", panel=_wanted(request.args, sites), privacy=PRIVACY_NOTICE)


def _sites() -> tuple[str, ...]:
    """The office's sites; without the store those of the settings, so that they are served."""
    settings = office().settings
    try:
        with office().store.reading() as session:
            return office().sites.at(session, settings)
    except StoreError:
        return settings.framing_origins


def _wanted(given: Mapping[str, str], sites: tuple[str, ...]) -> Panel:
    host = given.get("host", "")
    color = given.get("color", "").lower()
    layout = given.get("layout", "")
    return Panel(
        host=host if host in sites else "",
        title=given.get("title", "").strip()[:LONGEST_TITLE] or TITLE,
        region=given.get("region", "").strip()[:LONGEST_REGION],
        color=color if _COLOR.fullmatch(color) else "",
        layout=layout if layout in LAYOUTS else LAYOUTS[0],
    )


def _script(release: str, cached: str) -> Response:
    """A release for the pages of all sites; those of the office may check its hash (CORS)."""
    response = Response(loader.source(release), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = cached
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("Origin")
    if origin is not None and origin in _sites():
        response.headers["Access-Control-Allow-Origin"] = origin
    response.add_etag()
    response.make_conditional(request)
    return response
