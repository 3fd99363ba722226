"""Publishers' pages against what is stored, at the console: many at once, and what was found."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.keeping_forms import (
    PAGE,
    Answered,
    attempted,
    own_reach,
    saved_in_transaction,
)
from service.console.keeping_lists import address, kept_and_wanted
from service.keeping.page_checks import (
    COUNTED,
    MOST,
    TO_DEAL_WITH,
    After,
    PageState,
    count_checks,
    list_checks,
    order_checks,
    settle_check,
)
from service.public.context import office, today
from service.public.forms import field
from service.public.searching import read_filters
from service.staff.permissions import Permission

#: Pages looked at so lately are not looked at again.
LATELY = timedelta(days=1)
_AFTER = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.+]{8,24})_(d[0-9a-f]{1,31})")


@desk.get("/pages")
@permitted(Permission.SEE_DOCUMENTS)
def page_checks() -> str:
    """What was found of publishers' pages, and the form to look at more."""
    return _page()


@desk.get("/pages/waiting")
@permitted(Permission.SEE_DOCUMENTS)
def page_checks_waiting() -> dict[str, int]:
    """How many pages are in line: what a page asks that tells of them."""
    with office().store.reading() as session:
        counts = count_checks(session, own_reach(session).names)
    return {"count": counts[PageState.WAITING]}


@desk.post("/pages")
@permitted(Permission.KEEP_DOCUMENTS)
def check_pages_now() -> Answered:
    """Put the pages of the documents that the filters leave in line."""
    filters = read_filters(request.form)

    def order() -> Answered:
        now = office().clock()
        with office().store.writing() as session:
            wanted = kept_and_wanted(session, filters)
            count = order_checks(session, current_actor(), wanted, today(), now - LATELY, now)
        return redirect(url_for(".page_checks", ordered=count))

    return attempted(order, partial(_page, filters=filters))


@desk.post("/pages/<document_id>")
@permitted(Permission.KEEP_DOCUMENTS)
def settle_page_check(document_id: str) -> Answered:
    """Deal with what was found, without a change of the document."""

    def settle(session: Session) -> None:
        why, now = field("why") or "", office().clock()
        settle_check(session, current_actor(), own_reach(session), document_id, why, now)

    state = _state(request.form.get("state", ""))
    return saved_in_transaction(settle, _page, address(".page_checks", {"state": state.name}))


def _page(filters: dict[str, str] | None = None, **more: Any) -> str:
    with office().store.reading() as session:
        names = own_reach(session).names
        counts = count_checks(session, names)
        state = _state(request.values.get("state", ""), counts)
        after = _read_after(request.args.get("after", ""))
        found, following = list_checks(session, names, state, PAGE, after)
    here = {"state": state.name}
    later = f"{following.since.isoformat()}_{following.document_id}" if following else ""
    return render_template(
        "console/page_checks.html",
        found=found,
        state=state,
        counts=counts,
        counted=COUNTED,
        waiting=counts[PageState.WAITING],
        deals=state in TO_DEAL_WITH,
        most=MOST,
        filters=filters or {},
        ordered=request.args.get("ordered", 0, int),
        first=address(".page_checks", here) if after else None,
        next=address(".page_checks", {**here, "after": later}) if later else None,
        **more,
    )


def _state(name: str, counts: dict[PageState, int] | None = None) -> PageState:
    """The state of this name; else the most urgent one that has something."""
    if name in PageState.__members__:
        return PageState[name]
    urgent = (each for each in TO_DEAL_WITH if counts and counts[each])
    return next(urgent, PageState.VALIDITY)


def _read_after(typed: str) -> After | None:
    found = _AFTER.fullmatch(typed)
    if found is None:
        return None
    try:
        since = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    return After(since, found[2]) if since.tzinfo else None
