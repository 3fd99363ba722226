"""The log is verified in the background: what is new at once, what is old by walking it anew."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from knowledge.database import Store
from service.schema import upgrade
from service.schema_changes import alembic_config, changing
from service.staff.actors import SYSTEM
from service.staff.audit_chain import NO_ANCHOR
from service.staff.audit_finding import (
    FORGED,
    Finding,
    StoredFinding,
    ask_for_walk,
    keep_finding,
    read_finding,
)
from service.staff.audit_log import AuditSeal, audited
from service.staff.audit_walking import TELL_EVERY, WALK_AGAIN, take_turn
from service.staff.records import AuditEntry
from tests.clocks import FrozenClock
from tests.service.staff.audit_logs import append, tampered


@pytest.fixture
def anchored(store: Store, clock: FrozenClock, tmp_path: Path) -> Store:
    """A store whose log has five entries and an anchor."""
    kept = audited(store, AuditSeal(b"k" * 32, tmp_path / "anchor"))
    append(kept, clock, 5)
    return kept


def stored(store: Store) -> StoredFinding:
    with store.reading() as session:
        return read_finding(session)


def settled(store: Store, clock: FrozenClock) -> Finding:
    """What is found when the writer has had the turns that it asks for."""
    while take_turn(store, clock(), seconds=0, piece=2):
        pass
    return stored(store).finding


def ask(store: Store, clock: FrozenClock) -> bool:
    with store.writing() as session:
        return ask_for_walk(session, replace(SYSTEM, name="审计员01"), clock())


def actions(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_a_walk_goes_on_piece_by_piece_and_what_it_found_is_recorded(
    anchored: Store, clock: FrozenClock
) -> None:
    for entries in (2, 4):
        assert take_turn(anchored, clock(), seconds=0, piece=2)
        finding = stored(anchored).finding
        assert finding.standing is None
        assert finding.running is not None
        assert finding.running.reached.entries == entries
    assert not take_turn(anchored, clock(), seconds=0, piece=2)
    finding = stored(anchored).finding
    assert finding.running is None
    assert finding.standing is not None
    assert (finding.standing.reached.seq, finding.standing.faults) == (5, ())
    assert finding.standing.began_at == finding.standing.finished_at == clock()
    assert actions(anchored)[5:] == ["核对审计记录"]


def test_new_entries_are_followed_from_where_the_last_look_ended(
    anchored: Store, clock: FrozenClock
) -> None:
    settled(anchored, clock)
    append(anchored, clock, 7)
    tampered(anchored, "UPDATE audit_entry SET action = '别的' WHERE seq = 9")
    clock.advance(timedelta(seconds=10))
    standing = settled(anchored, clock).standing
    assert standing is not None
    assert (standing.reached.seq, standing.reached.entries) == (13, 13)
    assert standing.faults == ("第 9 条与签名不符：被改动、插入或调换了顺序",)
    assert standing.finished_at < standing.looked_at == clock()


def test_what_was_changed_behind_the_last_look_is_found_by_the_next_walk(
    anchored: Store, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    settled(anchored, clock)
    tampered(anchored, "UPDATE audit_entry SET actor_name = '别人' WHERE seq = 2")
    append(anchored, clock, 1)
    followed = settled(anchored, clock).standing
    assert followed is not None
    assert followed.faults == ()
    clock.advance(WALK_AGAIN)
    with caplog.at_level(logging.ERROR, "yihaoda.audit"):
        walked = settled(anchored, clock).standing
    assert walked is not None
    assert [fault[:6] for fault in walked.faults] == ["第 2 条与"]
    assert "第 2 条与签名不符" in caplog.text
    assert actions(anchored)[-1] == "核对审计记录"


def test_an_end_that_was_cut_is_found_by_the_next_look_even_without_an_anchor(
    store: Store, clock: FrozenClock
) -> None:
    append(store, clock, 5)
    first = settled(store, clock).standing
    assert first is not None
    assert first.remarks == (NO_ANCHOR,)
    settled(store, clock)
    tampered(
        store,
        "DELETE FROM audit_entry WHERE seq > 3",
        "UPDATE audit_head SET seq = 3, mac = (SELECT mac FROM audit_entry WHERE seq = 3)",
    )
    cut = settled(store, clock).standing
    assert cut is not None
    assert cut.faults[-1].startswith("核对过的第 6 条不见了")
    append(store, clock, 4)  # the program goes on, and hides nothing by it
    grown = settled(store, clock).standing
    assert grown is not None
    assert grown.faults == ("第 7 条与签名不符：被改动、插入或调换了顺序",)


def test_an_auditor_has_the_log_walked_anew_once_at_a_time(
    anchored: Store, clock: FrozenClock
) -> None:
    settled(anchored, clock)
    assert ask(anchored, clock)
    assert not ask(anchored, clock)
    running = stored(anchored).finding.running
    assert running is not None
    assert (running.asked_by, running.reached.entries) == ("审计员01", 0)
    clock.advance(timedelta(minutes=1))
    standing = settled(anchored, clock).standing
    assert standing is not None
    assert (standing.asked_by, standing.finished_at) == ("审计员01", clock())
    assert actions(anchored)[5:] == ["核对审计记录", "要求核对审计记录", "核对审计记录"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_finding SET body = replace(body, '条', '件') || ' '",
        "UPDATE audit_finding SET body = '{}'",
    ],
)
def test_a_finding_that_was_changed_is_not_believed(
    anchored: Store, clock: FrozenClock, change: str
) -> None:
    settled(anchored, clock)
    tampered(anchored, change)
    assert not stored(anchored).genuine
    assert stored(anchored).finding == Finding()
    walked = settled(anchored, clock).standing
    assert walked is not None
    assert walked.faults == (FORGED,)
    clock.advance(WALK_AGAIN)
    anew = settled(anchored, clock).standing
    assert anew is not None
    assert anew.faults == ()


def test_a_finding_that_was_taken_away_is_found_anew(anchored: Store, clock: FrozenClock) -> None:
    settled(anchored, clock)
    tampered(anchored, "DELETE FROM audit_finding")
    assert settled(anchored, clock).standing is not None


def test_a_log_of_another_key_or_without_its_head_is_told(
    anchored: Store, clock: FrozenClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = audited(anchored, AuditSeal(b"another key, long enough for one"))
    standing = settled(other, clock).standing
    assert standing is not None
    assert standing.faults[0].startswith("审计密钥不是")
    tampered(anchored, "DELETE FROM audit_head")
    standing = settled(anchored, clock).standing
    assert standing is not None
    assert standing.faults[:2] == (FORGED, "末尾标记不见了")
    assert "没能记进审计记录" in caplog.text


def test_a_look_that_finds_nothing_new_is_seldom_written(
    anchored: Store, clock: FrozenClock
) -> None:
    settled(anchored, clock)
    settled(anchored, clock)  # follows the entry of the walk itself
    before = stored(anchored).body
    clock.advance(TELL_EVERY / 2)
    settled(anchored, clock)
    assert stored(anchored).body == before
    clock.advance(TELL_EVERY / 2)
    standing = settled(anchored, clock).standing
    assert standing is not None
    assert standing.looked_at == clock()


def test_of_two_who_keep_a_finding_the_second_is_refused(
    anchored: Store, clock: FrozenClock
) -> None:
    assert ask(anchored, clock)
    with anchored.writing() as session:
        assert not keep_finding(session, Finding(), "")


def test_a_log_of_an_earlier_program_is_verified(anchored: Store, clock: FrozenClock) -> None:
    with changing(anchored) as connection:
        command.downgrade(alembic_config(connection), "0010")
    upgrade(anchored)
    standing = settled(anchored, clock).standing
    assert standing is not None
    assert (standing.reached.entries, standing.faults) == (5, ())
