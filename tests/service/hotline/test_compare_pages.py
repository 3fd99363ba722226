"""Two documents or two versions side by side: found by words, number or id, changes marked."""

from __future__ import annotations

import re

import pytest

from knowledge.ingesting.ingestion import ingest_paths
from knowledge.queries.corpus import find_documents
from service.wiring import Office
from tests.clocks import START
from tests.staff import Browser

PATH = "/console/compare"
RULES = """青禾县养犬管理办法

青禾政规〔2020〕9号

第一条 为了规范养犬行为，保障公民健康和人身安全，制定本办法。
第二条 县民政局负责养犬登记，登记证有效期为三年。
第三条 每户限养一只犬，禁止在办公楼内养犬。
第四条 本办法自2026年5月1日起施行。
"""


@pytest.fixture(scope="module")
def rules(office: Office, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a document of two versions."""
    file = tmp_path_factory.mktemp("rules") / "养犬.txt"
    for text in (RULES, RULES.replace("县民政局", "县公安局").replace("三年", "五年")):
        file.write_text(text, encoding="utf-8")
        assert not ingest_paths(office.store, [file], lambda: START).failed
    with office.store.reading() as session:
        (found,) = find_documents(session, START.date(), title_key="青禾县养犬管理办法")
    assert found.version == 2
    return str(found.id)


def test_two_versions_stand_side_by_side_with_the_words_marked(seat: Browser, rules: str) -> None:
    page = seat.get(PATH, old=rules, old_version="1", new=rules, new_version="2").text
    assert "<strong>1</strong> 处不同" in page
    row = re.search(r'<tr data-change="changed".*?</tr>', page, re.S)
    assert row
    assert "<del>民政</del>" in row[0]
    assert "<ins>公安</ins>" in row[0]
    assert "禁止在办公楼内养犬" in page
    only = seat.get(PATH, old=rules, old_version="1", new=rules, only="changes").text
    assert "禁止在办公楼内养犬" not in only
    assert "<del>民政</del>" in only


def test_a_document_is_found_by_number_and_by_words_of_its_title(seat: Browser, rules: str) -> None:
    page = seat.get(PATH, old="青禾政规〔2020〕9号", new="高龄津贴发放办法").text
    assert "处不同" in page
    assert "青禾县高龄津贴发放办法" in page
    several = seat.get(PATH, old="补贴", new=rules).text
    assert "是哪一份" in several
    assert re.search(r'href="/console/compare\?[^"]*old=d[0-9a-f]+', several)
    assert "没有找到这份文件" in seat.get(PATH, old="火星移民办法").text


def test_one_side_alone_offers_what_to_compare_it_with(seat: Browser, rules: str) -> None:
    assert "同一文件第 1 版" in seat.get(PATH, new=rules).text
    near = seat.get(PATH, new="青禾县高龄津贴发放办法").text
    assert "代替或废止的" in near
    assert "老年人高龄补贴暂行办法" in near


@pytest.mark.parametrize("version", ["0", "-1", "99", "x", "9" * 30])
def test_a_version_that_there_is_not_is_the_newest(seat: Browser, rules: str, version: str) -> None:
    page = seat.get(PATH, old=rules, old_version=version, new=rules, new_version="1")
    assert page.status_code == 200
    assert "（第 2 版）" in page.text


@pytest.mark.parametrize("typed", ["d0", "\0", "<script>alert(1)</script>", "%", "q" * 400])
def test_what_names_nothing_is_text(seat: Browser, typed: str) -> None:
    page = seat.get(PATH, old=typed)
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_markup_in_a_document_is_text(seat: Browser) -> None:
    page = seat.get(PATH, old="漫灌", new="漫灌").text
    assert "漫灌补助每亩" in page
    assert "<script>alert" not in page
    assert "<svg" not in page


def test_the_keys_are_told(seat: Browser, rules: str) -> None:
    told = set(re.findall(r"<tr><td><kbd>(\w)</kbd>", seat.get("/console/shortcuts").text))
    page = seat.get(PATH, old=rules, old_version="1", new=rules).text
    assert {"q", "w", "o", "n"} <= set(re.findall(r'accesskey="(\w)"', page)) <= told
