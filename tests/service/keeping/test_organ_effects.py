"""Whose documents would be whose, were organs named otherwise."""

from __future__ import annotations

from dataclasses import replace

from knowledge.database import Store
from knowledge.publication import withdraw
from service.keeping.organ_effects import Moved, changed_keeping
from service.staff.organ_tables import OrganRow
from tests.clocks import START
from tests.counting import counted
from tests.factories import make_document


def organ(name: str, *aliases: str) -> OrganRow:
    return OrganRow(name, name[1:], aliases, "", is_coordinator=False, topics=())


def test_documents_go_with_the_names_they_were_issued_under(store: Store) -> None:
    make_document(store, title="旧办法", issuers=("青禾县国土资源局",))
    make_document(store, title="新办法", issuers=("青禾县自然资源局", "青禾县财政局"))
    withdrawn = make_document(store, title="撤下的", issuers=("青禾县国土资源局",))
    land, housing = organ("县自然资源局", "国土资源局"), organ("县住建局")
    with store.writing() as session:
        withdraw(session, withdrawn, "撤下", START)
    before = [(1, land), (2, housing)]
    moved = [(1, replace(land, aliases=())), (2, replace(housing, aliases=("国土资源局",)))]
    with store.reading() as session:
        with counted(session) as statements:
            (lost, gained) = changed_keeping(session, before, moved, "青禾县")
        assert len(statements) <= 3
        assert changed_keeping(session, before, before, "青禾县") == []
        (new,) = changed_keeping(session, before, [*before, (-1, organ("县财政局"))], "青禾县")
    assert (lost.organ, lost.lost, lost.gained.count) == ("县自然资源局", Moved(1, ("旧办法",)), 0)
    assert (gained.organ, gained.gained) == ("县住建局", Moved(1, ("旧办法",)))
    assert (new.organ, new.gained) == ("县财政局", Moved(1, ("新办法",)))
