"""What must hold before a reply goes out: a second person, and the confidentiality check.

The functions of GUARDS and EFFECTS are those that the moves of a consultation call by name, in the
move's own transaction: a guard refuses the move by raising, an effect is part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.consultations.records import Consultation
from service.consultations.states import Move
from service.replies.drafting import account
from service.replies.errors import CheckMissing, DrafterMayNot, DraftMissing, TextRefused
from service.replies.notices import Occasion, order_notice
from service.replies.reading import reply_of
from service.replies.records import ConfidentialityCheck, Purpose, ReplyText
from service.replies.texts import authors, newest_text
from service.staff.actors import Actor
from service.staff.audit_log import record

LONGEST_WORDS = 500


class PublicAttribute(StrEnum):
    """公开属性: whether what is said may be public."""

    PUBLIC = "主动公开"
    ON_REQUEST = "依申请公开"
    NOT_PUBLIC = "不予公开"


class SecrecyReview(StrEnum):
    """保密审查: what the review of secrets found."""

    CLEAR = "不涉密"
    CLASSIFIED = "涉密"


class Countersigning(StrEnum):
    """会签: whether the other organs concerned have signed."""

    SIGNED = "已会签"
    NOT_NEEDED = "无需会签"
    PENDING = "会签未完成"


@dataclass(frozen=True)
class CheckForm:
    """The three items of the check, with the checker's words."""

    attribute: PublicAttribute
    secrecy: SecrecyReview
    countersigned: Countersigning
    words: str = ""

    def passed(self, purpose: Purpose) -> bool:
        """Whether the text may go out; only what is public may be published for all."""
        allowed = {PublicAttribute.PUBLIC}
        if purpose is Purpose.REPLY:
            allowed.add(PublicAttribute.ON_REQUEST)
        return (
            self.attribute in allowed
            and self.secrecy is SecrecyReview.CLEAR
            and self.countersigned is not Countersigning.PENDING
        )


@dataclass(frozen=True)
class Checked:
    """A check that was recorded: what was found, by whom, when, and whether the text may go out."""

    form: CheckForm
    passed: bool
    checker: str
    checked_at: datetime


def record_check(
    session: Session, actor: Actor, text_id: int, form: CheckForm, now: datetime
) -> Checked:
    """Record the check of the text, which must be the newest, whatever it found.

    Raises DrafterMayNot for one of its authors, CheckMissing where a newer text was saved,
    TextRefused for words that are too long, or missing though the text may not go out.
    """
    text = session.get_one(ReplyText, text_id)
    purpose = Purpose(text.purpose)
    refuse_author(session, text.consultation_id, purpose, actor, "保密审查")
    newest = newest_text(session, text.consultation_id, purpose)
    if newest is None or newest.id != text.id:
        raise CheckMissing("文稿已有新的一稿，请对新稿进行保密审查")
    passed = form.passed(purpose)
    words = form.words.strip()
    if len(words) > LONGEST_WORDS:
        raise TextRefused("words", f"审查意见最多 {LONGEST_WORDS} 字")
    if not passed and not words:
        raise TextRefused("words", "审查没有通过，请写明意见")
    check = ConfidentialityCheck(
        text_id=text.id,
        attribute=form.attribute.value,
        secrecy=form.secrecy.value,
        countersigned=form.countersigned.value,
        words=words,
        passed=passed,
        checker_id=account(actor),
        checker=actor.name,
        checked_at=now,
    )
    session.add(check)
    session.flush()
    details = {
        "文稿": f"第 {text.number} 稿",
        "公开属性": form.attribute.value,
        "保密审查": form.secrecy.value,
        "会签": form.countersigned.value,
        "结果": "通过" if passed else "不通过",
    }
    record(session, actor, "保密审查", subject_of(session, text.consultation_id), details, now)
    return _checked(check)


