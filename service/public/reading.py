"""The pages on which citizens read the stored documents, and the passage that an answer cites."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Literal

from apiflask import APIBlueprint
from flask import Response, abort, render_template, request, send_file

from knowledge import publication
from knowledge.documents import DocumentId
from knowledge.queries import catalogue, corpus, listings
from knowledge.queries.listings import Standing
from knowledge.relying.standing import held_back
from service.public.contents import contents_of
from service.public.context import office, today
from service.public.layout import lay_out
from service.public.related import related_documents
from service.public.searching import (
    FIRST_YEAR,
    narrowed_by,
    place_in_address,
    read_filters,
    read_place,
    wanted_by,
)

#: APIFlask's kind of blueprint, since it looks at plain ones that have a before_request and fails.
reading = APIBlueprint("reading", __name__, url_prefix="/documents", enable_openapi=False)

DOCUMENTS_A_PAGE = 30

#: Other addresses are refused before the database sees them (PostgreSQL fails on NUL).
DOCUMENT_ID = re.compile(r"[dq][0-9a-f]{1,31}")

_VERSION = "/<document_id>/versions/<int(min=1, max=100000):number>"


@reading.before_request
def refuse_what_is_not_shown() -> None:
    """Answer 404 where the address holds no id that a document can have, 410 if it is withdrawn."""
    document_id = (request.view_args or {}).get("document_id")
    if document_id is None:
        return
    if not DOCUMENT_ID.fullmatch(document_id):
        abort(404)
    with office().store.reading() as session:
        if publication.is_withdrawn(session, DocumentId(document_id)):
            abort(410)


@reading.get("")
def documents() -> str:
    """The documents that the address's filters leave, newest first, a page at a time."""
    filters = read_filters(request.args)
    wanted = wanted_by(filters)
    after = read_place(request.args.get("after", ""))
    with office().store.reading() as session:
        page = listings.list_documents(session, wanted, today(), DOCUMENTS_A_PAGE, after)
        total = listings.count_documents(session, wanted)
        choices = listings.choices(session)
    years = range(choices.last_year, max(choices.first_year, FIRST_YEAR) - 1, -1)
    return render_template(
        "documents.html",
        page=page,
        total=total,
        counted=listings.COUNTED,
        choices={"region": choices.regions, "kind": choices.kinds, "standing": list(Standing)},
        years=years if choices.last_year else (),
        filters=filters,
        narrowed=narrowed_by(filters),
        begun=after is not None,
        further=place_in_address(page.last) if page.last else None,
    )


@reading.get("/<document_id>")
def document(document_id: str) -> str:
    """The document's current version, under the address that search engines keep."""
    return _page_of(document_id, None)


@reading.get(_VERSION)
def version(document_id: str, number: int) -> str:
    """A version under its lasting address."""
    return _page_of(document_id, number)


def _page_of(document_id: str, number: int | None) -> str:
    """A version as readable text; `start`, `end` and `layer` mark a passage in it."""
    layer: Literal["text", "raw"] = "raw" if request.args.get("layer") == "raw" else "text"
    start, end = (request.args.get(name, -1, int) for name in ("start", "end"))
    with office().store.reading() as session:
        view = corpus.document_view(session, DocumentId(document_id), number, today())
        text = corpus.stored_text(session, view.facts.id, view.facts.version, layer)
        held = bool(held_back(session, [view.facts.id], today()))
        related = related_documents(session, view.facts.id, today())
    marked = 0 <= start < end <= len(text)
    return render_template(
        "document.html",
        view=view,
        facts=view.facts,
        held=held,
        related=related,
        contents=contents_of(text, view.parts) if layer == "text" else (),
        layer=layer,
        astray=not marked and ("start" in request.args or "end" in request.args),
        lines=lay_out(
            text,
            view.parts if layer == "text" else (),
            start if marked else 0,
            end if marked else 0,
        ),
    )


@reading.get(_VERSION + "/source")
def source(document_id: str, number: int) -> Response:
    """The file as it came, byte for byte, to be saved and never shown as a page of our origin."""
    with office().store.reading() as session:
        file = catalogue.source_file(session, DocumentId(document_id), number)
    return as_attachment(file.name, BytesIO(file.data))


def as_attachment(name: str, data: BytesIO) -> Response:
    """A file from outside, to be saved and never shown as a page of our origin, nor kept."""
    # A header cannot carry a line break, which a file's name can.
    shown = "".join(character if character.isprintable() else "_" for character in name)
    kind = "application/octet-stream"
    response = send_file(data, kind, as_attachment=True, download_name=shown)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"  # it may be withdrawn
    return response
