from __future__ import annotations

import pytest

from indexer.segmentation import FastSegmenter
from indexer.vocabulary import LexiconEntry, Relation
from indexer.vocabulary.matching import LayMatcher

LAY = ("老公", "押金", "房东", "押金…不退", "借…钱…不还", "补贴", "残疾人补贴", "酒驾")


@pytest.fixture(scope="module")
def matcher() -> LayMatcher:
    return LayMatcher(
        LexiconEntry(lay, ("规范用语",), Relation.EQUIVALENT, "测试", ("hit",)) for lay in LAY
    )


def lays(matcher: LayMatcher, question: str) -> list[str]:
    """What is found in a question, its words cut as the analysis cuts them."""
    borders, end = {0}, 0
    for word in FastSegmenter(LAY).cut(question):
        end += len(word)
        borders.add(end)
    return [entry.lay for entry in matcher.find(question, borders)]


def test_words_count_where_words_begin_and_end(matcher: LayMatcher) -> None:
    assert lays(matcher, "老公酒驾") == ["老公", "酒驾"]
    assert lays(matcher, "老公司注销") == []


def test_the_longest_word_at_a_place_is_taken_alone(matcher: LayMatcher) -> None:
    assert lays(matcher, "残疾人补贴") == ["残疾人补贴"]


def test_a_phrase_with_a_gap_is_found_beside_its_words(matcher: LayMatcher) -> None:
    assert lays(matcher, "房东说押金一直不退") == ["房东", "押金", "押金…不退"]
    assert lays(matcher, "押金不退") == ["押金", "押金…不退"]
    assert lays(matcher, "借我的钱总是不还") == ["借…钱…不还"]


@pytest.mark.parametrize(
    "question",
    [
        "不退押金",  # the other way round
        "押金，他说不退",  # in two clauses
        "押金在签合同那天交给了他现在不退",  # too far apart
    ],
)
def test_a_phrase_keeps_its_order_and_its_clause(matcher: LayMatcher, question: str) -> None:
    assert "押金…不退" not in lays(matcher, question)


def test_a_word_found_twice_is_told_once(matcher: LayMatcher) -> None:
    assert lays(matcher, "老公的老公") == ["老公"]
