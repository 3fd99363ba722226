"""Which organ should answer: suggested with the reason, decided by staff.

The organ whose document came nearest when the question was asked is suggested first; then those
whose topics or other names the question has, in its own words or in the official ones that were
searched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Version
from service.answering.records import AnswerRecord
from service.consultations.records import Consultation
from service.staff.organ_tables import OrganRow
from service.staff.organs import KnownOrgan, known_organs

#: Candidates of the question path whose issuers are looked at.
_BEST = 3
_REGION = re.compile(r"^.*?[县市区旗](?=.{2,})")


@dataclass(frozen=True)
class OrganSuggestion:
    """An organ that may be responsible, and why in one sentence."""

    organ_id: int
    organ: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """What the question path knew: the best passages' documents, and the words it searched."""

    documents: tuple[tuple[str, int], ...] = ()
    #: Everyday words of the question with their official terms.
    official: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Issued:
    """A version of a document: its title and who issued it."""

    title: str
    issuers: tuple[str, ...]


#: Versions by document and number.
Issuing = Mapping[tuple[str, int], Issued]


def suggest_organs(
    session: Session, consultation: Consultation, limit: int = 3
) -> tuple[OrganSuggestion, ...]:
    """The organs that may be responsible, likeliest first; empty where nothing tells."""
    asked = asked_by(session, [consultation.answer_id]).get(consultation.answer_id, Asked())
    issuing = issuing_of(session, [asked])
    return suggestions(known_organs(session), consultation.question, asked, issuing)[:limit]


def suggestions(
    organs: Sequence[KnownOrgan], question: str, asked: Asked, issuing: Issuing
) -> tuple[OrganSuggestion, ...]:
    """Every one of these organs that something tells of, likeliest first."""
    found: dict[int, OrganSuggestion] = {}
    for suggestion in (
        *_by_documents(organs, asked, issuing),
        *_by_words(organs, question, asked),
    ):
        found.setdefault(suggestion.organ_id, suggestion)
    return tuple(found.values())


def asked_by(session: Session, answer_ids: Collection[str | None]) -> dict[str | None, Asked]:
    """What was known of these answers' questions, by the answer's id; one statement."""
    query = select(AnswerRecord.id, AnswerRecord.citations, AnswerRecord.explanation)
    rows = session.execute(query.where(AnswerRecord.id.in_([each for each in answer_ids if each])))
    return {row.id: _asked(row.citations, row.explanation or {}) for row in rows}


def issuing_of(session: Session, asked: Iterable[Asked]) -> Issuing:
    """The versions that came nearest to the questions; one statement."""
    wanted = {document_id for each in asked for document_id, _ in each.documents}
    query = select(Version.document_id, Version.number, Version.title, Version.issuers)
    rows = session.execute(query.where(Version.document_id.in_(wanted))) if wanted else ()
    return {(row.document_id, row.number): Issued(row.title, tuple(row.issuers)) for row in rows}


def _asked(citations: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> Asked:
    near = [*citations, *told.get("candidates", ())][:_BEST]
    expansions = told.get("looked_for", {}).get("expansions", ())
    return Asked(
        tuple(dict.fromkeys((each["document_id"], each["version"]) for each in near)),
        tuple((each["lay"], tuple(each["official"])) for each in expansions),
    )


def _by_documents(
    organs: Sequence[KnownOrgan], asked: Asked, issuing: Issuing
) -> Iterator[OrganSuggestion]:
    """The organs that issued the documents nearest to the question."""
    for document in asked.documents:
        issued = issuing.get(document)
        for organ_id, organ in organs:
            if issued and any(is_organ(issuer, organ) for issuer in issued.issuers):
                reason = f"与问题最接近的文件《{issued.title}》由它发布"
                yield OrganSuggestion(organ_id, organ.name, reason)


def is_organ(issuer: str, organ: OrganRow) -> bool:
    """Whether the issuer, named with its region (青禾县民政局), is the organ (县民政局).

    Documents of before a reorganisation name what it was called then, one of its other names.
    """
    names = (organ.name, organ.short_name, *organ.aliases)
    return _REGION.sub("", issuer) in {_REGION.sub("", name) for name in names}


def _by_words(
    organs: Sequence[KnownOrgan], question: str, asked: Asked
) -> Iterator[OrganSuggestion]:
    """The organs whose topics or other names the question has; more and longer ones come first."""
    weighed = []
    for organ_id, organ in organs:
        words = (*organ.topics, *organ.aliases)
        named = _outermost([word for word in words if word in question])
        meant = [
            f"{lay}（{word}）"
            for lay, official in asked.official
            for word in words
            if word in official and word not in named
        ]
        if named or meant:
            weight = sum(len(word) for word in named) + len(meant)
            told = "、".join(f"“{word}”" for word in (*named, *meant)[:3])
            what = "别称" if set(named) <= set(organ.aliases) and not meant else "事项"
            reason = f"问题说到{told}，是它的{what}"
            weighed.append((weight, OrganSuggestion(organ_id, organ.name, reason)))
    weighed.sort(key=lambda each: -each[0])
    yield from (suggestion for _, suggestion in weighed)


def _outermost(words: Sequence[str]) -> list[str]:
    """The words that are no part of another one."""
    return [each for each in words if not any(each != other and each in other for other in words)]
