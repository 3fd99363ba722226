"""The negative list at the console: what is never answered from, why, and who changed it."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.negative_list import LONGEST
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.keeping.errors import KeepingError
from service.keeping.negative_terms import SUBJECT, add_term, list_terms, remove_term
from service.public.context import office
from service.public.forms import field
from service.staff.audit_reading import AuditFilters, read_entries
from service.staff.permissions import Permission, may

SHOWN_ENTRIES = 30


@desk.get("/negative")
@permitted(Permission.SEE_DOCUMENTS)
def negative() -> str:
    """The terms in force, and what was changed."""
    return _page()


@desk.post("/negative")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def new_negative() -> AnyResponse | tuple[str, int]:
    """Add a term."""
    term, why, now = field("term") or "", field("why") or "", office().clock()
    return _saved(lambda session: add_term(session, current_actor(), term, why, now))


@desk.post("/negative/<int(max=2147483647):term_id>/remove")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def remove_negative(term_id: int) -> AnyResponse | tuple[str, int]:
    """Take a term out."""
    why, now = field("why") or "", office().clock()
    return _saved(lambda session: remove_term(session, current_actor(), term_id, why, now))


def _saved(save: Callable[[Session], None]) -> AnyResponse | tuple[str, int]:
    try:
        with office().store.writing() as session:
            save(session)
    except KeepingError as error:
        return _page(str(error)), 400
    return redirect(url_for(".negative", done="1"))


def _page(error: str | None = None) -> str:
    with office().store.reading() as session:
        return render_template(
            "console/negative.html",
            terms=list_terms(session),
            history=read_entries(session, AuditFilters(subject=SUBJECT), SHOWN_ENTRIES),
            may_keep=may(current_actor(), Permission.KEEP_NEGATIVE_LIST),
            longest=LONGEST,
            typed=request.form,
            done=request.args.get("done"),
            error=error,
        )
