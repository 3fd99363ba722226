"""The documents as their keepers see them: the list, a document with its evidence, changing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge.queries import listings
from knowledge.queries.listings import Choices, Standing, Wanted
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.keeping_forms import (
    PAGE,
    Answered,
    attempted,
    kept_page,
    own_reach,
    saved,
    seen_in_form,
    typed_values,
)
from service.keeping.documents import (
    Asked,
    Edits,
    correct_document,
    kept_document,
    restore_document,
    withdraw_document,
)
from service.keeping.errors import NotKept
from service.public.context import office, today
from service.public.forms import field
from service.public.related import HEADINGS
from service.public.searching import place_in_address, read_filters, read_place, wanted_by
from service.staff.permissions import Permission, may

TOLD = {
    "handed-over": "已保存，成为新的一版。发文机关不再是本单位，这份文件由那个机关管理。",
    "corrected": "已保存，成为新的一版；群众看到的已经是更正后的。",
    "withdrawn": "已经撤下，不再用来回答。",
    "validity": "时效已经改好，回答立即按新的时效给出。",
    "taken-in": "发布页现在的内容已收为新的一版。",
    "restored": "已经恢复，几秒后就能检索到。",
}
#: What the list is narrowed to beside the filters that citizens have; the words are shown.
WITHDRAWN = {"": "没有撤下的", "withdrawn": "已撤下的"}


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
        told=TOLD.get(request.args.get("done", "")),
    )


@desk.get("/documents/<document_id>")
@permitted(Permission.SEE_DOCUMENTS)
def document(document_id: str) -> str:
    """A document with what was read of it, beside its source."""
    return _page(document_id, told=TOLD.get(request.args.get("done", "")))


@desk.post("/documents/<document_id>/corrections")
@permitted(Permission.KEEP_DOCUMENTS)
def correct(document_id: str) -> Answered:
    """Save the corrections; what was typed stays on the page where they cannot be.

    Who names another organ as the issuer hands the document over, and sees the list again.
    """
    edits = Edits(typed_values(), request.form.getlist("back"), field("why") or "")

    def act() -> Answered:
        correct_document(
            office().store,
            current_actor(),
            document_id,
            edits,
            seen_in_form(),
            own_reach,
            office().clock(),
        )
        if _still_kept(document_id):
            return redirect(url_for(".document", document_id=document_id, done="corrected"))
        return redirect(_address({"done": "handed-over"}))

    return attempted(act, partial(_page, document_id, typed=edits))


@desk.post("/documents/<document_id>/withdraw")
@permitted(Permission.KEEP_DOCUMENTS)
def withdraw(document_id: str) -> Answered:
    """Take the document out of answers."""
    return _done(document_id, lambda: _whole(withdraw_document, document_id), "withdrawn")


@desk.post("/documents/<document_id>/restore")
@permitted(Permission.KEEP_DOCUMENTS)
def restore(document_id: str) -> Answered:
    """Let answers come from the document again."""
    return _done(document_id, lambda: _whole(restore_document, document_id), "restored")


def _still_kept(document_id: str) -> bool:
    with office().store.reading() as session:
        try:
            kept_document(session, own_reach(session), document_id, today())
        except NotKept:
            return False
    return True


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


def _done(document_id: str, save: Callable[[], None], done: str) -> Answered:
    address = url_for(".document", document_id=document_id, done=done)
    return saved(save, partial(_page, document_id), address)


def _page(document_id: str, **more: Any) -> str:
    keeps = may(current_actor(), Permission.KEEP_DOCUMENTS)
    return kept_page("console/document.html", document_id, kinds=HEADINGS, may_keep=keeps, **more)
