"""Organs at the console: listed with their people, added, changed, every change recorded.

What a change would do is shown before; who was slower is shown what the other one changed.
"""

from __future__ import annotations

import json
import re

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.staff.errors import OrganRefused
from service.staff.organ_tables import OrganRow
from service.staff.organs import find_organ, row_of
from service.staff.records import AuditEntry
from service.staff.roles import Role
from service.wiring import Office
from tests.factories import make_document
from tests.service.console.cases import leave
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


WHY = {"why": "机构改革", "do": "1"}


def state_at(page: str) -> str:
    found = re.search(r'name="state" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def kept(office: Office, name: str) -> OrganRow:
    with office.store.reading() as session:
        return row_of(find_organ(session, name))


def test_an_organ_is_added_and_changed_and_both_are_recorded(
    administrator: Browser, office: Office
) -> None:
    assert administrator.post(PATH, {**LAND, **WHY}).status_code == 302
    with office.store.reading() as session:
        organ = find_organ(session, "资源局")
        subject, path = f"organ:{organ.id}", f"{PATH}/{organ.id}"
        assert organ.aliases == "国土资源局、国土局"
        assert organ.topics == "不动产登记、房产证、测绘"
    added = {"名称": LAND["name"], "理由": "机构改革"}
    assert last_entry(office) == ("新增承办单位", subject, added)
    page = administrator.get(PATH).text
    assert LAND["phone"] in page
    shown = administrator.get(path).text
    assert 'value="青禾县自然资源局"' in shown
    changed = {**LAND, "name": "青禾县<b>自然资源局", "phone": "", "is_coordinator": "是"}
    assert administrator.post(path, {**changed, **WHY, "state": state_at(shown)}).status_code == 302
    assert last_entry(office) == (
        "修改承办单位",
        subject,
        {
            "单位": "青禾县<b>自然资源局",
            "名称": "青禾县自然资源局 → 青禾县<b>自然资源局",
            "电话": "0453-1112233 → （空）",
            "协调单位": "否 → 是",
            "理由": "机构改革",
        },
    )
    for told in (administrator.get(PATH).text, administrator.get(path).text):
        assert "青禾县自然资源局 → 青禾县&lt;b&gt;自然资源局" in told


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_changed_again(
    app: APIFlask, administrator: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        path = f"{PATH}/{make_organ(session, '青禾县审计局').id}"
    other = browser(app, "administrator")
    opened = state_at(administrator.get(path).text)
    fields = {"name": "青禾县审计局", "short_name": "审计局", "is_coordinator": "否", **WHY}
    assert other.post(path, {**fields, "phone": "0600-1", "state": opened}).status_code == 302
    second = {**fields, "topics": "审计", "state": opened}
    refused = administrator.post(path, second)
    assert refused.status_code == 400
    assert "别人改过这个单位" in refused.text
    assert "（空） → 0600-1" in refused.text
    assert ">审计</textarea>" in refused.text
    again = {**second, "state": state_at(refused.text), "phone": "0600-1"}
    assert administrator.post(path, again).status_code == 302
    assert (kept(office, "审计局").phone, kept(office, "审计局").topics) == ("0600-1", ("审计",))


def test_what_a_change_would_do_is_shown_and_nothing_is_done(
    app: APIFlask, administrator: Browser, office: Office
) -> None:
    make_document(office.store, title="房屋契税办法", issuers=("青禾县房产管理局",))
    leave(office, "房管局搬到哪里了？")
    asked = {
        **LAND,
        "name": "青禾县住房局",
        "short_name": "住房局",
        "aliases": "青禾县房产管理局、房管局",
    }
    before = last_entry(office)
    page = administrator.post(PATH, asked).text
    assert last_entry(office) == before
    assert "<td>（没有建议）</td><td>青禾县住房局</td>" in page
    assert "房屋契税办法" in page
    assert "房管局搬到哪里了" not in page
    assert 'value="青禾县住房局"' in page
    assert ">青禾县房产管理局、房管局</textarea>" in page
    with pytest.raises(OrganRefused):
        kept(office, "住房局")
    with office.store.writing() as session:
        make_person(session, "both", Role.ADMINISTRATOR, Role.COORDINATOR)
    assert "房管局搬到哪里了" in browser(app, "both").post(PATH, asked).text


def test_saving_what_is_there_already_records_nothing(
    administrator: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        organ_id = make_organ(session, "青禾县水务局").id
    before = last_entry(office)
    state = state_at(administrator.get(f"{PATH}/{organ_id}").text)
    same = {"name": "青禾县水务局", "short_name": "水务局", "is_coordinator": "否", **WHY}
    same["state"] = state
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
        ({"why": " "}, "请写明理由"),
    ],
)
def test_what_is_no_organ_is_refused_with_what_was_typed(
    administrator: Browser, office: Office, changed: dict[str, str], told: str
) -> None:
    with office.store.writing() as session:
        make_organ(session)
        other = make_organ(session, "青禾县林业局").id
    for path in (PATH, f"{PATH}/{other}"):
        state = {} if path == PATH else {"state": state_at(administrator.get(path).text)}
        typed = {**LAND, **WHY, **state, "name": "青禾县新局", "short_name": "<新>", **changed}
        refused = administrator.post(path, typed)
        assert (refused.status_code, told in refused.text) == (400, True)
        assert 'value="&lt;新&gt;"' in refused.text


def test_its_people_stand_beside_it(administrator: Browser, office: Office) -> None:
    with office.store.writing() as session:
        make_person(session, "forester", Role.HANDLER, organ=make_organ(session, "青禾县林业局"))
    assert "<td>姓forester</td>" in administrator.get(PATH).text


def test_an_organ_that_is_not_there_is_told(administrator: Browser) -> None:
    assert administrator.get(f"{PATH}/4711").status_code == 404
    assert administrator.post(f"{PATH}/4711", LAND).status_code == 404
