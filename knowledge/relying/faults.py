"""What can befall a document that another relies on, judged on the day of the question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.comparing.differences import Words
from knowledge.documents import Document, DocumentId, is_current
from knowledge.numbering import chinese_number
from knowledge.queries.facts import version_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.relations.clauses import Target
from knowledge.relations.naming import versions
from knowledge.relations.reliances import Reliance
from knowledge.relations.repeals import find_repeals
from knowledge.relying.changes import Clause, ClauseChanged, clause_change
from knowledge.validity import Effect, Repeal, ValidityState

_ARTICLE = re.compile("第([零〇一二三四五六七八九十百千0-9]+)条")
#: A range or a chapter may hold the clause though it does not name it.
_MANY = re.compile("[至到章节]")
_CHANGED = (ValidityState.AMENDED, ValidityState.PARTLY_LAPSED)
_CHANGING = (Effect.AMENDS, Effect.ENDS_PART)


class FaultKind(StrEnum):
    """Why what is relied on no longer holds as cited; the value is what people read."""

    WITHDRAWN = "文件已撤下"
    ENDED = "文件已失效"
    NOT_IN_FORCE = "文件尚未施行"
    PARTLY_CHANGED = "文件已被部分修改或废止"
    CLAUSE_CHANGED = "条款有改动"
    CLAUSE_GONE = "条款已不在新版本中"


@dataclass(frozen=True)
class Fault:
    """What befell a cited clause, in a Chinese sentence; `words` are the clause then and now.

    `key` is the same as long as nothing else befalls it.
    """

    kind: FaultKind
    key: str
    told: str
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Cited:
    """The documents that are relied on, as they stand on a day.

    `withdrawn` are those out of answers, `changes` what others changed in parts of each.
    """

    facts: Mapping[DocumentId, DocumentFacts]
    withdrawn: frozenset[DocumentId]
    changes: Mapping[DocumentId, Sequence[Repeal]]

    def is_untouched(self, document_id: DocumentId, version: int) -> bool:
        """Whether nothing can have befallen any clause of this version: see `fault_of`."""
        facts = self.facts.get(document_id)
        return (
            facts is not None
            and document_id not in self.withdrawn
            and facts.validity.answerable
            and not self.changes.get(document_id)
            and facts.version == version
        )


def as_they_stand(session: Session, ids: Collection[DocumentId], day: date) -> Cited:
    """The documents judged on `day`; four statements, two more where parts of one were changed."""
    found = version_facts(session, and_(is_current(), Document.id.in_(ids)), day)
    facts = {each.id: each for each in found.values()}
    gone = select(Document.id).where(Document.id.in_(ids), Document.withdrawn_at.is_not(None))
    withdrawn = frozenset(DocumentId(each) for each in session.scalars(gone))
    changed = [each for each, told in facts.items() if told.validity.state in _CHANGED]
    return Cited(facts, withdrawn, _partial_changes(session, changed, day))


def _partial_changes(
    session: Session, ids: Collection[DocumentId], day: date
) -> dict[DocumentId, list[Repeal]]:
    """What others have changed or ended in parts of the documents by `day`."""
    if not ids:
        return {}
    targets = [Target.of(row) for row in session.execute(versions().where(Document.id.in_(ids)))]
    return {
        DocumentId(target.id): [
            each
            for each in repeals
            if each.effect in _CHANGING and (each.on is None or each.on <= day)
        ]
        for target, repeals in find_repeals(session, targets).items()
    }


def fault_of(session: Session, relied: Reliance, cited: Cited) -> Fault | None:
    """What befell the clause, the gravest first; None where it holds."""
    document_id = DocumentId(relied.cited_id)
    facts = cited.facts.get(document_id)
    if facts is None or document_id in cited.withdrawn:
        title = f"《{facts.title}》" if facts else "所引文件"
        return Fault(FaultKind.WITHDRAWN, "withdrawn", f"{title}已撤下")
    return (
        _not_in_force(relied, facts)
        or _partly_changed(relied, facts, cited.changes.get(document_id, ()))
        or _clause_fault(session, relied, facts)
    )


def _not_in_force(relied: Reliance, facts: DocumentFacts) -> Fault | None:
    validity = facts.validity
    if validity.answerable or (not validity.ended and validity.state == relied.validity):
        return None
    successor = validity.successor.document_id if validity.successor else ""
    key = f"state:{validity.state}:{validity.until}:{successor}"
    kind = FaultKind.ENDED if validity.ended else FaultKind.NOT_IN_FORCE
    told = f"《{facts.title}》{validity.state.value}：{validity.reason}"
    return Fault(kind, key, told)


def _partly_changed(
    relied: Reliance, facts: DocumentFacts, changes: Sequence[Repeal]
) -> Fault | None:
    """The changes since the citing that may touch the clause; what cannot be told counts."""
    new = [
        each
        for each in changes
        if each.by.document_id not in relied.changed_by and _touches(each.part, relied.locator)
    ]
    if not new:
        return None
    by = "、".join(dict.fromkeys(each.named for each in new))
    parts = "、".join(dict.fromkeys(each.part for each in new if each.part))
    key = f"changed:{_digest(*sorted(each.by.document_id for each in new))}"
    return Fault(FaultKind.PARTLY_CHANGED, key, f"《{facts.title}》{parts}已被{by}修改或废止")


def _touches(part: str, locator: str) -> bool:
    named, cited = _articles(part), _articles(locator)
    return not named or not cited or _MANY.search(part) is not None or bool(named & cited)


def _articles(text: str) -> frozenset[int | None]:
    return frozenset(chinese_number(each) for each in _ARTICLE.findall(text))


def _clause_fault(session: Session, relied: Reliance, facts: DocumentFacts) -> Fault | None:
    clause = Clause(facts.id, relied.cited_version, relied.start, relied.end)
    change = clause_change(session, clause, facts.version)
    if change is None:
        return None
    return _told(relied, facts, change)


def _told(relied: Reliance, facts: DocumentFacts, change: ClauseChanged) -> Fault:
    versions_told = f"（第 {relied.cited_version} 版引用，现为第 {facts.version} 版）"
    place = f"《{facts.title}》{relied.locator}"
    now = "".join(each.text for each in change.words)
    key = f"clause:{_digest(change.locator or '', now)}"
    if change.locator is None:
        return Fault(
            FaultKind.CLAUSE_GONE, key, f"{place}已不在新版本中{versions_told}", change.words
        )
    return Fault(FaultKind.CLAUSE_CHANGED, key, f"{place}有改动{versions_told}", change.words)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
