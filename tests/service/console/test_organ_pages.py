"""Organs at the console: listed with their people, added, changed, every change recorded."""

from __future__ import annotations

import json

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.staff.organs import find_organ
from service.staff.records import AuditEntry
from service.staff.roles import Role
from service.wiring import Office
from tests.staff import Browser, browser, make_organ, make_person

PATH = "/console/organs"
LAND = {
    "name": "青禾县自然资源局",
    "short_name": "资源局",
    "phone": "0453-1112233",
    "aliases": "国土资源局\n国土局",
    "topics": "不动产登记、房产证\n测绘",
    "is_coordinator": "否",
}


@pytest.fixture
def administrator(app: APIFlask) -> Browser:
    return browser(app, "administrator")


def last_entry(office: Office) -> tuple[str, str, dict[str, str]]:
    with office.store.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        return entry.action, entry.subject, json.loads(entry.details)


def test_an_organ_is_added_and_changed_and_both_are_recorded(
    administrator: Browser, office: Office
) -> None:
    assert administrator.post(PATH, LAND).status_code == 302
    with office.store.reading() as session:
        organ = find_organ(session, "资源局")
        subject, path = f"organ:{organ.id}", f"{PATH}/{organ.id}"
        assert organ.aliases == "国土资源局、国土局"
        assert organ.topics == "不动产登记、房产证、测绘"
    assert last_entry(office) == ("新增承办单位", subject, {"名称": LAND["name"]})
    page = administrator.get(PATH).text
    assert LAND["phone"] in page
    shown = administrator.get(path).text
    assert 'value="青禾县自然资源局"' in shown
    changed = {**LAND, "name": "青禾县<b>自然资源局", "phone": "", "is_coordinator": "是"}
    assert administrator.post(path, changed).status_code == 302
    assert last_entry(office) == (
        "修改承办单位",
        subject,
        {
            "名称": "青禾县自然资源局 → 青禾县<b>自然资源局",
            "电话": "0453-1112233 → （空）",
            "协调单位": "否 → 是",
        },
    )
    assert "青禾县&lt;b&gt;自然资源局" in administrator.get(PATH).text


def test_saving_what_is_there_already_records_nothing(
    administrator: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        organ_id = make_organ(session, "青禾县水务局").id
    before = last_entry(office)
    same = {"name": "青禾县水务局", "short_name": "水务局", "is_coordinator": "否"}
    assert administrator.post(f"{PATH}/{organ_id}", same).status_code == 302
    assert last_entry(office) == before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "要有名称"),
        ({"name": "青禾县民政局"}, "已经有叫“青禾县民政局”"),
        ({"phone": "1" * 33}, "“电话”最多 32 字"),
        ({"name": "某局\x07"}, "控制字符"),
        ({"is_coordinator": "也许"}, "写“是”或“否”"),
    ],
)
def test_what_is_no_organ_is_refused_with_what_was_typed(
    administrator: Browser, office: Office, changed: dict[str, str], told: str
) -> None:
    with office.store.writing() as session:
        make_organ(session)
        other = make_organ(session, "青禾县林业局").id
    for path in (PATH, f"{PATH}/{other}"):
        refused = administrator.post(path, {**LAND, "short_name": "<新>", **changed})
        assert (refused.status_code, told in refused.text) == (400, True)
        assert 'value="&lt;新&gt;"' in refused.text


def test_its_people_stand_beside_it(administrator: Browser, office: Office) -> None:
    with office.store.writing() as session:
        make_person(session, "forester", Role.HANDLER, organ=make_organ(session, "青禾县林业局"))
    assert "<td>姓forester</td>" in administrator.get(PATH).text


def test_an_organ_that_is_not_there_is_told(administrator: Browser) -> None:
    assert administrator.get(f"{PATH}/4711").status_code == 404
    assert administrator.post(f"{PATH}/4711", LAND).status_code == 404
