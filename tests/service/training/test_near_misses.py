from __future__ import annotations

import pytest

from indexer.analysis import build_analyzer
from service.answering.expected import expected_kinds
from service.answering.inquiry import Bearings
from service.answering.names import load_gazetteer
from service.answering.subjects import load_subjects
from service.training.near_misses import near_misses, untold_details


@pytest.fixture(scope="module")
def bearings():
    return Bearings(build_analyzer(), load_gazetteer(), load_subjects())


def test_each_near_miss_changes_one_thing_that_is_named(bearings):
    question = "2026年佛山残疾人公租房租多少钱"
    place, year, matter, population = near_misses(question, bearings)
    assert "佛山" not in place
    assert place.endswith("残疾人公租房租多少钱")
    assert year.endswith("年佛山残疾人公租房租多少钱")
    assert "2026" not in year
    assert "公租房" not in matter
    assert "残疾人" in matter
    assert "残疾" not in population
    assert "公租房" in population


def test_what_names_nothing_is_given_a_place_and_a_year(bearings):
    place, year = near_misses("登记要多久", bearings)
    assert place.endswith("登记要多久")
    assert bearings.gazetteer.places(place, bearings.analyzer.words(place))
    assert year[:2] == "20"
    assert year.endswith("年登记要多久")


def test_the_same_question_gives_the_same_near_misses(bearings):
    assert [*near_misses("登记要多久", bearings)] == [*near_misses("登记要多久", bearings)]


def test_a_detail_is_asked_of_the_questions_own_matter(bearings):
    first, second = untold_details("公租房租金按季度交吗", bearings.analyzer)
    assert first.startswith("公租房租金")
    assert second.startswith("公租房租金")
    assert first != second
    assert all(expected_kinds(text) for text in (first, second))
