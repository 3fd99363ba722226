"""The tables of the vocabulary at the console: looked through, row by row, and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import XLSX, Column
from service.console.desk import desk
from service.public.context import office, today
from service.public.problems import KINDS as PROBLEMS
from service.public.problems import Problem
from service.staff.audit_log import record
from service.staff.audit_reading import AuditFilters, read_entries
from service.staff.permissions import Permission, may
from service.vocabulary.keeping import action_of, subject_of
from service.vocabulary.kinds import Kind
from service.vocabulary.overlay import Row, Standing, in_force, own_rows, rows_of
from service.vocabulary.tables import KINDS

#: Rows of one page, and changes that it shows.
PAGE, SHOWN_ENTRIES = 50, 20
#: The part of the addresses that names a table.
TABLE = f"<any({', '.join(KINDS)}):table>"
#: The column that an exported table has beside its own: where a row comes from.
STANDING = Column("来历", 12)


def _list_view(kind: Kind) -> Callable[[], str]:
    @permitted(Permission.SEE_DOCUMENTS)
    def view() -> str:
        return list_page(kind)

    return view


for _kind in KINDS.values():
    desk.add_url_rule(f"/vocabulary/{_kind.slug}", _kind.slug, _list_view(_kind))


@desk.get(f"/vocabulary/{TABLE}/entry")
@permitted(Permission.SEE_DOCUMENTS)
def vocabulary_entry(table: str) -> str:
    """One row: its cells to be changed, what we ship, and who changed it."""
    return entry_page(KINDS[table], request.args.get("key", ""))


@desk.get(f"/vocabulary/{TABLE}/table.xlsx")
@permitted(Permission.SEE_DOCUMENTS)
def vocabulary_file(table: str) -> AnyResponse:
    """The rows in force as a table that can be imported again."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    kind, now = KINDS[table], office().clock()
    rows = stored_rows(kind)
    counting = in_force(rows)
    columns = [Column(each.heading, each.width) for each in kind.columns]
    file = write_table(
        kind.title,
        [*columns, STANDING],
        (
            [*(cells[each.name] for each in kind.columns), rows[key].standing.value]
            for key, cells in counting.items()
        ),
    )
    with office().store.writing() as session:
        details = {"行数": str(len(counting))}
        record(session, current_actor(), f"导出{kind.title}", kind.slug, details, now)
    return send_file(file, XLSX, as_attachment=True, download_name=f"{kind.title}{today()}.xlsx")


def stored_rows(kind: Kind) -> dict[str, Row]:
    """The table as it stands."""
    with office().store.reading() as session:
        return rows_of(kind, office().settings, own_rows(session, kind.slug))


def list_page(kind: Kind, error: str | None = None) -> str:
    """The rows that the address leaves, a page of them, with the forms of who may change them."""
    typed = {name: request.args.get(name, "").strip() for name in ("words", "facet", "standing")}
    filters: dict[str, Any] = {name: text for name, text in typed.items() if text}
    rows = stored_rows(kind)
    found = [row for row in rows.values() if _wanted(kind, row, filters)]
    after = request.args.get("after", "")
    start = next((at for at, row in enumerate(found, 1) if row.key == after), 0)
    shown = found[start : start + PAGE]
    more = start + PAGE < len(found)
    with office().store.reading() as session:
        history = read_entries(session, AuditFilters(action=action_of(kind)), SHOWN_ENTRIES)
    address = url_for(f".{kind.slug}", **filters)
    return render_template(
        "console/vocabulary.html",
        kind=kind,
        facet=next((each for each in kind.columns if each.name == kind.facet), None),
        rows=shown,
        found=len(found),
        total=len(rows),
        filters=filters,
        standings=[standing.value for standing in Standing],
        history=history,
        may_keep=may(current_actor(), Permission.KEEP_VOCABULARY),
        typed=request.form,
        done=request.args.get("done"),
        error=error,
        first=address if start else None,
        next=url_for(f".{kind.slug}", **filters, after=shown[-1].key) if more else None,
    )


def entry_page(kind: Kind, key: str, error: str | None = None) -> str:
    """The page of one row; what was typed stays where it could not be kept."""
    row = stored_rows(kind).get(key)
    if row is None:
        raise Problem(PROBLEMS["not-found"], "表里没有这一行，或者已经去掉了")
    with office().store.reading() as session:
        filters = AuditFilters(subject=subject_of(kind, key))
        history = read_entries(session, filters, SHOWN_ENTRIES)
    stays = kind.stays(key, office().settings) if row.shipped is not None else ""
    return render_template(
        "console/vocabulary_entry.html",
        kind=kind,
        row=row,
        cells=_typed(kind, row.cells),
        stays=stays,
        examples=kind.examples(key),
        history=history,
        may_keep=may(current_actor(), Permission.KEEP_VOCABULARY),
        error=error,
    )


def _typed(kind: Kind, cells: Mapping[str, str]) -> dict[str, Any]:
    """The cells as typed, where a form was sent, else as they stand."""
    return {
        each.name: request.form.get(each.name, cells.get(each.name, "")) for each in kind.columns
    }


def _wanted(kind: Kind, row: Row, filters: Mapping[str, str]) -> bool:
    if filters.get("standing", row.standing.value) != row.standing.value:
        return False
    if kind.facet and filters.get("facet", row.cells[kind.facet]) != row.cells[kind.facet]:
        return False
    return all(
        any(word in cell for cell in row.cells.values())
        for word in filters.get("words", "").split()
    )
