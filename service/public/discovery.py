"""What search engines read: robots.txt, the site map, and the address under which a page stands.

All of it but robots.txt names the site by its public address, never by the Host header that
somebody sent; where none is set there is no site map and no canonical address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template, request, url_for

from knowledge.documents import DocumentId
from knowledge.queries import catalogue
from service.public.context import office
from service.public.display import PLAIN

discovery = Blueprint("discovery", __name__)

#: Addresses of a file of the site map; the standard (sitemaps.org) allows 50,000.
ADDRESSES_A_FILE = 5000

#: Pages without parts in their addresses that are worth finding.
PAGES = (
    "pages.home",
    "questions.topics",
    "reading.documents",
    "consultations.form",
    "pages.privacy",
)

#: What crawlers leave alone: the console, programs' interfaces, what is asked and looked up, files
#: to be saved, and the endless ways to narrow a list (the site map names every document).
CLOSED = (
    "/console",
    "/api/",
    "/ask",
    "/widget",
    "/consultations/",
    "/documents?",
    "/documents/*/source",
)


@discovery.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read, and where the site map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    if office().settings.public_address:
        lines.append(f"Sitemap: {public_address('.index')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@discovery.get("/sitemap.xml")
def index() -> Response:
    """The list of the site map's files."""
    _need_address()
    with office().store.reading() as session:
        firsts = catalogue.every_nth_document(session, ADDRESSES_A_FILE)
    files = [public_address(".documents", first=first) for first in firsts]
    return _xml("sitemap_index.xml", files=[public_address(".fixed_pages"), *files])


@discovery.get("/sitemap/pages.xml")
def fixed_pages() -> Response:
    """The pages that there are whatever is stored."""
    _need_address()
    return _xml("sitemap.xml", entries=[(public_address(page), None) for page in PAGES])


@discovery.get("/sitemap/documents.xml")
def documents() -> Response:
    """Documents by rising id, from the one named by `first` on."""
    _need_address()
    first = DocumentId(request.args.get("first", "")[:32].replace("\0", ""))
    with office().store.reading() as session:
        found = catalogue.documents_from(session, first, ADDRESSES_A_FILE)
    entries = [
        (public_address("reading.document", document_id=each.id), each.changed_on) for each in found
    ]
    return _xml("sitemap.xml", entries=entries)


def public_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page on the site as the public reaches it."""
    return office().settings.public_address + url_for(endpoint, **{**PLAIN, **values})


def canonical_address() -> str | None:
    """The address under which the present page should be found; None where it has none.

    Only what was asked by GET has one, without whatever stood behind its path.
    """
    if not (office().settings.public_address and request.endpoint and request.method == "GET"):
        return None
    return public_address(request.endpoint, **(request.view_args or {}))


def page_context() -> dict[str, Any]:
    """What the templates of all pages take from the site's address."""
    host = urlsplit(office().settings.public_address).hostname
    return {"site_domain": host or "", "canonical_address": canonical_address}


def _need_address() -> None:
    if not office().settings.public_address:
        abort(404)


def _xml(template: str, **values: Any) -> Response:
    return Response(render_template(template, **values), mimetype="application/xml")
