"""The documents as their keepers see them: the list, a document with its evidence, changing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.errors import KnowledgeError
from knowledge.metadata.organs import region_of
from knowledge.queries import listings
from knowledge.queries.listings import Choices, Standing, Wanted
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.keeping.documents import (
    Asked,
    Edits,
    Seen,
    changes_since,
    correct_document,
    kept_document,
    restore_document,
    withdraw_document,
)
from service.keeping.errors import DocumentChanged, KeepingError, NotKept
from service.keeping.reach import Reach, reach_of
from service.public.context import office, today
from service.public.forms import field, key
from service.public.problems import KINDS, Problem
from service.public.related import HEADINGS
from service.public.searching import place_in_address, read_filters, read_place, wanted_by
from service.staff.permissions import Permission, may

PAGE = 50

TOLD = {
    "corrected": "已保存，成为新的一版；群众看到的已经是更正后的。",
    "withdrawn": "已经撤下，不再用来回答。",
    "validity": "时效已经改好，回答立即按新的时效给出。",
    "taken-in": "发布页现在的内容已收为新的一版。",
    "restored": "已经恢复，几秒后就能检索到。",
}
#: What the list is narrowed to beside the filters that citizens have; the words are shown.
WITHDRAWN = {"": "没有撤下的", "withdrawn": "已撤下的"}


def own_reach(session: Session) -> Reach:
    """What whoever is logged in keeps."""
    return reach_of(session, current_actor(), region_of(office().settings.organ))


def not_found(error: NotKept) -> Problem:
    """The page of what one does not keep: the same as of what there is not."""
    return Problem(KINDS["not-found"], str(error))


@desk.get("/documents")
@permitted(Permission.SEE_DOCUMENTS)
def documents() -> str:
    """The documents that one keeps, as the address narrows them, newest first."""
    filters = read_filters(request.args)
    shelf = "withdrawn" if request.args.get("shelf") == "withdrawn" else ""
    after = read_place(request.args.get("after", ""))
    with office().store.reading() as session:
        wanted = _kept(session, wanted_by(filters), shelf)
        page = listings.list_documents(session, wanted, today(), PAGE, after)
        total = listings.count_documents(session, wanted)
        choices = listings.choices(session)
    if shelf:
        filters["shelf"] = shelf
    return render_template(
        "console/documents.html",
        page=page,
        total=total,
        counted=listings.COUNTED,
        choices=_choices(choices),
        filters=filters,
        first=_address(filters) if after else None,
        next=_address({**filters, "after": place_in_address(page.last)}) if page.last else None,
    )


@desk.get("/documents/<document_id>")
@permitted(Permission.SEE_DOCUMENTS)
def document(document_id: str) -> str:
    """A document with what was read of it, beside its source."""
    return _page(document_id, told=TOLD.get(request.args.get("done", "")))


@desk.post("/documents/<document_id>/corrections")
@permitted(Permission.KEEP_DOCUMENTS)
def correct(document_id: str) -> AnyResponse | tuple[str, int]:
    """Save the corrections; what was typed stays on the page where they cannot be."""
    values = {
        name.removeprefix("field-"): text
        for name, text in request.form.items()
        if name.startswith("field-")
    }
    edits = Edits(values, request.form.getlist("back"), field("why") or "")

    def save() -> None:
        correct_document(
            office().store,
            current_actor(),
            document_id,
            edits,
            seen_in_form(),
            own_reach,
            office().clock(),
        )

    return _done(document_id, save, "corrected", typed=edits)


@desk.post("/documents/<document_id>/withdraw")
@permitted(Permission.KEEP_DOCUMENTS)
def withdraw(document_id: str) -> AnyResponse | tuple[str, int]:
    """Take the document out of answers."""
    return _done(document_id, lambda: _whole(withdraw_document, document_id), "withdrawn")


@desk.post("/documents/<document_id>/restore")
@permitted(Permission.KEEP_DOCUMENTS)
def restore(document_id: str) -> AnyResponse | tuple[str, int]:
    """Let answers come from the document again."""
    return _done(document_id, lambda: _whole(restore_document, document_id), "restored")


def seen_in_form() -> Seen:
    """The state of the document that the form was drawn from; one that never was for none."""
    try:
        return Seen(key(request.form.get("revision", "")), key(request.form.get("entry", "")))
    except ValueError:
        return Seen(-1, 0)


def _address(arguments: dict[str, Any]) -> str:
    return url_for(".documents", **arguments)


def _choices(known: Choices) -> dict[str, list[tuple[str, str]]]:
    """What the selects let choose from, each with the choice that does not narrow."""
    named = {"kinds": known.kinds, "regions": known.regions, "standings": list(Standing)}
    shown = {
        name: [("", "不限"), *((str(each), str(each)) for each in values)]
        for name, values in named.items()
    }
    return {**shown, "shelves": list(WITHDRAWN.items())}


def _kept(session: Session, wanted: Wanted, shelf: str) -> Wanted:
    names = own_reach(session).names
    return replace(wanted, issued_by=names, withdrawn=bool(shelf), own_answers=False)


def _whole(act: Callable[..., None], document_id: str) -> None:
    asked = Asked(document_id, seen_in_form(), field("why") or "")
    with office().store.writing() as session:
        act(session, current_actor(), own_reach(session), asked, office().clock())


def _done(
    document_id: str, save: Callable[[], None], done: str, **more: Any
) -> AnyResponse | tuple[str, int]:
    """Save and show it; where it is refused, the page with why, and what others did meanwhile."""
    try:
        save()
    except NotKept as error:
        raise not_found(error) from error
    except DocumentChanged as error:
        return _page(document_id, error=str(error), since=seen_in_form(), **more), 409
    except (KeepingError, KnowledgeError) as error:
        return _page(document_id, error=str(error), **more), 400
    return redirect(url_for(".document", document_id=document_id, done=done))


def _page(document_id: str, since: Seen | None = None, **more: Any) -> str:
    with office().store.reading() as session:
        try:
            kept = kept_document(session, own_reach(session), document_id, today())
        except NotKept as error:
            raise not_found(error) from error
        return render_template(
            "console/document.html",
            kept=kept,
            dossier=kept.dossier,
            facts=kept.dossier.facts,
            read=kept.read,
            kinds=HEADINGS,
            meanwhile=changes_since(session, document_id, since) if since else [],
            may_keep=may(current_actor(), Permission.KEEP_DOCUMENTS),
            **more,
        )
