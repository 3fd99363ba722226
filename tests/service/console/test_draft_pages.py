"""Drafts at the console: brought in, corrected, checked by others, published; not shown before."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from knowledge.documents import DocumentId, Version
from knowledge.queries.corpus import document_facts
from knowledge.queries.indexable import passages_for_index
from knowledge.queries.values import values_of
from service.apps import create_app
from service.keeping.uploads import MOST_FILES, MOST_UNPACKED
from service.keeping.waiting import read_waiting
from service.staff.organs import find_organ
from service.staff.roles import Role
from service.wiring import Office
from tests.clocks import START
from tests.factories import make_document
from tests.knowledge.fetching.sites import Site, html, running_site
from tests.service.console.test_document_pages import OWN, TEXT, last_entry, shown
from tests.service.console.test_document_pages import state_of as state
from tests.staff import Browser, browser, csrf_of, make_organ, make_person

LIST = "/console/drafts"
_NUMBERS = iter(range(3000, 4000))


def words_of(name: str, issuer: str = OWN) -> str:
    return TEXT.format(title=f"{issuer}关于{name}的通知", number=next(_NUMBERS), issuer=issuer)


def upload(by: Browser, files: dict[str, bytes], **fields: str):
    """Send the files with the form of the list."""
    csrf = csrf_of(by.get("/console/password"))
    sent = [(io.BytesIO(data), name) for name, data in files.items()]
    data = {"csrf": csrf, "file": sent, **fields}
    return by.client.post(LIST, data=data, content_type="multipart/form-data")


def brought_in(by: Browser, name: str, issuer: str = OWN) -> str:
    """The address of the draft that one file has become."""
    answer = upload(by, {f"{name}.txt": words_of(name, issuer).encode()})
    assert answer.status_code == 302, answer.text
    rows = re.findall(r'href="(/console/drafts/\d+)">([^<]*)<', by.get(LIST).text)
    return next(address for address, title in rows if name in title)


def step(by: Browser, path: str, kind: str, **fields: str):
    """A step of the gate, from the state that the page shows."""
    page = by.get(path).text
    told = state(page) if 'name="revision"' in page else {"revision": "3", "entry": "0"}
    sent = {**told, "step": kind, **fields}
    where = "release" if kind in ("secrecy", "back", "publish") else "steps"
    return by.post(f"{path}/{where}", sent)


def published(office: Office, by: Browser, path: str) -> DocumentId:
    """The document that the draft has become."""
    found = re.search(r"/console/documents/(d[0-9a-f]+)", by.get(path).text)
    assert found
    return DocumentId(found[1])


@pytest.fixture(scope="module")
def handler(app: APIFlask) -> Browser:
    return browser(app, "handler")


@pytest.fixture(scope="module")
def publisher(app: APIFlask) -> Browser:
    return browser(app, "publisher")


@pytest.fixture(scope="module")
def other(app: APIFlask, office: Office) -> Browser:
    """A handler of another organ."""
    with office.store.writing() as session:
        organ = make_organ(session, "青禾县水务局")
        make_person(session, "waterer", Role.HANDLER, organ=organ)
    return browser(app, "waterer")


def test_what_is_brought_in_goes_through_the_gate_and_is_published_with_its_corrections(
    handler: Browser, publisher: Browser, office: Office
) -> None:
    path = brought_in(handler, "高龄津贴年审")
    page = handler.get(path).text
    assert shown(page, "title") == f"{OWN}关于高龄津贴年审的通知"
    fixed = {**state(page), "field-topic": "养老服务"}
    assert handler.post(f"{path}/corrections", fixed).status_code == 302
    assert step(publisher, path, "publish").status_code == 400
    assert step(handler, path, "in", attribute="主动公开").status_code == 302
    refused = step(publisher, path, "publish")
    assert "保密审查还没有完成" in refused.text
    assert step(publisher, path, "secrecy", result="yes").status_code == 302
    assert step(publisher, path, "publish").status_code == 302
    document_id = published(office, handler, path)
    with office.store.reading() as session:
        facts = document_facts(session, [document_id], START.date())[document_id]
        assert values_of(session, document_id)["topic"] == "养老服务"
    assert facts.title == f"{OWN}关于高龄津贴年审的通知"
    assert last_entry(office)[1] == "发布草稿"
    history = handler.get(path).text.split("经过</h2>")[1]
    order = ["发布草稿", "保密审查草稿", "送审草稿", "更正草稿", "上传文件"]
    assert [history.index(each) for each in order] == sorted(history.index(each) for each in order)
    assert handler.get(f"/console/documents/{document_id}").status_code == 200


def test_a_draft_is_nowhere_that_documents_are(
    app: APIFlask, handler: Browser, publisher: Browser, office: Office
) -> None:
    path = brought_in(handler, "绝密代号苍鹭")
    step(handler, path, "in", attribute="主动公开")
    step(publisher, path, "secrecy", result="yes")
    citizen = app.test_client()
    words = {"words": "苍鹭"}
    for address in ("/documents", "/", "/questions", "/sitemap.xml", "/sitemap/documents.xml"):
        assert "绝密代号" not in citizen.get(address, query_string=words).text
    assert "没有找到" in citizen.get("/documents", query_string=words).text
    typed = citizen.post("/api/v1/questions/suggestions", json={"words": "绝密代号苍鹭"})
    assert "苍鹭" not in typed.text
    for by in (handler, publisher):
        for where in ("documents", "validity", "relations", "interpretations", "guides"):
            assert "绝密代号" not in by.get(f"/console/{where}", **words).text, where
    with office.store.reading() as session:
        stored = session.scalars(select(Version.title).where(Version.title.contains("苍鹭"))).all()
        indexed = [each for each in passages_for_index(session) if "苍鹭" in each.title + each.text]
    assert (stored, indexed) == ([], [])


def test_other_organs_see_no_draft_unless_they_sign_it(
    handler: Browser, publisher: Browser, other: Browser, office: Office
) -> None:
    path = brought_in(handler, "联合巡查")
    for address in (path, f"{path}/source"):
        assert other.get(address).status_code == 404
    for where in ("corrections", "steps"):
        sent = {"revision": "1", "entry": "0", "step": "close", "why": "试"}
        assert other.post(f"{path}/{where}", sent).status_code == 404
    assert "联合巡查" not in other.get(LIST).text
    with office.store.reading() as session:
        organ = find_organ(session, "青禾县水务局").id
    step(handler, path, "in", attribute="主动公开", organ=str(organ))
    assert "联合巡查" in other.get(LIST, state="待审查").text
    step(publisher, path, "secrecy", result="yes")
    assert "会签（水务局）还没有完成" in step(publisher, path, "publish").text
    assert step(handler, path, "sign", result="yes").status_code == 400
    assert step(other, path, "sign", result="no").status_code == 400
    assert step(other, path, "sign", result="no", why="管网不归我们").status_code == 302
    assert "没有通过" in step(publisher, path, "publish").text
    assert step(publisher, path, "back", why="改分工").status_code == 302
    assert "保存更正" in handler.get(path).text
    assert "保存更正" not in other.get(path).text  # who signs changes nothing
    told = state(handler.get(path).text)
    for where, fields in (
        ("corrections", {"field-title": "改"}),
        ("steps", {"step": "close", "why": "试"}),
        ("steps", {"step": "in", "attribute": "不予公开"}),
    ):
        assert "您的单位只会签" in other.post(f"{path}/{where}", {**told, **fields}).text
    step(handler, path, "in", attribute="主动公开", organ=str(organ))
    page = publisher.get(path).text
    assert page.count("还没有做") == 2  # what was found of the round before counts no more
    step(publisher, path, "secrecy", result="yes")
    step(other, path, "sign", result="yes")
    assert step(publisher, path, "publish").status_code == 302


def test_whoever_made_a_draft_neither_reviews_nor_publishes_it(
    app: APIFlask, handler: Browser, publisher: Browser
) -> None:
    path = brought_in(publisher, "自己上传的")
    step(publisher, path, "in", attribute="主动公开")
    for kind, more in (("secrecy", {"result": "yes"}), ("publish", {})):
        refused = step(publisher, path, kind, **more)
        assert refused.status_code == 400
        assert "要由另一个人进行" in refused.text
    corrected = brought_in(handler, "别人更正过的")
    fields = {**state(publisher.get(corrected).text), "field-topic": "民政"}
    assert publisher.post(f"{corrected}/corrections", fields).status_code == 302
    step(handler, corrected, "in", attribute="主动公开")
    assert "要由另一个人进行" in step(publisher, corrected, "secrecy", result="yes").text


def test_many_are_handed_in_at_once_and_one_that_cannot_be_is_told(
    handler: Browser, publisher: Browser
) -> None:
    first, second = brought_in(handler, "一起送审甲"), brought_in(handler, "一起送审乙")
    chosen = [f"{path.rpartition('/')[2]} 1" for path in (first, second)]
    sent: dict[str, str | list[str]] = {"chosen": chosen, "attribute": "主动公开"}
    assert handler.post(f"{LIST}/hand-in", sent).location == f"{LIST}?handed=2"
    listed = publisher.get(LIST, state="待审查").text
    assert "一起送审甲" in listed
    assert "一起送审乙" in listed
    again = handler.post(f"{LIST}/hand-in", sent)
    assert again.status_code == 409
    assert "送审 0 份" in again.text
    assert "请先勾选" in handler.post(f"{LIST}/hand-in", {"attribute": "主动公开"}).text
    third = brought_in(handler, "没有属性")
    none = {"chosen": [f"{third.rpartition('/')[2]} 1"], "attribute": "随便"}
    assert "请选择公开属性" in handler.post(f"{LIST}/hand-in", none).text


def test_documents_without_a_number_are_not_like_a_draft_without_one(
    handler: Browser, office: Office
) -> None:
    make_document(office.store, title="无关的文件", doc_number=None)
    upload(handler, {"无号.txt": f"关于没有文号的说明\n\n一、内容。\n\n{OWN}\n".encode()})
    path = re.findall(r'href="(/console/drafts/\d+)">[^<]*没有文号', handler.get(LIST).text)[0]
    assert "无关的文件" not in handler.get(path).text
    assert "可能是新版" not in handler.get(path).text


def test_a_draft_of_another_issuer_is_warned_of(handler: Browser, publisher: Browser) -> None:
    path = brought_in(handler, "代别人上传", "青禾县水务局")
    assert "读到的发文机关不是您的单位" in handler.get(path).text
    assert "读到的发文机关不是您的单位" not in publisher.get(path).text


@pytest.mark.parametrize("attribute", ["依申请公开", "不予公开"])
def test_what_is_not_public_is_recorded_and_never_published(
    handler: Browser, publisher: Browser, attribute: str
) -> None:
    path = brought_in(handler, f"属性{attribute}")
    assert step(handler, path, "in", attribute=attribute).status_code == 302
    page = publisher.get(path).text
    assert "不发布" in page
    assert attribute in page
    for by, kind in ((publisher, "publish"), (handler, "in")):
        assert step(by, path, kind, attribute="主动公开").status_code in (400, 409)


def test_a_classified_draft_is_closed_with_its_reason(handler: Browser, publisher: Browser) -> None:
    path = brought_in(handler, "涉密的")
    step(handler, path, "in", attribute="主动公开")
    assert step(publisher, path, "secrecy", result="no").status_code == 400
    assert step(publisher, path, "secrecy", result="no", why="有未公开的名单").status_code == 302
    assert "有未公开的名单" in handler.get(path).text
    assert step(publisher, path, "publish").status_code in (400, 409)


def test_files_of_an_archive_and_those_that_cannot_be_read_are_all_listed(
    handler: Browser, office: Office
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.txt", words_of("包里的甲"))
        archive.writestr("乙.html", f"<p>{words_of('包里的乙')}</p>")
    answer = upload(
        handler,
        {"包.zip": packed.getvalue(), "坏的.pdf": b"%PDF-1.4 broken", "丙.txt": b"\x00\x01"},
    )
    assert answer.location == f"{LIST}?uploaded=4"
    waiting = handler.get(LIST).text
    assert "还有 <span data-left>1</span> 个文件正在读" in waiting
    assert "坏的.pdf" in handler.get(LIST, state="正在读").text
    assert read_waiting(office.store, office.clock) == 1
    page = handler.get(LIST).text
    assert "正在读" not in page
    for name in ("甲.txt", "乙.html", "坏的.pdf", "丙.txt"):
        assert name in page
    assert page.count("读不了") >= 2
    broken = re.search(
        r'href="(/console/drafts/\d+)">[^<]*</a></td>\s*<td[^>]*><span class="badge bad">', page
    )
    assert broken
    assert step(handler, broken[1], "in", attribute="主动公开").status_code == 400
    assert step(handler, broken[1], "close", why="重新扫描").status_code == 302


def test_nothing_and_too_much_are_refused(handler: Browser) -> None:
    assert "没有选择文件" in upload(handler, {}).text
    assert "是空的" in upload(handler, {"空.txt": b" \n"}).text
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(MOST_FILES + 1):
            archive.writestr(f"{number}.txt", "一、内容。")
    brought_many = {"多.zip": packed.getvalue(), "大.zip": zipped(MOST_UNPACKED // 2 + 1, 2)}
    assert upload(handler, brought_many).status_code == 302
    addresses = re.findall(r'href="(/console/drafts/\d+)"', handler.get(LIST).text)
    told = "".join(handler.get(address).text for address in addresses)
    assert f"文件超过 {MOST_FILES} 个" in told
    assert f"展开后超过 {MOST_UNPACKED} 字节" in told
    one_too_many = {f"{number}.txt": b"x" for number in range(MOST_FILES + 1)}
    assert f"一次最多 {MOST_FILES} 个文件" in upload(handler, one_too_many).text


def zipped(size: int, count: int) -> bytes:
    """An archive of so many files of so many bytes that do not shrink to nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            some = bytes(range(256)) * 1024 + b"\0" * (size - 256 * 1024)
            archive.writestr(f"{number}.txt", some)
        archive.writestr("附.bin", os.urandom(1024 * 400))
    return packed.getvalue()


