"""The desk that takes consultations in."""

from __future__ import annotations

import hmac
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.clock import Clock, day_in_china
from knowledge.database import Store
from service.answering.question import read_question
from service.consultations.calendar_import import held_calendar
from service.consultations.contacts import Contact, contact_digest, sealed_contact
from service.consultations.dues import set_due
from service.consultations.errors import (
    AnswerIdMalformed,
    ContactNameRefused,
    ContactRefused,
    FormTokenMalformed,
    FormTokenReused,
)
from service.consultations.events import RECEIVED, add_event
from service.consultations.likeness_terms import search_terms
from service.consultations.numbers import (
    hash_code,
    hash_token,
    is_form_token,
    next_number,
    query_code,
    shown_code,
)
from service.consultations.records import (
    Channel,
    Consultation,
    ConsultationTerm,
)
from service.consultations.states import ConsultationState
from service.consultations.telling import CHANNEL_NAMES
from service.privacy import mask_personal_numbers
from service.privacy_notice import PRIVACY_NOTICE
from service.staff.actors import CITIZEN, Actor, ActorKind
from service.staff.audit_log import record
from service.staff.roles import Role

MAX_NAME = 40
MAX_EMAIL = 254
_ANSWER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
#: A mobile number, or a landline number with or without area code and extension.
_TELEPHONE = re.compile(r"(\+?86)?(1[3-9]\d{9}|(0\d{2,3})?[2-9]\d{6,7}(转\d{1,6})?)")


@dataclass(frozen=True)
class Submission:
    """A consultation as the form sends it; `form_token` makes sending it twice harmless."""

    question: str
    form_token: str
    answer_id: str | None = None
    contact: str | None = None
    contact_name: str | None = None
    channel: Channel = Channel.WEB


@dataclass(frozen=True)
class Receipt:
    """What the citizen takes away; `due_reason` says why there is no `due_on` yet.

    `repeated` where the form had been taken in before, and nothing new was.
    """

    number: str
    code: str
    state: str
    due_on: date | None
    due_reason: str | None
    repeated: bool = field(default=False, compare=False)


class ConsultationDesk:
    """Takes consultations in; safe to share between threads."""

    def __init__(self, store: Store, clock: Clock, secret: bytes, term_days: int) -> None:
        self._store = store
        self._clock = clock
        self._secret = secret
        self._term_days = term_days

    def submit(self, submission: Submission, actor: Actor = CITIZEN) -> Receipt:
        """Take a consultation in; the same form sent again gets the same receipt.

        Whoever of the staff writes it down for a caller is told as `actor`, and recorded. Raises
        QuestionRefused or SubmissionRefused where a field cannot be taken, and FormTokenReused
        where the token came before with other content.
        """
        form = _checked(submission)
        content = self._content_hash(form)
        return self._earlier(form, content) or self._take_in(form, content, actor)

    def _earlier(self, form: Submission, content: bytes) -> Receipt | None:
        """What this form got before; raises FormTokenReused where it had other content."""
        with self._store.reading() as session:
            row = session.scalars(
                select(Consultation).where(
                    Consultation.form_token_hash == hash_token(form.form_token)
                )
            ).one_or_none()
            if row is None:
                return None
            if not hmac.compare_digest(row.content_hash, content):
                raise FormTokenReused(
                    "这张表已经提交过，内容与这次不同；请重新打开页面填写新的咨询"
                )
            return replace(self._receipt(row, form), repeated=True)

    def _take_in(self, form: Submission, content: bytes, actor: Actor) -> Receipt:
        try:
            with self._store.writing() as session:
                row = self._new(session, form, content)
                _write_down(session, row, actor)
                return self._receipt(row, form)
        except IntegrityError:
            # The same form came twice at once, and the other was first.
            first = self._earlier(form, content)
            if first is None:
                raise
            return first

    def _receipt(self, row: Consultation, form: Submission) -> Receipt:
        code = shown_code(query_code(self._secret, form.form_token))
        return Receipt(row.number, code, row.state, row.due_on, row.due_reason)

    def _new(self, session: Session, form: Submission, content: bytes) -> Consultation:
        # Hashed before the first statement, so that no lock is held the while.
        salt = secrets.token_bytes(16)
        code_hash = hash_code(query_code(self._secret, form.form_token), salt)
        now = self._clock()
        received_on = day_in_china(now)
        number = next_number(session, received_on)
        calendar = held_calendar(session)
        question = mask_personal_numbers(form.question)
        row = Consultation(
            number=number,
            code_salt=salt,
            code_hash=code_hash,
            form_token_hash=hash_token(form.form_token),
            content_hash=content,
            question=question,
            answer_id=form.answer_id,
            channel=form.channel.value,
            **sealed_contact(session, number, Contact(form.contact, form.contact_name)),
            contact_digest=contact_digest(self._secret, form.contact),
            privacy_notice_version=(
                PRIVACY_NOTICE.version if form.contact or form.contact_name else None
            ),
            state=ConsultationState.RECEIVED.value,
            state_since=now,
            received_at=now,
            term_began_on=received_on,
            term_days=self._term_days,
            extension_days=0,
        )
        set_due(row, calendar)
        session.add(row)
        session.flush()
        session.add_all(
            ConsultationTerm(term=term, consultation_id=row.id)
            for term in sorted(search_terms(question))
        )
        return row

    def _content_hash(self, form: Submission) -> bytes:
        """A digest of the whole form; keyed, since a bare one would tell guessed phone numbers."""
        fields = [form.question, form.answer_id, form.contact, form.contact_name, form.channel]
        return hmac.digest(self._secret, b"form:" + json.dumps(fields).encode(), "sha256")


