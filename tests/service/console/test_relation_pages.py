"""Relations, interpretations and guides at the console: proposed, decided on, missing."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask

from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.corpus import document_facts, stored_text
from knowledge.relations.related import relations_of
from knowledge.relations.settled import RelationState
from knowledge.sources import SourceFile
from knowledge.validity import ValidityState
from service.keeping.guides import REQUIRED
from service.keeping.interpretations import SHORTEST_TEXT, form_of
from service.wiring import Office
from tests.clocks import START
from tests.service.console.test_document_pages import OTHER, OWN, last_entry
from tests.staff import Browser, browser

TODAY = START.date()
POLICY = """{issuer}关于印发{name}的通知

{number}

各乡镇人民政府：

一、{name}的对象是本县居民。

二、本通知自2026年1月1日起施行，有效期至2028年12月31日。{more}

{issuer}

{day}
"""
_NUMBERS = iter(range(9000, 9999))


def stored(office: Office, words: str) -> DocumentId:
    number = next(_NUMBERS)
    source = SourceFile(f"/文件/{number}.txt", f"{number}.txt", words.encode())
    document_id = ingest_source(office.store, source, START).document_id
    assert document_id is not None
    return document_id


def ruled(
    office: Office, name: str, issuer: str = OWN, more: str = "", day: str = "2025年12月20日"
) -> DocumentId:
    """A policy of the issuer."""
    number = f"青民规〔2025〕{next(_NUMBERS)}号"
    return stored(
        office, POLICY.format(issuer=issuer, name=name, number=number, more=more, day=day)
    )


def explaining(
    office: Office, title: str, text: str = "这项政策是为了方便群众。" * 30
) -> DocumentId:
    return stored(office, f"{title}\n\n{text}\n\n{OWN}\n\n2026年1月10日\n")


def rows(page: str) -> dict[str, str]:
    """The rows of the list by the id of their document."""
    parts = re.findall(r"<tr>.*?</tr>", page, re.S)
    told = {}
    for part in parts:
        match = re.search(r"/console/documents/(d[0-9a-f]+)", part)
        if match:
            told[match[1]] = part
    return told


@pytest.fixture(scope="module")
def handler(app: APIFlask) -> Browser:
    return browser(app, "handler")


def test_a_policy_wants_an_interpretation_until_it_has_one(
    handler: Browser, office: Office
) -> None:
    told = ruled(office, "《青禾县高龄老人探访办法》")
    untold = ruled(office, "《青禾县困难学生送温暖办法》")
    foreign = ruled(office, "《青禾县农村供水管护办法》", OTHER)
    page = rows(handler.get("/console/interpretations").text)
    assert {told, untold} <= set(page)
    assert foreign not in page
    assert "337 天" in page[untold]
    explaining(office, f"《{OWN}关于印发《青禾县高龄老人探访办法》的通知》解读")
    page = rows(handler.get("/console/interpretations").text)
    assert (told in page, untold in page) == (False, True)
    assert rows(handler.get("/console/interpretations", year="2024").text) == {}


def test_staff_say_that_it_is_interpreted_and_take_it_back(
    handler: Browser, office: Office
) -> None:
    policy = ruled(office, "《青禾县走失人员救助办法》")
    told = explaining(office, "走失了怎么办？一图读懂")
    path = f"/console/documents/{policy}/relations"
    fields = {"kind": "interpreted_by", "other": told, "decision": "补上关系", "why": "同时发的"}
    assert handler.post(path, fields).status_code == 302
    assert last_entry(office)[1:3] == ("补上关系", f"document:{policy}")
    assert policy not in rows(handler.get("/console/interpretations").text)
    assert "人工补上" in handler.get(path).text
    handler.post(path, {**fields, "decision": "撤回关系的决定", "why": "说的不是它"})
    assert policy in rows(handler.get("/console/interpretations").text)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("一图读懂青禾县低保新标准", "图解"),
        ("低保办法政策解读视频", "视频"),
        ("关于低保办法的答记者问", "简明问答"),
        ("县民政局局长专访：低保怎么算", "访谈"),
        ("低保办法新闻发布会实录", "媒体"),
        ("《低保办法》解读", "文字"),
    ],
)
def test_the_form_of_an_interpretation_is_told_by_its_title(title: str, form: str) -> None:
    assert form_of(title) == form


def test_a_picture_without_text_is_told(handler: Browser, office: Office) -> None:
    bare = explaining(office, "一图读懂青禾县惠民殡葬政策", "见图。")
    whole = explaining(office, "一图读懂青禾县养老服务政策", "字" * SHORTEST_TEXT)
    page = rows(handler.get("/console/interpretations", tab="given").text)
    assert "缺文字说明" in page[bare]
    assert "图解" in page[whole]
    assert "缺文字说明" not in page[whole]


def test_what_titles_alone_tell_waits_for_a_person(handler: Browser, office: Office) -> None:
    policy = ruled(office, "《青禾县临时救助实施细则》")
    told = explaining(office, "新版青禾县临时救助实施细则要点解读")
    page = rows(handler.get("/console/relations").text)
    assert "临时救助实施细则" in page[told]
    path = f"/console/documents/{told}/relations"
    assert "不确定" in handler.get(path).text
    fields = {"kind": "interprets", "other": policy, "decision": "确认关系", "why": "核对过"}
    assert handler.post(path, fields).status_code == 302
    assert "已确认" in handler.get(path).text
    assert told not in rows(handler.get("/console/relations").text)
    with office.store.reading() as session:
        (relation,) = [each for each in relations_of(session, told) if each.other.id == policy]
    assert relation.state is RelationState.CONFIRMED


def test_a_rejected_repeal_counts_no_more(handler: Browser, office: Office) -> None:
    old = ruled(office, "《青禾县公墓管理办法》", day="2024年12月20日")
    with office.store.reading() as session:
        number = document_facts(session, [old], TODAY)[old].doc_number
    new = ruled(office, "《青禾县公墓服务办法》", more=f"《公墓管理办法》（{number}）同时废止。")

    def state() -> ValidityState:
        with office.store.reading() as session:
            return document_facts(session, [old], TODAY)[old].validity.state

    assert state() is ValidityState.REPEALED
    path = f"/console/documents/{old}/relations"
    fields = {"kind": "superseded_by", "other": new, "decision": "否定关系", "why": "写错了文号"}
    assert handler.post(path, fields).status_code == 302
    assert state() is not ValidityState.REPEALED


def test_validity_of_another_organs_document_is_not_decided(
    app: APIFlask, handler: Browser, office: Office
) -> None:
    own, foreign = ruled(office, "《青禾县甲办法》"), ruled(office, "《青禾县乙办法》", OTHER)
    path = f"/console/documents/{own}/relations"
    fields = {"kind": "supersedes", "other": foreign, "decision": "补上关系", "why": "想废止它"}
    refused = handler.post(path, fields)
    assert refused.status_code == 400
    assert "归别的单位管" in refused.text
    cites = {**fields, "kind": "interprets", "why": "讲的是它"}
    assert handler.post(path, cites).status_code == 302
    assert browser(app, "coordinator").post(path, fields).status_code == 302
    assert handler.get(f"/console/documents/{foreign}/relations").status_code == 404
    assert handler.post(f"/console/documents/{foreign}/relations", fields).status_code == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": "别的"}, "请选择关系"),
        ({"decision": "随便"}, "请选择关系"),
        ({"other": "<没有>"}, "没有叫"),
        ({"why": " "}, "请写明理由"),
        ({"decision": "撤回关系的决定"}, "没有可以撤回"),
    ],
)
def test_a_decision_that_is_none_is_told(
    handler: Browser, office: Office, changed: dict[str, str], told: str
) -> None:
    one, other = ruled(office, f"《青禾县{told}一》"), ruled(office, f"《青禾县{told}二》")
    fields = {"kind": "amends", "other": other, "decision": "补上关系", "why": "试", **changed}
    refused = handler.post(f"/console/documents/{one}/relations", fields)
    assert (refused.status_code, told in refused.text) == (400, True)
    assert "<没有>" not in refused.text


def test_a_guide_is_told_what_it_lacks(handler: Browser, office: Office) -> None:
    whole = {name: f"{name}：按规定。" for name in REQUIRED}
    lines = "\n\n".join(f"{name}：按照规定办理。" for name in whole)
    full = stored(office, f"养老机构备案办事指南\n\n{lines}\n\n{OWN}\n\n2026年1月5日\n")
    some = "\n\n".join(
        f"{name}：按照规定办理。" for name in whole if name not in ("投诉渠道", "办理时限")
    )
    short = stored(office, f"老年人优待证办事指南\n\n{some}\n\n{OWN}\n\n2026年1月6日\n")
    page = rows(handler.get("/console/guides").text)
    assert full not in page
    missing = re.findall(r'badge warn">([^<]+)<', page[short])
    assert missing == ["办理时限", "投诉渠道"]
    assert "齐全" in rows(handler.get("/console/guides", show="all").text)[full]


def test_nothing_of_another_organ_is_proposed_or_checked(handler: Browser, office: Office) -> None:
    ruled(office, "《青禾县河道管理办法》", OTHER)
    title = "《青禾县河道管理办法》新版要点解读"
    foreign = stored(office, f"{title}\n\n说明。\n\n{OTHER}\n\n2026年1月10日\n")
    guide = stored(office, f"取水许可办事指南\n\n办理流程：现场。\n\n{OTHER}\n\n2026年1月1日\n")
    for path, query in (
        ("relations", {"show": "all"}),
        ("interpretations", {}),
        ("interpretations", {"tab": "given"}),
    ):
        assert foreign not in handler.get(f"/console/{path}", **query).text
    assert guide not in handler.get("/console/guides", show="all").text


def test_withdrawn_documents_have_no_relations_to_decide(app: APIFlask, office: Office) -> None:
    policy = ruled(office, "《青禾县撤下的办法》")
    path = f"/console/documents/{policy}"
    coordinator = browser(app, "coordinator")
    page = coordinator.get(path).text
    state = dict(re.findall(r'name="(revision|entry)" value="(\d+)"', page))
    coordinator.post(f"{path}/withdraw", {**state, "why": "试"})
    assert coordinator.get(f"{path}/relations").status_code == 404


def test_what_only_a_title_tells_is_decided_in_its_list(handler: Browser, office: Office) -> None:
    meant = ruled(office, "流动摊点备案", day="2026年1月5日")
    shown = explaining(office, "图解流动摊点备案怎么办")
    listed = handler.get("/console/relations/likely").text
    assert meant in listed.split("流动摊点备案怎么办")[1]
    sent = {"kind": "interprets", "other": meant, "back": "likely", "decision": "补上关系"}
    where = f"/console/documents/{shown}/relations"
    assert handler.post(where, {**sent, "why": ""}).status_code == 400
    done = handler.post(where, {**sent, "why": "就是解读它的"})
    assert done.location == "/console/relations/likely"
    assert "流动摊点备案怎么办" not in handler.get("/console/relations/likely").text
    assert shown in rows(handler.get("/console/interpretations", tab="given", form="图解").text)
    assert shown not in rows(handler.get("/console/interpretations", tab="given", form="视频").text)


def test_pictures_without_text_are_listed_by_themselves(handler: Browser, office: Office) -> None:
    bare = explaining(office, "图解摆摊怎么备案", "看图就明白，办事不求人，一次都办好。")
    page = handler.get("/console/interpretations", tab="given", form="缺文字说明").text
    assert bare in rows(page)
    assert page.count("缺文字说明</span>") == len(rows(page))


def test_what_is_stored_twice_is_listed_and_denied(handler: Browser, office: Office) -> None:
    more = "".join(f"\n\n第{each}项由村里代办，五日办结，不收费用。" for each in range(12))
    first = ruled(office, "便民点设置", more=more, day="2026年1月5日")
    with office.store.reading() as session:
        text = stored_text(session, first, None, "text")
    again = stored(office, re.sub(r"青民规〔2025〕\d+号\n", "", text).replace("本县", "全县"))
    page = handler.get("/console/relations/reposts").text
    assert first in page
    assert again in page
    assert f"/console/compare?old={min(first, again)}" in page
    sent = {"kind": "reposts", "back": "reposts", "decision": "否定关系", "why": "两个年度的"}
    one, other = max(first, again), min(first, again)
    assert handler.post(f"/console/documents/{one}/relations", {**sent, "other": other}).location
    assert first not in handler.get("/console/relations/reposts").text
