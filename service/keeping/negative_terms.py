"""Keeping the negative list: terms added and taken out, each for a reason that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.negative_list import LONGEST, SHORTEST, NegativeTerm, folded_key
from service.keeping.documents import reason
from service.keeping.errors import KeepingRefused
from service.staff.actors import Actor
from service.staff.audit_log import record

SUBJECT = "negative list"


def list_terms(session: Session) -> Sequence[NegativeTerm]:
    """The terms in force, the newest first."""
    return session.scalars(select(NegativeTerm).order_by(NegativeTerm.id.desc())).all()


def add_term(session: Session, actor: Actor, term: str, why: str, now: datetime) -> None:
    """Add a term; raises KeepingRefused for one that is there, too short or long, or no reason."""
    words = " ".join(term.split())
    key = folded_key(words)
    if not SHORTEST <= len(key) <= LONGEST or not words.isprintable():
        raise KeepingRefused(f"词要有 {SHORTEST} 到 {LONGEST} 个字：太短的会挡住不相干的回答")
    if session.scalars(select(NegativeTerm.id).where(NegativeTerm.key == key)).first() is not None:
        raise KeepingRefused(f"“{words}”已经在清单里")
    because = reason(why)
    session.add(NegativeTerm(term=words, key=key, why=because, added_by=actor.name, added_at=now))
    session.flush()
    record(session, actor, "增加负面清单的词", SUBJECT, {"词": words, "理由": because}, now)


def remove_term(session: Session, actor: Actor, term_id: int, why: str, now: datetime) -> None:
    """Take a term out; raises KeepingRefused where it is gone already, or no reason is given."""
    found = session.get(NegativeTerm, term_id)
    if found is None:
        raise KeepingRefused("这个词已经不在清单里")
    because = reason(why)
    session.delete(found)
    session.flush()
    record(session, actor, "去掉负面清单的词", SUBJECT, {"词": found.term, "理由": because}, now)
