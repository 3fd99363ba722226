"""What verifying the audit log in the background has found, kept in the store under a signature.

It is signed with the log's own key, so that whoever can write the database can neither make up a
finding nor better one. An older one can be put back in its place: its times tell, and what a whole
walk found stands in the audit log as well, to whose end the anchor holds.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from service.staff.actors import Actor
from service.staff.audit_chain import Reached
from service.staff.audit_log import record, seal_of
from service.staff.records import AuditFinding, AuditHead

FORGED = "上一次核对的结论被改动过，已从头重新核对"
#: What the log calls itself where it tells of itself.
SUBJECT = "audit"


@dataclass(frozen=True)
class Walk:
    """One walk along the log from its first entry, and on behind it as it grows.

    `asked_by` is who asked for it, empty where it was time. `finished_at` is when it had come to
    the log's end for the first time, `looked_at` when for the last. `ends` and `remarks` are of
    that last time; what was found on the way stays, however the log looks later.
    """

    began_at: datetime
    asked_by: str = ""
    reached: Reached = field(default_factory=Reached)
    finished_at: datetime | None = None
    looked_at: datetime | None = None
    ends: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong."""
        return (*self.reached.faults, *self.ends)


@dataclass(frozen=True)
class Finding:
    """The newest walk that came to the end, and the one that is on its way; None where none is."""

    standing: Walk | None = None
    running: Walk | None = None


@dataclass(frozen=True)
class StoredFinding:
    """A finding as the store has it; one that is not `genuine` says nothing."""

    finding: Finding
    body: str
    genuine: bool


_FINDINGS = TypeAdapter(Finding)


def read_finding(session: Session) -> StoredFinding:
    """What the store says was found; raises AuditKeyMissing where the signature cannot be told."""
    row = session.get(AuditFinding, 1)
    if row is None or not row.body:
        return StoredFinding(Finding(), "", genuine=True)
    if not hmac.compare_digest(_signature(session, row.body), row.mac):
        return StoredFinding(Finding(), row.body, genuine=False)
    return StoredFinding(_FINDINGS.validate_json(row.body), row.body, genuine=True)


def keep_finding(session: Session, finding: Finding, expected: str) -> bool:
    """Store the finding in place of the one whose body is `expected`; False where it is another."""
    row = session.get(AuditFinding, 1, with_for_update=True, populate_existing=True)
    if row is None:
        row = AuditFinding(id=1, body="", mac=bytes(32))
        session.add(row)
    if row.body != expected:
        return False
    row.body = _FINDINGS.dump_json(finding).decode()
    row.mac = _signature(session, row.body)
    session.flush()
    return True


def new_walk(stored: StoredFinding, now: datetime, asked_by: str = "") -> Walk:
    """A walk that has yet to begin; that the finding before it was forged is its first fault."""
    return Walk(now, asked_by, Reached(faults=() if stored.genuine else (FORGED,)))


def ask_for_walk(session: Session, actor: Actor, now: datetime) -> bool:
    """Let the writer verify the log from its first entry; False where it is about it already."""
    stored = read_finding(session)
    if stored.finding.running is not None:
        return False
    asked = Finding(stored.finding.standing, new_walk(stored, now, actor.name))
    if not keep_finding(session, asked, stored.body):
        return False
    record(session, actor, "要求核对审计记录", SUBJECT, {}, now)
    return True


def entries_told(session: Session) -> int:
    """How many entries the log itself says that it has."""
    head = session.get(AuditHead, 1)
    return head.seq if head else 0


def _signature(session: Session, body: str) -> bytes:
    """Signed apart from the log's entries, so that neither can be taken for the other."""
    return hmac.digest(seal_of(session).key, b"audit finding\n" + body.encode(), "sha256")
