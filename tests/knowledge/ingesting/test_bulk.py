"""Given texts are stored as they stand, each its own document, thousands a transaction."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.database import Store
from knowledge.documents import Document, DocumentId
from knowledge.errors import StoreError
from knowledge.ingesting.bulk import BATCH, GivenText, ingest_texts
from knowledge.queries import corpus
from knowledge.queries.indexable import passages_for_index
from tests.factories import passage_ids

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


def article(number: int, text: str = "本办法自印发之日起施行。") -> GivenText:
    return GivenText(
        DocumentId(f"law-{number}"), "便民办法", text, f"第{number}条", "第一章", date(2025, 4, 5)
    )


def test_a_given_text_is_found_as_it_was_given(store: Store) -> None:
    assert ingest_texts(store, [article(1)], NOW) == 1
    with store.reading() as session:
        (passage,) = corpus.load_passages(session, passage_ids(store), date(2026, 11, 22))
    assert passage.document.id == "law-1"
    assert (passage.locator, passage.trail) == ("第1条", "第一章")
    assert passage.text == "本办法自印发之日起施行。"
    assert passage.document.written_on == date(2025, 4, 5)


def test_texts_that_are_alike_stay_documents_of_their_own(store: Store) -> None:
    assert ingest_texts(store, [article(1), article(2)], NOW) == 2
    ingest_texts(store, [article(3)], NOW)
    with store.reading() as session:
        assert session.scalars(select(Document.id).order_by(Document.id)).all() == [
            "law-1",
            "law-2",
            "law-3",
        ]


def test_more_texts_than_a_batch_are_all_stored_with_their_own_passages(store: Store) -> None:
    texts = [article(number, f"第{number}条的内容。") for number in range(BATCH + 1)]
    assert ingest_texts(store, texts, NOW) == BATCH + 1
    with store.reading() as session:
        assert corpus.revision(session) == 2
        found = {row.document_id: row.text for row in passages_for_index(session)}
    assert found == {text.id: text.text for text in texts}


def test_an_id_that_is_taken_is_refused_and_nothing_of_its_batch_stays(store: Store) -> None:
    ingest_texts(store, [article(1)], NOW)
    with pytest.raises(StoreError, match="law-1"):
        ingest_texts(store, [article(2), article(1)], NOW)
    with pytest.raises(StoreError, match="编号相同"):
        ingest_texts(store, [article(2), article(2)], NOW)
    with store.reading() as session:
        assert session.scalars(select(func.count()).select_from(Document)).one() == 1


@pytest.mark.shared
def test_articles_of_all_the_statutes_are_stored(sqlite_store: Store, shared: Path) -> None:
    with (shared / "eval/statutes/passages.jsonl").open(encoding="utf-8") as lines:
        # Every tenth: of each statute some, in more batches than one.
        rows = [json.loads(line) for line in islice(lines, 0, None, 10)]
    texts = [
        GivenText(row["id"], row["title"], row["text"], row["article"], " ".join(row["trail"]))
        for row in rows
    ]
    assert len(texts) > BATCH
    assert ingest_texts(sqlite_store, texts, NOW) == len(rows)
    with sqlite_store.reading() as session:
        found = {row.document_id: row.text for row in passages_for_index(session)}
    assert found == {text.id: text.text for text in texts}
