from __future__ import annotations

from indexer.general_language import LEAST, load_general_language

LANGUAGE = load_general_language()


def test_everyday_words_weigh_little_and_names_of_benefits_in_full():
    assert LANGUAGE.weight("去") < 0.2
    assert LANGUAGE.weight("别人") < LANGUAGE.weight("报名") < LANGUAGE.weight("契税")
    assert LANGUAGE.weight("契税") == 1


def test_a_word_that_the_dictionary_does_not_know_counts_in_full():
    assert LANGUAGE.weight("青禾县") == 1


def test_weights_are_shares():
    assert all(LEAST <= weight <= 1 for weight in LANGUAGE.weights.values())
    assert len(LANGUAGE.weights) > 10_000
