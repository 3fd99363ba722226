from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer.general_language import load_general_language
from knowledge.documents import DocumentId, PassageId
from service.answering.circumstances import Circumstances
from service.answering.extraction import Excerpt
from service.answering.inquiry import Bearings, Inquiry
from service.answering.models import HAND_SET
from service.answering.names import load_gazetteer
from service.answering.retrieval import Candidate, Rarity
from service.answering.sentences import Span
from service.answering.signals import SIGNAL_NAMES, signals
from service.answering.subjects import load_subjects
from tests.service.answering.passages import found_passage

TEXT = "老年人申请临时救助的，标准为每人每次1200元。青禾县第一批名额共60个。"
WHOLE = Span(0, len(TEXT))


class NoFrequencies:
    """An index of a thousand passages in which every term stands in one."""

    revision = 1
    passage_count = 1000

    def search(self, _query):
        return ()

    def document_frequency(self, _field, _term):
        return 1


@pytest.fixture(scope="module")
def bearings(analyzer):
    return Bearings(analyzer, load_gazetteer(), load_subjects())


@pytest.fixture(scope="module")
def rarity():
    return Rarity(NoFrequencies(), load_general_language())


@pytest.fixture
def told(bearings, rarity):
    other = found_passage("护照加急办理需要五个工作日。")
    facts = replace(other.document, id=DocumentId("d2"), title="护照办理指南")
    found = (
        Candidate(found_passage(TEXT), 1.0, {"meaning": 0.6}),
        Candidate(replace(other, id=PassageId(2), document=facts), 0.4),
    )

    def of(question, text="每人每次1200元", quote=TEXT, span=WHOLE):
        terms = bearings.analyzer.analyse_question(question)
        inquiry = Inquiry(question, terms, terms, rarity, date(2026, 11, 22), HAND_SET)
        excerpt = Excerpt(0, span, complete=True, score=0.7, rivals=0.3)
        document = f"青禾县临时救助办法\n{TEXT}"
        return signals(
            Circumstances(inquiry, bearings, found, found[0], text, quote, document, excerpt)
        )

    return of


def test_every_signal_has_one_name_and_a_value(told):
    found = told("临时救助标准多少钱")
    assert tuple(found) == SIGNAL_NAMES
    assert all(isinstance(value, float) for value in found.values())


def test_what_the_passage_has_is_covered(told):
    found = told("临时救助标准多少钱")
    assert found["coverage"] == found["words_in_passage"] == 1
    assert found["missing"] == 0
    assert found["kind_in_answer"] == 1
    assert found["margin"] == found["score_gap"] == pytest.approx(0.6)
    assert found["pair_lead"] > 0


def test_how_the_passage_was_ranked_is_told_and_0_where_it_was_not(told):
    found = told("临时救助标准多少钱")
    assert (found["ranked_meaning"], found["ranked_trees"]) == (0.6, 0)


@pytest.mark.parametrize(
    ("question", "signal"),
    [
        ("佛山临时救助标准", "places_absent_document"),
        ("安陆临时救助标准", "counties_absent_document"),
        ("2023年临时救助标准", "years_absent_document"),
        ("教育局临时救助标准", "organs_absent_document"),
        ("70岁临时救助标准", "numbers_absent_document"),
        ("第二批临时救助名额", "ordinals_absent_document"),
        ("残疾人临时救助标准", "populations_absent_passage"),
        ("公租房临时救助标准", "matters_absent_passage"),
    ],
)
def test_what_is_named_and_absent_is_counted_and_what_is_there_is_not(told, question, signal):
    assert told(question)[signal] == 1
    assert told("青禾县老年人第一批60个名额的临时救助标准")[signal] == 0


def test_an_answer_that_only_repeats_the_question_is_told_from_one_that_adds(told):
    repeats = told("老年人申请临时救助", text="老年人申请临时救助的")
    adds = told("老年人申请临时救助", text="每人每次1200元")
    assert repeats["answer_repeats"] > 0.8 > adds["answer_repeats"]


def test_a_question_without_content_words_has_signals_too(told):
    found = told("是什么呢")
    assert found["coverage"] == 0
    assert found["missing"] == 1


@pytest.mark.parametrize(
    ("question", "text", "signal", "value"),
    [
        ("名额有多少个", "名额共60个", "unit_in_answer", 1.0),
        ("运送了多少吨", "967批次", "unit_in_answer", -1.0),
        ("补助多少钱", "1200元", "unit_in_answer", 0.0),
        ("在哪所医院办", "县人民医院", "noun_in_answer", 1.0),
        ("在哪所医院办", "街道窗口", "noun_in_answer", -1.0),
        ("在哪里办", "街道窗口", "noun_in_answer", 0.0),
    ],
)
def test_an_answer_counts_in_the_unit_and_names_the_thing_that_is_asked_for(
    told, question, text, signal, value
):
    assert told(question, text=text)[signal] == value


@pytest.mark.parametrize(
    ("text", "whole"), [("标准为每人每次1200元", (1, 1)), ("每人每次1200元", (0, 1))]
)
def test_an_answer_that_begins_or_ends_inside_a_clause_is_told(told, text, whole):
    start = TEXT.index(text)
    found = told("临时救助标准", text=text, span=Span(start, start + len(text)))
    assert (found["begins_clause"], found["ends_clause"]) == whole
    assert found["sentence_length"] == TEXT.index("。")
