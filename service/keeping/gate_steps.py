"""How far a draft has come at the gate, who made it, and who has to sign it.

A check counts for the round in which it was made: whatever is handed back is looked at anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.keeping.records import CheckKind, Draft, DraftCheck
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


def may_sign(draft: Draft, actor: Actor) -> bool:
    """Whether the actor signs for an organ whose signature is asked for."""
    return Role.HANDLER in actor.roles and any(
        each.organ_id == actor.organ_id for each in draft.signing
    )


def authors_of(draft: Draft) -> frozenset[int]:
    """Who made the draft: brought it in, or corrected it."""
    return frozenset({draft.uploader_id, *(each.author_id for each in draft.corrections)})


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
