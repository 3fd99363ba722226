"""Drafts of a reply: every save is kept, and nobody overwrites what another has saved meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from service.consultations.permitting import in_charge
from service.consultations.records import Consultation
from service.consultations.states import ConsultationState
from service.replies.citations import Cited, kept_citations
from service.replies.errors import (
    DrafterMayNot,
    NotInCharge,
    TextChanged,
    TextLocked,
    TextRefused,
)
from service.replies.outcomes import TEMPLATES, ReplyOutcome
from service.replies.records import Purpose, ReplyText
from service.replies.texts import SavedText, newest_text, saved, texts_of
from service.staff.actors import Actor
from service.typed_text import can_be_kept, tidied

#: States of a consultation in which its reply may no longer be written: what was reviewed is sent.
LOCKED = frozenset(
    {
        ConsultationState.REVIEWING,
        ConsultationState.CHECKING,
        ConsultationState.ANSWERED,
        ConsultationState.RATED,
        ConsultationState.ARCHIVED,
        ConsultationState.REFUSED,
        ConsultationState.MERGED,
        ConsultationState.WITHDRAWN,
    }
)

#: Characters that a field holds at most.
LONGEST: Mapping[str, int] = MappingProxyType(
    {"conclusion": 2000, "way": 2000, "organ": 100, "phone": 60, "question": 500}
)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "conclusion": "结论",
        "way": "办理途径",
        "organ": "答复单位",
        "phone": "联系电话",
        "question": "问题",
    }
)
#: Fields without which a text is not kept.
_REQUIRED = ("conclusion", "organ", "phone", "question")
_TO_FILL = re.compile("〔[^〕]*〕")
_MASKED = re.compile("〔(?:身份证号|电话|银行卡号|姓名|住址|车牌号|电子邮箱)〕")
_TELEPHONE = re.compile(r"[0-9][0-9\-—()（）转、,，; ；/]{2,}")


@dataclass(frozen=True)
class Wording:
    """What a text says, as the editor's form sends it: the conclusion first, then its basis."""

    outcome: ReplyOutcome
    conclusion: str
    way: str
    organ: str
    phone: str
    day: date
    citations: tuple[Cited, ...] = ()


def save_draft(
    session: Session,
    actor: Actor,
    consultation_id: int,
    wording: Wording,
    expected: int,
    now: datetime,
) -> SavedText:
    """Keep the wording as the reply's next draft; `expected` is the number of the one it follows.

    `expected` is 0 for the first. Raises TextRefused (CitationRefused) for a field that cannot be
    kept, TextChanged where another draft was saved meanwhile, TextLocked where the consultation's
    state forbids it, DrafterMayNot for an actor without an account, NotInCharge for one whose
    organ is not in charge.
    """
    consultation = locked_consultation(session, consultation_id)
    account(actor)
    if not in_charge(consultation, actor):
        raise NotInCharge("答复由主办单位起草；协办单位请在咨询页提出协办意见")
    if consultation.state in LOCKED:
        raise TextLocked(f"咨询的状态是“{consultation.state}”，答复稿不能再改；要改请先退回修改")
    return save_text(session, actor, consultation_id, Purpose.REPLY, wording, expected, now)


def latest_draft(session: Session, consultation_id: int) -> SavedText | None:
    """The newest draft of the reply; None before the first."""
    newest = newest_text(session, consultation_id, Purpose.REPLY)
    return saved(newest) if newest else None


def drafts_of(session: Session, consultation_id: int) -> list[SavedText]:
    """Every draft of the reply, the newest first: who wrote what when."""
    return [saved(each) for each in session.scalars(texts_of(consultation_id, Purpose.REPLY))]


def locked_consultation(session: Session, consultation_id: int) -> Consultation:
    """The consultation, which nobody else changes until the transaction ends."""
    return session.get_one(
        Consultation, consultation_id, with_for_update=True, populate_existing=True
    )


def account(actor: Actor) -> int:
    """The actor's account; raises DrafterMayNot for citizens and the system."""
    if actor.user_id is None:
        raise DrafterMayNot("只有工作人员可以起草、审核和发布答复")
    return actor.user_id


def save_text(
    session: Session,
    actor: Actor,
    consultation_id: int,
    purpose: Purpose,
    wording: Wording,
    expected: int,
    now: datetime,
    *,
    question: str | None = None,
    expires_on: date | None = None,
    public_words: tuple[str, ...] = (),
) -> SavedText:
    """Keep the wording as the next text of a locked consultation; raises as `save_draft`."""
    newest = newest_text(session, consultation_id, purpose)
    number = newest.number if newest else 0
    if number != expected:
        told = f"{newest.author} 已在您之后保存了第 {number} 稿" if newest else "原稿已不在"
        raise TextChanged(f"{told}；请先查看它，再把您的修改加进去")
    fields = checked_fields(wording, question)
    text = ReplyText(
        consultation_id=consultation_id,
        purpose=purpose.value,
        number=number + 1,
        outcome=wording.outcome.value,
        day=wording.day,
        expires_on=expires_on,
        public_words=list(public_words),
        author_id=account(actor),
        author=actor.name,
        saved_at=now,
        citations=kept_citations(session, wording.citations, day_in_china(now)),
        **fields,
    )
    session.add(text)
    session.flush()
    return saved(text)


def checked_fields(wording: Wording, question: str | None) -> dict[str, str | None]:
    """The fields of the wording as they are kept; raises TextRefused for the first wrong one."""
    typed = {
        "question": question,
        "conclusion": wording.conclusion,
        "way": wording.way,
        "organ": wording.organ,
        "phone": wording.phone,
    }
    fields = {name: None if text is None else _checked(name, text) for name, text in typed.items()}
    if not _TELEPHONE.match(fields["phone"] or ""):
        raise TextRefused("phone", "联系电话应是电话号码，如 0453-1234567 或 12345")
    if TEMPLATES[wording.outcome].needs_citation and not wording.citations:
        label = TEMPLATES[wording.outcome].label
        raise TextRefused("citations", f"答复类型是“{label}”，请至少插入一条依据")
    return fields


def _checked(name: str, typed: str) -> str:
    text = tidied(typed)
    label = LABELS[name]
    if not text and name in _REQUIRED:
        raise TextRefused(name, f"请填写{label}")
    if len(text) > LONGEST[name]:
        raise TextRefused(name, f"{label}最多 {LONGEST[name]} 字")
    if not can_be_kept(text):
        raise TextRefused(name, f"{label}里有不能保存的控制字符")
    left = _TO_FILL.search(_MASKED.sub("", text))
    if left:
        raise TextRefused(name, f"{label}里还有没填的地方：{left.group()}")
    return text
