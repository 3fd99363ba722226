"""Organs as an XLSX table: what is exported changes nothing; wrong rows are named, others kept."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from apiflask import APIFlask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.console.columns import Column
from service.console.spreadsheets import write_table
from service.staff.organ_plans import plan_organs
from service.staff.organ_tables import COLUMNS, LONGEST, OrganRow, read_organ
from service.staff.organs import find_organ, known_organs
from service.uploaded_tables import read_table
from service.wiring import Office
from tests.service.console.test_organ_pages import PATH, kept, last_entry
from tests.staff import Browser, browser, make_organ

TABLE = f"{PATH}/table"


@pytest.fixture
def administrator(app: APIFlask) -> Browser:
    return browser(app, "administrator")


def table(*rows: tuple[str, ...], headings: tuple[str, ...] = COLUMNS) -> bytes:
    columns = [Column(heading, 10) for heading in headings]
    return write_table("承办单位", columns, rows).getvalue()


def upload(by: Browser, data: bytes) -> TestResponse:
    return by.post(TABLE, {"file": (io.BytesIO(data), "承办单位.xlsx")}, at=PATH)


def hidden(page: str) -> dict[str, str]:
    """The rows and the state that the page of what would change sends on."""
    return {
        name: unescape(re.search(f'name="{name}" value="([^"]*)"', page)[1])
        for name in ("rows", "state")
    }


def figures(page: str, most: int = 4) -> list[int]:
    """How many are new, changed, unchanged and wrong, as the page counts them."""
    return [int(each) for each in re.findall(r"<dd>(\d+)</dd>", page)][:most]


def test_what_was_exported_would_change_nothing(administrator: Browser, office: Office) -> None:
    with office.store.writing() as session:
        organ = make_organ(session, "=青禾县「测试」局")
        organ.aliases, organ.phone, organ.topics = "@旧局、+新局", "-0600", "0001、2026-01-01"
        count = len(known_organs(session))
    exported = administrator.get(f"{PATH}.xlsx")
    assert last_entry(office)[:2] == ("导出承办单位", "organs")
    page = upload(administrator, exported.data).text
    assert figures(page) == [0, 0, count, 0]
    assert "没有要改的" in page


WORD = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="、"), max_size=8)
ROW = st.fixed_dictionaries(
    {
        "名称": WORD.filter(bool),
        "简称": WORD,
        "别称": st.lists(WORD.filter(bool)).map("、".join),
        "电话": WORD,
        "协调单位": st.sampled_from(["是", "否", ""]),
        "事项": st.lists(WORD.filter(bool)).map("、".join),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, max_size=4))
def test_a_table_written_and_read_says_what_it_said(rows: list[dict[str, str]]) -> None:
    organs = [read_organ(row) for row in rows]
    written = table(*(organ.cells for organ in organs))
    assert [read_organ(row.cells) for row in read_table(written, COLUMNS)] == organs


def test_right_rows_are_brought_in_and_wrong_ones_are_named(
    administrator: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        make_organ(session, "青禾县商务局")
    before = last_entry(office)
    shown = upload(
        administrator,
        table(
            ("青禾县商务局", "商务局", "经贸局", "0600-0001111", "否", "家电补贴"),
            ("", "无名局", "", "", "", ""),
            ("青禾县粮食局", "粮食局", "", "", "否", "粮食收购"),
            ("青禾县粮食局", "粮食局", "", "", "否", ""),
            ("青禾县长局", "", "", "1" * (LONGEST["电话"] + 1), "否", ""),
        ),
    ).text
    assert figures(shown) == [1, 1, 0, 3]
    wrong = re.findall(r'<td class="number">(\d)</td><td>([^<]*)</td></tr>', shown)
    assert [number for number, _ in wrong] == ["3", "5", "6"]
    assert "第 4 行已经写了" in wrong[1][1]
    assert last_entry(office) == before
    refused = administrator.post(f"{TABLE}/do", {**hidden(shown), "why": ""}, at=PATH)
    assert (refused.status_code, "请写明理由" in refused.text) == (400, True)
    confirmed = {**hidden(shown), "why": "三定规定"}
    assert administrator.post(f"{TABLE}/do", confirmed, at=PATH).status_code == 302
    told = {"新增": "1", "修改": "1", "理由": "三定规定"}
    assert last_entry(office) == ("导入承办单位", "organs", told)
    assert kept(office, "商务局") == OrganRow(
        "青禾县商务局", "商务局", ("经贸局",), "0600-0001111", False, ("家电补贴",)
    )
    with office.store.reading() as session:
        path = f"{PATH}/{find_organ(session, '商务局').id}"
    assert "（空） → 0600-0001111" in administrator.get(path).text


def test_a_plan_that_was_overtaken_is_shown_anew_and_nothing_is_done(
    administrator: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        make_organ(session, "青禾县统计局")
    row = ("青禾县统计局", "统计局", "", "0600-0002222", "否", "普查")
    shown = upload(administrator, table(row)).text
    with office.store.writing() as session:
        make_organ(session, "青禾县统计局").topics = "人口普查"
    confirmed = {**hidden(shown), "why": "补电话"}
    again = administrator.post(f"{TABLE}/do", confirmed, at=PATH)
    assert again.status_code == 409
    assert "人口普查 → 普查" in again.text
    assert 'value="补电话"' in again.text
    assert kept(office, "统计局").phone == ""
    confirmed = {**hidden(again.text), "why": "补电话"}
    assert administrator.post(f"{TABLE}/do", confirmed, at=PATH).status_code == 302
    assert kept(office, "统计局").phone == "0600-0002222"


def test_a_file_that_is_no_such_table_is_refused(administrator: Browser) -> None:
    for data, told in ((b"PK", "已损坏"), (b"x", "不是 XLSX"), (table(headings=("名称",)), "简称")):
        refused = upload(administrator, data)
        assert (refused.status_code, told in refused.text) == (400, True)
    broken = administrator.post(f"{TABLE}/do", {"rows": '[{"number": 1}]'}, at=PATH)
    assert broken.status_code == 400


def test_a_large_table_is_confirmed_too(administrator: Browser, office: Office) -> None:
    rows = [(f"青禾县{n}号局", f"{n}局", "", "", "否", "事项" * 200) for n in range(120)]
    shown = upload(administrator, table(*rows)).text
    assert figures(shown) == [120, 0, 0, 0]
    with office.store.reading() as session:
        before = len(known_organs(session))
    confirmed = {**hidden(shown), "why": "建库"}
    assert administrator.post(f"{TABLE}/do", confirmed, at=PATH).status_code == 302
    with office.store.reading() as session:
        assert len(known_organs(session)) == before + 120
        assert plan_organs(session, read_table(table(*rows), COLUMNS)).rows == []
