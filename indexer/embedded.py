"""The embedded engine: tantivy behind the SearchEngine protocol.

Terms arrive ready made, so fields take them by the whitespace tokenizer (the default one loses
long words and 3.5%), and queries are built from term clauses (the query parser stumbles over
brackets and colons). Open writers and readers after a fork: an inherited writer panics.

An index may go on from an earlier one: it shares that one's segment files, which never change,
and only marks in them what is outdated. tantivy counts what is so marked in the frequencies of
terms and in mean lengths until a merge drops it, so that scores are those of a whole build only
when nothing is marked; what is found is always the same. `outdated_share` tells how much it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.columns import COLUMNS, Columns
from indexer.embedded_manifest import go_on_from, usable_manifest, write_manifest
from indexer.engine import FIELDS, KEPT_ADMITTED, Hit, Query, Scan, Shelf, require_fields
from indexer.errors import IndexDamaged
from indexer.files import flush_folder
from indexer.rows import IndexRow
from knowledge.documents import PassageId

#: Memory of the writer before it writes a segment out.
WRITER_BYTES = 64 * 1024 * 1024

#: Passages whose packed terms are remembered, about 30 MB of them: questions come back to the same
#: laws and notices, and reading one from disk costs more than all that is computed of it.
REMEMBERED = 32768

#: Terms whose frequency is remembered: one question asks for each of its own several times.
COUNTED = 8192

#: Documents that are no more are not kept as a set.
FEW_ADMITTED = 100

#: Scores are 32-bit sums whose last digits depend on the order of adding; they are compared and
#: told to so many decimals, so that equal passages tie.
SCORE_DECIMALS = 4


class EmbeddedWriter:
    """Writes an index into an empty folder; nothing can be read from it before `finish`.

    With a `base`, a folder that holds an index, the new index goes on from that one, which stays
    as it is. Raises OSError where the disk refuses, IndexDamaged where the base is not whole.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        self._folder = folder
        if base is not None:
            go_on_from(base, folder)
        with _as_os_error():
            self._writer = tantivy.Index(_schema(), path=str(folder)).writer(
                WRITER_BYTES, num_threads=1
            )

    def remove(self, document_id: str) -> None:
        """Give up the passages of a document that were there before; later ones are kept."""
        with _as_os_error():
            self._writer.delete_documents_by_term("document_id", document_id)

    def add(self, row: IndexRow) -> None:
        """Take one more passage."""
        document = tantivy.Document()
        document.add_integer("passage_id", row.passage_id)
        document.add_text("document_id", row.document_id)
        for name, value in row.columns.items():
            document.add_unsigned(name, value)
        document.add_bytes("packed", row.packed)
        for name, text in row.texts.items():
            document.add_text(name, text)
        with _as_os_error():
            self._writer.add_document(document)

    def finish(self, revision: int, layout: str) -> int:
        """Bring everything to disk, the manifest last; returns how many passages there are."""
        with _as_os_error():
            self._writer.commit()
            self._writer.wait_merging_threads()
        flush_folder(self._folder)
        return write_manifest(self._folder, revision, layout)


