"""The audit log: who did what to what, each entry signed together with the one before.

The signature is HMAC-SHA-256 (RFC 2104) under a key outside the database, so that whoever can
write the database cannot write the log anew. What the last entry is stands in a file outside the
database as well, the anchor: a log whose end was cut off no longer reaches it.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, event, select
from sqlalchemy.orm import Session, SessionTransaction

from knowledge.database import Store
from service.staff.actors import Actor
from service.staff.anchors import advance_anchor, read_anchor
from service.staff.errors import AnchorUnreadable, AuditHeadMissing, AuditKeyMissing, AuditKeyWrong
from service.staff.records import AuditEntry, AuditHead

_SEAL, _APPENDED, _GOES_ON = "audit seal", "audit appended", "audit goes on"

log = logging.getLogger("yihaoda.audit")


@dataclass(frozen=True)
class AuditSeal:
    """What the log is signed with, and the file that says how far it reaches (None: no file)."""

    key: bytes
    anchor: Path | None = None

    @property
    def check(self) -> bytes:
        """Tells this key from others without giving it away."""
        return hmac.digest(self.key, b"audit log key", "sha256")


def audited(store: Store, seal: AuditSeal) -> Store:
    """The store, in whose transactions `record` may be called."""
    return store.carrying(_SEAL, seal)


def seal_of(session: Session) -> AuditSeal:
    """The seal that the session's store was opened with; raises AuditKeyMissing without one."""
    seal = session.info.get(_SEAL)
    if not isinstance(seal, AuditSeal):
        raise AuditKeyMissing("没有审计密钥，操作无法记录，因此不能进行")
    return seal


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    details: Mapping[str, str],
    at: datetime,
) -> None:
    """Append one entry in the caller's transaction; call it last, since it locks the log's head.

    `subject` is written as "consultation:20261122-0007" or "user:12"; `details` never hold
    personal data. Raises AuditKeyMissing, AuditKeyWrong or AuditHeadMissing: what cannot be
    recorded must not be done.
    """
    seal = seal_of(session)
    head = locked_head(session)
    if head.key_check not in (None, seal.check):
        raise AuditKeyWrong("审计密钥和已有的审计记录对不上，操作无法记录；请换回原来的密钥")
    entry = AuditEntry(
        seq=head.seq + 1,
        at=at.astimezone(UTC),
        actor_kind=actor.kind.value,
        actor_name=actor.name,
        user_id=actor.user_id,
        roles=",".join(sorted(actor.roles)),
        action=action,
        subject=subject,
        details=json.dumps(dict(details), ensure_ascii=False, sort_keys=True),
    )
    entry.mac = signature(seal.key, head.mac, entry)
    if _APPENDED not in session.info:
        session.info[_GOES_ON] = _goes_on(session, seal, head)
    session.add(entry)
    head.seq, head.mac, head.key_check = entry.seq, entry.mac, seal.check
    session.flush()
    session.info[_APPENDED] = (entry.seq, entry.mac)


def signature(key: bytes, before: bytes, entry: AuditEntry | Row[Any]) -> bytes:
    """HMAC-SHA-256 of the entry and of the signature before it (32 zero bytes before the first)."""
    signed = (
        before.hex(),
        entry.seq,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_kind,
        entry.actor_name,
        entry.user_id,
        entry.roles,
        entry.action,
        entry.subject,
        entry.details,
    )
    return hmac.digest(key, json.dumps(signed).encode(), "sha256")


def locked_head(session: Session) -> AuditHead:
    """The head, locked until the transaction ends; raises AuditHeadMissing."""
    head = session.scalars(
        select(AuditHead)
        .where(AuditHead.id == 1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if head is None:
        raise AuditHeadMissing("审计记录的末尾标记不见了，操作无法记录；请从备份恢复数据库")
    return head


def _goes_on(session: Session, seal: AuditSeal, head: AuditHead) -> bool:
    """Whether the log still holds the entry that the anchor names.

    Where it does not, the end was cut off or written anew: the anchor stays where it is, lest the
    log grow past it and hide that.
    """
    if seal.anchor is None:
        return False
    try:
        anchor = read_anchor(seal.anchor)
    except AnchorUnreadable as error:
        log.error("%s", error)
        return False
    if anchor is None:
        return True
    mac = head.mac
    if anchor.seq != head.seq:
        mac = session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == anchor.seq)) or b""
    whole = anchor.seq <= head.seq and hmac.compare_digest(mac, anchor.mac)
    if not whole:
        log.error("审计记录和锚点对不上，请运行 yihaoda audit verify")
    return whole


@event.listens_for(Session, "after_commit")
def _advance(session: Session) -> None:
    """Tell the anchor what was committed.

    A failure is logged and no more: the entry stands, and the next one tells the anchor anew.
    """
    if session.in_nested_transaction():
        return
    appended = session.info.pop(_APPENDED, None)
    anchor = seal_of(session).anchor if appended else None
    if appended is None or anchor is None or not session.info.pop(_GOES_ON, False):
        return
    try:
        advance_anchor(anchor, *appended)
    except OSError as error:
        log.error("审计记录的锚点写不进去：%s", error.strerror or error)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _transaction: SessionTransaction) -> None:
    """Never tell the anchor of an entry that was rolled back, be it with a savepoint."""
    session.info.pop(_APPENDED, None)
