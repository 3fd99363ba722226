"""The audit log is appended to in the caller's transaction, and changed by nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from knowledge.database import Store, open_store
from service.staff.actors import CITIZEN, SYSTEM, Actor, ActorKind
from service.staff.anchors import Anchor, read_anchor
from service.staff.audit_log import AuditSeal, audited, record
from service.staff.errors import AnchorUnreadable, AuditKeyMissing, AuditKeyWrong
from service.staff.records import AuditEntry, AuditHead
from service.staff.roles import Role
from tests.clocks import FrozenClock

HANDLER = Actor(ActorKind.STAFF, "王芳", 12, frozenset({Role.REVIEWER, Role.HANDLER}), organ_id=3)


def append(store: Store, clock: FrozenClock, *actors: Actor) -> None:
    """One transaction with one entry for each actor."""
    with store.writing() as session:
        for actor in actors:
            record(session, actor, "签收", "consultation:20261122-0007", {"原因": "x"}, clock())


def entries(store: Store) -> list[AuditEntry]:
    with store.reading() as session:
        found = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
        session.expunge_all()
        return found


def test_an_entry_says_who_did_what_to_what_and_when(store: Store, clock: FrozenClock) -> None:
    append(store, clock, HANDLER, CITIZEN)
    append(store, clock, SYSTEM)

    first, second, third = entries(store)
    assert (first.seq, first.actor_name, first.user_id, first.roles) == (
        1,
        "王芳",
        12,
        "handler,reviewer",
    )
    assert (first.action, first.subject, first.at) == (
        "签收",
        "consultation:20261122-0007",
        clock(),
    )
    assert json.loads(first.details) == {"原因": "x"}
    assert (second.seq, second.actor_name, third.seq, third.actor_name) == (2, "群众", 3, "系统")
    with store.reading() as session:
        head = session.get_one(AuditHead, 1)
        assert (head.seq, head.mac) == (3, third.mac)


def test_what_is_rolled_back_leaves_no_entry(store: Store, clock: FrozenClock) -> None:
    with pytest.raises(RuntimeError), store.writing() as session:  # noqa: PT012
        record(session, SYSTEM, "签收", "user:1", {}, clock())
        raise RuntimeError
    append(store, clock, SYSTEM)

    assert [entry.seq for entry in entries(store)] == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'x'",
        "DELETE FROM audit_entry WHERE seq = 1",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 0",
    ],
)
def test_the_database_refuses_to_change_the_log(
    store: Store, clock: FrozenClock, statement: str
) -> None:
    append(store, clock, HANDLER)

    with pytest.raises(DBAPIError, match="audit"), store.writing() as session:
        session.execute(text(statement))
    assert [entry.actor_name for entry in entries(store)] == ["王芳"]


def test_postgresql_refuses_to_empty_the_log(postgresql_store: Store) -> None:
    with pytest.raises(DBAPIError, match="append-only"), postgresql_store.writing() as session:
        session.execute(text("TRUNCATE audit_entry"))


def test_nothing_is_recorded_without_the_key_or_with_another(
    store: Store, clock: FrozenClock
) -> None:
    append(store, clock, SYSTEM)
    other = audited(store, AuditSeal(b"another key of the record, long enough"))
    bare = open_store(store.url.render_as_string(hide_password=False))

    with pytest.raises(AuditKeyWrong, match="换回原来的密钥"):
        append(other, clock, SYSTEM)
    with pytest.raises(AuditKeyMissing):
        append(bare, clock, SYSTEM)
    bare.dispose()
    assert len(entries(store)) == 1


def test_the_anchor_follows_what_is_committed(
    store: Store, clock: FrozenClock, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor"
    anchored = audited(store, AuditSeal(b"k" * 32, anchor))
    append(anchored, clock, SYSTEM, SYSTEM)
    with anchored.writing() as session:
        record(session, SYSTEM, "签收", "user:1", {}, clock())
        with pytest.raises(RuntimeError), session.begin_nested():
            raise RuntimeError

    *_, last = entries(store)
    assert read_anchor(anchor) == Anchor(2, entries(store)[1].mac)
    append(anchored, clock, SYSTEM)
    assert read_anchor(anchor) == Anchor(4, entries(store)[3].mac)
    assert last.seq == 3
    assert anchor.stat().st_mode & 0o777 == 0o600


def test_a_broken_anchor_is_told_and_left_as_it_is(
    sqlite_store: Store, clock: FrozenClock, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor"
    anchor.write_text("3 deadbeef\n", encoding="ascii")
    append(audited(sqlite_store, AuditSeal(b"k" * 32, anchor)), clock, SYSTEM)

    with pytest.raises(AnchorUnreadable, match=r"已损坏"):
        read_anchor(anchor)
    assert anchor.read_text(encoding="ascii") == "3 deadbeef\n"
