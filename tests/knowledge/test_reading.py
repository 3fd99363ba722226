"""A source is read whole or refused with a reason; the seeds are read as they truly are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge import reading
from knowledge.cleaned import PageType
from knowledge.database import Store
from knowledge.documents import Version
from knowledge.errors import NoTextInSource, SourceFault, UnsupportedSource
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.outline import Outline
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.clocks import FrozenClock


def source(text: str, name: str = "a.txt") -> SourceFile:
    return SourceFile(f"/文件/{name}", name, text.encode())


def test_a_reader_that_breaks_is_named_with_what_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_document: object, _title: str) -> None:
        raise ZeroDivisionError("段落")

    monkeypatch.setattr(reading, "read_structure", broken)
    with pytest.raises(SourceFault, match="ZeroDivisionError：段落"):
        read_document(source("青禾县便民服务办法\n第一条　好。\n"))


def test_a_page_without_any_text_is_refused() -> None:
    page = "<html><head><title></title></head><body><script>1</script></body></html>"
    with pytest.raises(NoTextInSource):
        read_document(source(page, "a.html"))


def test_a_title_that_no_index_could_hold_is_refused() -> None:
    page = (
        f'<html><head><meta name="ArticleTitle" content="{"关于便民" * 500}的通知"></head>'
        "<body><p>第一条　为了方便群众办事。</p></body></html>"
    )
    with pytest.raises(UnsupportedSource, match="标题超过 500 个字"):
        read_document(source(page, "a.html"))


def test_a_list_of_links_is_known_by_its_title_and_has_nothing_to_answer_from() -> None:
    links = "".join(
        f"<li><a href='/{at}.html'>关于公布第{at}批临时救助对象名单的公告</a></li>"
        for at in range(1, 12)
    )
    page = (
        "<html><head><meta charset=utf-8><meta name=ArticleTitle content='救助公告汇总'></head>"
        f"<body><h1>救助公告汇总</h1><div id=zoom><ul>{links}</ul></div></body></html>"
    )
    found = read_document(source(page, "list.html"))
    assert found.page_type is PageType.INDEX
    assert found.outline == Outline((), ())
    assert found.metadata.title == "救助公告汇总"


@pytest.mark.shared
def test_the_seeds_are_stored_with_their_true_metadata(store: Store, shared: Path) -> None:
    gold = json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))["seeds"]
    report = ingest_paths(store, [shared / "eval" / "seeds" / "files"], FrozenClock())
    assert len(report.added) == 5
    assert report.failed == ()
    with store.reading() as session:
        stored = {
            version.file_name: [
                version.title,
                version.doc_number,
                "、".join(version.issuers),
                version.written_on and version.written_on.isoformat(),
                version.published_on and version.published_on.isoformat(),
                version.sha256,
            ]
            for version in session.scalars(select(Version))
        }
    names = ("标题", "文号", "发文机关", "成文日期", "发布日期", "sha256_raw")
    assert stored == {seed["file"]: [seed[name] for name in names] for seed in gold}


@pytest.mark.shared
def test_real_pages_are_all_stored_with_offsets_that_hold(
    sqlite_store: Store, shared: Path
) -> None:
    report = ingest_paths(sqlite_store, [shared / "eval" / "pages" / "html"], FrozenClock())
    assert len(report.added) == 20
    with sqlite_store.reading() as session:
        for version in session.scalars(select(Version)):
            assert version.passages
            for passage in version.passages:
                assert version.text[passage.start : passage.end] == passage.text
            for field in version.evidence:
                assert 0 <= field.start < field.end <= len(version.raw_text)
            for part in version.parts:
                assert 0 <= part.start < part.end <= len(version.text)
