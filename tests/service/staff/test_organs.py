"""Organs have other names of their own; stores whose topics held them are parted."""

from __future__ import annotations

from alembic import command

from knowledge.database import Store
from service.schema import upgrade
from service.schema_changes import alembic_config, changing
from service.staff.organ_tables import starting_organs
from service.staff.organs import find_organ, row_of
from tests.staff import make_organ

#: The schema before organs had other names.
BEFORE = "0022"


def test_other_names_come_out_of_the_topics_and_go_back_there(store: Store) -> None:
    with store.writing() as session:
        organ = make_organ(session, "青禾县自然资源局")
        organ.aliases, organ.topics = "国土资源局、规划委员会", "房产证、养老院"
    for _ in range(2):
        with changing(store) as connection:
            command.downgrade(alembic_config(connection), BEFORE)
        upgrade(store)
        with store.reading() as session:
            row = row_of(find_organ(session, "自然资源局"))
        assert row.aliases == ("国土资源局", "规划委员会")
        assert row.topics == ("房产证", "养老院")


def test_no_starting_organ_has_the_name_of_another() -> None:
    names = [
        name
        for row in starting_organs()
        for name in {row.name, row.name.removeprefix("县"), row.short_name, *row.aliases}
    ]
    assert sorted(names) == sorted(set(names))
