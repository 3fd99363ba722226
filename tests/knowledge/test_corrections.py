"""What people give for a document counts over what was read, now and at every later reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Row, select

from knowledge.correcting import correct, uncorrect
from knowledge.corrections import corrected, with_given
from knowledge.database import Store
from knowledge.documents import DocumentId, FieldEvidence, Passage, Version
from knowledge.errors import UnknownDocument
from knowledge.given import FIELDS, GivenValue, WrongValue, given_value
from knowledge.ingesting.ingestion import ingest_source
from knowledge.ingesting.outcomes import IngestResult
from knowledge.outline import FieldReading
from knowledge.queries import corpus
from knowledge.sources import SourceFile
from knowledge.validity import ValidityState
from tests.factories import make_reading

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NOTICE = (
    "青禾县便民服务办法\n青禾政发〔2024〕3号\n第一条　为了方便群众办事，制定本办法。\n"
    "第二条　窗口应当一次告知。\n"
)
SOURCE = SourceFile(origin="/文件/a.txt", name="a.txt", data=NOTICE.encode())


def given(**values: str) -> tuple[GivenValue, ...]:
    return tuple(given_value(name, text) for name, text in values.items())


def ingested(store: Store, **values: str) -> DocumentId:
    outcome = ingest_source(store, replace(SOURCE, given=given(**values)), NOW)
    assert outcome.document_id is not None
    return outcome.document_id


def versions(store: Store) -> list[Row[tuple[int, str, str, str]]]:
    """Id, title, SHA-256 of the bytes and the main text of every version, in order."""
    query = select(Version.id, Version.title, Version.sha256, Version.text)
    with store.reading() as session:
        return list(session.execute(query.order_by(Version.number)).all())


def test_a_given_value_is_chosen_and_what_was_read_is_kept_beside_it() -> None:
    read = FieldReading("doc_number", "青禾政发〔2024〕3号", "正文", 10, 22)
    reading = make_reading(doc_number=read.value, evidence=(read,))
    result = with_given(reading, given(doc_number="青禾政办发〔2024〕4号", title="新的标题"))
    assert result.metadata.doc_number == "青禾政办发〔2024〕4号"
    assert (result.number_key, result.title_key) == ("青禾政办发|2024|4", "新的标题")
    assert result.metadata.evidence == (
        replace(read, chosen=False),
        FieldReading("title", "新的标题", "清单", 0, 0),
        FieldReading("doc_number", "青禾政办发〔2024〕4号", "清单", 0, 0),
    )
    assert result.text == reading.text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("written_on", "2024年3月1日", "2024-03-01"),
        ("issuer", "青禾县民政局 青禾县财政局", "青禾县民政局、青禾县财政局"),
        ("stated_validity", "有效", "现行有效"),
        ("stated_validity", "失效(提前废止)", "失效（提前废止）"),
        ("title", "  两  段 ", "两 段"),
        ("doc_number", "-", ""),
    ],
)
def test_a_value_is_brought_into_its_normal_form(name: str, text: str, value: str) -> None:
    assert given_value(name, text).value == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("written_on", "2024-02-30", "不是日历上有的日期"),
        ("written_on", "2024-03-01起", "不是日历上有的日期"),
        ("doc_number", "中办发208号", "要有年份"),
        ("stated_validity", "好", "不认识文件状态“好”；可以写：现行有效、"),
        ("level", "村", "可以写：国家、省、市、县、乡镇"),
        ("source_url", "javascript:alert(1)", "不是网址"),
        ("title", "-", "标题不能为空"),
        ("title", "长" * 501, "超过 500 个字"),
        ("topic", "零\x00字", "无法保存"),
        ("colour", "红", "没有“colour”这一项；能更正的有：标题（title）"),
    ],
)
def test_a_wrong_value_is_refused_with_what_it_should_be(name: str, text: str, told: str) -> None:
    with pytest.raises(WrongValue) as refused:
        given_value(name, text)
    assert told in str(refused.value)


def test_every_field_takes_a_value_and_where_it_may_be_missing_takes_it_back() -> None:
    texts = {
        "doc_number": "青禾政发〔2024〕3号",
        "level": "县",
        "stated_validity": "失效",
        "source_url": "https://www.qinghe.example/a.html",
    }
    for name in FIELDS:
        text = texts.get(name, "2024-03-01" if name.endswith("_on") else "青禾县民政局")
        changed = with_given(make_reading(), given(**{name: text}))
        assert changed.metadata != make_reading().metadata
        if name != "title":
            emptied = with_given(changed, given(**{name: "-"})).metadata
            assert replace(emptied, evidence=(), region=None) == make_reading().metadata


def test_the_first_issuer_tells_the_region_unless_that_is_given_too() -> None:
    values = given(region="青禾县河东镇", issuer="白石县教育局")
    assert with_given(make_reading(), values[1:]).metadata.region == "白石县"
    assert with_given(make_reading(), values).metadata.region == "青禾县河东镇"


def test_values_of_a_source_are_stored_with_its_document_and_shape_every_later_version(
    store: Store,
) -> None:
    document = ingested(store, title="便民服务新办法", expires_on="2026-01-31")
    changed = replace(SOURCE, data=NOTICE.replace("一次", "当场").encode())
    assert ingest_source(store, changed, NOW).version == 2
    assert [version.title for version in versions(store)] == ["便民服务新办法"] * 2
    with store.reading() as session:
        view = corpus.document_view(session, document, None, TODAY)
        assert view.facts.validity.state is ValidityState.LAPSED
        proofs = {each.name: each for each in corpus.field_evidence(session, document)}
    assert (proofs["title"].read_from, proofs["title"].start, proofs["title"].end) == ("清单", 0, 0)


def test_new_values_for_known_bytes_are_a_new_version_and_the_same_values_none(
    store: Store,
) -> None:
    ingested(store)
    again = ingest_source(store, replace(SOURCE, given=given(title="新办法")), NOW)
    assert (again.result, again.version) == (IngestResult.CHANGED, 2)
    third = ingest_source(store, replace(SOURCE, given=given(title="新办法")), NOW)
    assert (third.result, third.version) == (IngestResult.UNCHANGED, 2)
    without = ingest_source(store, SOURCE, NOW)
    assert (without.result, without.title) == (IngestResult.UNCHANGED, "新办法")


def test_values_given_for_a_twin_s_bytes_do_not_bring_back_an_older_text(store: Store) -> None:
    ingested(store)
    ingest_source(store, replace(SOURCE, data=NOTICE.replace("一次", "当场").encode()), NOW)
    twin = replace(SOURCE, origin="/文件/b.txt", given=given(title="新办法"))
    ingest_source(store, twin, NOW)
    newest = versions(store)[-1]
    assert newest.title == "新办法"
    assert "当场告知" in newest.text


def test_a_correction_is_a_new_version_of_the_same_text_and_the_old_one_stays(
    store: Store,
) -> None:
    document = ingested(store)
    assert correct(store, document, "title", "青禾县便民办法", NOW) == 2
    old, new = versions(store)
    assert (old.title, new.title) == ("青禾县便民服务办法", "青禾县便民办法")
    assert (old.sha256, old.text) == (new.sha256, new.text)
    with store.reading() as session:
        rows = session.execute(
            select(FieldEvidence.value, FieldEvidence.read_from, FieldEvidence.chosen)
            .where(FieldEvidence.version_id == new.id, FieldEvidence.name == "title")
            .order_by(FieldEvidence.id)
        ).all()
        keys = [
            set(session.scalars(select(Passage.key).where(Passage.version_id == version.id)))
            for version in (old, new)
        ]
    assert [tuple(row) for row in rows] == [
        ("青禾县便民服务办法", "正文", False),
        ("青禾县便民办法", "人工更正", True),
    ]
    assert keys[0] == keys[1]


def test_a_correction_taken_back_leaves_what_was_read(store: Store) -> None:
    document = ingested(store, title="清单的标题")
    correct(store, document, "title", "更正的标题", NOW)
    assert uncorrect(store, document, "title", NOW) == 3
    titles = [version.title for version in versions(store)]
    assert titles == ["清单的标题", "更正的标题", "青禾县便民服务办法"]
    with pytest.raises(WrongValue, match="“标题”没有更正过"):
        uncorrect(store, document, "title", NOW)
    assert len(versions(store)) == 3


def test_what_staff_corrected_counts_over_a_manifest(store: Store) -> None:
    document = ingested(store, title="清单的标题")
    correct(store, document, "title", "更正的标题", NOW)
    again = ingest_source(store, replace(SOURCE, given=given(title="清单又一题")), NOW)
    assert (again.result, again.title) == (IngestResult.UNCHANGED, "更正的标题")


def test_a_document_that_is_not_there_cannot_be_corrected(store: Store) -> None:
    with pytest.raises(UnknownDocument):
        correct(store, DocumentId("d404"), "title", "标题", NOW)


def test_a_reading_of_a_document_without_corrections_is_left_as_it_is(store: Store) -> None:
    reading = make_reading()
    with store.reading() as session:
        assert corrected(session, DocumentId("d405"), reading) is reading


def page(site: str, status: str, counter: int = 0) -> SourceFile:
    """The notice as a site shows it, with the state and the counter that the page prints."""
    head = f"<p>文件状态：{status}</p><p>浏览次数：{counter}</p>"
    paragraphs = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines()[1:])
    data = f"<h1>青禾县便民服务办法</h1>{head}<div class='article'>{paragraphs}</div>".encode()
    url = f"https://{site}.example/1.html"
    return SourceFile(origin=url, name="1.html", data=data, url=url)


def judged(store: Store, document: DocumentId) -> ValidityState:
    with store.reading() as session:
        return corpus.document_view(session, document, None, TODAY).facts.validity.state


def test_a_correction_does_not_lose_what_only_another_site_tells(store: Store) -> None:
    first = ingest_source(store, page("qinghe", "有效"), NOW)
    second = ingest_source(store, page("baishi", "失效"), NOW)
    assert first.document_id is not None
    assert second.document_id == first.document_id
    correct(store, first.document_id, "topic", "便民服务", NOW)
    assert judged(store, first.document_id) is ValidityState.LAPSED
    uncorrect(store, first.document_id, "topic", NOW)
    assert judged(store, first.document_id) is ValidityState.LAPSED


def test_a_corrected_state_stands_whatever_another_site_says_later(store: Store) -> None:
    first = ingest_source(store, page("qinghe", "失效"), NOW)
    assert first.document_id is not None
    correct(store, first.document_id, "stated_validity", "现行有效", NOW)
    ingest_source(store, page("baishi", "失效"), NOW)
    assert judged(store, first.document_id) is ValidityState.IN_FORCE


def test_a_page_whose_counter_moves_on_makes_no_version_of_a_corrected_document(
    store: Store,
) -> None:
    first = ingest_source(store, page("qinghe", "有效", 1), NOW)
    assert first.document_id is not None
    assert correct(store, first.document_id, "title", "青禾县便民办法", NOW) == 2
    again = ingest_source(store, page("qinghe", "有效", 2), NOW)
    assert (again.result, again.title) == (IngestResult.UNCHANGED, "青禾县便民办法")


def test_a_twin_of_a_corrected_document_is_known_by_the_title_that_was_read(store: Store) -> None:
    first = ingest_source(store, page("qinghe", "有效"), NOW)
    assert first.document_id is not None
    correct(store, first.document_id, "title", "青禾县便民办法", NOW)
    assert ingest_source(store, page("baishi", "有效"), NOW).document_id == first.document_id


def test_values_given_with_a_twin_change_the_one_document(store: Store) -> None:
    first = ingest_source(store, page("qinghe", "有效"), NOW)
    twin = replace(page("baishi", "有效"), given=given(region="青禾县河东镇"))
    second = ingest_source(store, twin, NOW)
    assert (second.document_id, second.result) == (first.document_id, IngestResult.CHANGED)
    assert ingest_source(store, twin, NOW).result is IngestResult.UNCHANGED
