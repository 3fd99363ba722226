"""The gate before publishing: 公开属性 → 保密审查 → 会签 → 发布; drafts are never answers.

Who made a draft neither reviews nor publishes it. A check counts for the round in which it was
made: whatever is handed back and changed is looked at anew.
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
from service.keeping.drafts import changeable, changed, find_draft, given_of, require_state
from service.keeping.errors import KeepingRefused
from service.keeping.records import CheckKind, Draft, DraftCheck, DraftOrgan, DraftState
from service.replies.checking import PublicAttribute
from service.staff.actors import Actor
from service.staff.records import Organ
from service.staff.roles import Role


@dataclass(frozen=True)
class Step:
    """A step of the gate: what, of which organ, by whom it was done and with what result.

    `passed` is None before it was done.
    """

    name: str
    organ: str = ""
    passed: bool | None = None
    words: str = ""
    by: str = ""
    at: datetime | None = None


def steps_of(session: Session, draft: Draft) -> list[Step]:
    """The steps of the draft's present round, in order."""
    attribute = Step("公开属性", words=draft.attribute, passed=True if draft.attribute else None)
    secrecy = _step(CheckKind.SECRECY.value, "", _newest(draft, CheckKind.SECRECY, None))
    names = {organ.id: organ.short_name for organ in session.scalars(select(Organ))}
    signing = [
        _step(
            CheckKind.COUNTERSIGN.value,
            names.get(each.organ_id, ""),
            _newest(draft, CheckKind.COUNTERSIGN, each.organ_id),
        )
        for each in sorted(draft.signing, key=lambda each: each.organ_id)
    ]
    return [attribute, secrecy, *signing]


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
    said = words.strip() if passed else reason(words)
    _check(draft, actor, CheckKind.SECRECY, None, passed, said, now)
    if not passed:
        draft.state = DraftState.CLOSED.value
    told = {"结果": "不涉密" if passed else "涉密", "意见": said}
    changed(session, actor, draft, "保密审查草稿", told, now)


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
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.SUBMITTED)
    if not may_sign(draft, actor):
        raise KeepingRefused("这份草稿不要您的单位会签")
    said = words.strip() if passed else reason(words)
    _check(draft, actor, CheckKind.COUNTERSIGN, actor.organ_id, passed, said, now)
    told = {"结果": "同意" if passed else "不同意", "意见": said}
    changed(session, actor, draft, "会签草稿", told, now)


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


def may_sign(draft: Draft, actor: Actor) -> bool:
    """Whether the actor signs for an organ whose signature is asked for."""
    return Role.HANDLER in actor.roles and any(
        each.organ_id == actor.organ_id for each in draft.signing
    )


def authors_of(draft: Draft) -> frozenset[int]:
    """Who made the draft: brought it in, or corrected it."""
    return frozenset({draft.uploader_id, *(each.author_id for each in draft.corrections)})


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


def _newest(draft: Draft, kind: CheckKind, organ_id: int | None) -> DraftCheck | None:
    made = [
        check
        for check in draft.checks
        if (check.kind, check.organ_id, check.round) == (kind.value, organ_id, draft.round)
    ]
    return made[-1] if made else None


def _step(name: str, organ: str, check: DraftCheck | None) -> Step:
    if check is None:
        return Step(name, organ)
    return Step(name, organ, check.passed, check.words, check.checker, check.checked_at)


def _check(
    draft: Draft,
    actor: Actor,
    kind: CheckKind,
    organ_id: int | None,
    passed: bool,
    words: str,
    now: datetime,
) -> None:
    draft.checks.append(
        DraftCheck(
            round=draft.round,
            kind=kind.value,
            organ_id=organ_id,
            passed=passed,
            words=words,
            checker_id=actor.user_id,
            checker=actor.name,
            checked_at=now,
        )
    )
