"""Contact data of consultations: sealed at rest, shown masked, revealed for a reason, deleted.

Whoever reveals it is named in the audit log with the reason; deleting it leaves the consultation,
its history and every figure as they were.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.consultations.errors import ConsultationNotFound, ContactReasonRefused
from service.consultations.records import Consultation
from service.privacy import mask_personal_numbers
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.sealing import keyring_of, seal, unseal

SHORTEST_REASON, LONGEST_REASON = 2, 200

#: Digits of a landline number without area code, of which less is shown.
SHORTEST_TELEPHONE = 8

FIELDS = ("contact", "contact_name")
#: Before the eleven digits of a mobile number, the country's code.
_ABROAD = re.compile(r"^\+?86(?=1[3-9]\d{9}$)")
_NAMES = {"contact": "联系方式", "contact_name": "称呼"}


@dataclass(frozen=True)
class Contact:
    """Telephone number or e-mail address, and how to address the citizen; None where not left."""

    contact: str | None
    name: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was left, or nothing is left any more."""
        return self.contact is None and self.name is None

    @property
    def masked(self) -> Contact:
        """As staff see it without asking: 138****1234, z***@example.cn, 张**."""
        return Contact(_masked_contact(self.contact), _masked_name(self.name))


def bound_to(number: str, field: str) -> str:
    """What a sealed column is sealed as: it opens in no other consultation, and no other column."""
    return f"consultation:{number}:{field}"


def without_country_code(contact: str) -> str:
    """The contact; of a mobile number the eleven digits alone."""
    return _ABROAD.sub("", contact)


def contact_digest(secret: bytes, contact: str | None) -> bytes | None:
    """What the same contact, however it is written, always gives under this key; None for none.

    Keyed (HMAC-SHA-256), since of a bare digest every telephone number could be guessed.
    """
    if contact is None:
        return None
    plain = without_country_code(contact).lower()
    return hmac.digest(secret, b"contact:" + plain.encode(), "sha256")


def sealed_contact(session: Session, number: str, left: Contact) -> Mapping[str, str | None]:
    """The columns of consultation `number` that hold what the citizen left."""
    return {
        field: None if text is None else seal(keyring_of(session), text, bound_to(number, field))
        for field, text in zip(FIELDS, (left.contact, left.name), strict=True)
    }


def read_contact(session: Session, number: str) -> Contact:
    """What the citizen left, opened: for the system's own notices; staff use `reveal_contact`.

    Raises SealError where it cannot be opened.
    """
    contact, name = (
        None if text is None else unseal(keyring_of(session), text, bound_to(number, field))
        for field, text in _stored(session, number).items()
    )
    return Contact(contact, name)


def reveal_contact(
    session: Session, actor: Actor, number: str, reason: str, now: datetime
) -> Contact:
    """What the citizen left, for a person who says why; written into the audit log.

    Raises ContactReasonRefused without a reason, SealError where it cannot be opened.
    """
    told = checked_reason(reason)
    contact = read_contact(session, number)
    shown = {"contact": contact.contact, "contact_name": contact.name}
    names = "、".join(_NAMES[field] for field, text in shown.items() if text is not None)
    details = {"看到": names or "没有留下联系方式", "理由": told}
    record(session, actor, "查看联系方式", _subject(number), details, now)
    return contact


def delete_contact(session: Session, actor: Actor, number: str, reason: str, now: datetime) -> bool:
    """Delete what the citizen left; returns whether there was anything.

    Raises ContactReasonRefused without a reason.
    """
    told = checked_reason(reason)
    if all(text is None for text in _stored(session, number).values()):
        return False
    # Not through the mapped object: whoever works on the case has not to begin anew.
    session.execute(
        update(Consultation)
        .where(Consultation.number == number)
        .values(dict.fromkeys((*FIELDS, "contact_digest")))
        .execution_options(synchronize_session=False)
    )
    record(session, actor, "删除联系方式", _subject(number), {"理由": told}, now)
    return True


def _stored(session: Session, number: str) -> Mapping[str, str | None]:
    """The two columns, as they are stored; raises ConsultationNotFound."""
    columns = (Consultation.contact, Consultation.contact_name)
    row = session.execute(select(*columns).where(Consultation.number == number)).one_or_none()
    if row is None:
        raise ConsultationNotFound("没有这件咨询")
    return dict(zip(FIELDS, row, strict=True))


def _subject(number: str) -> str:
    return f"consultation:{number}"


def checked_reason(reason: str) -> str:
    """The reason without personal numbers, since the audit log is never deleted from.

    Raises ContactReasonRefused where it is none.
    """
    told = mask_personal_numbers(" ".join(reason.split()))
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON or not told.isprintable():
        raise ContactReasonRefused(f"请写明理由，{SHORTEST_REASON} 到 {LONGEST_REASON} 个字")
    return told


def _masked_contact(contact: str | None) -> str | None:
    if contact is None:
        return None
    name, at, domain = contact.partition("@")
    if at:
        return f"{name[0]}***@{domain}"
    kept = 3 if len(contact) > SHORTEST_TELEPHONE else 1
    return f"{contact[:kept]}****{contact[-4:]}"


def _masked_name(name: str | None) -> str | None:
    return None if name is None else name[0] + "*" * min(len(name) - 1, 2)
