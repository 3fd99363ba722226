"""What a model has learned of everyday questions: where their words lead, which laws are asked of.

A question's direction is the sum of its words' vectors, turned by a learned matrix; words that
training met have vectors of their own. It is compared with the passages' directions, which stay
as the index has them. A title's prior is how often its passages answered, drawn towards the rate
of its kind; only titles that several questions asked of have one, and only the keys are kept.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Shelf
from indexer.errors import ModelDamaged, ModelOutdated
from indexer.learned import unsealed
from indexer.ranking.authority import HAND_PRIORS
from indexer.ranking.packing import codes_of
from indexer.ranking.vectors import WIDTH, Vectors, WordVectors, unit, vectors_digest, word_vectors

#: Opened indexes for which computed columns are kept: the newest, and the one before it.
KEPT_SHELVES = 2


@dataclass(frozen=True, eq=False)
class Matcher:
    """A learned first look: `words` are those that training met, `turn` is [WIDTH, WIDTH].

    `titles` are keys in rising order, `priors` their natural logarithms.
    """

    words: WordVectors
    turn: Vectors
    titles: NDArray[np.int64]
    priors: NDArray[np.float32]

    def direction(self, terms: Mapping[str, float]) -> Vectors:
        """The question's direction [WIDTH], zeros where no word is known; terms with weights."""
        codes = codes_of(terms)
        weights = np.fromiter(terms.values(), np.float32, len(terms))
        general = word_vectors()
        rows, known = general.find(codes)
        vectors = np.where(known[:, None], general.vectors[rows], np.float32(0))
        if len(self.words.codes):
            rows, met = self.words.find(codes)
            vectors = np.where(met[:, None], self.words.vectors[rows], vectors)
        turned = (weights @ vectors) @ self.turn
        return np.asarray(unit(turned[None, :])[0], dtype=np.float32)

    @lru_cache(maxsize=KEPT_SHELVES)  # noqa: B019  # a few, and matchers live as long as the process
    def prior(self, shelf: Shelf) -> NDArray[np.float32]:
        """The prior of every slot: that of its title, or else that of its kind."""
        kinds: NDArray[np.float32] = HAND_PRIORS[shelf.authorities]
        if not len(self.titles):
            return kinds
        rows = np.minimum(np.searchsorted(self.titles, shelf.title_keys), len(self.titles) - 1)
        known = self.titles[rows] == shelf.title_keys
        return np.asarray(np.where(known, self.priors[rows], kinds), dtype=np.float32)


#: The one column of a matcher's training rows: they only name the questions learned from.
MATCHED_BY = ("asked",)

#: What a question is matched by where nothing was learned: the general vectors, the hand's priors.
UNLEARNED = Matcher(
    WordVectors(np.zeros(0, np.uint32), np.zeros((0, WIDTH), np.float32)),
    np.eye(WIDTH, dtype=np.float32),
    np.zeros(0, np.int64),
    np.zeros(0, np.float32),
)

_COLUMNS: Mapping[str, str] = {
    "codes": "<u4",
    "vectors": "<f2",
    "turn": "<f4",
    "titles": "<i8",
    "priors": "<f4",
}


def matcher_text(matcher: Matcher) -> str:
    """The matcher as text, for `learned.save_model`."""
    held: dict[str, NDArray[Any]] = {
        "codes": matcher.words.codes,
        "vectors": matcher.words.vectors,
        "turn": matcher.turn,
        "titles": matcher.titles,
        "priors": matcher.priors,
    }
    columns = {
        name: base64.b64encode(zlib.compress(held[name].astype(kind).tobytes(), 9)).decode()
        for name, kind in _COLUMNS.items()
    }
    return json.dumps({"word_vectors": vectors_digest(), **columns}, indent=0)


def load_matcher(path: Path) -> Matcher:
    """The matcher in a sealed file.

    Raises ModelMissing, ModelDamaged, or ModelOutdated where it stands on other word vectors.
    """
    try:
        held: Mapping[str, Any] = json.loads(unsealed(path))
        outdated = held["word_vectors"] != vectors_digest()
        columns = {
            name: np.frombuffer(zlib.decompress(base64.b64decode(held[name])), dtype=kind)
            for name, kind in _COLUMNS.items()
        }
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise ModelDamaged(f"模型文件 {path.name} 读不出来") from error
    if outdated:
        raise ModelOutdated(f"模型文件 {path.name} 是为别的词向量训练的；请重新训练")
    words = WordVectors(columns["codes"], columns["vectors"].astype(np.float32).reshape(-1, WIDTH))
    turn = columns["turn"].reshape(WIDTH, WIDTH)
    return Matcher(words, turn, columns["titles"], columns["priors"])
