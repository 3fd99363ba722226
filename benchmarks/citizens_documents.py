"""A made-up collection of documents with what lists narrow by, pages of questions among them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from benchmarks.console_cases import AT_A_TIME, SEED, TOPICS, question
from knowledge.clock import day_in_china
from knowledge.database import table
from knowledge.documents import Document, DocumentId, Part, Version
from knowledge.ingesting.bulk import GivenText, ingest_texts
from knowledge.keys import title_key
from knowledge.listing import list_again
from knowledge.structure.nodes import QA
from knowledge.validity import BODY, Validity, ValidityState
from service.answering.answer import Answer, AnswerText, Citation, Outcome
from service.answering.records import record_answer
from service.wiring import Office

#: Of so many documents one is a page of questions, with so many of them.
QUESTIONS_IN, QUESTIONS_A_PAGE = 20, 4
#: Answered questions of late: as many as are counted for what is asked often.
ANSWERED = 2000
#: Days that documents go back, and that those with a term hold.
DAYS, TERM = 15 * 365, 5 * 365
KINDS = ("通知", "办法", "意见", "通告", "实施细则", "方案", "公告", "规定")
REGIONS = tuple(f"青禾市第{number}县" for number in range(1, 31))
ORGANS = ("民政局", "教育局", "医疗保障局", "住房和城乡建设局", "农业农村局", "财政局")
_PARAGRAPH = (
    "申请人应当向户籍所在地乡镇人民政府提出书面申请，乡镇人民政府应当在二十个工作日内审核。"
)

_VERSIONS = table(Version)
_TOLD = ("title_key", "doc_number", "issuers", "kind", "region", "published_on")
_DESCRIBED = (
    update(_VERSIONS)
    .where(_VERSIONS.c.document_id == bindparam("wanted"))
    .values({name: bindparam(name) for name in (*_TOLD, "expires_on", "expires_from")})
)


@dataclass(frozen=True)
class MadeUp:
    """A document before it is stored; `asked` are the questions that it answers."""

    id: DocumentId
    title: str
    text: str
    asked: tuple[str, ...]
    told: dict[str, Any]


def fill_documents(office: Office, count: int) -> None:
    """Store so many documents and what was asked of them, unless there are documents already."""
    with office.store.reading() as session:
        if session.scalar(select(Document.id).limit(1)) is not None:
            return
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    today = day_in_china(office.clock())
    for first in range(0, count, AT_A_TIME):
        numbers = range(first, min(first + AT_A_TIME, count))
        _store(office, [_made_up(number, today, chance) for number in numbers])
    _answer(office, chance)


def _made_up(number: int, today: date, chance: random.Random) -> MadeUp:
    region, kind, topic = chance.choice(REGIONS), chance.choice(KINDS), chance.choice(TOPICS)
    organ = f"{region}{chance.choice(ORGANS)}"
    day = today - timedelta(days=chance.randrange(DAYS))
    asked: tuple[str, ...] = ()
    if number % QUESTIONS_IN == 0:
        asked = tuple(question(chance) for _ in range(QUESTIONS_A_PAGE))
    lines = [line for each in asked for line in (f"问：{each}", f"答：{_PARAGRAPH}")]
    title = f"{organ}关于{topic}的{kind}（{number}）"
    told = {
        "title_key": title_key(title),
        "doc_number": f"青禾发〔{day.year}〕{number}号",
        "issuers": [organ],
        "kind": kind,
        "region": region,
        "published_on": day,
        "expires_on": None if asked or number % 3 else day + timedelta(days=TERM),
        "expires_from": BODY,
    }
    text = "\n".join(lines) or f"{title}\n{_PARAGRAPH * 8}"
    return MadeUp(DocumentId(f"d{number:08x}"), title, text, asked, told)


def _store(office: Office, made: Sequence[MadeUp]) -> None:
    texts = (GivenText(each.id, each.title, each.text, "第一条") for each in made)
    ingest_texts(office.store, texts, office.clock())
    described = [{"wanted": each.id, **each.told} for each in made]
    listed = [
        {"document_id": each.id, **each.told, "carried_title_key": None, "written_on": None}
        for each in made
    ]
    with office.store.writing() as session:
        session.connection().execute(_DESCRIBED, described)
        list_again(session, listed)
        ids = [each.id for each in made if each.asked]
        versions = session.execute(
            select(_VERSIONS.c.document_id, _VERSIONS.c.id).where(_VERSIONS.c.document_id.in_(ids))
        )
        of_document = {row.document_id: row.id for row in versions}
        parts = [part for each in made for part in _pairs(each, of_document.get(each.id, 0))]
        if parts:
            session.execute(insert(Part), parts)


def _pairs(made: MadeUp, version_id: int) -> Iterator[dict[str, Any]]:
    """The parts of a page of questions: from each question to the next."""
    starts = [made.text.index(f"问：{asked}") for asked in made.asked]
    for ordinal, (asked, start) in enumerate(zip(made.asked, starts, strict=True)):
        yield {
            "version_id": version_id,
            "ordinal": ordinal,
            "parent": None,
            "level": QA,
            "label": "问：",
            "heading": asked,
            "locator": f"第{ordinal + 1}问",
            "start": start,
            "end": starts[ordinal + 1] if ordinal + 1 < len(starts) else len(made.text),
        }


def _answer(office: Office, chance: random.Random) -> None:
    """Let some of the pairs have been asked for, a few of them often."""
    columns = _VERSIONS.c.document_id, _VERSIONS.c.title, Part.start, Part.heading
    with office.store.writing() as session:
        pairs = session.execute(
            select(*columns).join(Part, Part.version_id == _VERSIONS.c.id).limit(ANSWERED)
        ).all()
        for _ in range(ANSWERED):
            pair = pairs[int(len(pairs) * chance.random() ** 4)]
            asked_at = office.clock() - timedelta(days=chance.uniform(0, 30))
            answer = _answered(pair.document_id, pair.title, pair.start)
            record_answer(session, answer, pair.heading, None, asked_at, office.answers.retention)


def _answered(document_id: str, title: str, start: int) -> Answer:
    cited = Citation(
        document_id=document_id,
        version=1,
        title=title,
        doc_number=None,
        issuer=None,
        published_on=None,
        validity=Validity(ValidityState.UNVERIFIED, None, "", ""),
        locator="",
        trail=None,
        quote=_PARAGRAPH,
        start=start,
        end=start + len(_PARAGRAPH),
        layer="text",
        passage_id=None,
    )
    words = AnswerText(_PARAGRAPH, _PARAGRAPH, None, "complete")
    return Answer(Outcome.ANSWERED, 0.9, answer=words, citations=(cited,))
