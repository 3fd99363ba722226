"""A case on one screen: moves as forms, stale ones told, the reply written, checked and sent."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.consultations.details import MoveDetails
from service.consultations.numbers import new_form_token
from service.consultations.states import Move
from service.consultations.submission import Submission
from service.staff.organs import find_organ
from service.staff.records import AuditEntry
from service.staff.roles import Role
from service.wiring import Office
from tests.service.console.cases import accepted, handled, leave, make
from tests.staff import Browser, browser, make_organ, make_person

REPLY = {
    "outcome": "not_ruled",
    "conclusion": "目前没有查到对这件事作出规定的现行有效文件。",
    "way": "可以到村民委员会登记。",
    "organ": "青禾县民政局",
    "phone": "0453-1234567",
}
CHECK = {"attribute": "主动公开", "secrecy": "不涉密", "countersigned": "无需会签"}


@pytest.fixture(scope="module")
def organ_id(office: Office) -> int:
    with office.store.reading() as session:
        return find_organ(session, "青禾县民政局").id


@pytest.fixture(scope="module")
def people(app: APIFlask) -> dict[str, Browser]:
    roles = ("hotline", "coordinator", "handler", "reviewer", "publisher", "auditor")
    return {role: browser(app, role) for role in roles}


def version_on(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def press(by: Browser, number: str, slug: str, **fields):
    page = by.get(f"/console/cases/{number}").text
    return by.post(f"/console/cases/{number}/moves/{slug}", {"version": version_on(page), **fields})


def state_of(by: Browser, number: str) -> str:
    page = by.get(f"/console/cases/{number}").text
    return re.search(r'<h1>咨询 [\d-]+ <span class="badge">(.+?)</span>', page)[1]


def test_a_reply_goes_through_every_hand(
    people: dict[str, Browser], office: Office, organ_id: int
) -> None:
    number = leave(office, "村里的路灯坏了找谁修？")
    path = f"/console/cases/{number}"
    press(people["hotline"], number, "accept", kind="简单")
    press(people["coordinator"], number, "dispatch", organ=str(organ_id))
    press(people["handler"], number, "sign")
    saved = people["handler"].post(path + "/reply", {**REPLY, "saved": "0", "save": "1"})
    assert saved.status_code == 302, saved.text
    press(people["handler"], number, "submit-reply")
    press(people["reviewer"], number, "send-back", reason="请写明由谁登记")
    assert "请写明由谁登记" in people["handler"].get(path).text
    better = {**REPLY, "way": "可以到村民委员会登记，由镇政府安排。", "saved": "1", "save": "1"}
    people["handler"].post(path + "/reply", better)
    press(people["handler"], number, "submit-reply")
    press(people["reviewer"], number, "approve")
    early = press(people["publisher"], number, "answer")
    assert early.status_code == 400
    assert "还没有登记保密审查" in early.text
    assert people["publisher"].post(path + "/check", CHECK).status_code == 302
    press(people["publisher"], number, "answer")
    page = people["auditor"].get(path).text
    assert state_of(people["auditor"], number) == "已答复"
    assert "由镇政府安排" in page
    assert "保密审查通过" in page
    assert "您现在没有可以办的事" in page


def test_who_comes_second_is_told_what_the_first_did(
    people: dict[str, Browser], office: Office
) -> None:
    number = leave(office, "婚假有几天？")
    version = version_on(people["coordinator"].get(f"/console/cases/{number}").text)
    press(people["hotline"], number, "accept", kind="简单")
    late = people["coordinator"].post(
        f"/console/cases/{number}/moves/refuse",
        {"version": version, "refusal": "没有咨询内容", "channel": "12345"},
    )
    assert late.status_code == 409
    assert "姓hotline已在" in late.text
    assert "“受理”" in late.text


def test_a_move_that_lacks_something_keeps_what_was_filled_in(
    people: dict[str, Browser], office: Office
) -> None:
    number = leave(office, "想问一下那个怎么弄")
    refused = press(people["hotline"], number, "refuse", refusal="没有咨询内容", channel=" ")
    assert refused.status_code == 400
    assert "请填写应当找的渠道" in refused.text
    assert '<option value="没有咨询内容" selected>' in refused.text


def test_each_sees_the_moves_of_their_role_alone(
    people: dict[str, Browser], office: Office
) -> None:
    number = accepted(office, "独生子女费还发吗？")
    moves = {
        role: set(
            re.findall(r'id="move-([\w-]+)"', people[role].get(f"/console/cases/{number}").text)
        )
        for role in ("hotline", "coordinator", "reviewer", "auditor")
    }
    assert "dispatch" in moves["coordinator"]
    assert "dispatch" not in moves["hotline"]
    assert moves["reviewer"] == moves["auditor"] == set()


def test_a_contact_is_shown_masked_and_revealed_for_a_reason_that_is_recorded(
    people: dict[str, Browser], office: Office
) -> None:
    receipt = office.consultations.submit(
        Submission("残疾证怎么换？", new_form_token(), contact="13800001234", contact_name="王小明")
    )
    path = f"/console/cases/{receipt.number}"
    page = people["hotline"].get(path).text
    assert "138****1234" in page
    assert "13800001234" not in page
    assert people["hotline"].post(path + "/contact", {"reason": ""}).status_code == 400
    shown = people["hotline"].post(path + "/contact", {"reason": "电话核实材料"})
    assert "13800001234" in shown.text
    assert "王小明" in shown.text
    with office.store.reading() as session:
        query = select(AuditEntry.subject).where(AuditEntry.action == "查看联系方式")
        assert session.scalars(query).all() == [f"consultation:{receipt.number}"]
    assert people["auditor"].post(path + "/contact", {"reason": "看看"}).status_code == 403


def test_nothing_typed_into_the_editor_is_lost_when_it_cannot_be_saved(
    people: dict[str, Browser], office: Office, organ_id: int
) -> None:
    number = handled(office, "骨灰堂怎么收费？", organ_id)
    path = f"/console/cases/{number}/reply"
    refused = people["handler"].post(path, {**REPLY, "phone": "没有", "saved": "0", "save": "1"})
    assert refused.status_code == 400
    assert "联系电话应是电话号码" in refused.text
    assert REPLY["conclusion"] in refused.text
    people["handler"].post(path, {**REPLY, "saved": "0", "save": "1"})
    late = people["handler"].post(path, {**REPLY, "way": "改过的", "saved": "0", "save": "1"})
    assert "已在您之后保存了第 1 稿" in late.text
    assert "改过的" in late.text


def test_an_organ_that_helps_gives_its_opinion_and_leaves_the_draft_alone(
    app: APIFlask, people: dict[str, Browser], office: Office, organ_id: int
) -> None:
    with office.store.writing() as session:
        helping = make_organ(session, "青禾县医疗保障局")
        make_person(session, "helping", Role.HANDLER, organ=helping)
        both = MoveDetails(organ_id=organ_id, assisting=frozenset({helping.id}))
    number = accepted(office, "低保户看病怎么报销？")
    make(office, "coordinator", number, Move.DISPATCH, both)
    make(office, "handler", number, Move.SIGN, MoveDetails())
    path, words = f"/console/cases/{number}", "门诊报销<b>七成</b>"
    people["handler"].post(path + "/reply", {**REPLY, "saved": "0", "save": "1"})
    helper = browser(app, "helping")
    assert "接着写答复" not in helper.get(path).text
    assert helper.get(path + "/reply").status_code == 403
    stolen = helper.post(path + "/reply", {**REPLY, "saved": "1", "save": "1"})
    assert (stolen.status_code, "由主办单位起草" in stolen.text) == (400, True)
    assert press(helper, number, "advise", reason=words).status_code == 302
    for page in (path, path + "/reply"):
        assert (
            "协办单位：青禾县医疗保障局；门诊报销&lt;b&gt;七成" in people["handler"].get(page).text
        )


def test_the_preview_is_what_the_citizen_will_read(
    people: dict[str, Browser], office: Office, organ_id: int
) -> None:
    number = handled(office, "公墓在哪里？", organ_id)
    path = f"/console/cases/{number}/reply"
    page = people["handler"].post(path, {**REPLY, "saved": "0", "preview": "1"}).text
    letter = page.split('class="letter"')[1].split("</article>")[0]
    assert all(REPLY[name] in letter for name in ("conclusion", "way", "organ", "phone"))


def test_a_citation_that_is_none_is_told_and_can_be_dropped(
    people: dict[str, Browser], office: Office, organ_id: int
) -> None:
    number = handled(office, "火化要预约吗？", organ_id)
    fields = {**REPLY, "saved": "0", "citation": "d1234.1.0.5"}
    page = people["handler"].post(f"/console/cases/{number}/reply", fields).text
    assert "没有所引的文件或版本" in page
    dropped = people["handler"].post(f"/console/cases/{number}/reply", {**fields, "drop": "0"})
    assert "没有所引的文件" not in dropped.text
    assert REPLY["conclusion"] in dropped.text
