"""Rows: passages as the embedded engine stores them, ready to be added and small to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.columns import column_values
from indexer.engine import IndexedPassage
from knowledge.documents import PassageId


@dataclass(frozen=True)
class IndexRow:
    """What is stored of a passage: numbers by column, the packed terms, and per field of FIELDS its
    terms, blanks between.
    """

    passage_id: PassageId
    document_id: str
    columns: Mapping[str, int]
    packed: bytes
    texts: Mapping[str, str]


def row_of(passage: IndexedPassage) -> IndexRow:
    """The row of a passage."""
    texts = {name: " ".join(terms) for name, terms in passage.terms.items()}
    columns = column_values(passage)
    return IndexRow(passage.passage_id, passage.document_id, columns, passage.aside.packed, texts)
