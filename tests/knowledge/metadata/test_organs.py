"""Issuers told apart, and the regions and levels that their names show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.metadata.organs import level_of, region_of, source_organs, split_organs


def names(text: str) -> list[str]:
    return [name for name, _, _ in split_organs(text)]


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("青川市民政局青川市财政局", ["青川市民政局", "青川市财政局"]),
        ("中共青川市委办公室青川市人民政府办公室", ["中共青川市委办公室", "青川市人民政府办公室"]),
        (
            "黑龙江省财政厅国家税务总局黑龙江省税务局",
            ["黑龙江省财政厅", "国家税务总局黑龙江省税务局"],
        ),
        ("市发展改革委市财政局", ["市发展改革委", "市财政局"]),
        ("市城市管理局", ["市城市管理局"]),
        ("市人力资源社会保障局 社保中心", ["市人力资源社会保障局", "社保中心"]),
        (
            "青川市民政局,青川市财政局，青川市审计局",
            ["青川市民政局", "青川市财政局", "青川市审计局"],
        ),
        ("青川市民政局等4部门", ["青川市民政局"]),
        ("青川市民政局（代章）", ["青川市民政局"]),
        ("今日要闻 青川市民政局", []),
    ],
)
def test_joint_organs_are_told_apart(text: str, organs: list[str]) -> None:
    assert names(text) == organs


@pytest.mark.parametrize(
    ("source", "organs"),
    [
        ("本网 青川市民政局", ["青川市民政局"]),
        ("青川市民政局网站", ["青川市民政局"]),
        ("青川市民政局微信公众号", ["青川市民政局"]),
        ("青川市民政局 2024-01-02 10:00", ["青川市民政局"]),
        ("云溪街道", ["云溪街道"]),
        ("本网", []),
        ("网络", []),
    ],
)
def test_what_pages_add_to_a_source_is_left_out(source: str, organs: list[str]) -> None:
    assert [name for name, _, _ in source_organs(source)] == organs


@pytest.mark.parametrize(
    ("organ", "level", "region"),
    [
        ("国务院办公厅", "国家", "全国"),
        ("国家税务总局", "国家", "全国"),
        ("国家税务总局青禾县税务局", "县", "青禾县"),
        ("河北省人民政府办公厅", "省", "河北省"),
        ("新疆维吾尔自治区民政厅", "省", "新疆维吾尔自治区"),
        ("重庆市民政局", "省", "重庆市"),
        ("重庆市渝中区民政局", "县", "重庆市渝中区"),
        ("青川市民政局", "市", "青川市"),
        ("中共青川市委办公室", "市", "青川市"),
        ("青川市云溪区教育局", "县", "青川市云溪区"),
        ("青禾县人民政府", "县", "青禾县"),
        ("前郭尔罗斯蒙古族自治县民政局", "县", "前郭尔罗斯蒙古族自治县"),
        ("青禾县柳河镇人民政府", "乡镇", "青禾县柳河镇"),
        ("云溪街道办事处", "乡镇", None),
        ("市民政局", "市", None),
        ("区住建园林局", "县", None),
        ("市场监管局", None, None),
        ("办公室", None, None),
    ],
)
def test_a_name_shows_its_level_and_region(
    organ: str, level: str | None, region: str | None
) -> None:
    assert (level_of(organ), region_of(organ)) == (level, region)


@given(st.text(alphabet="青川市县区民政局厅委办公室、，  等4部门国家税务总局中共（）", max_size=40))
def test_organs_of_any_text_stand_where_they_say(text: str) -> None:
    for name, start, end in split_organs(text):
        assert text[start:end] == name
    level_of(text)
    region_of(text)
