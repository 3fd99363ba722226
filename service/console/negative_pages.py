"""The negative list at the console: what is never answered from, why, and who changed it.

Which answers of the last days a change would touch can be looked at before it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.negative_list import LONGEST, NegativeTerm
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.keeping.errors import KeepingError, KeepingRefused
from service.keeping.negative_effects import SHOWN, NegativeEffects, effects_of
from service.keeping.negative_terms import (
    MOST_AT_ONCE,
    SUBJECT,
    add_terms,
    list_terms,
    new_terms,
    remove_term,
    written,
)
from service.public.context import office
from service.public.forms import field
from service.staff.audit_reading import AuditFilters, read_entries
from service.staff.permissions import Permission, may

SHOWN_ENTRIES = 30

_Answered = AnyResponse | str | tuple[str, int]


@desk.get("/negative")
@permitted(Permission.SEE_DOCUMENTS)
def negative() -> str:
    """The terms in force, and what was changed."""
    return negative_page(done=request.args.get("done"))


@desk.post("/negative")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def new_negative() -> _Answered:
    """Add terms; with `look`, show what that would do."""
    terms, why, now = written(field("term") or ""), field("why") or "", office().clock()
    return _answered(
        lambda session: add_terms(session, current_actor(), terms, why, now),
        lambda session: effects_of(session, new_terms(session, terms), (), now),
    )


@desk.post("/negative/<int(max=2147483647):term_id>/remove")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def remove_negative(term_id: int) -> _Answered:
    """Take a term out; with `look`, show what that would do."""
    why, now = field("why") or "", office().clock()

    def look(session: Session) -> NegativeEffects:
        found = session.get(NegativeTerm, term_id)
        if found is None:
            raise KeepingRefused("这个词已经不在清单里")
        return effects_of(session, {}, [found.key], now)

    return _answered(lambda session: remove_term(session, current_actor(), term_id, why, now), look)


def negative_page(**shown: Any) -> str:
    """The page of the list, with what else is `shown` on it."""
    with office().store.reading() as session:
        return render_template(
            "console/negative.html",
            terms=list_terms(session),
            history=read_entries(session, AuditFilters(subject=SUBJECT), SHOWN_ENTRIES),
            may_keep=may(current_actor(), Permission.KEEP_NEGATIVE_LIST),
            longest=(LONGEST + 1) * MOST_AT_ONCE,
            most=SHOWN,
            typed=request.form,
            **shown,
        )


def _answered(
    save: Callable[[Session], None], look: Callable[[Session], NegativeEffects]
) -> _Answered:
    try:
        if "look" in request.form:
            with office().store.reading() as session:
                effects = look(session)
            return negative_page(effects=effects)
        with office().store.writing() as session:
            save(session)
    except KeepingError as error:
        return negative_page(error=str(error)), 400
    return redirect(url_for(".negative", done="1"))
