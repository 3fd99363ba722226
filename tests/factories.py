"""Documents for tests: say what matters, the rest is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, count
from typing import Any

from knowledge.database import Store
from knowledge.documents import DocumentId, PassageId
from knowledge.outline import Metadata, Outline, PassageOutline, Reading
from knowledge.queries.indexable import passages_for_index
from knowledge.recording import record_version
from knowledge.sources import SourceFile

_NUMBERS = count(1)
DAY_OF_INGESTION = datetime(2026, 11, 1, tzinfo=UTC)


def make_reading(
    passages: Sequence[str] = ("第一条　为了方便群众办事，制定本办法。",),
    *,
    title_key: str | None = None,
    carried_title_key: str | None = None,
    number_key: str | None = None,
    outline: Outline | None = None,
    **metadata: Any,
) -> Reading:
    """A reading whose text is the passages, a line each; `metadata` fills Metadata's fields.

    A key that is left out is the title or number itself.
    """
    facts = replace(Metadata(title="青禾县便民服务办法"), **metadata)
    text = "\n".join(passages)
    return Reading(
        media_type="text/plain",
        charset="utf-8",
        raw_text=text,
        text=text,
        metadata=facts,
        title_key=title_key or facts.title,
        carried_title_key=carried_title_key or facts.carried_title,
        number_key=number_key or facts.doc_number,
        outline=outline or Outline((), tuple(_outlines(passages))),
    )


def make_document(
    store: Store,
    passages: Sequence[str] = ("第一条　为了方便群众办事，制定本办法。",),
    *,
    document_id: str | None = None,
    **reading: Any,
) -> DocumentId:
    """Store a document, or the next version of `document_id`; returns its id.

    Keywords as for `make_reading`.
    """
    number = next(_NUMBERS)
    chosen = DocumentId(document_id or f"d{number:012d}")
    data = f"{number}\n".encode() + "\n".join(passages).encode()
    source = SourceFile(origin=f"/文件/{number}.txt", name=f"{number}.txt", data=data)
    with store.writing() as session:
        record_version(session, chosen, source, make_reading(passages, **reading), DAY_OF_INGESTION)
    return chosen


def passage_ids(store: Store) -> list[PassageId]:
    """Every passage of a current version, by rising id."""
    with store.reading() as session:
        return sorted(passage.id for passage in passages_for_index(session))


def _outlines(passages: Sequence[str]) -> list[PassageOutline]:
    starts = [0, *accumulate(len(passage) + 1 for passage in passages)]
    return [
        PassageOutline(
            key=f"p{ordinal}",
            part=None,
            locator=f"第{ordinal + 1}段",
            trail="",
            start=start,
            end=start + len(passage),
        )
        for ordinal, (passage, start) in enumerate(zip(passages, starts, strict=False))
    ]
