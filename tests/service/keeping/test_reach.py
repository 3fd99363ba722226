"""Under which names an organ issues documents, and who keeps those."""

from __future__ import annotations

import pytest

from service.keeping.reach import Reach, names_of
from service.staff.records import Organ


def organ(name: str, topics: str = "") -> Organ:
    return Organ(name=name, short_name="民政局", phone="", is_coordinator=False, topics=topics)


@pytest.mark.parametrize("place", ["青禾县", "黑水市青禾县"])
def test_an_organ_named_without_its_county_is_known_with_it(place: str) -> None:
    names = names_of(organ("县民政局"), place)
    assert {"青禾县民政局", "县民政局", "民政局"} <= names
    assert "邻水县民政局" not in names
    assert "黑水市民政局" not in names


def test_former_names_among_the_topics_count_and_matters_do_not() -> None:
    names = names_of(
        organ("青禾县自然资源局", "不动产登记、国土资源局、房产证、规划委员会"), "青禾县"
    )
    assert {"青禾县国土资源局", "青禾县规划委员会"} <= names
    assert not {"房产证", "青禾县房产证", "不动产登记"} & names


def test_without_a_county_the_name_stands_alone() -> None:
    assert names_of(organ("青禾县民政局"), None) == {"青禾县民政局", "民政局"}


def test_a_document_of_several_issuers_belongs_to_each() -> None:
    reach = Reach(frozenset({"青禾县民政局"}))
    assert reach.covers(("青禾县财政局", "青禾县民政局"))
    assert not reach.covers(("青禾县财政局",))
    assert not reach.covers(())
    assert Reach(None).covers(())
    assert not Reach(frozenset()).covers(("青禾县民政局",))
