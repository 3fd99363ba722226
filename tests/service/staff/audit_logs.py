"""Logs for tests of verifying: appended to as the program does, changed as an owner can."""

from __future__ import annotations

from sqlalchemy import text

from knowledge.database import Store
from service.staff.actors import SYSTEM
from service.staff.audit_log import record
from tests.clocks import FrozenClock

#: Switch the triggers off: whoever owns the database can.
OFF = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            "audit_entry_no_update",
            "audit_entry_no_delete",
            "audit_head_no_delete",
            "audit_head_one_step",
        )
    ),
    "postgresql": (
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE audit_head DISABLE TRIGGER ALL",
    ),
}


def append(store: Store, clock: FrozenClock, count: int) -> None:
    """So many entries, each in a transaction of its own."""
    for number in range(count):
        with store.writing() as session:
            record(session, SYSTEM, "办理", f"user:{number}", {"理由": "例行"}, clock())


def tampered(store: Store, *statements: str) -> None:
    """Change the tables as their owner can."""
    with store.writing() as session:
        for statement in (*OFF[store.url.get_backend_name()], *statements):
            session.execute(text(statement))