def test_a_file_larger_than_a_question_is_taken_from_staff_alone(
    app: APIFlask, handler: Browser
) -> None:
    large = words_of("附了长文的") + "附：" + "长" * 100_000
    assert upload(handler, {"长.txt": large.encode()}).status_code == 302
    stranger = browser(app)
    data = {"csrf": "0" * 64, "file": [(io.BytesIO(large.encode()), "长.txt")]}
    answer = stranger.client.post(LIST, data=data, content_type="multipart/form-data")
    assert answer.status_code == 401
    assert "附了长文的" not in handler.get(LIST).text.split("长.txt")[0].rpartition("<tr>")[0]
    path = "/console/documents/d1/corrections"
    assert handler.client.post(path, data={"why": "长" * 70_000}).status_code == 413


def test_names_and_texts_of_files_are_no_markup(handler: Browser) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    text = words_of("<script>alert(2)</script>")
    upload(handler, {name: text.encode()})
    page = handler.get(LIST).text
    assert "<img src=x" not in page
    path = re.search(r'href="(/console/drafts/\d+)">[^<]*&lt;script&gt;', page)
    assert path
    shown_page = handler.get(path[1]).text
    assert "<script>alert" not in shown_page
    source = handler.get(f"{path[1]}/source")
    assert source.headers["Content-Disposition"].startswith("attachment")
    assert source.data == text.encode()
    assert "sandbox" in source.headers["Content-Security-Policy"]


