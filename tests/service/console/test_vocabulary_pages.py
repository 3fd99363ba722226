"""The tables of the vocabulary at the console: seen before it is done, told who did it, undone."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping

import openpyxl
import pytest
from apiflask import APIFlask

from service.vocabulary.tables import KINDS
from service.wiring import Office
from tests.service.console.test_document_pages import last_entry
from tests.staff import Browser, browser
from tests.xlsx_files import workbook

FOLDER = "/console/vocabulary"
WORD = {"lay": "惠民卡", "official": "社会保障卡", "relation": "同一事物", "domain": "社保"}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def saved(by: Browser, slug: str, fields: Mapping[str, str], why: str = "群众这样说") -> str:
    """Preview the change and do it; the page of the preview."""
    page = by.post(f"{FOLDER}/{slug}/preview", dict(fields))
    assert page.status_code == 200, page.text
    done = by.post(
        f"{FOLDER}/{slug}/changes", {"changes": hidden(page.text, "changes"), "why": why}
    )
    assert done.status_code == 302, done.text
    return page.text


def entry(by: Browser, slug: str, key: str) -> str:
    return by.get(f"{FOLDER}/{slug}/entry", key=key).text


def opened(by: Browser, slug: str, key: str) -> dict[str, str]:
    """What the form of a row sends with whatever is typed."""
    page = entry(by, slug, key)
    first = KINDS[slug].columns[0].name
    return {"key": key, "version": hidden(page, "version"), first: hidden(page, first)}


@pytest.fixture
def coordinator(app: APIFlask) -> Browser:
    return browser(app, "coordinator")


@pytest.mark.parametrize("slug", KINDS)
def test_every_table_is_read_by_keepers_and_auditors_and_changed_by_few(
    app: APIFlask, slug: str
) -> None:
    for login in ("handler", "auditor"):
        reader = browser(app, login)
        page = reader.get(f"{FOLDER}/{slug}")
        assert page.status_code == 200
        assert "看看会怎样" not in page.text
        for act in ("preview", "import", "changes"):
            assert reader.post(f"{FOLDER}/{slug}/{act}", {}).status_code == 403
    assert browser(app, "hotline").get(f"{FOLDER}/{slug}").status_code == 403


def test_a_word_is_seen_before_it_is_saved_and_counts_at_once(
    coordinator: Browser, office: Office
) -> None:
    before = office.store
    page = coordinator.post(f"{FOLDER}/lexicon/preview", WORD).text
    assert "新增 1 行" in page
    assert "0 个不同的提问" in page
    with before.reading() as session:
        shipped = office.answers.understanding.at(session)
        assert not shipped.seeker.analyzer.analyse_question("惠民卡").expansions
    saved(coordinator, "lexicon", WORD)
    with before.reading() as session:
        terms = office.answers.understanding.at(session).seeker.analyzer
        assert terms.analyse_question("惠民卡").expansions[0].official == ("社会保障卡",)
    assert last_entry(office)[1] == "改俗称词表"
    assert last_entry(office)[3]["理由"] == "群众这样说"
    assert "惠民卡" in coordinator.get(f"{FOLDER}/lexicon", standing="本单位新增").text
    history = entry(coordinator, "lexicon", "惠民卡").split("谁改过这一行")[1]
    assert "社会保障卡" in history
    again = coordinator.post(f"{FOLDER}/lexicon/preview", WORD)
    assert (again.status_code, "表里已经有这一行" in again.text) == (400, True)
    saved(coordinator, "lexicon", {**opened(coordinator, "lexicon", "惠民卡"), "act": "REMOVE"})
    assert coordinator.get(f"{FOLDER}/lexicon/entry", key="惠民卡").status_code == 404


def test_a_shipped_row_is_changed_hidden_and_restored(coordinator: Browser) -> None:
    def standing() -> str:
        page = entry(coordinator, "lexicon", "老公")
        return re.findall(r'<h1>老公 <span class="badge[^"]*">([^<]*)', page)[0]

    typed = {**opened(coordinator, "lexicon", "老公"), **WORD, "lay": "老公", "official": "配偶"}
    saved(coordinator, "lexicon", {**typed, "act": "SET"})
    assert standing() == "本单位改过"
    assert "丈夫、配偶、夫妻" in entry(coordinator, "lexicon", "老公")
    saved(coordinator, "lexicon", {**opened(coordinator, "lexicon", "老公"), "act": "REMOVE"})
    assert standing() == "本单位去掉"
    saved(coordinator, "lexicon", {**opened(coordinator, "lexicon", "老公"), "act": "RESTORE"})
    assert standing() == "随系统"


def test_who_comes_second_is_shown_the_first_ones_change_and_loses_nothing(
    app: APIFlask, coordinator: Browser
) -> None:
    publisher = browser(app, "publisher")
    shown = opened(coordinator, "lexicon", "老婆")
    mine = {**shown, **WORD, "lay": "老婆", "official": "我写的词"}
    page = coordinator.post(f"{FOLDER}/lexicon/preview", mine).text
    saved(publisher, "lexicon", {**shown, **WORD, "lay": "老婆", "official": "别人写的词"})
    late = coordinator.post(
        f"{FOLDER}/lexicon/changes", {"changes": hidden(page, "changes"), "why": "我的理由"}
    )
    assert late.status_code == 409
    for words in ("您打开以后", "别人写的词", "我写的词", "我的理由"):
        assert words in late.text
    assert "别人写的词" in entry(coordinator, "lexicon", "老婆")
    knowing = {"changes": hidden(late.text, "changes"), "why": "看过了"}
    assert coordinator.post(f"{FOLDER}/lexicon/changes", knowing).status_code == 302
    assert "我写的词" in entry(coordinator, "lexicon", "老婆")


@pytest.mark.parametrize(
    ("slug", "typed", "why"),
    [
        ("lexicon", {**WORD, "lay": "卡"}, "至少要 2 个字"),
        ("lexicon", {**WORD, "lay": "一、二"}, "一行只写一种说法"),
        ("lexicon", {**WORD, "official": "惠民卡"}, "与自身对应"),
        ("lexicon", {**WORD, "relation": "多义"}, "只有一种含义"),
        ("lexicon", {**WORD, "relation": "别的"}, "“关系”只能是"),
        ("lexicon", {**WORD, "domain": ""}, "“领域”没有填"),
        ("lexicon", {**WORD, "lay": "惠\x00民"}, "不能用的符号"),
        ("redirects", {"name": "新的", "sort": "紧急", "reply": "x", "asking": "照常检索"}, "另立"),
        ("redirects", {"name": "新", "sort": "转办", "reply": "x", "asking": "照常检索"}, "用不上"),
        (
            "redirects",
            {
                "name": "新的",
                "sort": "转办",
                "reply": "x",
                "asking": "照常检索",
                "within": "好、好办",
            },
            "“好”太短",
        ),
        ("topics", {"name": "其他", "words": "别的"}, "不能用作主题"),
        ("topics", {"name": "新主题", "words": "公租房"}, "已经属于主题“公共租赁住房”"),
        ("sites", {"origin": "https://*.gov.cn"}, "通配符"),
        ("sites", {"origin": "https://a.gov.cn/b"}, "应写成"),
        ("sites", {"origin": "https://A.gov.cn"}, "请写成 https://a.gov.cn"),
    ],
)
def test_what_makes_no_row_is_refused_with_why(
    coordinator: Browser, slug: str, typed: dict[str, str], why: str
) -> None:
    page = coordinator.post(f"{FOLDER}/{slug}/preview", typed)
    assert page.status_code == 400
    assert why in html.unescape(page.text)


def test_without_a_reason_nothing_is_saved_and_what_was_shown_stays(coordinator: Browser) -> None:
    page = coordinator.post(f"{FOLDER}/topics/preview", {"name": "供水", "words": "供水"}).text
    refused = coordinator.post(
        f"{FOLDER}/topics/changes", {"changes": hidden(page, "changes"), "why": " "}
    )
    assert (refused.status_code, "请写明理由" in refused.text) == (400, True)
    assert hidden(refused.text, "changes") == hidden(page, "changes")
    for broken in ("", "[]", "[{}]", '[{"key":"a","act":"保存","cells":{},"version":""}]'):
        answer = coordinator.post(f"{FOLDER}/topics/changes", {"changes": broken, "why": "改"})
        assert answer.status_code in (400, 404)


def test_emergencies_are_reworded_but_never_taken_out(coordinator: Browser) -> None:
    page = entry(coordinator, "redirects", "火灾")
    assert "着火了" in page
    assert 'value="REMOVE"' not in page
    refused = coordinator.post(
        f"{FOLDER}/redirects/preview", {**opened(coordinator, "redirects", "火灾"), "act": "REMOVE"}
    )
    assert (refused.status_code, "人身安全" in refused.text) == (400, True)


def sheet(file: bytes) -> list[list[str]]:
    rows = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    return [[cell or "" for cell in row] for row in rows]


def imported(by: Browser, slug: str, data: bytes, **fields: str) -> str:
    page = by.post(f"{FOLDER}/{slug}/import", {"file": (io.BytesIO(data), "表.xlsx"), **fields})
    assert page.status_code == 200, page.text
    return page.text


@pytest.mark.parametrize("slug", KINDS)
def test_what_is_exported_and_imported_again_changes_nothing(
    coordinator: Browser, office: Office, slug: str
) -> None:
    data = coordinator.get(f"{FOLDER}/{slug}/table.xlsx").data
    assert last_entry(office)[1] == f"导出{KINDS[slug].title}"
    page = imported(coordinator, slug, data, whole="1")
    assert f"{len(sheet(data)) - 1} 行和现在一样" in page
    assert "没有要保存的" in page


def test_an_import_names_its_wrong_rows_and_saves_the_others_when_told_to(
    coordinator: Browser,
) -> None:
    rows = sheet(coordinator.get(f"{FOLDER}/topics/table.xlsx").data)
    head, kept, wrong, gone = rows[0], rows[1], rows[2], rows[3][0]
    rows = [
        head,
        [kept[0], kept[1] + "、新的说法", ""],
        [wrong[0], "", ""],
        ["安全饮水", "自来水、水质", ""],
        ["安全饮水", "水价格", ""],
    ]
    page = imported(coordinator, "topics", workbook(*rows), whole="1")
    assert "2 行写错了" in page
    assert "和第 4 行重复" in page
    assert "“归入的词”没有填" in page
    changes = {"changes": hidden(page, "changes"), "why": "整理主题"}
    assert coordinator.post(f"{FOLDER}/topics/changes", changes).status_code == 302
    listed = coordinator.get(f"{FOLDER}/topics").text
    assert "新的说法" in listed
    assert "自来水、水质" in listed
    assert "本单位去掉" in entry(coordinator, "topics", gone)
    assert "本单位去掉" not in entry(coordinator, "topics", wrong[0]).split("<h1>")[1][:200]


def test_a_file_that_is_no_table_is_refused(coordinator: Browser) -> None:
    for data in (b"", b"PK", workbook(["主题"])):
        answer = coordinator.post(
            f"{FOLDER}/topics/import", {"file": (io.BytesIO(data), "表.xlsx")}
        )
        assert answer.status_code == 400
    assert coordinator.post(f"{FOLDER}/topics/import", {}).status_code == 400


def test_a_long_table_is_looked_through_by_words_and_page_by_page(coordinator: Browser) -> None:
    first = coordinator.get(f"{FOLDER}/lexicon", facet="医保").text
    following = re.search(r'rel="next"[^>]*href="([^"]*)"', first)
    assert following is not None
    second = coordinator.client.get(html.unescape(following[1])).text
    here, there = (set(re.findall(r'href="[^"]*key=([^"]*)"', page)) for page in (first, second))
    assert (len(here), len(there)) == (50, 50)
    assert here.isdisjoint(there)
    found = coordinator.get(f"{FOLDER}/lexicon", words="新农合").text
    assert "城乡居民" in found


def test_more_changes_than_one_time_takes_are_told_and_not_offered(
    coordinator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.console.vocabulary_change_pages.MOST_CHANGES", 1)
    rows = [["主题", "归入的词"], ["路灯", "路灯"], ["井盖", "井盖"]]
    page = imported(coordinator, "topics", workbook(*rows))
    assert "请把表格分成几份" in page
    assert 'name="changes"' not in page
