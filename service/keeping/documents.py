"""A document as its keepers see it, and what they do to it: correct, withdraw, restore.

Whoever changes a document says what state of it was shown (`Seen`): where somebody else changed it
since, the change is refused and told, so that nobody overwrites what the other one did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.correcting import correct_several
from knowledge.corrections import corrections_of
from knowledge.database import Store
from knowledge.documents import Document, DocumentId
from knowledge.given import FIELDS, STAFF, given_value
from knowledge.publication import restore, withdraw
from knowledge.queries.corpus import stored_text
from knowledge.queries.dossiers import Dossier, dossiers
from knowledge.queries.values import values_of
from knowledge.recording import lock_for_writing
from service.keeping.errors import DocumentChanged, KeepingRefused, NotKept
from service.keeping.fields import FieldsRead, fields_read
from service.keeping.reach import Reach, issuers_of
from service.personal_data import mask_personal
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.audit_reading import AuditFilters, ShownEntry, read_entries

LONGEST_WHY = 500
#: Entries of its history that a document's page shows.
SHOWN_ENTRIES = 30


@dataclass(frozen=True)
class Seen:
    """The state of a document that was shown: its revision, and its newest entry in the log."""

    revision: int
    entry: int


@dataclass(frozen=True)
class KeptDocument:
    """A document with all that its keepers look at; `history` is newest first."""

    dossier: Dossier
    read: FieldsRead
    history: Sequence[ShownEntry]
    seen: Seen


@dataclass(frozen=True)
class Edits:
    """What a keeper wants changed: values by field, fields to be as they were read, and why."""

    values: Mapping[str, str]
    taken_back: Collection[str]
    why: str


@dataclass(frozen=True)
class Asked:
    """What is to be done to a document as a whole: in which state it was shown, and why."""

    document_id: str
    seen: Seen
    why: str

    @property
    def reason(self) -> str:
        """The reason as it is recorded; raises KeepingRefused without one."""
        return reason(self.why)


def subject_of(document_id: str) -> str:
    """How the audit log names the document."""
    return f"document:{document_id}"


def kept_document(session: Session, reach: Reach, document_id: str, day: date) -> KeptDocument:
    """The document, judged on `day`; raises NotKept."""
    issuers_of(session, reach, document_id)
    kept = DocumentId(document_id)
    (found,) = dossiers(session, [kept], day)
    history = read_entries(session, AuditFilters(subject=subject_of(kept)), SHOWN_ENTRIES)
    read = fields_read(
        values_of(session, kept),
        found.proofs,
        corrections_of(session, kept),
        stored_text(session, kept, None, "raw"),
    )
    seen = Seen(_revision(session, kept), history[0].seq if history else 0)
    return KeptDocument(found, read, history, seen)


def correct_document(
    store: Store,
    actor: Actor,
    document_id: str,
    edits: Edits,
    seen: Seen,
    reach: Callable[[Session], Reach],
    now: datetime,
    action: str = "更正文件",
) -> int:
    """Correct what differs from what counts, in one new version; returns its number.

    `action` is what the audit log calls it.

    Raises NotKept, DocumentChanged, KeepingRefused without a reason or a difference, WrongValue
    for what can be no value, and SourceError where the stored file can no longer be read.
    """
    kept = DocumentId(document_id)
    with store.reading() as session:
        issuers_of(session, reach(session), document_id)
        require_seen(session, kept, seen)
        before = values_of(session, kept)
        corrected = corrections_of(session, kept)
    why = reason(edits.why)
    given = [
        given_value(name, text, STAFF)
        for name, text in edits.values.items()
        if name in FIELDS and name not in edits.taken_back
    ]
    given = [each for each in given if each.value != before[each.name]]
    back = [name for name in edits.taken_back if name in corrected]
    if not given and not back:
        raise KeepingRefused("没有改动：填写的和现在的一样")

    def still_allowed(session: Session) -> None:
        issuers_of(session, reach(session), document_id)
        require_seen(session, kept, seen)

    def recorded(session: Session, number: int) -> None:
        after = values_of(session, kept)
        told = {
            FIELDS[name].label: f"{before[name] or '（空）'} → {after[name] or '（空）'}"
            for name in FIELDS
            if before[name] != after[name]
        }
        details = {**told, "理由": why, "版本": str(number)}
        if back:
            details["撤回更正"] = "、".join(FIELDS[name].label for name in back)
        record(session, actor, action, subject_of(kept), details, now)

    return correct_several(store, kept, given, back, now, allowed=still_allowed, recorded=recorded)


def withdraw_document(
    session: Session, actor: Actor, reach: Reach, asked: Asked, now: datetime
) -> None:
    """Take the document out of answers; raises NotKept, DocumentChanged, KeepingRefused.

    PublicationRefused where it is withdrawn already.
    """
    withdraw(session, allowed(session, reach, asked), asked.reason, now)
    _record(session, actor, "撤下文件", asked, now)


def restore_document(
    session: Session, actor: Actor, reach: Reach, asked: Asked, now: datetime
) -> None:
    """Let answers come from it again; raises as `withdraw_document`."""
    restore(session, allowed(session, reach, asked), asked.reason, now)
    _record(session, actor, "恢复文件", asked, now)


def reason(why: str) -> str:
    """The reason as it is recorded; raises KeepingRefused where there is none or it is too long."""
    words = why.strip()
    if not words or len(words) > LONGEST_WHY:
        raise KeepingRefused(f"请写明理由，最多 {LONGEST_WHY} 字")
    return mask_personal(words)


def require_seen(session: Session, document_id: DocumentId, seen: Seen) -> None:
    """Raises DocumentChanged where the document is no longer as it was shown."""
    if _revision(session, document_id) != seen.revision:
        raise DocumentChanged("您打开以后，这份文件又有改动；您填写的都还在，请核对以后再保存")


def changes_since(session: Session, document_id: str, seen: Seen) -> list[ShownEntry]:
    """What was recorded of the document since it was shown, newest first."""
    entries = read_entries(session, AuditFilters(subject=subject_of(document_id)), SHOWN_ENTRIES)
    return [entry for entry in entries if entry.seq > seen.entry]


def allowed(session: Session, reach: Reach, asked: Asked) -> DocumentId:
    """The document, locked for the change; raises NotKept and DocumentChanged."""
    lock_for_writing(session)
    issuers_of(session, reach, asked.document_id)
    kept = DocumentId(asked.document_id)
    require_seen(session, kept, asked.seen)
    return kept


def _record(session: Session, actor: Actor, action: str, asked: Asked, now: datetime) -> None:
    record(session, actor, action, subject_of(asked.document_id), {"理由": asked.reason}, now)


def _revision(session: Session, document_id: DocumentId) -> int:
    revision = session.scalars(
        select(Document.revision).where(Document.id == document_id)
    ).one_or_none()
    if revision is None:
        raise NotKept("没有这个文件，或者它不归您的单位管")
    return revision
