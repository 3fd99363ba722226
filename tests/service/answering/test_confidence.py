from __future__ import annotations

from dataclasses import replace

import pytest

from service.answering.confidence import Signals, confidence, wanted, wording

SURE = Signals(
    coverage=1.0,
    in_sentence=1.0,
    missing=0.0,
    margin=0.4,
    absent_names=0,
    kind_shown=True,
    topic_only=False,
)


def test_a_passage_that_holds_everything_asked_for_is_trusted():
    assert confidence(SURE) > 0.7


@pytest.mark.parametrize(
    "worse",
    [
        {"coverage": 0.3},
        {"in_sentence": 0.2},
        {"missing": 0.6},
        {"margin": 0.0},
        {"absent_names": 1},
        {"kind_shown": False},
        {"topic_only": True},
    ],
)
def test_each_signal_lowers_the_confidence_on_its_own(worse):
    assert confidence(replace(SURE, **worse)) < confidence(SURE)


def test_a_place_that_the_document_does_not_have_forbids_a_direct_answer():
    assert confidence(replace(SURE, absent_names=1)) < 0.5


def test_confidence_is_a_probability_whatever_the_signals():
    for names in (0, 1, 50):
        assert 0 <= confidence(replace(SURE, absent_names=names)) <= 1


def test_an_everyday_word_counts_as_present_where_its_official_term_is(analyzer):
    terms = analyzer.analyse_question("房产证怎么补办")
    want = wanted(terms, analyzer, lambda _word: 1.0)
    assert terms.expansions, "the lexicon knows 房产证"
    official = wording(analyzer.words("不动产权证书补办"))
    unrelated = wording(analyzer.words("婚姻登记补办"))
    assert want.coverage(official) > want.coverage(unrelated)


def test_a_related_thing_does_not_stand_for_what_was_asked(analyzer):
    terms = analyzer.analyse_question("碰瓷")
    want = wanted(terms, analyzer, lambda _word: 1.0)
    assert terms.expansions, "the lexicon knows 碰瓷"
    assert want.coverage(wording(analyzer.words("敲诈勒索"))) == 0


def test_a_question_without_content_words_is_covered_by_nothing(analyzer):
    want = wanted(analyzer.analyse_question("是什么呢"), analyzer, lambda _word: 1.0)
    assert want.coverage(wording(["低保"])) == 0
    assert want.heaviest_missing(wording([])) == 1


def test_a_word_stands_also_inside_others_and_over_their_border():
    title = wording(["厦门市", "规划", "委员会", "实施细则"])
    assert [title.share_of(word) for word in ("厦门", "规划委", "细则")] == [1.0, 1.0, 1.0]
    assert title.share_of("教育局") == 0


def test_a_word_does_not_stand_in_the_middles_of_two_others():
    assert wording(["普通", "车辆"]).share_of("通车") == 0


def test_a_word_does_not_stand_where_one_text_ends_and_another_begins():
    assert (wording(["公开"]) | wording(["平台"])).share_of("开平") == 0


def test_of_a_glued_word_its_pairs_count_half():
    assert wording(["可以", "转租"]).share_of("转租给") == 0.25


def test_a_number_is_never_found_inside_another():
    assert wording(["1965", "元"]).share_of("65") == 0


def test_a_topic_alone_is_not_answered():
    assert confidence(replace(SURE, kind_shown=None, topic_only=True)) < 0.5
