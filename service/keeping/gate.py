"""The gate before publishing: 公开属性 → 保密审查 → 会签 → 发布; drafts are never answers.

Who made a draft neither reviews nor publishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.outcomes import FileOutcome
from knowledge.sources import SourceFile
from service.keeping.documents import Seen, reason
from service.keeping.draft_views import given_of
from service.keeping.drafts import as_shown, changeable, changed, find_draft, require_state
from service.keeping.errors import KeepingRefused
from service.keeping.gate_steps import authors_of, may_sign, steps_of
from service.keeping.records import CheckKind, Draft, DraftCheck, DraftOrgan, DraftState
from service.replies.checking import PublicAttribute
from service.staff.actors import Actor
from service.staff.records import Organ


@dataclass(frozen=True)
class _Finding:
    """What somebody found of a draft; `told` is how passing and not passing are called."""

    kind: CheckKind
    organ_id: int | None
    passed: bool
    words: str
    told: tuple[str, str]


def hand_in(
    session: Session,
    actor: Actor,
    draft_id: int,
    attribute: PublicAttribute,
    organs: Collection[int],
    seen: Seen,
    now: datetime,
) -> None:
    """Give the draft its 公开属性 and hand it in; what is not public is closed and kept.

    `organs` have to countersign. Raises NotKept, DocumentChanged, KeepingRefused.
    """
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    if draft.failure:
        raise KeepingRefused(f"这个文件读不了（{draft.failure}），不能送审")
    known = set(session.scalars(select(Organ.id).where(Organ.id.in_(organs))))
    draft.attribute = attribute.value
    draft.round += 1
    draft.signing = [DraftOrgan(organ_id=organ_id) for organ_id in sorted(known - {draft.organ_id})]
    public = attribute is PublicAttribute.PUBLIC
    draft.state = (DraftState.SUBMITTED if public else DraftState.CLOSED).value
    told = {"公开属性": attribute.value, "会签单位": str(len(draft.signing))}
    changed(session, actor, draft, "送审草稿", told, now)


def hand_back(
    session: Session, actor: Actor, draft_id: int, why: str, seen: Seen, now: datetime
) -> None:
    """Hand the draft back to be changed; raises as `hand_in`."""
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.SUBMITTED)
    words = reason(why)
    draft.state = DraftState.EDITING.value
    changed(session, actor, draft, "退回草稿", {"理由": words}, now)


def review_secrecy(
    session: Session,
    actor: Actor,
    draft_id: int,
    words: str,
    seen: Seen,
    now: datetime,
    *,
    passed: bool,
) -> None:
    """Record the review of secrets; a draft that does not pass it is closed.

    Raises KeepingRefused for one of its authors, and where it does not pass without a word.
    """
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.SUBMITTED)
    _refuse_author(draft, actor, "保密审查")
    if not passed:
        draft.state = DraftState.CLOSED.value
    finding = _Finding(CheckKind.SECRECY, None, passed, words, ("不涉密", "涉密"))
    _check(session, draft, actor, finding, now)


def countersign(
    session: Session,
    actor: Actor,
    draft_id: int,
    words: str,
    seen: Seen,
    now: datetime,
    *,
    passed: bool,
) -> None:
    """Sign the draft for the own organ, or refuse to; raises KeepingRefused for others."""
    draft = as_shown(session, actor, draft_id, seen)
    require_state(draft, DraftState.SUBMITTED)
    if not may_sign(draft, actor):
        raise KeepingRefused("这份草稿不要您的单位会签")
    finding = _Finding(CheckKind.COUNTERSIGN, actor.organ_id, passed, words, ("同意", "不同意"))
    _check(session, draft, actor, finding, now)


def publish(
    store: Store,
    actor: Actor,
    draft_id: int,
    seen: Seen,
    clock: Callable[[], datetime],
) -> FileOutcome:
    """Make a document of the draft, with its corrections; raises KeepingRefused where it may not.

    The file is taken in as every other is: it may turn out to be a new version, or one that is
    known. Interrupted in the middle it can be published again, and nothing comes in twice.
    """
    with store.writing() as session:
        draft = changeable(session, actor, draft_id, seen)
        _require_ready(session, draft, actor)
        source = _source(session, draft)
        replaces = DocumentId(draft.replaces_id) if draft.replaces_id else None
    from knowledge.ingesting.ingestion import ingest_source  # with what reads documents

    outcome = ingest_source(store, source, clock(), document_id=replaces)
    with store.writing() as session:
        draft = find_draft(session, actor, draft_id, lock=True)
        draft.state, draft.document_id = DraftState.PUBLISHED.value, outcome.document_id
        told = {"文件": outcome.document_id or "", "结果": outcome.result.value}
        changed(session, actor, draft, "发布草稿", told, clock())
    return outcome


def _require_ready(session: Session, draft: Draft, actor: Actor) -> None:
    require_state(draft, DraftState.SUBMITTED)
    _refuse_author(draft, actor, "发布")
    for step in steps_of(session, draft):
        organ = f"（{step.organ}）" if step.organ else ""
        if step.passed is None:
            raise KeepingRefused(f"{step.name}{organ}还没有完成，不能发布")
        if not step.passed:
            raise KeepingRefused(f"{step.name}{organ}没有通过（{step.by}：{step.words}），不能发布")


def _refuse_author(draft: Draft, actor: Actor, act: str) -> None:
    if actor.user_id in authors_of(draft):
        raise KeepingRefused(f"这份草稿是您上传或者更正的，{act}要由另一个人进行")


def _source(session: Session, draft: Draft) -> SourceFile:
    query = select(Draft).where(Draft.id == draft.id).options(undefer(Draft.data))
    data = session.scalars(query.execution_options(populate_existing=True)).one().data
    given = tuple(given_of(draft).values())
    return SourceFile(
        draft.origin, draft.name, data, url=draft.url, charset=draft.charset, given=given
    )


def _check(session: Session, draft: Draft, actor: Actor, finding: _Finding, now: datetime) -> None:
    said = finding.words.strip() if finding.passed else reason(finding.words)
    draft.checks.append(
        DraftCheck(
            round=draft.round,
            kind=finding.kind.value,
            organ_id=finding.organ_id,
            passed=finding.passed,
            words=said,
            checker_id=actor.user_id,
            checker=actor.name,
            checked_at=now,
        )
    )
    told = {"结果": finding.told[0 if finding.passed else 1], "意见": said}
    changed(session, actor, draft, f"{finding.kind.value}草稿", told, now)
