"""Two documents, or two versions of one, side by side with the changed clauses marked.

What is compared stands in the address, to be kept and handed on: these are documents of all, and
no caller's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge import publication
from knowledge.comparing.differences import ChangeKind, clauses_of, stored_version
from knowledge.comparing.side_by_side import ClauseRow, side_by_side
from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.queries.corpus import document_view
from knowledge.queries.findings import DocumentFacts, DocumentView
from knowledge.queries.listings import Wanted, list_documents
from service.answering.opening import named_documents
from service.console.access import permitted
from service.console.desk import desk
from service.public.context import office, today
from service.public.forms import LARGEST_KEY
from service.public.reading import DOCUMENT_ID
from service.public.related import RelatedGroup, related_documents
from service.public.searching import LONGEST
from service.staff.permissions import Permission

#: Documents offered where what was typed names several.
OFFERED = 12
CHANGE_NAMES = {
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "删去",
    ChangeKind.CHANGED: "改动",
    ChangeKind.MOVED: "移动",
}


@dataclass(frozen=True)
class Side:
    """One side: what was typed, the document that it is, or those that it may be."""

    typed: str
    view: DocumentView | None
    offered: tuple[DocumentFacts, ...] = ()


@desk.get("/compare")
@permitted(Permission.LOOK_UP)
def compare() -> str:
    """The form, and the comparison where both sides are told."""
    only = request.args.get("only") == "changes"
    with office().store.reading() as session:
        old, new = _side(session, "old"), _side(session, "new")
        rows = _rows(session, old, new)
        near = _near(session, old, new)
    return render_template(
        "console/compare.html",
        old=old,
        new=new,
        rows=rows,
        changed=sum(row.kind is not None for row in rows or ()),
        only=only,
        near=near,
        names=CHANGE_NAMES,
        longest=LONGEST,
        address=_address,
    )


def _side(session: Session, name: str) -> Side:
    typed = " ".join(request.args.get(name, "").replace("\0", "").split())[:LONGEST]
    number = request.args.get(f"{name}_version", None, int)
    if not typed:
        return Side("", None)
    found = _meant(session, typed, today())
    if len(found) != 1:
        return Side(typed, None, tuple(found))
    if number is not None and not 0 < number <= LARGEST_KEY:
        number = None
    try:
        return Side(typed, document_view(session, found[0].id, number, today()))
    except UnknownDocument:  # no such version
        return Side(typed, document_view(session, found[0].id, None, today()))


def _meant(session: Session, typed: str, day: date) -> list[DocumentFacts]:
    """The document of this id, number or title; else those whose title or number holds it."""
    if DOCUMENT_ID.fullmatch(typed):
        document_id = DocumentId(typed)
        if publication.is_withdrawn(session, document_id):
            return []
        try:
            return [document_view(session, document_id, None, day).facts]
        except UnknownDocument:
            return []
    named = named_documents(session, typed, day)
    return named[:OFFERED] or list(
        list_documents(session, Wanted(words=typed), day, OFFERED).documents
    )


def _rows(session: Session, old: Side, new: Side) -> tuple[ClauseRow, ...] | None:
    if old.view is None or new.view is None:
        return None
    before, after = (
        clauses_of(session, stored_version(session, each.facts.id, each.facts.version))
        for each in (old.view, new.view)
    )
    return side_by_side(before, after)


def _near(session: Session, old: Side, new: Side) -> tuple[RelatedGroup, ...]:
    """What the one document that is told may be compared with."""
    alone = [each.view for each in (old, new) if each.view is not None]
    if len(alone) != 1:
        return ()
    return related_documents(session, alone[0].facts.id, today())


def _address(**changed: Any) -> str:
    """This page with some of what it compares told otherwise; None leaves a thing out."""
    told: dict[str, Any] = {name: value for name, value in request.args.items() if value}
    told |= changed
    return url_for(".compare", **{name: value for name, value in told.items() if value})
