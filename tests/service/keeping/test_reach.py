"""Under which names an organ issues documents, and who keeps those."""

from __future__ import annotations

import pytest

from service.keeping.reach import Reach, names_of
from service.staff.organ_tables import OrganRow


def organ(name: str, *aliases: str) -> OrganRow:
    return OrganRow(name, "民政局", aliases, "", is_coordinator=False, topics=("低保", "养老院"))


@pytest.mark.parametrize("place", ["青禾县", "黑水市青禾县"])
def test_an_organ_named_without_its_county_is_known_with_it(place: str) -> None:
    names = names_of(organ("县民政局"), place)
    assert {"青禾县民政局", "县民政局", "民政局"} <= names
    assert "邻水县民政局" not in names
    assert "黑水市民政局" not in names


def test_its_other_names_count_and_its_matters_do_not() -> None:
    names = names_of(organ("青禾县自然资源局", "国土资源局", "青禾县规划委员会"), "青禾县")
    assert {"国土资源局", "青禾县国土资源局", "青禾县规划委员会"} <= names
    assert not {"低保", "青禾县低保", "养老院", "青禾县养老院"} & names


def test_without_a_county_the_name_stands_alone() -> None:
    assert names_of(organ("青禾县民政局"), None) == {"青禾县民政局", "民政局"}


def test_a_document_of_several_issuers_belongs_to_each() -> None:
    reach = Reach(frozenset({"青禾县民政局"}))
    assert reach.covers(("青禾县财政局", "青禾县民政局"))
    assert not reach.covers(("青禾县财政局",))
    assert not reach.covers(())
    assert Reach(None).covers(())
    assert not Reach(frozenset()).covers(("青禾县民政局",))
