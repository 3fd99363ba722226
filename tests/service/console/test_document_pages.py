"""The documents at the console: one's own listed, read, corrected, withdrawn; two at a time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.corpus import document_facts
from knowledge.sources import SourceFile
from service.staff.records import AuditEntry
from service.staff.roles import Role
from service.wiring import Office
from tests.clocks import START
from tests.factories import make_document
from tests.service.replies.cases import cited, policy
from tests.staff import Browser, browser, make_organ, make_person

PATH = "/console/documents"
OWN, OTHER = "青禾县民政局", "青禾县水务局"
TEXT = """{title}

青民发〔2026〕{number}号

各乡镇人民政府：

一、补办高龄津贴证的，凭身份证到户籍所在地镇人民政府办理。

二、本通知自2026年1月1日起施行，有效期至2027年12月31日。

{issuer}

2025年12月20日
"""
_NUMBERS = iter(range(1, 1000))


def ingested(office: Office, issuer: str = OWN, title: str = "高龄津贴证补办") -> DocumentId:
    """A document of the issuer, read from a file."""
    number = next(_NUMBERS)
    words = TEXT.format(
        title=f"{issuer}关于做好{title}（{number}）工作的通知", number=number, issuer=issuer
    )
    source = SourceFile(f"/文件/{number}.txt", f"{number}.txt", words.encode())
    outcome = ingest_source(office.store, source, START)
    assert outcome.document_id is not None
    return outcome.document_id


def state_of(page: str) -> dict[str, str]:
    """The hidden fields that tell which state of the document the page shows."""
    found = dict(re.findall(r'name="(revision|entry)" value="(\d+)"', page))
    assert set(found) == {"revision", "entry"}
    return found


def shown(page: str, field: str) -> str:
    """What stands in the input of a field."""
    found = re.search(rf'name="field-{field}" value="([^"]*)"', page)
    assert found, field
    return found[1]


def last_entry(office: Office) -> tuple[str, str, str, dict[str, str]]:
    with office.store.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        return entry.actor_name, entry.action, entry.subject, json.loads(entry.details)


@pytest.fixture(scope="module")
def own(office: Office) -> DocumentId:
    return ingested(office)


@pytest.fixture(scope="module")
def foreign(office: Office) -> DocumentId:
    return ingested(office, OTHER, "农村饮水管护")


@pytest.fixture
def handler(app: APIFlask) -> Browser:
    return browser(app, "handler")


def test_a_handler_lists_the_documents_of_the_own_organ_alone(
    app: APIFlask, handler: Browser, own: DocumentId, foreign: DocumentId
) -> None:
    page = handler.get(PATH).text
    assert (f"{PATH}/{own}" in page, f"{PATH}/{foreign}" in page) == (True, False)
    for words in ("农村饮水", "水务局"):
        assert "没有符合条件的文件" in handler.get(PATH, words=words).text
        assert "没有符合条件的文件" in handler.get(PATH, organ=words).text
    for login in ("publisher", "coordinator", "auditor"):
        page = browser(app, login).get(PATH).text
        assert f"{PATH}/{own}" in page
        assert f"{PATH}/{foreign}" in page


def test_the_count_is_of_what_one_keeps(app: APIFlask, office: Office, own: DocumentId) -> None:
    with office.store.writing() as session:
        lonely = make_organ(session, "青禾县档案局")
        make_person(session, "archivist", Role.HANDLER, organ=lonely)
    page = browser(app, "archivist").get(PATH).text
    assert "共 0 份" in page
    assert own not in page


@pytest.mark.parametrize("act", ["", "/corrections", "/withdraw", "/restore"])
def test_another_organs_document_is_as_if_it_were_not_there(
    handler: Browser, foreign: DocumentId, act: str
) -> None:
    fields = {"why": "试", "revision": "1", "entry": "0", "field-title": "改"}
    for document_id in (foreign, "d404", "x", "q1"):
        path = f"{PATH}/{document_id}{act}"
        answer = handler.post(path, fields) if act else handler.get(path)
        assert answer.status_code == 404
        assert "不归您的单位管" in answer.text
        assert "农村饮水" not in answer.text


def test_an_auditor_sees_the_page_and_no_form(app: APIFlask, own: DocumentId) -> None:
    page = browser(app, "auditor").get(f"{PATH}/{own}")
    assert page.status_code == 200
    assert 'name="why"' not in page.text


def test_what_was_read_stands_beside_the_source_with_its_place(
    handler: Browser, own: DocumentId
) -> None:
    page = handler.get(f"{PATH}/{own}").text
    number = shown(page, "doc_number")
    beside = page.split('name="field-doc_number"')[1].split("</ul>")[0]
    place = re.search(r'href="#place-(\d+)"', beside)
    assert place
    assert f'<mark id="place-{place[1]}">{number}</mark>' in page
    assert shown(page, "expires_on") == "2027-12-31"


def test_a_correction_makes_a_version_and_is_recorded_with_its_reason(
    handler: Browser, office: Office
) -> None:
    document_id = ingested(office)
    path = f"{PATH}/{document_id}"
    page = handler.get(path).text
    fields = {**state_of(page), "field-topic": "民政", "why": "目录里分在民政"}
    fields["field-title"] = shown(page, "title")
    assert handler.post(f"{path}/corrections", fields).status_code == 302
    after = handler.get(path, done="corrected").text
    assert "已保存，成为新的一版" in after
    assert shown(after, "topic") == "民政"
    assert "第 2 版" in after
    assert last_entry(office) == (
        "姓handler",
        "更正文件",
        f"document:{document_id}",
        {"主题分类": "（空） → 民政", "理由": "目录里分在民政", "版本": "2"},
    )
    assert "目录里分在民政" in after
    taken = {**state_of(after), "back": "topic", "why": "分错了", "field-topic": "民政"}
    assert handler.post(f"{path}/corrections", taken).status_code == 302
    assert shown(handler.get(path).text, "topic") == ""


def test_who_names_another_organ_as_issuer_hands_the_document_over_and_is_told_so(
    handler: Browser, office: Office
) -> None:
    path = f"{PATH}/{ingested(office)}"
    page = handler.get(path).text
    issuer = {"field-issuer": OTHER, "why": "发文机关读错了"}
    answered = handler.post(f"{path}/corrections", {**state_of(page), **issuer})
    assert answered.status_code == 302
    assert answered.location == f"{PATH}?done=handed-over"
    assert "由那个机关管理" in handler.get(PATH, done="handed-over").text
    assert handler.get(path).status_code == 404


def test_a_correction_is_applied_to_the_next_version(handler: Browser, office: Office) -> None:
    document_id = ingested(office)
    path = f"{PATH}/{document_id}"
    page = handler.get(path).text
    handler.post(f"{path}/corrections", {**state_of(page), "field-topic": "养老", "why": "核对过"})
    with office.store.reading() as session:
        name = document_facts(session, [document_id], START.date())[document_id].file_name
    number = Path(name).stem
    words = TEXT.format(
        title=f"{OWN}关于做好高龄津贴证补办（{number}）工作的通知", number=number, issuer=OWN
    )
    newer = SourceFile(f"/文件/{name}", name, words.replace("身份证", "身份证或者社保卡").encode())
    assert ingest_source(office.store, newer, START).document_id == document_id
    page = handler.get(path).text
    assert "第 3 版" in page
    assert shown(page, "topic") == "养老"


def test_the_second_of_two_is_shown_what_the_first_did_and_loses_nothing(
    app: APIFlask, handler: Browser, office: Office
) -> None:
    document_id = ingested(office)
    path = f"{PATH}/{document_id}"
    first, second = handler.get(path).text, browser(app, "publisher").get(path).text
    one = {**state_of(first), "field-topic": "先改的", "why": "第一个人"}
    assert handler.post(f"{path}/corrections", one).status_code == 302
    publisher = browser(app, "publisher")
    two = {**state_of(second), "field-kind": "<意见>", "why": "第二个人"}
    refused = publisher.post(f"{path}/corrections", two)
    assert refused.status_code == 409
    meanwhile = refused.text.split("这期间的改动")[1].split("</section>")[0]
    assert "姓handler" in meanwhile
    assert "（空） → 先改的" in meanwhile
    assert shown(refused.text, "kind") == "&lt;意见&gt;"
    assert 'value="第二个人"' in refused.text
    again = {**two, "field-kind": "意见", **state_of(refused.text)}
    assert publisher.post(f"{path}/corrections", again).status_code == 302
    page = publisher.get(path).text
    assert (shown(page, "topic"), shown(page, "kind")) == ("先改的", "意见")


def test_withdrawing_asks_for_what_was_shown_as_well(
    app: APIFlask, handler: Browser, office: Office
) -> None:
    document_id = ingested(office)
    path = f"{PATH}/{document_id}"
    old = state_of(handler.get(path).text)
    handler.post(f"{path}/corrections", {**old, "field-topic": "改过", "why": "改"})
    assert handler.post(f"{path}/withdraw", {**old, "why": "重复"}).status_code == 409
    now = state_of(handler.get(path).text)
    assert handler.post(f"{path}/withdraw", {**now, "why": " "}).status_code == 400
    assert handler.post(f"{path}/withdraw", {**now, "why": "重复发了"}).status_code == 302
    assert last_entry(office)[1:] == ("撤下文件", f"document:{document_id}", {"理由": "重复发了"})
    assert document_id not in handler.get(PATH).text
    assert document_id in handler.get(PATH, shelf="withdrawn").text
    gone = handler.get(path).text
    assert "已撤下" in gone
    assert handler.post(f"{path}/withdraw", {**state_of(gone), "why": "又来"}).status_code == 400
    assert handler.post(f"{path}/restore", {**state_of(gone), "why": "发错了"}).status_code == 302
    assert document_id in handler.get(PATH).text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"field-topic": "新", "why": " "}, "请写明理由"),
        ({"why": "没有改"}, "没有改动"),
        ({"field-expires_on": "2月30日", "why": "改"}, "不是日历上有的日期"),
        ({"field-title": "", "why": "改"}, "标题不能为空"),
        ({"field-topic": "新", "why": "长" * 501}, "最多 500 字"),
    ],
)
def test_what_cannot_be_saved_is_told_and_stays_typed(
    handler: Browser, own: DocumentId, changed: dict[str, str], told: str
) -> None:
    path = f"{PATH}/{own}"
    fields = {**state_of(handler.get(path).text), "field-region": "<青禾>", **changed}
    if told == "没有改动":
        del fields["field-region"]
    refused = handler.post(f"{path}/corrections", fields)
    assert (refused.status_code, told in refused.text) == (400, True)
    if "field-region" in fields:
        assert shown(refused.text, "region") == "&lt;青禾&gt;"


def test_the_reason_holds_no_personal_data(handler: Browser, office: Office) -> None:
    document_id = ingested(office)
    path = f"{PATH}/{document_id}"
    fields = {**state_of(handler.get(path).text), "field-topic": "民政"}
    fields["why"] = "群众13812345678来电指出"
    handler.post(f"{path}/corrections", fields)
    assert "13812345678" not in last_entry(office)[3]["理由"]


def test_markup_in_a_document_shows_as_text(app: APIFlask, office: Office) -> None:
    title = "<script>alert(1)</script>"
    document_id = make_document(office.store, ("<b>第一条</b>",), title=title, issuers=(OWN,))
    publisher = browser(app, "publisher")
    for page in (publisher.get(PATH).text, publisher.get(f"{PATH}/{document_id}").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    assert "<b>第一条" not in publisher.get(f"{PATH}/{document_id}").text


def test_a_published_answer_is_not_among_the_documents(app: APIFlask, office: Office) -> None:
    held = policy(office.store)
    assert cited(office.store, held, "第一条").document_id == held
    answer = make_document(office.store, document_id="q00000000a", issuers=(OWN,))
    publisher = browser(app, "publisher")
    assert answer not in publisher.get(PATH).text
    assert publisher.get(f"{PATH}/{answer}").status_code == 404
