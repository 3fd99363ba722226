"""Keeping the negative list: terms added and taken out, each for a reason that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editions import hold_lists
from knowledge.negative_list import LONGEST, SHORTEST, NegativeTerm, folded_key
from service.keeping.documents import reason
from service.keeping.errors import KeepingRefused
from service.staff.actors import Actor
from service.staff.audit_log import record

SUBJECT = "negative list"
#: Terms that one form adds; tables bring in more.
MOST_AT_ONCE = 50


def list_terms(session: Session) -> Sequence[NegativeTerm]:
    """The terms in force, the newest first."""
    return session.scalars(select(NegativeTerm).order_by(NegativeTerm.id.desc())).all()


def written(text: str) -> tuple[str, ...]:
    """The terms of a text, one a line or between 、, each once."""
    lines = (" ".join(each.split()) for each in text.replace("、", "\n").splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def key_of(term: str) -> str:
    """The key that texts are searched for; raises KeepingRefused for a term too short or long."""
    key = folded_key(term)
    if not SHORTEST <= len(key) <= LONGEST or not term.isprintable():
        raise KeepingRefused(
            f"“{term[:LONGEST]}”不行：词要有 {SHORTEST} 到 {LONGEST} 个字，太短的会挡住不相干的回答"
        )
    return key


def new_terms(session: Session, terms: Sequence[str]) -> dict[str, str]:
    """The terms by their keys; raises KeepingRefused where one is there, or can be none."""
    keyed = {key_of(term): term for term in terms}
    if not keyed:
        raise KeepingRefused("请写出要加的词")
    if len(keyed) > MOST_AT_ONCE:
        raise KeepingRefused(f"一次最多加 {MOST_AT_ONCE} 个词，更多的请用表格导入")
    there = session.scalars(select(NegativeTerm.key).where(NegativeTerm.key.in_(keyed))).all()
    if there:
        raise KeepingRefused("、".join(f"“{keyed[key]}”" for key in there) + "已经在清单里")
    return keyed


def add_terms(
    session: Session, actor: Actor, terms: Sequence[str], why: str, now: datetime
) -> None:
    """Add terms, all or none; raises as `new_terms`, and without a reason."""
    hold_lists(session)
    keyed, because = new_terms(session, terms), reason(why)
    for key, term in keyed.items():
        add_one(session, actor, term, key, because, now)


def add_one(
    session: Session, actor: Actor, term: str, key: str, because: str, now: datetime
) -> None:
    """Add a term that is not there, and record it."""
    session.add(NegativeTerm(term=term, key=key, why=because, added_by=actor.name, added_at=now))
    session.flush()
    record(session, actor, "增加负面清单的词", SUBJECT, {"词": term, "理由": because}, now)


def change_reason(
    session: Session, actor: Actor, found: NegativeTerm, because: str, now: datetime
) -> None:
    """Give the reason of a term anew, and record what it was."""
    details = {"词": found.term, "理由": f"{found.why} → {because}"}
    found.why = because
    session.flush()
    record(session, actor, "改负面清单的理由", SUBJECT, details, now)


def remove_term(session: Session, actor: Actor, term_id: int, why: str, now: datetime) -> None:
    """Take a term out; raises KeepingRefused where it is gone already, or no reason is given."""
    found = session.get(NegativeTerm, term_id)
    if found is None:
        raise KeepingRefused("这个词已经不在清单里")
    remove_one(session, actor, found, reason(why), now)


def remove_one(
    session: Session, actor: Actor, found: NegativeTerm, because: str, now: datetime
) -> None:
    """Take a term out that is there, and record it."""
    session.delete(found)
    session.flush()
    record(session, actor, "去掉负面清单的词", SUBJECT, {"词": found.term, "理由": because}, now)
