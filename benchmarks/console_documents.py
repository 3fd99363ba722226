"""What keepers look at among the documents: clauses on others, service guides, terms, drafts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from benchmarks.citizens_documents import fill_documents
from benchmarks.console_cases import AT_A_TIME, SEED
from knowledge.clock import day_in_china
from knowledge.database import table
from knowledge.documents import Part, Reference, Version
from knowledge.listing import ListedDocument
from knowledge.outline import ReferenceKind
from knowledge.structure.nodes import ELEMENT
from service.keeping.guides import GUIDE, REQUIRED
from service.keeping.records import Draft, DraftRendering, DraftState
from service.wiring import Office

#: Of so many documents one speaks of another; so many are service guides; so many drafts there are.
SPEAKING, GUIDES, DRAFTS = 10, 50, 2000

_VERSIONS, _LISTED = table(Version), table(ListedDocument)
_KIND = [
    update(rows).where(rows.c.document_id == bindparam("wanted")).values(kind=GUIDE)
    for rows in (_VERSIONS, _LISTED)
]
_LAPSES = [
    update(rows)
    .where(rows.c.document_id == bindparam("wanted"))
    .values(expires_on=bindparam("day"))
    for rows in (_VERSIONS, _LISTED)
]


def fill_kept_documents(office: Office, count: int) -> None:
    """Store so many documents with what their keepers look at, and drafts."""
    fill_documents(office, count)
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    with office.store.reading() as session:
        columns = (_VERSIONS.c.id, _VERSIONS.c.document_id, _VERSIONS.c.title_key)
        rows = session.execute(select(*columns)).all()
    speaking = rows[::SPEAKING]
    references = [_reference(row.id, chance.choice(rows).title_key, chance) for row in speaking]
    guides = rows[::GUIDES]
    parts = [part for row in guides for part in _elements(row.id, chance)]
    today = day_in_china(office.clock())
    lapsing = [
        {"wanted": row.document_id, "day": today + timedelta(days=chance.randrange(-90, 90))}
        for row in rows[7::GUIDES]
    ]
    with office.store.writing() as session:
        for statement in _KIND:
            session.connection().execute(statement, [{"wanted": row.document_id} for row in guides])
        for statement in _LAPSES:
            session.connection().execute(statement, lapsing)
        for entity, made in ((Reference, references), (Part, parts), (Draft, _drafts(office))):
            for first in range(0, len(made), AT_A_TIME):
                session.execute(insert(entity), made[first : first + AT_A_TIME])
        drafts = session.scalars(select(Draft.id)).all()
        session.execute(insert(DraftRendering), [_rendering(draft_id) for draft_id in drafts])


def _reference(version_id: int, title_key: str, chance: random.Random) -> dict[str, Any]:
    kind = chance.choice((ReferenceKind.INTERPRETS, ReferenceKind.REPEALS, ReferenceKind.CITES))
    return {
        "version_id": version_id,
        "kind": kind.value,
        "printed": title_key[:60],
        "target_title_key": title_key,
        "target_number_key": None,
        "on": None,
        "start": 0,
        "end": 10,
    }


def _elements(version_id: int, chance: random.Random) -> list[dict[str, Any]]:
    """Some of the elements of a guide, behind the parts that it has."""
    told = chance.sample(REQUIRED, chance.randrange(3, len(REQUIRED) + 1))
    return [
        {
            "version_id": version_id,
            "ordinal": 1000 + at,
            "parent": None,
            "level": ELEMENT,
            "label": name,
            "heading": name,
            "locator": name,
            "start": 0,
            "end": 1,
        }
        for at, name in enumerate(told)
    ]


def _drafts(office: Office) -> Sequence[dict[str, Any]]:
    return [
        {
            "version": 1,
            "round": 0,
            "state": DraftState.EDITING.value,
            "attribute": "",
            "organ_id": 1 + number % 5,
            "uploader_id": 1,
            "uploader": "承办人",
            "uploaded_at": office.clock(),
            "origin": f"upload:{number}/通知.txt",
            "name": "通知.txt",
            "sha256": f"{number:064x}",
            "data": b"",
            "attempts": 0,
            "failure": "",
            "title": f"关于第{number}号事项的通知",
            "read_values": {"title": f"关于第{number}号事项的通知"},
            "evidence": [],
            "doubts": [],
            "doubt_count": number % 4,
            "raw_text": "一、内容。" * 400,
            "text": "一、内容。" * 400,
            "provisions": [],
        }
        for number in range(DRAFTS)
    ]


def _rendering(draft_id: int) -> dict[str, Any]:
    """The draft's source as it is shown."""
    markup = "<p>一、内容。</p>" * 400
    return {"draft_id": draft_id, "markup": markup, "drawn": 0, "page_count": 0, "marked": []}