def test_the_second_of_two_clerks_loses_nothing(handler: Browser, publisher: Browser) -> None:
    path = brought_in(handler, "两个人改的")
    first, second = handler.get(path).text, publisher.get(path).text
    handler.post(f"{path}/corrections", {**state(first), "field-topic": "先改"})
    late = publisher.post(f"{path}/corrections", {**state(second), "field-kind": "意见"})
    assert late.status_code == 409
    assert "（空） → 先改" in late.text
    assert shown(late.text, "kind") == "意见"
    again = {**state(late.text), "field-kind": "意见", "field-topic": "先改"}
    assert publisher.post(f"{path}/corrections", again).status_code == 302
    undone = {**state(publisher.get(path).text), "back": "kind"}
    assert publisher.post(f"{path}/corrections", undone).status_code == 302
    assert shown(publisher.get(path).text, "kind") == "通知"


def test_a_draft_that_is_the_next_version_of_a_document_becomes_it(
    handler: Browser, publisher: Browser, office: Office
) -> None:
    text = words_of("供暖补贴")
    upload(handler, {"一.txt": text.encode()})
    path = re.findall(r'href="(/console/drafts/\d+)">[^<]*供暖补贴', handler.get(LIST).text)[0]
    for kind, by, more in (
        ("in", handler, {"attribute": "主动公开"}),
        ("secrecy", publisher, {"result": "yes"}),
        ("publish", publisher, {}),
    ):
        step(by, path, kind, **more)
    document_id = published(office, handler, path)
    newer = text.replace("身份证", "身份证或者社保卡")
    upload(handler, {"二.txt": newer.encode()})
    second = re.findall(r'href="(/console/drafts/\d+)">[^<]*供暖补贴', handler.get(LIST).text)[0]
    assert "可能是新版" in handler.get(second).text
    assert step(handler, second, "replaces", replaces=document_id).status_code == 302
    assert step(handler, second, "replaces", replaces="d404").status_code == 404
    for kind, by, more in (
        ("in", handler, {"attribute": "主动公开"}),
        ("secrecy", publisher, {"result": "yes"}),
        ("publish", publisher, {}),
    ):
        step(by, second, kind, **more)
    assert published(office, handler, second) == document_id
    assert "第 2 版" in handler.get(f"/console/documents/{document_id}").text


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


def test_a_page_is_brought_in_by_its_address(office: Office, site: Site) -> None:
    limits = {
        "fetch_private_networks": "127.0.0.0/8",
        "fetch_ports": str(site.port),
        "fetch_interval": 0.0,
    }
    settings = office.settings.model_copy(update=limits)
    by = browser(create_app(replace(office, settings=settings)), "handler")
    lines = "".join(f"<p>{line}</p>" for line in words_of("网页来的").split("\n\n"))
    site.pages["/a.html"] = html(f"<html><body>{lines}</body></html>")
    assert upload(by, {}, address=site.url("/a.html")).status_code == 302
    page = by.get(LIST).text
    path = re.findall(r'href="(/console/drafts/\d+)">[^<]*网页来的', page)[0]
    assert shown(by.get(path).text, "title") == f"{OWN}关于网页来的的通知"
    assert "没有办成" in upload(by, {}, address=site.url("/none.html")).text
    assert "没有办成" in upload(by, {}, address="file:///etc/passwd").text
    assert (
        "没有办成"
        in upload(browser(create_app(office), "handler"), {}, address=site.url("/a.html")).text
    )
