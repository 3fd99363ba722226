"""The pages on which citizens read the stored documents, and the passage that an answer cites."""

from __future__ import annotations

import math
import re
from typing import Literal

from apiflask import APIBlueprint
from flask import Response, abort, render_template, request

from knowledge import publication
from knowledge.documents import DocumentId
from knowledge.queries import catalogue, corpus
from knowledge.relying.standing import held_back
from service.public.context import office, today
from service.public.layout import lay_out

#: APIFlask's kind of blueprint, since it looks at plain ones that have a before_request and fails.
reading = APIBlueprint("reading", __name__, url_prefix="/documents", enable_openapi=False)

DOCUMENTS_A_PAGE = 50

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
    """The list of documents, newest first, a page at a time."""
    page = max(1, min(request.args.get("page", 1, int), 100000))
    with office().store.reading() as session:
        total = catalogue.count_documents(session)
        listed = catalogue.list_documents(
            session, today(), (page - 1) * DOCUMENTS_A_PAGE, DOCUMENTS_A_PAGE
        )
    pages = math.ceil(total / DOCUMENTS_A_PAGE)
    return render_template("documents.html", documents=listed, total=total, page=page, pages=pages)


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
    marked = 0 <= start < end <= len(text)
    return render_template(
        "document.html",
        view=view,
        facts=view.facts,
        held=held,
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
    response = Response(file.data, mimetype="application/octet-stream")
    # A header cannot carry a line break, which a file's name can.
    name = "".join(character if character.isprintable() else "_" for character in file.name)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
