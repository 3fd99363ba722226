from __future__ import annotations

import numpy as np
import pytest

from indexer.ranking.matcher import UNLEARNED, Matcher
from indexer.ranking.packing import key
from indexer.ranking.pool import gather_pool
from tests.indexer.ranking.small_index import WAGES, asked, small_index


def found(question: str, matcher: Matcher = UNLEARNED, **options: object) -> list[int]:
    index = small_index()
    pool = gather_pool(index, asked(question).by_field(), matcher, **options)
    return index.passages.shelf().passage_ids[pool.slots].tolist()


def test_the_nearest_passage_comes_first_and_all_columns_are_as_long() -> None:
    index = small_index()
    pool = gather_pool(index, asked("公租房的租金每平方米多少钱").by_field(), UNLEARNED)
    assert index.passages.shelf().passage_ids[pool.slots][0] == 5
    assert pool.first.tolist() == sorted(pool.first.tolist(), reverse=True)
    assert pool.lexical.max() == pytest.approx(1.0)
    columns = (pool.lexical, pool.document, pool.prior, pool.meaning, pool.first)
    assert {len(column) for column in columns} == {len(pool)}


def test_only_documents_that_are_admitted_are_found_and_none_is_none() -> None:
    assert set(found("拖欠租金", admitted=frozenset({"wages"}))) == {1, 2}
    assert found("拖欠租金", admitted=frozenset()) == []


def test_where_no_word_is_found_meaning_proves_nothing() -> None:
    assert found("qzxw") == []
    assert found("") == []


def test_no_more_than_wanted_are_kept() -> None:
    assert len(found("离婚", kept=2)) == 2
    assert found("离婚", kept=2)[0] in (3, 4)


def test_a_learned_prior_lifts_the_passages_of_its_title() -> None:
    before = found("申请")
    prior = Matcher(
        UNLEARNED.words,
        UNLEARNED.turn,
        np.array([key(WAGES)]),
        np.array([6.0], np.float32),
    )
    after = found("申请", prior)
    assert after.index(2) < before.index(2) or before.index(2) == 0
    assert after[0] == 2
