from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.analysis import Ambiguity
from service.answering.answer import AnswerText, Outcome
from service.answering.beside import Weighed
from service.answering.deciding import Thresholds, decide
from service.answering.judging import Judged
from service.answering.quoting import cite_passage
from service.answering.retrieval import Candidate, Retrieved
from service.answering.sentences import Span
from tests.service.answering.passages import found_passage

GOOD, POOR = 0.9, 0.05


@pytest.fixture
def found():
    return Retrieved((Candidate(found_passage("临时救助标准为1200元。"), 1.0),), (1,))


@pytest.fixture
def judged(found):
    passage = found.candidates[0].passage
    text = AnswerText("1200元", passage.text, None, "complete")
    return Judged(text, cite_passage(passage, Span(0, len(passage.text))), {}, GOOD)


@pytest.fixture
def terms(analyzer):
    return analyzer.analyse_question("临时救助标准")


def test_a_sure_answer_is_claimed(judged, found, terms):
    answer = decide(Weighed(judged), found, terms, Thresholds(0.5, 0.1))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.answer.text == "1200元"
    assert answer.documents == (judged.citation.document_id,)


def test_an_unsure_one_only_shows_what_is_near(judged, found, terms):
    answer = decide(Weighed(replace(judged, confidence=POOR)), found, terms, Thresholds(0.5, 0.01))
    assert answer.outcome is Outcome.SUGGESTED
    assert answer.answer is None
    assert answer.suggestions[0].quote == found.candidates[0].passage.text


def test_below_both_thresholds_a_consultation_is_offered(judged, found, terms):
    answer = decide(Weighed(replace(judged, confidence=POOR)), found, terms, Thresholds(0.9, 0.8))
    assert answer.outcome is Outcome.UNANSWERED
    assert "工作人员" in answer.message


def test_an_ambiguous_word_asks_back_however_sure_the_answer_unless_the_question_tells(
    judged, found, terms
):
    ambiguous = replace(terms, text="更名怎么办", ambiguous=(Ambiguity("更名", ("甲", "乙")),))
    asked = decide(
        Weighed(replace(judged, confidence=POOR)), found, ambiguous, Thresholds(0.9, 0.8)
    )
    assert asked.outcome is Outcome.SUGGESTED
    assert asked.choices == ("甲", "乙")
    told = replace(ambiguous, text="甲的更名怎么办")
    again = decide(Weighed(replace(judged, confidence=POOR)), found, told, Thresholds(0.9, 0.8))
    assert again.choices == ()
    sure = Weighed(judged)
    assert decide(sure, found, ambiguous, Thresholds(0.5, 0.1)).outcome is Outcome.SUGGESTED
    assert decide(sure, found, told, Thresholds(0.5, 0.1)).outcome is Outcome.ANSWERED


def test_nothing_found_is_said_so(terms):
    answer = decide(None, Retrieved((), ()), terms, Thresholds(0.5, 0.1))
    assert answer.outcome is Outcome.UNANSWERED
    assert answer.confidence == 0
