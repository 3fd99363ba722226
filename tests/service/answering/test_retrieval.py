from __future__ import annotations

from service.answering.conversations import Turn
from service.answering.retrieval import EARLIER_ANSWER, EARLIER_QUESTION, with_earlier_turns


def test_a_follow_up_takes_over_earlier_words_at_lower_weights(analyzer):
    terms = analyzer.analyse_question("那要交哪些材料")
    turns = (Turn("公租房怎么申请", "向镇人民政府提出"), Turn("残疾人补贴标准", ""))
    enriched = with_earlier_turns(terms, turns, analyzer)
    assert enriched.words["材料"] == 1.0
    assert enriched.words["公租房"] == EARLIER_QUESTION
    assert 0 < enriched.words["提出"] <= EARLIER_ANSWER
    assert 0 < enriched.words["残疾人"] < EARLIER_QUESTION
    assert enriched.own_words == terms.own_words


def test_without_earlier_turns_the_question_stays_as_it_is(analyzer):
    terms = analyzer.analyse_question("临时救助标准")
    assert with_earlier_turns(terms, (), analyzer) == terms
