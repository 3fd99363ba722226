"""How much a word tells in Chinese at large, from the word counts that jieba's dictionary carries.

A county's few hundred passages cannot tell that 每个 or 别人 says little: there the words are as
rare as the name of a benefit. The counts of general texts can.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

#: Inverse frequencies (natural logarithm of 1 in so many words) between which a word's weight
#: rises from LEAST to 1: 去 stands at 6, 商品房 at 12.
COMMON, TELLING = 6.0, 12.0
LEAST = 0.1


@dataclass(frozen=True)
class GeneralLanguage:
    """Weights of common words, LEAST..1; a word that is not listed weighs 1."""

    weights: Mapping[str, float]

    def weight(self, word: str) -> float:
        """What the word tells, LEAST..1; an unknown one may be a name and counts in full."""
        return self.weights.get(word, 1.0)


def load_general_language() -> GeneralLanguage:
    """Read the counts from jieba's dictionary; takes about a sixth of a second."""
    # Lines of word, count and part of speech; read in one piece, as there are 350,000 of them.
    cells = _dictionary().read_text(encoding="utf-8").split()
    counts = dict(zip(cells[::3], map(int, cells[1::3]), strict=True))
    total = sum(counts.values())
    floor = total / math.exp(TELLING)
    return GeneralLanguage(
        {word: _weight(math.log(total / count)) for word, count in counts.items() if count > floor}
    )


def _dictionary() -> Path:
    """Where jieba keeps it; the package itself, slow to import, is not wanted here."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    return Path(spec.origin).with_name("dict.txt")


def _weight(inverse: float) -> float:
    return max(LEAST, min(1.0, (inverse - COMMON) / (TELLING - COMMON)))
