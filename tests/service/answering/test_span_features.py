from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.sentences import Span, answering_sentences
from service.answering.span_features import FEATURES, Asked, features
from service.answering.span_table import Place, SpanTable, coverage, folded, running

FIRST = "临时救助标准由县民政局确定。救助金每人每次2000元，由乡镇发放。"
SECOND = "高龄津贴每人每月80元。"
ASKED = Asked(
    "救助金每次多少钱",
    {"救助金": 4.0, "每次": 1.0, "补助金": 1.0},
    {"救助金": 4.0, "每次": 1.0},
    {"救助": 1.0, "助金": 1.0, "每次": 1.0},
)


def table(*spans: tuple[int, str]) -> SpanTable:
    """A table of pieces given by their words, each of one of the two passages."""
    texts = (FIRST, SECOND)
    places = []
    for place, text in enumerate(texts):
        cut = answering_sentences(text)
        scores = np.full((len(cut), 4), 0.5 - 0.1 * place, dtype=np.float32)
        places.append(Place(text, cut, (1.0 - place, place, 0.0, 0.0, 2, 0.0, 0.0), scores))
    found: list[list[tuple[int, Span]]] = [[], []]
    for source, words in spans:
        start = texts[source].index(words)
        span = Span(start, start + len(words))
        cut = places[source].cut
        order = max(at for at, each in enumerate(cut) if each.start <= start)
        found[source].append((order, span))
    return SpanTable(places, found)


def values(asked: Asked, rows: SpanTable, row: int) -> dict[str, float]:
    return dict(zip(FEATURES, features(asked, rows)[row].tolist(), strict=True))


def test_a_row_is_told_by_its_own_passage_and_sentence():
    rows = table((0, "2000元"), (1, "80元"))
    assert rows.span(1) == (1, Span(SECOND.index("80元"), SECOND.index("80元") + 3))
    first, second = values(ASKED, rows, 0), values(ASKED, rows, 1)
    assert (first["passage_rank"], second["passage_rank"]) == (0, 1)
    assert first["sentence_place"] > 0 == second["sentence_place"]
    assert first["passage_length"] == len(FIRST)


def test_words_of_the_question_are_weighed_where_they_stand():
    told = values(ASKED, table((0, "2000元")), 0)
    assert told["words_span"] == 0
    assert told["words_before"] == pytest.approx(5 / 6)
    assert told["own_sentence"] == pytest.approx(1)
    assert told["words_previous"] == 0
    assert told["gap_before"] == 0
    assert told["repeats"] == 0


def test_a_span_in_another_passage_borrows_no_words_from_the_one_before():
    told = values(ASKED, table((1, "高龄津贴")), 0)
    assert told["words_before"] == told["words_previous"] == told["words_clause_before"] == 0


def test_the_kind_that_is_asked_for_is_seen_inside_and_before():
    rows = table((0, "救助金每人每次2000元"), (0, "由乡镇发放"))
    inside, behind = values(ASKED, rows, 0), values(ASKED, rows, 1)
    assert inside["kind_span"] == 1 > inside["kind_before"]
    assert behind["kind_span"] == 0 < behind["kind_before"]
    assert inside["asks_money"] == 1


def test_full_width_and_upper_case_are_read_as_plain_at_the_same_places():
    assert folded("ＡPP３次") == "app3次"


def test_coverage_counts_a_term_once_and_only_inside_the_bounds():
    terms = {"甲": 3.0, "乙": 1.0}
    sums = running("甲甲乙", terms)
    bounds = np.array([0, 1, 2]), np.array([2, 3, 2])
    assert coverage(sums, terms, bounds).tolist() == [0.75, 1.0, 0.0]


@given(st.text(alphabet="救助金每次多少钱，。、：\n80元〔ｄ", max_size=80))
def test_any_text_gives_finite_features(text):
    cut = answering_sentences(text)
    place = Place(
        text, cut, (1.0, 0, 0.0, 0.0, 1, 0.0, 0.0), np.zeros((len(cut), 4), dtype=np.float32)
    )
    rows = SpanTable([place], [[(order, span) for order, span in enumerate(cut)]])
    found = features(ASKED, rows)
    assert found.shape == (len(cut), len(FEATURES))
    assert np.isfinite(found).all()
