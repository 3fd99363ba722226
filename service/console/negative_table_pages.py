"""The negative list as one table: as an XLSX file, and changed by one in two steps.

The first step shows what would change and which rows are wrong, the second does it; between them
the rows travel in the form, so that what is done is what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from flask import redirect, render_template, request, send_file, url_for
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from knowledge.editions import hold_lists
from service.console.access import current_actor, permitted
from service.console.columns import XLSX, Column
from service.console.desk import desk
from service.console.negative_pages import negative_page
from service.keeping.negative_effects import SHOWN, effects_of
from service.keeping.negative_tables import COLUMNS, carry_out, plan_terms, rows_of, state_of
from service.public.context import office
from service.staff.permissions import Permission
from service.uploaded_tables import TableRefused, TableRow, read_table

_WIDTHS = (30, 60, 8)
#: Terms of a table; each is looked for in every question.
MOST_TERMS = 2000
_ROWS = TypeAdapter(list[TableRow])


@desk.get("/negative.xlsx")
@permitted(Permission.SEE_DOCUMENTS)
def negative_file() -> AnyResponse:
    """The list as a table that can be brought in again."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    with office().store.reading() as session:
        rows = rows_of(session)
    columns = [Column(*each) for each in zip(COLUMNS, _WIDTHS, strict=True)]
    file = write_table("负面清单", columns, rows)
    return send_file(file, XLSX, as_attachment=True, download_name="负面清单.xlsx")


@desk.post("/negative/table")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def preview_negative() -> str | tuple[str, int]:
    """What the uploaded table would do."""
    upload = request.files.get("file")
    try:
        rows = read_table(upload.read() if upload else b"", COLUMNS)
        if len(rows) > MOST_TERMS:
            raise TableRefused(f"表格里有 {len(rows)} 个词，最多 {MOST_TERMS} 个")
    except TableRefused as refusal:
        return negative_page(error=str(refusal)), 400
    return _plan_page(rows)


@desk.post("/negative/table/do")
@permitted(Permission.KEEP_NEGATIVE_LIST)
def import_negative() -> AnyResponse | str | tuple[str, int]:
    """Bring in the rows that were shown to be right, where the list is still as it was."""
    try:
        rows = _ROWS.validate_json(request.form.get("rows", ""))[:MOST_TERMS]
    except ValidationError:
        return negative_page(error="表格没有传完整，请重新上传"), 400
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
            rows=json.dumps([asdict(row) for row in rows], ensure_ascii=False),
            state=state_of(session),
            error=error,
        )
