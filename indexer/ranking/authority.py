"""What kind of document a title names, and how often questions are answered from such a kind.

A documented prior, set by hand: of a thousand articles of national law, so many answered one of
758 everyday questions. A law is asked about twenty times as often as a department's rule of the
same length. Ordinary policy documents are all of one kind here: among them the prior says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Authority:
    """A kind of document by the form of its title; `rate` is its share, in a thousand."""

    name: str
    title: re.Pattern[str]
    rate: float


_ENDING = r"(?:[(（〔].*)?$"

#: In this order; the first that fits counts. A title's place in the table is kept in the index.
AUTHORITIES = (
    Authority("司法解释", re.compile("^最高人民(?:法院|检察院)"), 12.0),
    Authority("法律", re.compile(rf"^中华人民共和国.*(?<!办)法(?:典)?{_ENDING}"), 26.0),
    Authority("行政法规", re.compile(rf"条例{_ENDING}"), 1.5),
    Authority("规则细则", re.compile(rf"(?:规则|细则){_ENDING}"), 0.5),
    Authority("其他", re.compile(""), 0.2),
)

#: The natural logarithm of each kind's rate, by its place in the table.
HAND_PRIORS: NDArray[np.float32] = np.log(
    np.array([each.rate for each in AUTHORITIES], dtype=np.float32) / 1000
)


@lru_cache(maxsize=1024)
def authority(title: str) -> int:
    """The place in AUTHORITIES of the kind that the title names."""
    return next(place for place, each in enumerate(AUTHORITIES) if each.title.search(title))
