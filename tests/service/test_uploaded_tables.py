"""Uploaded tables: what spreadsheet programs write is read by heading, the rest is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.console.columns import Column
from service.console.spreadsheets import write_table
from service.uploaded_tables import LARGEST_TABLE, MOST_ROWS, TableRefused, read_table
from tests.xlsx_files import workbook

HEADINGS = ("俗称", "规范用语")


def test_rows_are_told_by_heading_with_the_numbers_that_the_spreadsheet_shows() -> None:
    rows = read_table(
        workbook(
            ["青禾县俗称表"],
            ["规范用语", "备注", "俗称"],
            [" 城乡居民基本医疗保险 ", "常用", "新农合"],
            [None, "只有备注", None],
            [],
            [12345, None, date(2026, 3, 1)],
        ),
        HEADINGS,
    )
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (3, {"俗称": "新农合", "规范用语": "城乡居民基本医疗保险"}),
        (6, {"俗称": "2026-03-01", "规范用语": "12345"}),
    ]


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=20
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_what_is_exported_is_read_again_as_it_was(rows: list[tuple[str, str]]) -> None:
    written = [row for row in rows if any(row)]
    file = write_table("表", [Column(heading, 20) for heading in HEADINGS], written)

    read = [tuple(row.cells.values()) for row in read_table(file.getvalue(), HEADINGS)]

    # A cell of nothing but an error's name (#N/A) shows nothing, and so does what is not printed.
    plain = [row for row in written if not any(_unprinted(cell) for cell in row)]
    assert [row for row in read if row in plain] == plain


def _unprinted(cell: str) -> bool:
    return cell.startswith("#") or "_x" in cell or not cell.isprintable()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是 XLSX"),
        ("俗称,规范用语".encode(), "不是 XLSX"),
        (b"PK\x03\x04broken", "损坏"),
        (b"PK" + b"x" * LARGEST_TABLE, "太大"),
        (workbook(["俗称", "用语"], ["新农合", "医保"]), "找不到这些列名：规范用语"),
        (workbook(), "找不到这些列名：俗称、规范用语"),
        (workbook(["俗称", "规范用语", "俗称"]), "“俗称”出现了不止一次"),
        (workbook(HEADINGS, *([str(at)] for at in range(MOST_ROWS))), "超过 20000 行"),
    ],
    ids=["empty", "csv", "damaged", "large", "heading", "blank", "twice", "rows"],
)
def test_what_is_no_such_table_is_refused_with_why(data: bytes, why: str) -> None:
    with pytest.raises(TableRefused, match=why):
        read_table(data, HEADINGS)


def test_a_file_that_would_unpack_to_too_much_is_refused_before_it_is_read() -> None:
    file = io.BytesIO(workbook(HEADINGS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", bytes(60_000_000))
    with pytest.raises(TableRefused, match="超过上限"):
        read_table(file.getvalue(), HEADINGS)
