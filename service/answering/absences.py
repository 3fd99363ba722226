"""What a question names and a text does not have: places, years, organs, numbers, subjects.

These tell near misses: another city, another year, a related benefit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from knowledge.queries.findings import DocumentFacts
from service.answering.circumstances import Circumstances
from service.answering.inquiry import Bearings, Inquiry
from service.answering.names import organ_stands, years
from service.answering.subjects import absent

#: 第二批, 第3期: one of several that share all other words.
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十]{1,3}[批期轮次类级档阶届]")


def absent_names(
    inquiry: Inquiry, bearings: Bearings, document: DocumentFacts, text: str
) -> dict[str, float]:
    """The signals of places and years that the question names and the document's text lacks."""
    named = years(inquiry.own.text, inquiry.day)
    return {
        "places_absent_document": _missing_names(bearings.places(inquiry.own.text), text),
        "years_absent_document": _absent_years(named, inquiry, document, text),
    }


def _missing_names(names: Collection[str], text: str) -> float:
    return float(sum(name not in text for name in names))


def _absent_years(
    named: frozenset[int], inquiry: Inquiry, document: DocumentFacts, text: str
) -> float:
    if not named:
        return 0.0
    dated = {day.year for day in (document.written_on, document.published_on) if day}
    return float(len(named - years(text, inquiry.day) - dated))


def _places(case: Circumstances, text: str) -> float:
    return _missing_names(case.places, text)


def _counties(case: Circumstances, text: str) -> float:
    return _missing_names(case.counties, text)


def _years(case: Circumstances, text: str) -> float:
    return _absent_years(case.years, case.inquiry, case.chosen.document, text)


def _organs(case: Circumstances, text: str) -> float:
    return float(sum(not organ_stands(organ, text) for organ in case.organs))


def _numbers(case: Circumstances, text: str) -> float:
    named = {word for word in case.words if word[0].isdigit()}
    return _missing_names(named, text)


def _ordinals(case: Circumstances, text: str) -> float:
    named = set(_ORDINAL.findall(case.inquiry.own.text))
    return _missing_names(named, text)


def _populations(case: Circumstances, text: str) -> float:
    return float(absent(case.populations, text))


def _matters(case: Circumstances, text: str) -> float:
    return float(absent(case.matters, text))


#: What a question names, each with the count of those that a text does not have.
ABSENT: Final[Mapping[str, Callable[[Circumstances, str], float]]] = {
    "places": _places,
    "counties": _counties,
    "years": _years,
    "organs": _organs,
    "numbers": _numbers,
    "ordinals": _ordinals,
    "populations": _populations,
    "matters": _matters,
}

#: The texts whose lack of a name tells something, of TEXTS.
NAMING: Final = ("document", "passage", "head")
