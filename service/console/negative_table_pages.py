"""The negative list as one table: as an XLSX file, and changed by one in two steps."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from knowledge.editions import hold_lists
from service.console.access import current_actor, permitted
from service.console.columns import Column
from service.console.desk import desk
from service.console.negative_pages import negative_page
from service.console.table_forms import rows_for_form, rows_in_form, table_file, uploaded_rows
from service.keeping.negative_effects import SHOWN, effects_of
from service.keeping.negative_tables import COLUMNS, carry_out, plan_terms, rows_of, state_of
from service.public.context import office
from service.staff.permissions import Permission
from service.uploaded_tables import TableRefused, TableRow

_WIDTHS = (30, 60, 8)
#: Terms of a table; each is looked for in every question.
MOST_TERMS = 2000


@desk.get("/negative.xlsx")
@permitted(Permission.SEE_DOCUMENTS)
def negative_file() -> AnyResponse:
    """The list as a table that can be brought in again."""
    with office().store.reading() as session:
        rows = rows_of(session)
    columns = [Column(*each) for each in zip(COLUMNS, _WIDTHS, strict=True)]
    return table_file("负面清单", columns, rows)


@desk.post("/negative/table")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def preview_negative() -> str | tuple[str, int]:
    """What the uploaded table would do."""
    try:
        return _plan_page(uploaded_rows(COLUMNS, MOST_TERMS))
    except TableRefused as refusal:
        return negative_page(error=str(refusal)), 400


@desk.post("/negative/table/do")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def import_negative() -> AnyResponse | str | tuple[str, int]:
    """Bring in the rows that were shown to be right, where the list is still as it was."""
    try:
        rows = rows_in_form(MOST_TERMS)
    except TableRefused as refusal:
        return negative_page(error=str(refusal)), 400
    with office().store.writing() as session:
        hold_lists(session)
        changed = state_of(session) != request.form.get("state")
        if not changed:
            carry_out(session, current_actor(), plan_terms(session, rows), office().clock())
    if changed:
        return _plan_page(rows, "您看过以后，别人改过清单；请按现在的再核对一遍"), 409
    return redirect(url_for(".negative", done="1"))


def _plan_page(rows: Sequence[TableRow], error: str | None = None) -> str:
    with office().store.reading() as session:
        plan = plan_terms(session, rows)
        added = {row.key: row.term for row in plan.new}
        removed = [row.key for row in plan.removed]
        return render_template(
            "console/negative_table.html",
            plan=plan,
            effects=effects_of(session, added, removed, office().clock()),
            most=SHOWN,
            rows=rows_for_form(rows),
            state=state_of(session),
            error=error,
        )
