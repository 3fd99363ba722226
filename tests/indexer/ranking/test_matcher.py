from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ModelDamaged, ModelMissing, ModelOutdated
from indexer.learned import save_model
from indexer.ranking.authority import HAND_PRIORS
from indexer.ranking.matcher import UNLEARNED, Matcher, load_matcher, matcher_text
from indexer.ranking.packing import codes_of, key
from indexer.ranking.vectors import WIDTH, WordVectors
from tests.indexer.ranking.small_index import WAGES, small_index

LEARNED = Matcher(
    WordVectors(codes_of(["老板"]), np.eye(1, WIDTH, 3, dtype=np.float32)),
    np.eye(WIDTH, dtype=np.float32),
    np.array([key(WAGES)], np.int64),
    np.array([-1.5], np.float32),
)


def test_a_saved_matcher_is_the_same_again(tmp_path: Path) -> None:
    save_model(tmp_path / "matcher.txt", matcher_text(LEARNED))
    again = load_matcher(tmp_path / "matcher.txt")
    shelf = small_index().passages.shelf()
    terms = {"老板": 1.0, "工资": 1.0}
    assert again.direction(terms) == pytest.approx(LEARNED.direction(terms), abs=1e-3)
    assert again.prior(shelf) == pytest.approx(LEARNED.prior(shelf))


def test_the_file_holds_no_words(tmp_path: Path) -> None:
    save_model(tmp_path / "matcher.txt", matcher_text(LEARNED))
    assert (tmp_path / "matcher.txt").read_bytes().isascii()


def test_a_word_that_training_met_leads_where_it_learned() -> None:
    assert LEARNED.direction({"老板": 1.0})[3] == pytest.approx(1.0)
    assert UNLEARNED.direction({"老板": 1.0})[3] < 0.9


def test_unknown_words_lead_nowhere() -> None:
    assert not UNLEARNED.direction({"qzxw": 1.0}).any()
    assert not UNLEARNED.direction({}).any()


def test_a_title_without_a_prior_has_that_of_its_kind() -> None:
    shelf = small_index().passages.shelf()
    learned = LEARNED.prior(shelf)
    of_wages = shelf.title_keys == key(WAGES)
    assert set(learned[of_wages].tolist()) == {-1.5}
    assert learned[~of_wages] == pytest.approx(HAND_PRIORS[shelf.authorities[~of_wages]])


def test_missing_damaged_and_outdated_matchers_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "matcher.txt"
    with pytest.raises(ModelMissing):
        load_matcher(path)
    save_model(path, "{}")
    with pytest.raises(ModelDamaged):
        load_matcher(path)
    save_model(path, matcher_text(LEARNED))
    monkeypatch.setattr("indexer.ranking.matcher.vectors_digest", lambda: "other vectors")
    with pytest.raises(ModelOutdated):
        load_matcher(path)
