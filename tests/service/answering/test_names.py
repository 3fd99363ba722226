from __future__ import annotations

from datetime import date

import pytest

from service.answering.names import load_gazetteer, organ_stands, organs, years

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("佛山的失业金一个月多少", {"佛山"}),
        ("中山市人才入户年龄", {"中山"}),
        ("白云区积分入学学位", {"白云区"}),
        ("从湖南到广州参保", {"湖南", "广州"}),
        ("加大理赔力度", set()),
        ("本地区各小区怎么登记", set()),
        ("社区服务中心在哪", set()),
    ],
)
def test_places_are_told_from_words_that_look_alike(gazetteer, analyzer, text, places):
    assert gazetteer.places(text, analyzer.words(text)) == places


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2024年的标准", {2024}),
        ("25年第一批房源", {2025}),
        ("明年交多少", {2027}),
        ("合同签了25年", set()),
        ("缴满15年退休", set()),
        ("电话02012345678", set()),
    ],
)
def test_years_are_told_from_terms(text, named):
    assert years(text, DAY) == named


def test_counties_are_named_also_without_saying_county(gazetteer, analyzer):
    assert gazetteer.named_counties(analyzer.words("安陆怎么预约")) == {"安陆"}
    assert gazetteer.named_counties(analyzer.words("县里怎么预约")) == frozenset()


def test_an_organ_stands_where_its_abbreviation_is_written_out():
    assert organs(["教育局", "怎么", "卫健委"]) == {"教育局", "卫健委"}
    assert organ_stands("卫健委", "由县卫生健康委员会负责")
    assert not organ_stands("教育局", "由县卫生健康委员会负责")
