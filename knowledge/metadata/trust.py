"""Which reading of a field counts where page, header and text differ; the others are kept too.

For validity the page's header comes before the text: it is newer than the term that the text
tells. For what a document says of itself (title, date of writing, issuers) the document comes
before the page, which may belong to another office that only shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from knowledge.outline import FieldReading

T = TypeVar("T")

#: Places by field, most trusted first. `tag` is a meta tag, `header` a labelled field of the
#: page, `script` a variable of the page's program, `line` an unlabelled or vaguely labelled line,
#: `head` a line at the head of the text, `note` the one in parentheses below a statute's title,
#: `letterhead` the names above the number of an original, `term` a length of time counted from
#: the beginning.
ORDER: dict[str, tuple[str, ...]] = {
    "title": ("tag", "header", "page_title", "text"),
    "doc_number": ("header", "head", "order", "note", "title"),
    "written_on": ("signature", "header", "note"),
    "published_on": ("tag", "header", "line"),
    "issuer": ("title", "order", "signature", "letterhead", "header", "source"),
    "stated_validity": ("header", "script", "tag"),
    "effective_on": ("header", "text"),
    "expires_on": ("header", "script", "term", "text"),
    "index_number": ("header", "tag"),
    "unified_number": ("header", "tag"),
    "topic": ("header", "tag"),
}


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value found for a field, the kind of place it was found in, and its evidence."""

    value: T
    place: str
    readings: tuple[FieldReading, ...]

    @property
    def reading(self) -> FieldReading:
        """The evidence of a value that has one place."""
        return self.readings[0]


def found(value: T, place: str, *readings: FieldReading) -> Found[T]:
    """A value with its evidence."""
    return Found(value, place, readings)


def by_trust(field: str, values: Iterable[Found[T]]) -> list[Found[T]]:
    """The values found for a field, the one that counts first."""
    order = ORDER[field]
    return sorted(values, key=lambda each: order.index(each.place))


def chosen(values: Sequence[Found[T]]) -> T | None:
    """The value that counts; None where nothing was found."""
    return values[0].value if values else None


def evidence(values: Sequence[Found[T]]) -> tuple[FieldReading, ...]:
    """The readings of the value that counts, then those of every value that differs from it."""
    kept: list[FieldReading] = []
    seen: list[T] = []
    for each in values:
        if each.value not in seen:
            kept.extend(replace(reading, chosen=not seen) for reading in each.readings)
            seen.append(each.value)
    return tuple(kept)
