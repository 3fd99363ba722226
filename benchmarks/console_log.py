"""An audit log that tells of every step of a made-up office, signed as the program signs it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from knowledge.database import Store, table
from service.staff.anchors import advance_anchor
from service.staff.audit_log import AuditSeal, locked_head, seal_of, signature
from service.staff.records import AuditEntry, AuditHead

AT_A_TIME = 5000
#: The program's trigger lets the head go one step on and no further: here it goes many.
UNLOCK = {
    "sqlite": "DROP TRIGGER audit_head_one_step",
    "postgresql": "ALTER TABLE audit_head DISABLE TRIGGER audit_head_one_step",
}
LOCK = "ALTER TABLE audit_head ENABLE TRIGGER audit_head_one_step"
TRIGGER = "SELECT sql FROM sqlite_master WHERE name = 'audit_head_one_step'"


def log_all(store: Store, told: Iterable[dict[str, Any]]) -> None:
    """Append what is told: rows of the log without number and signature."""
    rest = iter(told)
    while some := list(islice(rest, AT_A_TIME)):
        with store.writing() as session:
            seal = seal_of(session)
            last = _append(session, seal, some)
        if seal.anchor is not None:
            advance_anchor(seal.anchor, *last)


def _append(session: Session, seal: AuditSeal, told: list[dict[str, Any]]) -> tuple[int, bytes]:
    head = locked_head(session)
    seq, mac = head.seq, head.mac
    rows = []
    for row in told:
        seq += 1
        mac = signature(seal.key, mac, AuditEntry(seq=seq, **row))
        rows.append({"seq": seq, "mac": mac, **row})
    session.execute(insert(table(AuditEntry)), rows)
    dialect = session.get_bind().dialect.name
    lock = session.scalars(text(TRIGGER)).one() if dialect == "sqlite" else LOCK
    session.execute(text(UNLOCK[dialect]))
    session.execute(update(AuditHead).values(seq=seq, mac=mac, key_check=seal.check))
    session.execute(text(lock))
    return seq, mac
