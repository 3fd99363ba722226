"""What every SearchEngine must do; each implementation is held to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.embedded import EmbeddedEngine, EmbeddedWriter
from indexer.engine import Aside, IndexedPassage, Query, SearchEngine
from indexer.memory import InMemoryEngine
from indexer.ranking.packing import code, codes_of, key, pack, unpack
from indexer.ranking.vectors import WIDTH
from indexer.rows import row_of
from knowledge.documents import PassageId

LAYOUT = "layout of the test"


def _embedded(folder: Path, passages: Iterable[IndexedPassage], revision: int) -> SearchEngine:
    writer = EmbeddedWriter(folder)
    for passage in passages:
        writer.add(row_of(passage))
    writer.finish(revision, LAYOUT)
    return EmbeddedEngine(folder, LAYOUT)


def _in_memory(_: Path, passages: Iterable[IndexedPassage], revision: int) -> SearchEngine:
    return InMemoryEngine(passages, revision)


Build = Callable[[Sequence[IndexedPassage]], SearchEngine]


@pytest.fixture(params=[_embedded, _in_memory], ids=["embedded", "in-memory"])
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Build:
    return lambda passages: request.param(tmp_path, passages, 7)


def passage(passage_id: int, body: str, title: str = "", document: str = "d1") -> IndexedPassage:
    return IndexedPassage(
        PassageId(passage_id),
        document,
        {"body_words": body.split(), "title_words": title.split()},
    )


def query(body: str, limit: int = 10, **options: object) -> Query:
    return Query({"body_words": dict.fromkeys(body.split(), 1.0)}, limit, **options)


def ids(engine: SearchEngine, wanted: Query) -> list[int]:
    return [hit.passage_id for hit in engine.search(wanted)]


def test_the_passage_with_more_and_rarer_terms_comes_first(build: Build) -> None:
    engine = build(
        [
            passage(1, "低保 标准 申请"),
            passage(2, "公租房 申请 材料"),
            passage(3, "申请 材料 说明"),
        ]
    )
    assert ids(engine, query("公租房 材料 申请")) == [2, 3, 1]


def test_scores_fall_and_are_positive(build: Build) -> None:
    engine = build([passage(n, "低保 " * n + "标准") for n in range(1, 6)])
    scores = [hit.score for hit in engine.search(query("低保 标准"))]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_scores_are_those_of_bm25_with_lucenes_idf(build: Build) -> None:
    engine = build([passage(1, "低保 标准"), passage(2, "公租房 申请 材料 说明")])
    # idf = ln(1 + (2-1+.5)/(1+.5)) = ln 2; length 2 of mean 3: 1*2.2/(1+1.2*(.25+.75*2/3)) = 1.158
    assert engine.search(query("低保"))[0].score == pytest.approx(0.693147 * 1.157895, abs=1e-3)


def test_equal_passages_come_in_rising_order_of_their_ids(build: Build) -> None:
    engine = build([passage(n, "低保 标准") for n in (5, 3, 9, 1, 7)])
    assert ids(engine, query("低保")) == [1, 3, 5, 7, 9]


def test_ties_at_the_limit_keep_the_lowest_ids(build: Build) -> None:
    numbers = [*range(40, 20, -1), *range(1, 21)]
    engine = build([passage(n, "低保 标准") for n in numbers])
    assert ids(engine, query("低保", limit=3)) == [1, 2, 3]


def test_an_empty_filter_admits_nothing(build: Build) -> None:
    engine = build([passage(1, "低保")])
    assert ids(engine, query("低保", document_ids=frozenset())) == []


def test_a_filter_admits_only_passages_of_its_documents(build: Build) -> None:
    engine = build(
        [passage(n, "低保 " * n, document="far" if n % 50 else "near") for n in range(1, 201)]
    )
    found = engine.search(query("低保", document_ids=frozenset({"near", "unknown"})))
    assert sorted(hit.passage_id for hit in found) == [50, 100, 150, 200]
    assert {hit.document_id for hit in found} == {"near"}


def test_a_filter_leaves_the_scores_as_they_are(build: Build) -> None:
    engine = build([passage(1, "低保 标准", document="a"), passage(2, "低保 金额", document="b")])
    free = {hit.passage_id: hit.score for hit in engine.search(query("低保 标准"))}
    kept = engine.search(query("低保 标准", document_ids=frozenset({"b"})))
    assert [(hit.passage_id, hit.score) for hit in kept] == [(2, pytest.approx(free[2], abs=1e-3))]


def test_unknown_terms_find_nothing_and_cost_nothing(build: Build) -> None:
    engine = build([passage(1, "低保 标准")])
    assert ids(engine, query("护照")) == []
    assert ids(engine, query("护照 低保")) == [1]


def test_a_query_without_terms_finds_nothing(build: Build) -> None:
    engine = build([passage(1, "低保")])
    assert ids(engine, Query({}, 5)) == []


def test_an_empty_index_answers_with_nothing(build: Build) -> None:
    engine = build([])
    assert (engine.passage_count, ids(engine, query("低保"))) == (0, [])


def test_a_terms_weight_decides_between_equals(build: Build) -> None:
    engine = build([passage(1, "低保 标准"), passage(2, "公租房 标准")])
    wanted = Query({"body_words": {"低保": 0.3, "公租房": 1.0}}, 10)
    assert ids(engine, wanted) == [2, 1]


@pytest.mark.parametrize("weight", [0.0, -1.0])
def test_a_weight_of_nothing_or_less_matches_nothing(build: Build, weight: float) -> None:
    engine = build([passage(1, "低保 标准"), passage(2, "公租房 标准"), passage(3, "低保 公租房")])
    wanted = Query({"body_words": {"低保": weight, "公租房": 1.0}}, 10)
    assert ids(engine, wanted) == [2, 3]


def test_a_fields_weight_decides_between_fields(build: Build) -> None:
    engine = build([passage(1, "低保", title="公租房"), passage(2, "公租房", title="低保")])
    terms = {"body_words": {"低保": 1.0}, "title_words": {"低保": 1.0}}
    assert ids(engine, Query(terms, 10, field_weights={"title_words": 3.0})) == [2, 1]
    assert ids(engine, Query(terms, 10, field_weights={"body_words": 3.0})) == [1, 2]


def test_a_repeated_term_scores_higher_but_not_twice_as_high(build: Build) -> None:
    engine = build([passage(1, "低保 标准 甲"), passage(2, "低保 低保 甲"), passage(3, "乙 丙 丁")])
    first, second = engine.search(query("低保"))
    assert (first.passage_id, second.passage_id) == (2, 1)
    assert first.score < 2 * second.score


def test_no_more_hits_than_the_limit_come_back(build: Build) -> None:
    engine = build([passage(n, "低保 " * n) for n in range(1, 9)])
    assert len(engine.search(query("低保", limit=3))) == 3
    assert ids(engine, query("低保", limit=0)) == []


def test_the_revision_and_the_count_are_those_of_the_build(build: Build) -> None:
    engine = build([passage(1, "低保"), passage(2, "标准")])
    assert (engine.revision, engine.passage_count) == (7, 2)


def test_document_frequency_counts_passages_of_one_field(build: Build) -> None:
    engine = build([passage(1, "低保 低保", title="标准"), passage(2, "低保"), passage(3, "标准")])
    assert engine.document_frequency("body_words", "低保") == 2
    assert engine.document_frequency("title_words", "低保") == 0
    assert engine.document_frequency("body_words", "护照") == 0


@pytest.mark.parametrize(
    "term", ["3.5%", "19001-2016", "〔2021〕17号", "title:公司", "(公司", "长" * 60]
)
def test_terms_of_any_characters_are_found_whole(build: Build, term: str) -> None:
    engine = build([passage(1, f"{term} 甲"), passage(2, "公司 2016 17 乙")])
    assert ids(engine, query(term)) == [1]


def test_a_field_that_no_engine_has_is_refused(build: Build) -> None:
    engine = build([passage(1, "低保")])
    with pytest.raises(ValueError, match="no such field"):
        Query({"nickname": {"低保": 1.0}}, 5)
    with pytest.raises(ValueError, match="no such field"):
        engine.document_frequency("nickname", "低保")


@pytest.mark.parametrize("term", ["低 保", "", "低\t保", " "])
def test_a_term_with_white_space_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="white space"):
        IndexedPassage(PassageId(1), "d1", {"body_words": [term, "标准"]})


def shelved(passage_id: int, body: str, title: str, document: str) -> IndexedPassage:
    terms = {"body_words": body.split(), "title_words": title.split()}
    vector = bytes([passage_id % 100] * WIDTH)
    aside = Aside(key(title), passage_id % 3, vector, pack(terms))
    return IndexedPassage(PassageId(passage_id), document, terms, aside)


def test_the_shelf_tells_of_every_passage_and_a_scan_points_into_it(build: Build) -> None:
    engine = build(
        [shelved(n, "低保 " * n + "标准", f"第{n}号办法", f"d{n}") for n in (7, 3, 5, 150)]
    )
    shelf = engine.shelf()
    scan = engine.scan(query("低保"))
    hits = engine.search(query("低保"))
    assert shelf.passage_ids[scan.slots].tolist() == [hit.passage_id for hit in hits]
    assert scan.scores == pytest.approx([hit.score for hit in hits], abs=1e-3)
    for slot, hit in zip(scan.slots, hits, strict=True):
        number = int(hit.passage_id)
        assert shelf.title_keys[slot] == key(f"第{number}号办法")
        assert shelf.document_keys[slot] == key(f"d{number}")
        assert shelf.authorities[slot] == number % 3
        assert shelf.vectors[slot] == pytest.approx([number % 100 / 127] * WIDTH)
    found = unpack(engine.packed(scan.slots[:1]), codes_of(["低保"]))["body_words"]
    assert found.codes.tolist()[:1] == [code("低保")]


def test_a_scan_is_filtered_and_fails_closed_like_a_search(build: Build) -> None:
    engine = build([passage(1, "低保", document="a"), passage(2, "低保", document="b")])
    assert len(engine.scan(query("低保", document_ids=frozenset())).slots) == 0
    assert len(engine.scan(query("护照")).slots) == 0
    (slot,) = engine.scan(query("低保", document_ids=frozenset({"b"}))).slots
    assert engine.shelf().document_keys[slot] == key("b")
    nothing = unpack(engine.packed(np.array([slot])), codes_of(["低保"]))
    assert nothing["body_words"].lengths.tolist() == [0]


def test_an_empty_engine_has_an_empty_shelf(build: Build) -> None:
    shelf = build([]).shelf()
    assert shelf.passage_ids.shape == (0,)
    assert shelf.vectors.shape == (0, WIDTH)
