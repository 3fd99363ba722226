"""Making the vectors of words that the index and the matcher stand on.

    python -m service.training.word_vectors --out FILE.npz SET_DIR [SET_DIR ...]

Latent semantic analysis of the sets' corpora (Deerwester et al. 1990): weighted word counts of
passages, cut down to WIDTH directions. Nothing of the questions goes in. The same corpora give the
same file up to the last digits of the linear algebra; an index made by another file is outdated.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import svds

from indexer.ranking.packing import codes_of
from indexer.ranking.vectors import TITLE_SHARE, TRAIL_SHARE, WIDTH, Vectors, save_word_vectors
from knowledge.queries.indexable import passages_for_index
from service.config import read_settings
from service.evaluation import JUDGED_ON, OpenedSet, open_sets
from service.judged_sets import read_sets

#: Passages that hold a word, from which on it has a vector; more for a single character.
LEAST_PASSAGES, LEAST_FOR_CHARACTER = 5, 30

#: What a passage of policies counts beside one of law, of which the sets hold ten times as many.
POLICY_COPIES = 3

Terms = Mapping[str, Sequence[str]]


def main() -> None:
    """Read the arguments, learn from the sets' corpora, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        day = date.fromisoformat(JUDGED_ON)
        sets = read_sets(arguments.sets)
        opened = open_sets(stack, sets, read_settings(), day, lambda *_: None)
        passages = [terms for each in opened for terms in _passages(each)]
    words, vectors = learn_vectors(passages)
    save_word_vectors(arguments.out, codes_of(words), vectors)
    print(f"{len(words)} words, {len(passages)} passages: {arguments.out}")


def learn_vectors(passages: Sequence[Terms], width: int = WIDTH) -> tuple[list[str], Vectors]:
    """Words, and their vectors [words, width], each as long as the word is rare."""
    spread = Counter(word for terms in passages for word in set(terms.get("body_words", ())))
    words = sorted(word for word, count in spread.items() if count >= _least(word))
    held = np.array([spread[word] for word in words])
    rarity = np.log((len(passages) + 1) / (held + 1)).astype(np.float32)
    counts = _counts(passages, {word: place for place, word in enumerate(words)}) @ diags(rarity)
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scaled = diags((1 / np.maximum(lengths, 1e-6)).astype(np.float32)) @ counts
    _left, strengths, right = svds(scaled.tocsr(), k=width, tol=1e-2, random_state=0)
    directions = right[np.argsort(-strengths)].T
    # The decomposition leaves the signs open.
    directions = directions * np.where(directions.sum(axis=0) < 0, -1, 1)
    return words, (directions * rarity[:, None]).astype(np.float32)


def _counts(passages: Iterable[Terms], places: Mapping[str, int]) -> csr_matrix:
    """What each word weighs in each passage, before its rarity: [passages, words]."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for terms in passages:
        weights: dict[int, float] = {}
        for word, count in Counter(terms.get("body_words", ())).items():
            if word in places:
                weights[places[word]] = float(np.log1p(count))
        for name, share in (("title_words", TITLE_SHARE), ("trail_words", TRAIL_SHARE)):
            for word in set(terms.get(name, ())) & places.keys():
                weights[places[word]] = weights.get(places[word], 0.0) + share
        columns.extend(weights)
        values.extend(weights.values())
        ends.append(len(columns))
    shape = (len(ends) - 1, len(places))
    return csr_matrix((np.array(values, np.float32), _whole(columns), _whole(ends)), shape=shape)


def _passages(opened: OpenedSet) -> list[Terms]:
    analyzer = opened.office.answers.analyzer
    copies = 1 if opened.judged.gives_passages else POLICY_COPIES
    with opened.office.store.reading() as session:
        found: list[Terms] = [
            analyzer.analyse_passage(each.title, each.doc_number, each.trail, each.text)
            for each in passages_for_index(session)
        ]
    return found * copies


def _least(word: str) -> int:
    return LEAST_PASSAGES if len(word) > 1 else LEAST_FOR_CHARACTER


def _whole(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)


if __name__ == "__main__":
    main()
