from __future__ import annotations

import pytest

from indexer.engine import FIELDS, IndexedPassage, SearchIndex, whole_document
from indexer.fusion import rank_passages
from indexer.memory import InMemoryEngine
from knowledge.documents import PassageId


def passage(passage_id: int, document: str, body: str, title: str = "") -> IndexedPassage:
    terms = {"title_words": title.split(), "body_words": body.split()}
    return IndexedPassage(PassageId(passage_id), document, terms)


def index_of(*documents: list[IndexedPassage]) -> SearchIndex:
    passages = [passage for document in documents for passage in document]
    wholes = [whole_document(document) for document in documents]
    return SearchIndex(InMemoryEngine(passages, 1), InMemoryEngine(wholes, 1))


def terms(text: str) -> dict[str, dict[str, float]]:
    words = dict.fromkeys(text.split(), 1.0)
    return {"title_words": words, "body_words": words}


SUBSIDY = [passage(1, "subsidy", "本 办法 适用 农机 购置"), passage(2, "subsidy", "标准 三百 元")]
RENT = [passage(3, "rent", "本 办法 适用 公租房"), passage(4, "rent", "标准 六百 元")]


def test_a_passage_gains_from_what_its_document_is_about() -> None:
    ranked = rank_passages(index_of(SUBSIDY, RENT), terms("农机 标准"), 10)
    standards = [found.passage_id for found in ranked if found.passage_id in (2, 4)]
    assert standards == [2, 4]
    alone = rank_passages(index_of(RENT, SUBSIDY), terms("农机 标准"), 10, document_weight=0)
    twins = [found.score for found in alone if found.passage_id in (2, 4)]
    assert twins[0] == pytest.approx(twins[1])


def test_scores_fall_and_lie_between_nothing_and_one() -> None:
    ranked = rank_passages(index_of(SUBSIDY, RENT), terms("农机 标准 元"), 10)
    scores = [found.score for found in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_nothing_found_is_no_error() -> None:
    assert rank_passages(index_of(SUBSIDY), terms("护照"), 10) == []
    assert rank_passages(index_of(SUBSIDY), {}, 10) == []


def test_the_filter_fails_closed() -> None:
    index = index_of(SUBSIDY, RENT)
    assert rank_passages(index, terms("标准"), 10, frozenset()) == []
    only = rank_passages(index, terms("标准"), 10, frozenset({"rent"}))
    assert [found.passage_id for found in only] == [4]


def test_ties_come_by_rising_passage_id_and_the_limit_holds() -> None:
    twins = [[passage(number, f"d{number}", "低保 标准")] for number in (5, 3, 4)]
    ranked = rank_passages(index_of(*twins), terms("低保"), 2)
    assert [found.passage_id for found in ranked] == [3, 4]


def test_a_whole_document_takes_its_title_once() -> None:
    parts = [passage(1, "d", "甲", title="办法"), passage(2, "d", "乙", title="办法")]
    whole = whole_document(parts)
    assert whole.terms["title_words"] == ["办法"]
    assert whole.terms["body_words"] == ("甲", "乙")
    assert set(whole.terms) == set(FIELDS)
    with pytest.raises(ValueError, match="without passages"):
        whole_document([])
