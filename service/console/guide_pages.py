"""Service guides at the console, with the elements that they lack."""

from __future__ import annotations

from flask import render_template, request

from service.console.access import permitted
from service.console.desk import desk
from service.console.keeping_forms import PAGE
from service.console.keeping_lists import kept_and_wanted, pager
from service.keeping.guides import REQUIRED, list_guides
from service.public.context import office, today
from service.public.searching import read_filters, read_place
from service.staff.permissions import Permission


@desk.get("/guides")
@permitted(Permission.SEE_DOCUMENTS)
def guides() -> str:
    """Service guides with the elements that they lack."""
    filters, after = read_filters(request.args), read_place(request.args.get("after", ""))
    lacking = request.args.get("show") != "all"
    with office().store.reading() as session:
        wanted = kept_and_wanted(session, filters)
        found, last = list_guides(session, wanted, today(), PAGE, after, lacking=lacking)
    kept = {**filters, **({} if lacking else {"show": "all"})}
    return render_template(
        "console/guides.html",
        found=found,
        lacking=lacking,
        required=REQUIRED,
        filters=filters,
        **pager(".guides", kept, after, last),
    )
