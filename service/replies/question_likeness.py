"""How alike two citizens' questions are, and the hashes by which those alike find one another.

Alike means to share pairs of characters (Jaccard), once what only asks (怎么, 多少钱, 请问) is left
out. MinHash (Broder 1997) over the pairs gives BANDS hashes, of which questions that share half of
their pairs have one in common with a probability of 0.97, those that share a tenth with 0.11.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import numpy as np

from service.consultations.likeness_terms import terms_of

BANDS = 12
_ROWS = 2
#: From this share of pairs on two questions are alike.
ALIKE = 0.45

#: Each row of a band permutes the hashes by h -> a·h + b (mod 2^64), of which the high half counts.
_RANDOM = np.random.default_rng(20_261_122)  # any seed, but stored hashes depend on it
_FACTORS = _RANDOM.integers(1, 2**63, size=(BANDS * _ROWS, 1), dtype=np.uint64) * 2 + 1
_SUMMANDS = _RANDOM.integers(0, 2**63, size=(BANDS * _ROWS, 1), dtype=np.uint64)
#: By these the minima of a band's rows are mixed, and bands told apart.
_MIXING = _RANDOM.integers(1, 2**63, size=(BANDS, _ROWS), dtype=np.uint64) * 2 + 1

#: What a question asks with, and not about.
_ASKING = re.compile(
    "请问|你好|您好|我想(?:问|知道|咨询)?(?:一下)?|想(?:问|咨询)(?:一下|下)?|咨询(?:一下|下)?|麻烦|谢谢"
    "|(?:应该|应当|需要|可以|能够)?(?:怎么样?|怎样|如何|咋)(?:才能|办理?|弄|整)?"
    "|多少钱|几块钱|多少|要不要|能不能|可不可以|是不是|有没有|会不会|用不用|是否|能否|可否"
    "|什么时候|什么|哪里|哪儿|哪些|哪个|去哪|到哪|几天|多久|多长时间|为什么|为啥"
    "|[吗呢吧啊呀嘛]|我们?|你们?|您|的|了"
)


@lru_cache(maxsize=20_000)
def matter_of(question: str) -> frozenset[str]:
    """The pairs of characters of what the question is about; of all of it where nothing is left."""
    return terms_of(_ASKING.sub(" ", question)) or terms_of(question)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pairs that two questions have in common, 0 to 1 (Jaccard)."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


@lru_cache(maxsize=1_000)
def bands_of(matter: frozenset[str]) -> tuple[int, ...]:
    """The signed 64-bit hashes of a question, each once; none where it is about nothing."""
    if not matter:
        return ()
    hashes = np.array([zlib.crc32(pair.encode()) for pair in matter], dtype=np.uint64)
    minima = ((_FACTORS * hashes + _SUMMANDS) >> np.uint64(32)).min(axis=1)
    mixed = (minima.reshape(BANDS, _ROWS) * _MIXING).sum(axis=1, dtype=np.uint64)
    return tuple(dict.fromkeys(mixed.view(np.int64).tolist()))
