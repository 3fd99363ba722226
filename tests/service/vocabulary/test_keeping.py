"""Changing a table on both databases: all or nothing, the second told, everything recorded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from knowledge.database import Store
from service.config import Settings
from service.staff.actors import Actor
from service.staff.audit_reading import AuditFilters, read_entries
from service.staff.roles import Role
from service.vocabulary.errors import EntryChanged, VocabularyRefused
from service.vocabulary.keeping import action_of, make_changes, subject_of
from service.vocabulary.overlay import Act, Change, Row, Standing, own_rows, rows_of
from service.vocabulary.topics import TOPICS
from tests.clocks import START
from tests.staff import make_actor

SETTINGS = Settings(home=Path("/nowhere"))
SHIPPED = "公共租赁住房"


@pytest.fixture
def actor(store: Store) -> Actor:
    with store.writing() as session:
        return make_actor(session, "publisher", Role.PUBLISHER)


def rows(store: Store) -> dict[str, Row]:
    with store.reading() as session:
        return rows_of(TOPICS, SETTINGS, own_rows(session))


def change(store: Store, actor: Actor, *changes: Change, why: str = "群众这样说") -> None:
    with store.writing() as session:
        make_changes(session, actor, TOPICS, SETTINGS, changes, why, START)


def setting(name: str, words: str, version: str = "") -> Change:
    return Change(name, Act.SET, {"name": name, "words": words}, version)


def test_what_was_and_what_is_stand_in_the_history_of_row_and_table(
    store: Store, actor: Actor
) -> None:
    change(store, actor, setting("供水", "自来水"))
    added = rows(store)["供水"]
    assert (added.standing, added.own and added.own.changed_by) == (Standing.ADDED, actor.name)
    change(store, actor, setting("供水", "自来水、水表", added.version), why="补上水表")
    later = rows(store)["供水"]
    assert later.version != added.version
    change(store, actor, Change("供水", Act.REMOVE, later.cells, later.version), why="并入别的")
    assert "供水" not in rows(store)
    with store.reading() as session:
        of_row = read_entries(session, AuditFilters(subject=subject_of(TOPICS, "供水")), 9)
        of_table = read_entries(session, AuditFilters(action=action_of(TOPICS)), 9)
    assert [dict(each.details) for each in of_row] == [dict(each.details) for each in of_table]
    told = [dict(each.details) for each in of_row]
    assert told[1]["改前"] == "主题“供水”；归入的词“自来水”"
    assert told[1]["改后"] == "主题“供水”；归入的词“自来水、水表”"
    assert [each["理由"] for each in told] == ["并入别的", "补上水表", "群众这样说"]
    assert told[0]["改后"] == "（没有）"
    assert [each["做法"] for each in told] == ["去掉", "修改", "新增"]


def test_a_shipped_row_is_replaced_hidden_and_restored(store: Store, actor: Actor) -> None:
    change(store, actor, setting(SHIPPED, "公租房"))
    changed = rows(store)[SHIPPED]
    assert (changed.standing, changed.cells["words"]) == (Standing.CHANGED, "公租房")
    change(store, actor, Change(SHIPPED, Act.REMOVE, changed.cells, changed.version))
    hidden = rows(store)[SHIPPED]
    assert hidden.standing is Standing.REMOVED
    assert hidden.shipped is not None
    change(store, actor, Change(SHIPPED, Act.RESTORE, hidden.shipped, hidden.version))
    assert rows(store)[SHIPPED] == rows_of(TOPICS, SETTINGS, {})[SHIPPED]
    with pytest.raises(VocabularyRefused, match="没有可以恢复"):
        change(store, actor, Change(SHIPPED, Act.RESTORE, hidden.shipped, ""))


def test_of_several_changes_all_are_made_or_none(store: Store, actor: Actor) -> None:
    with pytest.raises(VocabularyRefused, match="“公租房”已经属于"):
        change(store, actor, setting("供水", "自来水"), setting("供热", "公租房"))
    with pytest.raises(VocabularyRefused, match="已经属于主题"):
        change(store, actor, setting("供水", "自来水"), setting("水务", "自来水"))
    assert "供水" not in rows(store)
    with store.reading() as session:
        assert read_entries(session, AuditFilters(action=action_of(TOPICS)), 9) == []


def test_one_row_is_changed_once_at_a_time(store: Store, actor: Actor) -> None:
    with pytest.raises(VocabularyRefused, match="改了两次"):
        change(store, actor, setting("供水", "自来水"), setting("供水", "水表"))
    assert "供水" not in rows(store)


def test_a_word_moves_from_one_topic_to_another_at_once(store: Store, actor: Actor) -> None:
    words = rows(store)[SHIPPED].cells["words"].replace("、保障房", "")
    change(store, actor, setting(SHIPPED, words), setting("保障性住房", "保障房"))
    assert rows(store)["保障性住房"].cells["words"] == "保障房"


def test_of_two_at_once_the_second_is_told_who_was_first(store: Store, actor: Actor) -> None:
    ready = Barrier(2)

    def attempt(words: str) -> str:
        try:
            ready.wait(timeout=20)
            change(store, actor, setting("供水", words))
        except EntryChanged as told:
            return str(told)
        return words

    with ThreadPoolExecutor(2) as threads:
        came = set(threads.map(attempt, ("自来水", "水表")))
    kept = rows(store)["供水"].cells["words"]
    assert kept in came
    (told,) = came - {kept}
    assert f"{actor.name}改过“供水”" in told
    assert kept in told


def test_who_saves_over_a_row_that_was_taken_back_is_told(store: Store, actor: Actor) -> None:
    change(store, actor, setting(SHIPPED, "公租房"))
    seen = rows(store)[SHIPPED]
    assert seen.shipped is not None
    change(store, actor, Change(SHIPPED, Act.RESTORE, seen.shipped, seen.version))
    with pytest.raises(EntryChanged, match="恢复原样"):
        change(store, actor, setting(SHIPPED, "公租房、廉租房", seen.version))


@pytest.mark.parametrize("why", ["", "  ", "长" * 501])
def test_a_reason_is_required(store: Store, actor: Actor, why: str) -> None:
    with pytest.raises(VocabularyRefused, match="理由"):
        change(store, actor, setting("供水", "自来水"), why=why)
