"""Questions that a corpus does not answer, made of some that it does: other place, year, matter.

Real near misses are few. Made ones are plain, but they teach what must not be answered however
well all the other words fit. Which place, year or subject takes the other's place is told by the
question's digest, so that the same questions make the same examples.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from indexer.analysis import Analyzer
from service.answering.inquiry import Bearings
from service.answering.subjects import MATTER, POPULATION

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
#: Years that hardly any question of today means.
_OTHER_YEARS = ("2012", "2013", "2015", "2016", "2017", "2018")
#: Details that documents often mention without telling them.
_DETAILS = (
    "投诉电话是多少",
    "办公地址是什么",
    "一共收多少钱",
    "占百分之多少",
    "要多少个工作日",
    "网址是什么",
    "占多少分",
)
#: How many of a question's words name its matter.
_MATTER_WORDS = 5


def near_misses(question: str, bearings: Bearings) -> Iterator[str]:
    """Other questions that differ in one thing named, at most four."""
    yield _of_another_place(question, bearings)
    yield _of_another_year(question)
    for kind in (MATTER, POPULATION):
        other = _of_another_subject(question, kind, bearings)
        if other is not None:
            yield other


def untold_details(question: str, analyzer: Analyzer) -> Iterator[str]:
    """Two questions for a detail of the same matter, which its document may not tell."""
    matter = "".join(analyzer.analyse_question(question).own_words[:_MATTER_WORDS])
    first = _DETAILS.index(_picked(_DETAILS, question))
    for shift in (0, 2):
        yield f"{matter}{_DETAILS[(first + shift) % len(_DETAILS)]}"


def _of_another_place(question: str, bearings: Bearings) -> str:
    named = bearings.places(question)
    others = sorted(name for name in bearings.gazetteer.names if name not in question)
    other = _picked(others, question)
    if not named:
        return f"{other}{question}"
    for place in named:
        question = question.replace(place, other)
    return question


def _of_another_year(question: str) -> str:
    other = _picked([year for year in _OTHER_YEARS if year not in question], question)
    changed, count = _YEAR.subn(other, question)
    return changed if count else f"{other}年{question}"


def _of_another_subject(question: str, kind: str, bearings: Bearings) -> str | None:
    """None where the question names no subject of the kind."""
    known = bearings.subjects.known
    named = bearings.subjects.named(kind, question)
    if not named:
        return None
    others = [each.names[0] for each in known if each.kind == kind and each not in named]
    return named[0].pattern.sub(_picked(others, question), question)


def _picked(others: Sequence[str], question: str) -> str:
    digest = hashlib.sha256(question.encode()).digest()
    return others[int.from_bytes(digest[:4], "big") % len(others)]
