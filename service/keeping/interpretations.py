"""Policies that nobody has interpreted yet (待解读), and the forms that interpretations have.

Whoever drafts a policy interprets it (谁起草谁解读): what is in force, bears a number and is of a
kind that rules something should have an interpretation. A picture tells nothing to whoever cannot
see it, and nothing to a search: it needs its text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Reference, Version, stands
from knowledge.outline import ReferenceKind
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.listings import Place, Wanted, list_documents
from knowledge.relations.clauses import CLAUSES, Clause, Target
from knowledge.relations.decisions import RelationKind, Verdict, decisions_on
from knowledge.relations.naming import meant, versions

INTERPRETATION = "解读"
#: Kinds of documents that rule something for citizens or firms.
POLICY_KINDS = frozenset(
    [
        *("意见", "通知", "办法", "规定", "细则", "规则", "方案"),
        *("决定", "通告", "公告", "措施", "标准", "规划", "条例"),
    ]
)
#: Documents looked at for one page.
EXAMINED = 100
#: Interpretations whose clauses are compared with the documents of a page.
MOST_EXPLAINING = 5000

#: The form of an interpretation, by what its title says; the first that fits counts.
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("图解", re.compile("图解|一图|长图|漫画|海报")),
    ("视频", re.compile("视频|动画|直播")),
    ("简明问答", re.compile("问答|问与答|百问|你问我答|答记者问")),
    ("访谈", re.compile("访谈|专访|对话|专家")),
    ("媒体", re.compile("记者|媒体|新闻发布会|发布会|吹风会")),
)
WORDS = "文字"
#: What a list may be narrowed to beside the forms: those that show and do not tell.
LACKING = "缺文字说明"
FORM_NAMES = (*(name for name, _ in FORMS), WORDS, LACKING)
#: Forms that show rather than tell, and how many characters of text they need beside.
_SHOWN_FORMS = frozenset({"图解", "视频"})
SHORTEST_TEXT = 200


@dataclass(frozen=True)
class Uninterpreted:
    """A policy without an interpretation, and for how many days it has been public."""

    facts: DocumentFacts
    days: int | None


@dataclass(frozen=True)
class Interpretation:
    """An interpretation with its form; `lacks_text` where it shows and does not tell."""

    facts: DocumentFacts
    form: str
    lacks_text: bool


def form_of(title: str) -> str:
    """The form of an interpretation of this title."""
    return next((form for form, pattern in FORMS if pattern.search(title)), WORDS)


def list_uninterpreted(
    session: Session, wanted: Wanted, day: date, after: Place | None
) -> tuple[list[Uninterpreted], Place | None]:
    """Of the next documents those that want an interpretation, and where to go on from."""
    page = list_documents(session, wanted, day, EXAMINED, after)
    policies = [facts for facts in page.documents if _is_policy(facts)]
    explained = _explained(session, [facts.id for facts in policies])
    return [
        Uninterpreted(facts, (day - told).days if (told := _told_on(facts)) else None)
        for facts in policies
        if facts.id not in explained
    ], page.last


def list_interpretations(
    session: Session,
    wanted: Wanted,
    day: date,
    count: int,
    after: Place | None,
    form: str = "",
) -> tuple[list[Interpretation], Place | None]:
    """Interpretations, the newest first, with their forms; of one `form`, or LACKING, alone.

    So narrowed a page may hold fewer than `count`, even none, though more follow.
    """
    looked_at = EXAMINED if form else count
    page = list_documents(session, replace(wanted, kind=INTERPRETATION), day, looked_at, after)
    ids = [facts.id for facts in page.documents]
    lengths = session.execute(
        select(Document.id, func.length(Version.text).label("length"))
        .join(Version, stands())
        .where(Document.id.in_(ids))
    )
    length_of = {row.id: row.length for row in lengths}
    found = [_interpretation(facts, length_of.get(facts.id, 0)) for facts in page.documents]
    return [each for each in found if _is_of(each, form)], page.last


def _is_of(each: Interpretation, form: str) -> bool:
    return not form or (each.lacks_text if form == LACKING else each.form == form)


def _interpretation(facts: DocumentFacts, length: int) -> Interpretation:
    form = form_of(facts.title)
    return Interpretation(facts, form, form in _SHOWN_FORMS and length < SHORTEST_TEXT)


def _is_policy(facts: DocumentFacts) -> bool:
    return bool(facts.doc_number) and facts.kind in POLICY_KINDS and facts.validity.answerable


def _told_on(facts: DocumentFacts) -> date | None:
    return facts.published_on or facts.written_on


def _explained(session: Session, ids: Sequence[DocumentId]) -> set[str]:
    """Those of the documents that an interpretation means, or of which staff say so."""
    targets = [Target.of(row) for row in session.execute(versions().where(Document.id.in_(ids)))]
    clauses = _clauses_near(session, targets)
    verdicts = {
        (decision.document_id, decision.other_id): decision.verdict
        for decision in decisions_on(session, ids)
        if decision.kind == RelationKind.INTERPRETS
    }
    said = {other for (_, other), verdict in verdicts.items() if verdict != Verdict.REJECTED}
    return said | {
        target.id
        for clause in clauses
        for target in (each.target for each in meant(clause, targets))
        if verdicts.get((clause.document_id, target.id)) != Verdict.REJECTED
    }


def _clauses_near(session: Session, targets: Collection[Target]) -> Sequence[Clause]:
    """The clauses of interpretations that share a name with one of the targets; two statements.

    All names are looked for in all names at once: most share none, and are not read any further.
    """
    told = session.execute(
        select(Reference.id, Reference.target_title_key, Reference.target_number_key)
        .where(Reference.kind == ReferenceKind.INTERPRETS)
        .limit(MOST_EXPLAINING)
    ).all()
    numbers = {target.number_key for target in targets if target.number_key}
    keys = {key for target in targets for key in (*target.title_keys, *target.near_keys)}
    all_keys, all_told = "\n".join(keys), "\n".join(row.target_title_key or "" for row in told)
    held = [key for key in keys if key in all_told]
    near = [
        row.id
        for row in told
        if row.target_number_key in numbers
        or ((named := row.target_title_key) and (named in all_keys or _holds(named, held)))
    ]
    return session.execute(CLAUSES.where(Reference.id.in_(near))).all()


def _holds(named: str, keys: Collection[str]) -> bool:
    return any(key in named for key in keys)
