"""The source of a draft at the console: the file, how it looks, and beside a stored document."""

from __future__ import annotations

import secrets
from io import BytesIO

from flask import Response, make_response, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from service.console.access import current_actor, framed_by_the_console, permitted
from service.console.compare_pages import CHANGE_NAMES
from service.console.desk import desk
from service.console.keeping_forms import not_found
from service.keeping.draft_views import compared_with, draft_markup, draft_picture
from service.keeping.drafts import count_waiting, find_draft
from service.keeping.errors import NotKept
from service.keeping.records import Draft
from service.public.context import office
from service.public.reading import DOCUMENT_ID, as_attachment
from service.staff.permissions import Permission

_DRAFT = "/drafts/<int(max=2147483647):draft_id>"
#: Nothing runs, nothing is loaded, nothing is sent; the one style is ours.
_SHUT = "default-src 'none'; style-src 'nonce-{}'; base-uri 'none'; form-action 'none'; sandbox"


@desk.get("/drafts/waiting")
@permitted(Permission.SEE_DOCUMENTS)
def drafts_waiting() -> dict[str, int]:
    """How many drafts wait to be read: what a page asks that tells of them."""
    with office().store.reading() as session:
        return {"count": count_waiting(session, current_actor())}


@desk.get(_DRAFT + "/source")
@permitted(Permission.SEE_DOCUMENTS)
def draft_source(draft_id: int) -> AnyResponse:
    """The file as it came, to be saved and never shown as a page of our origin."""
    with office().store.reading() as session:
        try:
            found = find_draft(session, current_actor(), draft_id)
        except NotKept as error:
            raise not_found(error) from error
        data = session.scalars(select(Draft.data).where(Draft.id == draft_id)).one()
        return as_attachment(found.name, BytesIO(data))


@desk.get(_DRAFT + "/rendered")
@permitted(Permission.SEE_DOCUMENTS)
def draft_rendered(draft_id: int) -> AnyResponse:
    """The source as it looks, for a frame in which nothing can act."""
    with office().store.reading() as session:
        try:
            markup = draft_markup(session, current_actor(), draft_id)
        except NotKept as error:
            raise not_found(error) from error
    nonce = secrets.token_urlsafe(16)
    page = render_template("console/rendered.html", markup=markup, nonce=nonce)
    return framed_by_the_console(make_response(page), _SHUT.format(nonce))


@desk.get(_DRAFT + "/pages/<int(max=2147483647):number>")
@permitted(Permission.SEE_DOCUMENTS)
def draft_page(draft_id: int, number: int) -> AnyResponse:
    """A page of a PDF as a picture."""
    with office().store.reading() as session:
        try:
            picture = draft_picture(session, current_actor(), draft_id, number)
        except NotKept as error:
            raise not_found(error) from error
    return Response(picture, mimetype="image/webp")


@desk.get(_DRAFT + "/compare/<document_id>")
@permitted(Permission.SEE_DOCUMENTS)
def draft_compared(draft_id: int, document_id: str) -> str:
    """The draft beside a stored document, the changed clauses marked."""
    with office().store.reading() as session:
        try:
            if not DOCUMENT_ID.fullmatch(document_id):
                raise NotKept("没有这个文件")
            kept = DocumentId(document_id)
            draft, version, rows = compared_with(session, current_actor(), draft_id, kept)
        except NotKept as error:
            raise not_found(error) from error
        except UnknownDocument as error:
            raise not_found(NotKept(str(error))) from error
        return render_template(
            "console/draft_compare.html",
            draft=draft,
            version=version,
            rows=rows,
            changed=sum(row.kind is not None for row in rows),
            only=request.args.get("only") == "changes",
            names=CHANGE_NAMES,
        )
