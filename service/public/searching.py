"""What a search in documents is narrowed to, as its address tells it.

The words of a document search stand in the address (GET), unlike a citizen's question: people keep,
send on and go back to the list of a search, as every document search lets them, and what they type
here is a title or a number, not their own matter. The page says so, and leads whoever would ask
something to the question box, whose words go nowhere but into a body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.documents import DocumentId
from knowledge.queries.listings import Place, Standing, Wanted

#: Characters of a field that count.
LONGEST = 100
#: Years that a document can be of: the Republic's own documents.
FIRST_YEAR, LAST_YEAR = 1949, 2100

_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})_([dq][0-9a-f]{1,31})")


@dataclass(frozen=True)
class Narrowed:
    """A value that narrows a list: its field's name, as shown, and the filters without it."""

    name: str
    shown: str
    without: Mapping[str, str]


#: The fields of the form, with the words before their values.
FIELDS = {
    "words": "题目或文号",
    "region": "地区",
    "organ": "发文机关",
    "kind": "种类",
    "year": "年份",
    "standing": "时效",
}


def read_filters(given: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address sets, by field; what cannot be one is left out."""
    filters = {}
    for name in FIELDS:
        value = " ".join(given.get(name, "").replace("\0", "").split())[:LONGEST]
        if value and (name not in _VALID or _VALID[name](value)):
            filters[name] = value
    return filters


def wanted_by(filters: Mapping[str, str]) -> Wanted:
    """What the store is asked for."""
    return Wanted(
        words=filters.get("words", ""),
        region=filters.get("region"),
        issuer=filters.get("organ", ""),
        kind=filters.get("kind"),
        year=int(filters["year"]) if "year" in filters else None,
        standing=Standing(filters["standing"]) if "standing" in filters else None,
    )


def narrowed_by(filters: Mapping[str, str]) -> list[Narrowed]:
    """Each filter with the others, to be taken away by itself."""
    return [
        Narrowed(FIELDS[name], value, {other: filters[other] for other in filters if other != name})
        for name, value in filters.items()
    ]


def read_place(given: str) -> Place | None:
    """The place behind which a page begins; None for the beginning, and for what is no place."""
    found = _PLACE.fullmatch(given)
    if found is None:
        return None
    try:
        return Place(date.fromisoformat(found[1]), DocumentId(found[2]))
    except ValueError:  # the 31st of February
        return None


def place_in_address(place: Place) -> str:
    """The place as `read_place` reads it."""
    return f"{place.told_on:%Y-%m-%d}_{place.document_id}"


def _is_year(value: str) -> bool:
    return bool(re.fullmatch("[0-9]{4}", value)) and FIRST_YEAR <= int(value) <= LAST_YEAR


def _is_standing(value: str) -> bool:
    return value in set(Standing)


_VALID = {"year": _is_year, "standing": _is_standing}
