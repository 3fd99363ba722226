"""Validity at the console: what lapses soon, what a change would do, the publisher's page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for

from knowledge.queries.expiring import After, Span, count_expiring, list_expiring
from knowledge.queries.listings import COUNTED
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.keeping_forms import (
    PAGE,
    Answered,
    attempted,
    kept_page,
    own_reach,
    seen_in_form,
)
from service.keeping.documents import Asked
from service.keeping.errors import KeepingRefused
from service.keeping.validity import Order, Preview, ValidityAct, carry_out, preview
from service.public.context import office, today
from service.public.forms import field
from service.staff.permissions import Permission

#: What the list may be narrowed to: its name, and the first and last day counted from today.
SPANS: Mapping[str, tuple[str, int, int]] = {
    "30": ("30 天内失效", 0, 30),
    "60": ("60 天内失效", 0, 60),
    "90": ("90 天内失效", 0, 90),
    "past": ("近 90 天已失效", -90, -1),
}
_AFTER = re.compile(r"(\d{4}-\d{2}-\d{2})_(d[0-9a-f]{1,31})")

#: The acts with what their form asks for: the label of the day, whether a document is named.
FORMS: Mapping[ValidityAct, tuple[str, bool]] = {
    ValidityAct.CONFIRM: ("", False),
    ValidityAct.EXTEND: ("延长到哪一天", False),
    ValidityAct.REPEAL: ("有效的最后一天", False),
    ValidityAct.SUPERSEDE: ("从哪一天起由它代替", True),
}


@desk.get("/validity")
@permitted(Permission.SEE_DOCUMENTS)
def expiring() -> str:
    """What lapses within so many days, the soonest first."""
    within = request.args.get("within", "")
    within = within if within in SPANS else "30"
    after = _read_after(request.args.get("after", ""))
    with office().store.reading() as session:
        names = own_reach(session).names
        spans = {name: _span(name, names) for name in SPANS}
        found, following = list_expiring(session, spans[within], today(), PAGE, after)
        counts = {name: count_expiring(session, span) for name, span in spans.items()}
    return render_template(
        "console/validity.html",
        found=found,
        today=today(),
        within=within,
        tabs=[(name, SPANS[name][0], counts[name], counts[name] > COUNTED) for name in SPANS],
        first=url_for(".expiring", within=within) if after else None,
        next=url_for(".expiring", within=within, after="_".join(map(str, following)))
        if following
        else None,
    )


@desk.get("/documents/<document_id>/validity")
@permitted(Permission.SEE_DOCUMENTS)
def validity(document_id: str) -> str:
    """A document's validity, why it is so, and what may be done."""
    return _page(document_id)


@desk.post("/documents/<document_id>/validity")
@permitted(Permission.KEEP_DOCUMENTS)
def change_validity(document_id: str) -> Answered:
    """Show what the change would do; with `do`, do it."""
    typed = {name: field(name) or "" for name in ("act", "day", "successor", "why")}
    page = partial(_page, document_id, typed=typed)

    def change() -> Answered:
        order = _order(typed)
        if "do" not in request.form:
            return page(shown=_previewed(document_id, order))
        asked, now = Asked(document_id, seen_in_form(), typed["why"]), office().clock()
        carry_out(office().store, current_actor(), asked, order, own_reach, now, today())
        return redirect(url_for(".document", document_id=document_id, done="validity"))

    return attempted(change, page)


@desk.post("/documents/<document_id>/publisher")
@permitted(Permission.KEEP_DOCUMENTS)
def publisher(document_id: str) -> Answered:
    """What the publisher's page says now; with `take`, take it in as the next version."""
    from service.keeping.publisher import Publisher  # with what fetches and reads documents
    from service.pulling import fetch_policy

    looking = Publisher(office().store, fetch_policy(office().settings))

    def look() -> Answered:
        if "take" not in request.form:
            return _page(document_id, page_now=looking.page_now(own_reach, document_id))
        asked, sha256 = Asked(document_id, seen_in_form(), field("why") or ""), request.form["take"]
        looking.take_in(current_actor(), own_reach, asked, sha256, office().clock())
        return redirect(url_for(".document", document_id=document_id, done="taken-in"))

    def refused(error: str, *, stale: bool = False) -> str:
        return _page(document_id, page_error=error, stale=stale)

    return attempted(look, refused)


def _previewed(document_id: str, order: Order) -> Preview:
    with office().store.reading() as session:
        reach = own_reach(session)
        return preview(session, reach, document_id, order, office().clock(), today())


def _order(typed: Mapping[str, str]) -> Order:
    if typed["act"] not in set(ValidityAct):
        raise KeepingRefused("请选择要做什么")
    return Order(ValidityAct(typed["act"]), _day(typed["day"]), typed["successor"])


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return day if 1949 <= day.year <= 9998 else None


def _page(document_id: str, **more: Any) -> str:
    return kept_page(
        "console/document_validity.html",
        document_id,
        forms=FORMS.items(),
        **{"shown": None, "page_now": None, **more},
    )


def _span(name: str, names: frozenset[str] | None) -> Span:
    _, first, last = SPANS[name]
    return Span(today() + timedelta(days=first), today() + timedelta(days=last), names)


def _read_after(typed: str) -> After | None:
    found = _AFTER.fullmatch(typed)
    day = _day(found[1]) if found else None
    return (day, found[2]) if found and day else None
