from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.analysis import COMMON_WEIGHT, RARE_WEIGHT, RELATED_WEIGHT, Analyzer, build_analyzer
from indexer.engine import FIELDS, IndexedPassage
from indexer.vocabulary import Relation
from knowledge.documents import PassageId


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return build_analyzer()


def test_a_passage_gets_terms_for_every_field(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_passage(
        "临时救助办法", "林政办发〔2021〕17号", "二、救助标准 （一）金额", "每人每月600元。"
    )
    assert tuple(terms) == FIELDS
    assert "〔2021〕17号" in terms["title_words"]
    assert "救助" in terms["trail_words"]
    assert "600" in terms["body_words"]
    assert "每月" in terms["body_bigrams"]
    IndexedPassage(PassageId(1), "d1", terms)


@pytest.mark.parametrize(
    ("document", "question"),
    [
        ("依据《民法典》第二百三十六条", "第236条"),
        ("林政办发〔2021〕17号", "林政办发[2021]17号"),
        ("林政办发〔2021〕17号", "林政办发2021年17号"),
        ("林政办发〔2021〕17号", "林政办发［２０２１］１７号"),
        ("政務公開", "政务公开"),
        ("补助1,200元", "1200元"),
        ("电话0453-3522123", "3522123"),
    ],
)
def test_documents_and_questions_meet(analyzer: Analyzer, document: str, question: str) -> None:
    passage = analyzer.analyse_passage("", None, "", document)
    terms = analyzer.analyse_question(question)
    assert set(terms.own_words) & set(passage["body_words"])


def test_a_different_number_does_not_meet(analyzer: Analyzer) -> None:
    passage = analyzer.analyse_passage("", None, "", "林政办发〔2021〕17号第17条共600元")
    terms = analyzer.analyse_question("〔2021〕1号第7条60元")
    assert set(terms.words) & set(passage["body_words"]) == {"元"}


def test_stop_and_question_words_are_left_out_and_told(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("请问低保的标准是多少")
    assert terms.own_words == ("低保", "标准")
    assert terms.dropped == ("请问", "的", "是", "多少")
    assert terms.asked_with == ("多少",)


def test_bigrams_do_not_reach_over_a_dropped_word(analyzer: Analyzer) -> None:
    assert "保标" not in analyzer.analyse_question("低保的标准").bigrams
    assert "保标" in analyzer.analyse_question("低保标准").bigrams


def test_a_word_guessed_around_a_dropped_one_is_cut_apart(analyzer: Analyzer) -> None:
    assert "领" in analyzer.analyse_question("每月能领多少").own_words


def test_a_phrase_that_asks_is_dropped_whole(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("补贴什么时候发，能不能代领")
    assert {"什么时候", "能不能"} <= set(terms.dropped)
    assert not {"时候", "不能"} & set(terms.own_words)


def test_a_question_of_nothing_but_stop_words_looks_for_nothing(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("请问怎么办？")
    assert (dict(terms.words), dict(terms.bigrams)) == ({}, {})


def test_an_everyday_word_adds_official_terms_beside_itself(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("房照丢了")
    assert terms.words["房照"] == 1
    assert terms.words["不动产权证书"] == RARE_WEIGHT
    assert "不动产权证书" not in terms.own_words
    assert terms.expansions[0].relation is Relation.OBSOLETE


def test_the_expansion_of_a_common_word_weighs_less(analyzer: Analyzer) -> None:
    shares = {"社保": 0.5, "低保": 0.001}

    terms = analyzer.analyse_question("社保、低保和房照", lambda word: shares.get(word, 0.0))
    assert terms.words["社会保险"] == pytest.approx(COMMON_WEIGHT, abs=0.01)
    assert terms.words["最低生活保障"] == pytest.approx((COMMON_WEIGHT + RARE_WEIGHT) / 2)
    assert terms.words["不动产权证书"] == RARE_WEIGHT


def test_the_expansion_to_a_related_thing_weighs_less(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("碰瓷")
    assert terms.expansions[0].relation is Relation.RELATED
    assert terms.words["敲诈勒索"] == RARE_WEIGHT * RELATED_WEIGHT


def test_an_ambiguous_word_is_reported(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("小红本怎么补办")
    assert [found.lay for found in terms.ambiguous] == ["小红本"]
    assert terms.ambiguous[0].choices == ("不动产权证书", "结婚证")


def test_an_everyday_word_inside_another_word_does_not_count(analyzer: Analyzer) -> None:
    assert not [e for e in analyzer.analyse_question("老公司注销").expansions if e.lay == "老公"]


def test_the_longest_everyday_word_wins(analyzer: Analyzer) -> None:
    lays = [e.lay for e in analyzer.analyse_question("残疾人补贴").expansions]
    assert lays == ["残疾人补贴"]


def test_every_field_is_searched_with_its_kind_of_terms(analyzer: Analyzer) -> None:
    terms = analyzer.analyse_question("临时救助")
    by_field = terms.by_field()
    assert set(by_field) == set(FIELDS)
    assert by_field["title_words"] == terms.words
    assert by_field["body_bigrams"] == terms.bigrams


def test_the_same_text_gives_the_same_terms_from_many_threads(analyzer: Analyzer) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(analyzer.analyse_question, ["老公的社保斷繳了"] * 40))
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("我老伴八十二岁了", "我老伴82周岁了"),
        ("一百零三周岁", "103周岁"),
        ("十几岁", "十几岁"),
        ("三十二个月", "三十二个月"),
        ("85岁", "85岁"),
    ],
)
def test_an_age_in_words_is_looked_for_as_documents_write_it(
    analyzer: Analyzer, typed: str, read: str
) -> None:
    assert analyzer.analyse_question(typed).text == read