def check_of(session: Session, text_id: int) -> Checked | None:
    """The newest check of the text; None where there is none."""
    query = select(ConfidentialityCheck).where(ConfidentialityCheck.text_id == text_id)
    newest = query.order_by(ConfidentialityCheck.id.desc()).limit(1)
    check = session.scalars(newest).one_or_none()
    return _checked(check) if check else None


def require_check(session: Session, text_id: int) -> None:
    """Raises CheckMissing unless the newest check of the text found that it may go out."""
    check = check_of(session, text_id)
    if check is None:
        raise CheckMissing("还没有登记保密审查（公开属性、保密审查、会签三项），不能发出")
    if not check.passed:
        raise CheckMissing(f"保密审查没有通过（{check.checker}：{check.form.words}），不能发出")


def refuse_author(
    session: Session, consultation_id: int, purpose: Purpose, actor: Actor, act: str
) -> None:
    """Raises DrafterMayNot where the actor wrote any of the texts, or has no account."""
    if account(actor) in authors(session, consultation_id, purpose):
        raise DrafterMayNot(f"您起草过这份文稿，{act}要由另一个人进行")


def subject_of(session: Session, consultation_id: int) -> str:
    """How the audit log names the consultation."""
    return f"consultation:{session.get_one(Consultation, consultation_id).number}"


#: Called with the session, the consultation, who moves it, and when.
Check = Callable[[Session, Consultation, Actor, datetime], None]


def _checked(check: ConfidentialityCheck) -> Checked:
    form = CheckForm(
        PublicAttribute(check.attribute),
        SecrecyReview(check.secrecy),
        Countersigning(check.countersigned),
        check.words,
    )
    return Checked(form, check.passed, check.checker, check.checked_at)


def _has_draft(session: Session, case: Consultation, _actor: Actor, _now: datetime) -> None:
    draft = newest_text(session, case.id, Purpose.REPLY)
    if draft is None:
        raise DraftMissing("还没有答复稿，请先起草并保存")
    if draft.released_at is not None:  # whoever asked anew is not sent the same words unlooked at
        raise DraftMissing("上次的答复已经发出；重办要另写一稿，请先起草并保存")


def _second_person(session: Session, case: Consultation, actor: Actor, now: datetime) -> None:
    _has_draft(session, case, actor, now)
    refuse_author(session, case.id, Purpose.REPLY, actor, "审核和发布")


def _may_go_out(session: Session, case: Consultation, actor: Actor, now: datetime) -> None:
    _second_person(session, case, actor, now)
    draft = newest_text(session, case.id, Purpose.REPLY)
    if draft is not None:
        require_check(session, draft.id)


def _release(session: Session, case: Consultation, _actor: Actor, now: datetime) -> None:
    """The newest draft becomes the reply that citizens read, and they are told."""
    draft = newest_text(session, case.id, Purpose.REPLY)
    if draft is None:
        raise DraftMissing("没有可以发出的答复稿")
    draft.released_at = now
    order_notice(session, case, Occasion.REPLIED, str(draft.number), now)


def _tell_reply(session: Session, case: Consultation, _actor: Actor, now: datetime) -> None:
    """Whoever asked the same is told as well, of the reply that was sent to the other."""
    reply = reply_of(session, case)
    if reply is not None:
        order_notice(session, case, Occasion.REPLIED, f"{reply.id}", now)


def _tell(occasion: Occasion) -> Check:
    def tell(session: Session, case: Consultation, _actor: Actor, now: datetime) -> None:
        order_notice(session, case, occasion, now.isoformat(timespec="seconds"), now)

    return tell


GUARDS: Mapping[str, Check] = MappingProxyType(
    {
        Move.SUBMIT_REPLY: _has_draft,
        Move.APPROVE: _second_person,
        Move.ANSWER: _may_go_out,
    }
)
EFFECTS: Mapping[str, Check] = MappingProxyType(
    {
        Move.ANSWER: _release,
        Move.ANSWER_WITH: _tell_reply,
        Move.ASK_SUPPLEMENT: _tell(Occasion.SUPPLEMENT),
        Move.REFUSE: _tell(Occasion.REFUSED),
    }
)
