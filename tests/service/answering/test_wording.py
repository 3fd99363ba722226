from __future__ import annotations

from service.answering.wording import wanted, wording


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
