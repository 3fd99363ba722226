"""The SearchEngine protocol: analysed passages in, a Query asked, Hits out.

An engine knows terms, not language: documents and questions come to it as the same analysis made
them. It returns ids and scores; what the ids stand for is in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.ranking.vectors import WIDTH
from knowledge.documents import PassageId

#: The indexed fields. `title_*` carry the document's title and number, repeated on each passage.
FIELDS = ("title_words", "title_bigrams", "trail_words", "body_words", "body_bigrams")

#: Sets of admitted documents of which an engine keeps its own form: the same ones are asked for
#: again and again, and may hold half of all documents.
KEPT_ADMITTED = 8


@dataclass(frozen=True)
class Aside:
    """What ranking wants of a passage beside its terms; the whole of a document has none of it.

    `title_key` is `packing.key` of the document's title, `authority` its place in the table of
    kinds, `vector` its meaning as WIDTH signed bytes, `packed` its terms as `packing.pack` gives
    them.
    """

    title_key: int = 0
    authority: int = 0
    vector: bytes = bytes(WIDTH)
    packed: bytes = b""


@dataclass(frozen=True)
class IndexedPassage:
    """A passage as an engine takes it: per field of FIELDS its terms, in order, repeats kept.

    A term holds no white space: engines may join terms by blanks. Raises ValueError otherwise.
    """

    passage_id: PassageId
    document_id: str
    terms: Mapping[str, Sequence[str]]
    aside: Aside = Aside()

    def __post_init__(self) -> None:
        require_fields(self.terms)
        for name, terms in self.terms.items():
            if "" in terms or not _without_white_space("".join(terms)):
                raise ValueError(f"a term of {name} is empty or holds white space")


def _without_white_space(text: str) -> bool:
    """Whether there is none in the text; the plain blank is the only one that is printable."""
    return (text.isprintable() and " " not in text) or "".join(text.split()) == text


@dataclass(frozen=True)
class Query:
    """What is looked for: per field of FIELDS terms with weights, scored by BM25 and summed.

    `field_weights` multiplies a field's sum (1 where unsaid); what weighs nothing or less is not
    looked for. `limit` is the number of passages wanted. `document_ids`, where given, admits only
    passages of these documents; an empty set admits none (a filter fails closed). Raises
    ValueError for a field that is not of FIELDS.
    """

    terms: Mapping[str, Mapping[str, float]]
    limit: int
    field_weights: Mapping[str, float] = field(default_factory=dict)
    document_ids: frozenset[str] | None = None

    def __post_init__(self) -> None:
        require_fields((*self.terms, *self.field_weights))


@dataclass(frozen=True)
class Hit:
    """A passage found, with its score (higher is better, comparable within one answer only)."""

    passage_id: PassageId
    document_id: str
    score: float


@dataclass(frozen=True, eq=False)
class Shelf:
    """What an index holds of every passage, as columns by slot; a free slot has passage id -1.

    Two shelves are equal only where they are one, so that what is computed of one can be kept.

    `vectors` are [slots, WIDTH], of length one or zero; keys are `packing.key` of the document's
    id and title.
    """

    passage_ids: NDArray[np.int64]
    document_keys: NDArray[np.int64]
    title_keys: NDArray[np.int64]
    authorities: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True)
class Scan:
    """Passages found, as the `slots` of the shelf with their `scores`, which fall."""

    slots: NDArray[np.int64]
    scores: NDArray[np.float64]


def require_fields(names: Iterable[str]) -> None:
    """Raise ValueError where one of the names is no field of FIELDS."""
    unknown = set(names).difference(FIELDS)
    if unknown:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")


class SearchEngine(Protocol):
    """Finds passages by their terms; implementations are safe to share between threads."""

    @property
    def revision(self) -> int:
        """The store's revision that this index was built from."""
        ...

    @property
    def passage_count(self) -> int:
        """How many passages are indexed."""
        ...

    def search(self, query: Query) -> Sequence[Hit]:
        """The best passages, by falling score; none is no error.

        Ties come by rising passage id, then by document id.
        """
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages the field holds the term."""
        ...

    def scan(self, query: Query) -> Scan:
        """What `search` finds, as slots: for thousands of passages; ties in any order."""
        ...

    def shelf(self) -> Shelf:
        """The columns of what is indexed, read once."""
        ...

    def packed(self, slots: NDArray[np.int64]) -> list[bytes]:
        """The packed terms of the passages in these slots."""
        ...


@dataclass(frozen=True)
class SearchIndex:
    """What one build holds: an engine over the passages, and one over the documents as wholes.

    To the second engine a document is one long passage, whose `passage_id` is WHOLE.
    """

    passages: SearchEngine
    documents: SearchEngine


#: The passage id of a whole document. It says nothing of the order in which documents were taken,
#: so that equal documents tie alike whether the index was built in one go or grew.
WHOLE = PassageId(0)


def whole_document(passages: Sequence[IndexedPassage]) -> IndexedPassage:
    """A document's passages as one, for the engine of documents.

    Its title is taken once, the other fields are joined. Raises ValueError without passages.
    """
    if not passages:
        raise ValueError("a document without passages cannot be found")
    terms = {
        name: passages[0].terms.get(name, ())
        if name.startswith("title_")
        else tuple(chain.from_iterable(passage.terms.get(name, ()) for passage in passages))
        for name in FIELDS
    }
    return IndexedPassage(WHOLE, passages[0].document_id, terms)
