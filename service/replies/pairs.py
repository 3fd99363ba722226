"""From a reply to a question and answer for all: proposed, edited, approved by a second person."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from service.consultations.records import Consultation
from service.personal_data import PersonalWords, find_personal, mask_personal, names_in
from service.replies.drafting import Wording, account, locked_consultation, save_text
from service.replies.errors import PublicationRefused, TextRefused
from service.replies.reading import reply_of
from service.replies.records import Purpose
from service.replies.texts import SavedText, newest_text, saved, texts_of
from service.staff.actors import Actor

#: Days for which an answer holds where nothing that it cites ends before.
LONGEST_TERM = 365
#: Characters of a question that is published: longer ones are no questions but stories.
LONGEST_QUESTION = 100

#: The fields in which personal data may stand.
_SEARCHED: tuple[Callable[[SavedText], str], ...] = (
    lambda text: text.question or "",
    lambda text: text.conclusion,
    lambda text: text.way,
    lambda text: text.organ,
)

#: A telephone that a person carries; an office's own number may stand in the field for it.
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9](?:[ -]?\d){9}(?!\d)")


@dataclass(frozen=True)
class PairForm:
    """A question and answer as the editor's form sends it.

    `expires_on` is the last day on which it may answer; `public_words` look like personal data and
    may stay.
    """

    question: str
    wording: Wording
    expires_on: date
    public_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What the editor begins with: personal data masked; `found` is what was found in the words.

    `number` is that of the newest saved pair, 0 before the first.
    """

    form: PairForm
    found: tuple[PersonalWords, ...]
    number: int


def propose_pair(session: Session, consultation_id: int, today: date) -> Proposal:
    """The newest saved pair, else one made of the consultation's question and its reply.

    Raises PublicationRefused where no reply was sent.
    """
    consultation = session.get_one(Consultation, consultation_id)
    names = names_in(consultation.question)
    newest = newest_text(session, consultation_id, Purpose.PAIR)
    if newest is not None:
        pair = saved(newest)
        return Proposal(_form(pair), tuple(personal_in(pair, names)), pair.number)
    reply = reply_of(session, consultation)
    if reply is None:
        raise PublicationRefused("咨询还没有答复，不能公布")
    original = replace(reply, question=consultation.question)
    form = _form(original)
    masked = PairForm(
        mask_personal(form.question, names=names),
        replace(
            form.wording,
            conclusion=mask_personal(reply.conclusion, names=names),
            way=mask_personal(reply.way, names=names),
            day=today,
        ),
        _until(reply, today),
    )
    return Proposal(masked, tuple(personal_in(original, names)), 0)


def save_pair(
    session: Session,
    actor: Actor,
    consultation_id: int,
    form: PairForm,
    expected: int,
    now: datetime,
) -> SavedText:
    """Keep the pair's next text; `expected` is the number of the one it follows, 0 for the first.

    Raises as `drafting.save_draft`, and PublicationRefused where no reply was sent.
    """
    consultation = locked_consultation(session, consultation_id)
    account(actor)
    if reply_of(session, consultation) is None:
        raise PublicationRefused("咨询还没有答复，不能公布")
    question = " ".join(form.question.split())
    if len(question) > LONGEST_QUESTION:
        raise TextRefused("question", f"公布的问题最多 {LONGEST_QUESTION} 字，请概括成一句")
    if form.expires_on < day_in_china(now):
        raise TextRefused("expires_on", "有效期已过，请填今天或以后的日期")
    return save_text(
        session,
        actor,
        consultation_id,
        Purpose.PAIR,
        form.wording,
        expected,
        now,
        question=question,
        expires_on=form.expires_on,
        public_words=form.public_words,
    )


def latest_pair(session: Session, consultation_id: int) -> SavedText | None:
    """The newest text of the pair; None before the first."""
    newest = newest_text(session, consultation_id, Purpose.PAIR)
    return saved(newest) if newest else None


def pairs_of(session: Session, consultation_id: int) -> list[SavedText]:
    """Every text of the pair, the newest first."""
    return [saved(each) for each in session.scalars(texts_of(consultation_id, Purpose.PAIR))]


def personal_in(text: SavedText, names: Collection[str] = ()) -> list[PersonalWords]:
    """What looks like personal data in the text and was not said to be public, field by field.

    `names` are those that whoever asked told: the reply may call them so without any label.
    """
    found = [each for field in _SEARCHED for each in find_personal(field(text), names)]
    found += [each for each in find_personal(text.phone) if _MOBILE.search(each.words)]
    return [each for each in found if each.words not in text.public_words]


def _form(text: SavedText) -> PairForm:
    wording = Wording(
        text.outcome,
        text.conclusion,
        text.way,
        text.organ,
        text.phone,
        text.day,
        tuple(each.cited for each in text.citations),
    )
    expires_on = text.expires_on or text.day
    return PairForm(text.question or "", wording, expires_on, text.public_words)


def _until(reply: SavedText, today: date) -> date:
    """The day on which the first of the cited documents ends, at most a year from today."""
    ends = [each.valid_until for each in reply.citations if each.valid_until]
    return min([today + timedelta(days=LONGEST_TERM), *(each for each in ends if each >= today)])
