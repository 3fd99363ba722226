"""Exported tables: what is text stays text, dates are dates, and nothing is computed."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from service.console.columns import Column
from service.console.spreadsheets import write_table

COLUMNS = (Column("编号", 16), Column("问题", 60), Column("期限", 12))


@pytest.mark.parametrize("text", ["=1+1", "+86 0453", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_is_kept_as_text(text: str) -> None:
    file = write_table("台账", COLUMNS, [("20261122-0001", text, None)])

    cell = load_workbook(file).active["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with zipfile.ZipFile(file) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_dates_and_numbers_keep_their_kind_and_the_head_stays_in_sight() -> None:
    file = write_table("台账", COLUMNS, [("20261122-0001", 12, date(2026, 12, 1))])

    sheet = load_workbook(file).active
    assert [cell.value for cell in sheet[1]] == ["编号", "问题", "期限"]
    assert sheet["B2"].value == 12
    assert sheet["C2"].value.date() == date(2026, 12, 1)
    assert sheet.freeze_panes == "A2"


def test_characters_that_no_sheet_can_hold_are_left_out_and_long_texts_cut() -> None:
    file = write_table("台账", COLUMNS, [("a\x00b\x0bc", "长" * 40_000, None)])

    sheet = load_workbook(file).active
    assert sheet["A2"].value == "abc"
    assert len(sheet["B2"].value) == 32_767