def _write_down(session: Session, row: Consultation, actor: Actor) -> None:
    """The first entry of the history; and one in the audit log where staff wrote the form."""
    role = next((each for each in (Role.HOTLINE, Role.COORDINATOR) if each in actor.roles), None)
    add_event(session, row, actor, RECEIVED, "", row.received_at, None, role)
    if actor.kind is ActorKind.STAFF:
        details = {"渠道": CHANNEL_NAMES[Channel(row.channel)]}
        record(session, actor, "登记咨询", f"consultation:{row.number}", details, row.received_at)


def _checked(submission: Submission) -> Submission:
    """The submission with every field in the form that is kept; raises for the first wrong one."""
    if not is_form_token(submission.form_token):
        raise FormTokenMalformed("表单标识不对；请重新打开页面再提交")
    if submission.answer_id is not None and not _ANSWER_ID.fullmatch(submission.answer_id):
        raise AnswerIdMalformed("回答编号不对；请从回答页面进入，或者不填")
    return Submission(
        read_question(submission.question),
        submission.form_token,
        submission.answer_id,
        typed_contact(submission.contact),
        _read_name(submission.contact_name),
        submission.channel,
    )


def typed_contact(typed: str | None) -> str | None:
    """A telephone number without blanks and hyphens, or an e-mail address; None for blanks.

    Raises ContactRefused for anything else.
    """
    contact = unicodedata.normalize("NFKC", (typed or "")[: 2 * MAX_EMAIL]).strip()
    if not contact:
        return None
    telephone = re.sub(r"[ ()\-‐-―]", "", contact)
    if _TELEPHONE.fullmatch(telephone):
        return telephone
    if len(contact) <= MAX_EMAIL and _EMAIL.fullmatch(contact):
        return contact
    raise ContactRefused("联系方式应是手机号、带区号的电话或电子邮箱；也可以不填")


def _read_name(typed: str | None) -> str | None:
    name = (typed or "").strip()
    if len(name) > MAX_NAME or any(unicodedata.category(c).startswith("C") for c in name):
        raise ContactNameRefused(f"称呼最多 {MAX_NAME} 字，不能有换行或控制字符")
    return mask_personal_numbers(name) or None
