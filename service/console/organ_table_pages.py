"""All organs as one table: as an XLSX file, and changed by one in two steps.

The first step shows what would change and which rows are wrong, the second does it; between them
the rows travel in the form, so that what is done is what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from flask import redirect, render_template, request, send_file, url_for
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import XLSX, Column
from service.console.desk import desk
from service.console.organ_effects import effects_of
from service.console.organ_pages import organs_page
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
from service.uploaded_tables import TableRefused, TableRow, read_table

_WIDTHS = (28, 16, 36, 18, 10, 60)
#: Organs of a table; a province has fewer.
MOST_ORGANS = 500
_ROWS = TypeAdapter(list[TableRow])


@desk.get("/organs.xlsx")
@permitted(Permission.MANAGE_ORGANS)
def organs_file() -> AnyResponse:
    """Every organ as a table that can be brought in again."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    with office().store.writing() as session:
        known = known_organs(session)
        details = {"单位": f"{len(known)} 个"}
        record(session, current_actor(), "导出承办单位", SUBJECT, details, office().clock())
    columns = [Column(*each) for each in zip(COLUMNS, _WIDTHS, strict=True)]
    file = write_table("承办单位", columns, (row.cells for _, row in known))
    return send_file(file, XLSX, as_attachment=True, download_name="承办单位.xlsx")


@desk.post("/organs/table")
@permitted(Permission.MANAGE_ORGANS)
def preview_organs() -> str | tuple[str, int]:
    """What the uploaded table would do."""
    upload = request.files.get("file")
    try:
        rows = read_table(upload.read() if upload else b"", COLUMNS)
        if len(rows) > MOST_ORGANS:
            raise TableRefused(f"表格里有 {len(rows)} 个单位，最多 {MOST_ORGANS} 个")
    except TableRefused as refusal:
        return organs_page(table_error=str(refusal)), 400
    return _plan_page(rows)


@desk.post("/organs/table/do")
@permitted(Permission.MANAGE_ORGANS)
def import_organ_table() -> AnyResponse | str | tuple[str, int]:
    """Bring in the rows that were shown to be right, where the organs are still as they were."""
    try:
        rows = _ROWS.validate_json(request.form.get("rows", ""))[:MOST_ORGANS]
    except ValidationError:
        return organs_page(table_error="表格没有传完整，请重新上传"), 400
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
            rows=json.dumps([asdict(row) for row in rows], ensure_ascii=False),
            state=state_of(session),
            why=field("why") or "",
            longest=LONGEST_WHY,
            error=error,
        )
