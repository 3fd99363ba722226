"""Interpretations at the console: policies that want one, and those that there are."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from service.console.access import permitted
from service.console.desk import desk
from service.console.keeping_forms import PAGE
from service.console.keeping_lists import kept_and_wanted, pager
from service.keeping.interpretations import (
    FORM_NAMES,
    list_interpretations,
    list_uninterpreted,
)
from service.keeping.uninterpreted_counts import AGE_NAMES, counted
from service.public.context import office, today
from service.public.searching import read_filters, read_place
from service.staff.permissions import Permission


@desk.get("/interpretations")
@permitted(Permission.SEE_DOCUMENTS)
def interpretations() -> str:
    """Policies without an interpretation, or the interpretations with their forms."""
    tab = "given" if request.args.get("tab") == "given" else "wanting"
    form = request.args.get("form", "")
    form = form if tab == "given" and form in FORM_NAMES else ""
    filters, after = read_filters(request.args), read_place(request.args.get("after", ""))
    found: Any
    counts = None
    with office().store.reading() as session:
        wanted = kept_and_wanted(session, filters)
        if tab == "given":
            found, last = list_interpretations(session, wanted, today(), PAGE, after, form)
        else:
            found, last = list_uninterpreted(session, wanted, today(), after)
            counts = counted(session, wanted.issued_by)
    kept = {"tab": tab, **filters, **({"form": form} if form else {})}
    return render_template(
        "console/interpretations.html",
        found=found,
        tab=tab,
        filters=filters,
        form=form,
        forms=[("", "不限"), *((each, each) for each in FORM_NAMES)],
        counts=counts,
        ages=AGE_NAMES,
        **pager(".interpretations", kept, after, last),
    )
