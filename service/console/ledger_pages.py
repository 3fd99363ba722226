"""The ledger's page, and the ledger as a file."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import XLSX
from service.console.desk import desk
from service.console.ledger import COLUMNS, ledger_rows
from service.consultations.calendar_files import YEARS
from service.public.context import office, today
from service.staff.audit_log import record
from service.staff.permissions import Permission


@desk.get("/ledger")
@permitted(Permission.EXPORT_CASES)
def ledger() -> str:
    """The form that asks for a period: this year, to begin with."""
    return _page(date(today().year, 1, 1), today())


@desk.get("/ledger.xlsx")
@permitted(Permission.EXPORT_CASES)
def ledger_file() -> AnyResponse | tuple[str, int]:
    """The ledger of a period; who exported which stands in the audit log."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    try:
        first = date.fromisoformat(request.args.get("from", ""))
        last = date.fromisoformat(request.args.get("to", ""))
        if not {first.year, last.year} <= set(YEARS):
            raise ValueError("a year in which nothing was received")
    except ValueError:
        return _page(today(), today(), "请写明起止日期"), 400
    if last < first:
        return _page(first, last, "截止日期早于起始日期"), 400
    period = f"{first.isoformat()}至{last.isoformat()}"
    with office().store.writing() as session:
        details = {"收到日期": period}
        record(session, current_actor(), "导出台账", "ledger", details, office().clock())
    with office().store.reading() as session:
        rows = ledger_rows(session, current_actor(), first, last, today())
        file = write_table("台账", COLUMNS, rows)
    return send_file(file, XLSX, as_attachment=True, download_name=f"台账{period}.xlsx")


def _page(first: date, last: date, error: str | None = None) -> str:
    return render_template(
        "console/ledger.html", first=first, last=last, columns=COLUMNS, error=error
    )
