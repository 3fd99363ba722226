"""Whatever is done to the audit log behind the program's back is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.database import Store
from service.staff.actors import SYSTEM
from service.staff.audit_chain import NO_ANCHOR
from service.staff.audit_log import AuditSeal, audited, record
from service.staff.audit_verification import Verification, verify
from tests.clocks import FrozenClock
from tests.service.staff.audit_logs import append, tampered

KEY = b"k" * 32
CHANGE = "UPDATE audit_entry SET {} WHERE seq = 2"
COPY = "INSERT INTO audit_entry SELECT {seq}, at, actor_kind, actor_name, user_id, roles, action, subject, details, mac FROM audit_entry WHERE seq = 3"  # noqa: E501


@pytest.fixture
def anchored(store: Store, clock: FrozenClock, tmp_path: Path) -> Store:
    """A store whose log has five entries and an anchor."""
    kept = audited(store, AuditSeal(KEY, tmp_path / "anchor"))
    append(kept, clock, 5)
    return kept


def tamper(store: Store, *statements: str) -> Verification:
    """Change the tables as their owner can, and verify."""
    tampered(store, *statements)
    return verify(store)


def test_a_log_that_nobody_touched_is_whole(anchored: Store) -> None:
    assert verify(anchored) == Verification(5, ())


def test_an_empty_log_is_whole(store: Store) -> None:
    assert verify(store) == Verification(0, (), (NO_ANCHOR,))


@pytest.mark.parametrize(
    "column",
    ["actor_kind", "actor_name", "roles", "action", "subject", "details"],
)
def test_a_changed_entry_is_named(anchored: Store, column: str) -> None:
    change = "UPDATE audit_entry SET {0} = {0} || ' ' WHERE seq = 2"
    (fault,) = tamper(anchored, change.format(column)).faults
    assert fault == "第 2 条与签名不符：被改动、插入或调换了顺序"


@pytest.mark.parametrize("change", ["user_id = 7", "at = '2026-01-01 00:00:00'"])
def test_so_is_one_whose_person_or_time_was_changed(anchored: Store, change: str) -> None:
    found = tamper(anchored, CHANGE.format(change))
    assert [fault[:6] for fault in found.faults] == ["第 2 条与"]


def test_a_signature_that_was_changed_shows_in_its_entry_and_the_next(anchored: Store) -> None:
    found = tamper(anchored, CHANGE.format("mac = (SELECT mac FROM audit_head)"))
    assert [fault[:6] for fault in found.faults] == ["第 2 条与", "第 3 条与"]


def test_a_missing_entry_is_named(anchored: Store) -> None:
    found = tamper(anchored, "DELETE FROM audit_entry WHERE seq IN (2, 3)")
    assert found.faults == ("第 2 至 3 条不见了",)


def test_closing_the_gap_does_not_hide_it(anchored: Store) -> None:
    found = tamper(
        anchored,
        "DELETE FROM audit_entry WHERE seq = 5",
        "UPDATE audit_entry SET seq = seq + 1000 WHERE seq > 2",
        "DELETE FROM audit_entry WHERE seq = 1003",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 1004",
    )
    assert found.faults[0].startswith("第 3 条与签名不符")
    assert "末尾被截断" in found.faults[1]


def test_an_inserted_entry_is_named(anchored: Store) -> None:
    assert tamper(anchored, COPY.format(seq=0)).faults[0] == "有一条编号是 0，是插入的"


def test_an_entry_put_at_the_end_is_named(anchored: Store) -> None:
    found = tamper(anchored, COPY.format(seq=6))
    assert found.faults[0].startswith("第 6 条与签名不符")
    assert "末尾标记和最后一条不符" in found.faults[1]


def test_entries_that_changed_places_are_named(anchored: Store) -> None:
    found = tamper(
        anchored,
        "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
    )
    assert [fault[:6] for fault in found.faults] == ["第 2 条与", "第 3 条与", "第 4 条与"]


def test_a_cut_end_is_found_by_the_head(anchored: Store) -> None:
    found = tamper(anchored, "DELETE FROM audit_entry WHERE seq > 3")
    assert [fault[:4] for fault in found.faults] == ["末尾标记", "锚点在第"]


def test_an_end_that_was_cut_with_its_head_is_found_by_the_anchor(
    anchored: Store, clock: FrozenClock
) -> None:
    cut = (
        "DELETE FROM audit_entry WHERE seq > 3",
        "UPDATE audit_head SET seq = 3, mac = (SELECT mac FROM audit_entry WHERE seq = 3)",
    )
    (fault,) = tamper(anchored, *cut).faults
    assert fault.startswith("锚点在第 5 条，记录只到第 3 条")
    append(anchored, clock, 3)  # the program goes on, and hides nothing by it
    (fault,) = verify(anchored).faults
    assert fault == "第 5 条和锚点记下的不同：记录被重写过"


def test_a_log_that_was_emptied_is_found_by_the_anchor(anchored: Store) -> None:
    found = tamper(
        anchored,
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
    )
    assert [fault[:4] for fault in found.faults] == ["末尾标记", "锚点在第"]


def test_an_older_copy_of_the_database_is_found_by_the_anchor(
    sqlite_store: Store, clock: FrozenClock, tmp_path: Path
) -> None:
    kept = audited(sqlite_store, AuditSeal(KEY, tmp_path / "anchor"))
    append(kept, clock, 3)
    shutil.copy(tmp_path / "anchor", tmp_path / "older")
    append(kept, clock, 2)
    shutil.copy(tmp_path / "anchor", tmp_path / "newer")
    assert verify(audited(sqlite_store, AuditSeal(KEY, tmp_path / "older"))).is_whole
    rewritten = audited(sqlite_store, AuditSeal(KEY, tmp_path / "newer"))
    found = tamper(rewritten, "DELETE FROM audit_entry WHERE seq > 3")
    assert any("旧的备份" in fault for fault in found.faults)


def test_another_key_and_a_broken_anchor_are_told(anchored: Store, tmp_path: Path) -> None:
    (fault,) = verify(audited(anchored, AuditSeal(b"another key, long enough for one"))).faults
    assert "审计密钥不是" in fault
    (tmp_path / "anchor").write_text("broken", encoding="ascii")
    (fault,) = verify(anchored).faults
    assert "锚点已损坏" in fault


def test_of_many_faults_the_first_are_told(sqlite_store: Store, clock: FrozenClock) -> None:
    with sqlite_store.writing() as session:
        for _ in range(60):
            record(session, SYSTEM, "办理", "user:1", {}, clock())
    found = tamper(sqlite_store, "UPDATE audit_entry SET action = '别的'")
    assert (len(found.faults), found.faults[-1]) == (51, "……还有更多")
