"""All organs as one table: as an XLSX file, and changed by one in two steps."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import Column
from service.console.desk import desk
from service.console.organ_effects import effects_of
from service.console.organ_pages import organs_page
from service.console.table_forms import rows_for_form, rows_in_form, table_file, uploaded_rows
from service.public.context import office
from service.public.forms import field
from service.staff.audit_log import record
from service.staff.errors import OrganRefused
from service.staff.organ_plans import OrganPlan, plan_organs, state_of
from service.staff.organ_tables import COLUMNS
from service.staff.organs import (
    LONGEST_WHY,
    SUBJECT,
    import_organs,
    known_organs,
    lock_organs,
    reason,
)
from service.staff.permissions import Permission
from service.uploaded_tables import TableRefused, TableRow

_WIDTHS = (28, 16, 36, 18, 10, 60)
#: Organs of a table; a province has fewer.
MOST_ORGANS = 500


@desk.get("/organs.xlsx")
@permitted(Permission.MANAGE_ORGANS)
def organs_file() -> AnyResponse:
    """Every organ as a table that can be brought in again."""
    with office().store.writing() as session:
        known = known_organs(session)
        details = {"单位": f"{len(known)} 个"}
        record(session, current_actor(), "导出承办单位", SUBJECT, details, office().clock())
    columns = [Column(*each) for each in zip(COLUMNS, _WIDTHS, strict=True)]
    return table_file("承办单位", columns, (row.cells for _, row in known))


@desk.post("/organs/table")
@permitted(Permission.MANAGE_ORGANS)
def preview_organs() -> str | tuple[str, int]:
    """What the uploaded table would do."""
    try:
        return _plan_page(uploaded_rows(COLUMNS, MOST_ORGANS))
    except TableRefused as refusal:
        return organs_page(table_error=str(refusal)), 400


@desk.post("/organs/table/do")
@permitted(Permission.MANAGE_ORGANS)
def import_organ_table() -> AnyResponse | str | tuple[str, int]:
    """Bring in the rows that were shown to be right, where the organs are still as they were."""
    try:
        rows = rows_in_form(MOST_ORGANS)
    except TableRefused as refusal:
        return organs_page(table_error=str(refusal)), 400
    with office().store.writing() as session:
        lock_organs(session)
        changed = state_of(session) != request.form.get("state")
        if not changed:
            try:
                _bring_in(session, plan_organs(session, rows))
            except OrganRefused as refusal:
                return _plan_page(rows, str(refusal)), 400
    if changed:
        return _plan_page(rows, "您看过以后，别人改过承办单位；请按现在的再核对一遍"), 409
    return redirect(url_for(".organs", done="table"))


def _bring_in(session: Session, plan: OrganPlan) -> None:
    why = reason(field("why") or "")
    import_organs(session, current_actor(), plan.rows, office().clock(), why)


def _plan_page(rows: Sequence[TableRow], error: str | None = None) -> str:
    with office().store.reading() as session:
        plan = plan_organs(session, rows)
        changed = [(each.organ_id, each.row) for each in (*plan.new, *plan.changed)]
        return render_template(
            "console/organ_table.html",
            plan=plan,
            effects=effects_of(session, changed) if changed else None,
            rows=rows_for_form(rows),
            state=state_of(session),
            why=field("why") or "",
            longest=LONGEST_WHY,
            error=error,
        )