@contextmanager
def _as_os_error() -> Iterator[None]:
    """tantivy tells of a full disk by ValueError; whoever builds should see what it is."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error


class EmbeddedEngine:
    """A SearchEngine over an index on disk, which never changes once it is built."""

    def __init__(self, folder: Path, layout: str) -> None:
        """Open the index in `folder`.

        Raises IndexMissing, IndexDamaged or IndexOutdated (another layout) where it cannot be
        used.
        """
        manifest = usable_manifest(folder, layout)
        self._schema = _schema()
        try:
            self._searcher = tantivy.Index.open(str(folder)).searcher()
        except ValueError as error:
            raise IndexDamaged(f"索引打不开：{error}；请运行 yihaoda index") from error
        self._columns = Columns(self._searcher)
        self._packed = lru_cache(maxsize=REMEMBERED)(self._read_packed)
        self._frequency = lru_cache(maxsize=COUNTED)(self._count_frequency)
        self._admitted = lru_cache(maxsize=KEPT_ADMITTED)(self._read_admitted)
        self._revision = manifest.revision
        self._outdated = manifest.outdated

    @property
    def revision(self) -> int:
        """The store's revision that this index was built from."""
        return self._revision

    @property
    def passage_count(self) -> int:
        """How many passages are indexed."""
        return int(self._searcher.num_docs)

    @property
    def outdated_share(self) -> float:
        """Which part of what the files hold is outdated and only waits to be dropped: 0 to 1."""
        held = self.passage_count + self._outdated
        return self._outdated / held if held else 0.0

    def search(self, query: Query) -> Sequence[Hit]:
        """The best passages, by falling score, ties by rising passage id, then document id."""
        wanted = self._wanted(query)
        return [] if wanted is None else self._collect(wanted, query.limit)

    def scan(self, query: Query) -> Scan:
        """What `search` finds, as slots; ties in any order."""
        wanted = self._wanted(query)
        if wanted is None:
            return Scan(np.zeros(0, np.int64), np.zeros(0))
        hits = self._searcher.search(wanted, limit=query.limit, count=False).hits
        slots = self._columns.slots([address for _score, address in hits])
        return Scan(slots, np.array([score for score, _address in hits]))

    def shelf(self) -> Shelf:
        """The columns of what is indexed, read at the first call."""
        return self._columns.shelf()

    def packed(self, slots: NDArray[np.int64]) -> list[bytes]:
        """The packed terms of the passages in these slots."""
        return [self._packed(slot) for slot in slots.tolist()]

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages the field holds the term."""
        return self._frequency(field, term)

    def _count_frequency(self, field: str, term: str) -> int:
        require_fields([field])
        if not self._outdated:
            return int(self._searcher.doc_freq(field, term))
        # The dictionary of terms counts outdated passages too; a search does not.
        wanted = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        found = self._searcher.search(wanted, limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # its stubs forget the count

    def _read_packed(self, slot: int) -> bytes:
        document = self._searcher.doc(self._columns.address(slot))
        return cast(bytes, document.get_first("packed"))

    def _wanted(self, query: Query) -> tantivy.Query | None:
        """The engine's own form of the query; None where nothing can be found."""
        clauses = self._clauses(query)
        if not clauses or query.limit < 1 or query.document_ids == frozenset():
            return None
        wanted = tantivy.Query.boolean_query(clauses)
        if query.document_ids is None:
            return wanted
        return self._restricted(wanted, query.document_ids)

    def _clauses(self, query: Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, name, term, index_option="freq"),
                    boost,
                ),
            )
            for name, terms in query.terms.items()
            for term, weight in terms.items()
            if (boost := weight * query.field_weights.get(name, 1.0)) > 0
        ]

    def _restricted(self, wanted: tantivy.Query, document_ids: frozenset[str]) -> tantivy.Query:
        # A few are read sooner than found, and would drive out the many.
        read = self._admitted if len(document_ids) > FEW_ADMITTED else self._read_admitted
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, read(document_ids))]
        )

    def _read_admitted(self, document_ids: frozenset[str]) -> tantivy.Query:
        """Any of these documents, whatever the others score."""
        admitted = tantivy.Query.term_set_query(self._schema, "document_id", list(document_ids))
        return tantivy.Query.const_score_query(admitted, 0.0)

    def _collect(self, wanted: tantivy.Query, limit: int) -> list[Hit]:
        """The first `limit` hits; ties at the border are read to their end before ordering."""
        asked = limit + 1
        while True:
            found = self._searcher.search(wanted, limit=asked, count=False).hits
            scored = [(round(score, SCORE_DECIMALS), address) for score, address in found]
            if len(scored) < asked or scored[limit - 1][0] > scored[-1][0]:
                break
            asked *= 2
        addresses = [address for _score, address in scored]
        ids = cast(list[int], self._searcher.fast_field_values("passage_id", addresses))
        hits = [
            Hit(PassageId(passage_id), self._document_id(address), score)
            for (score, address), passage_id in zip(scored, ids, strict=True)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage_id, hit.document_id))
        return hits[:limit]

    def _document_id(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address).get_first("document_id"))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage_id", fast=True)
    builder.add_text_field("document_id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in COLUMNS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("packed", stored=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
