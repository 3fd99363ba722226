"""What a person is told to look at after a file was read."""

from __future__ import annotations

from dataclasses import replace

from knowledge.cleaned import Doubt, PageType
from knowledge.ingesting.review import to_review
from knowledge.outline import FieldReading
from tests.factories import make_reading


def test_a_reading_without_doubts_and_clashes_needs_no_look() -> None:
    sure = FieldReading("written_on", "2026-01-02", "落款", 0, 3)
    assert to_review(make_reading(evidence=(sure,))) == ()


def test_what_could_not_be_repaired_is_told_with_its_reason() -> None:
    reading = replace(make_reading(), doubts=(Doubt("number", "国发2050号", "缺少年份"),))
    assert to_review(reading) == ("“国发2050号”：缺少年份",)


def test_values_that_clash_are_told_with_the_one_that_counts() -> None:
    evidence = (
        FieldReading("published_on", "2026-01-05", "页头", 0, 3),
        FieldReading("published_on", "2026-01-06", "网页标签", 4, 8, chosen=False),
        FieldReading("published_on", "2026-01-06", "正文", 9, 12, chosen=False),
    )
    assert to_review(make_reading(evidence=evidence)) == (
        "发布日期不一致：页头为“2026-01-05”（已采用），网页标签为“2026-01-06”",
    )


def test_the_same_value_from_several_places_is_no_clash() -> None:
    evidence = (
        FieldReading("title", "办法", "页头", 0, 2),
        FieldReading("title", "办法", "正文", 3, 5, chosen=False),
    )
    assert to_review(make_reading(evidence=evidence)) == ()


def test_several_issuers_are_no_clash() -> None:
    evidence = (
        FieldReading("issuer", "青禾县民政局", "标题", 0, 6),
        FieldReading("issuer", "青禾县财政局", "标题", 7, 13, chosen=False),
    )
    assert to_review(make_reading(evidence=evidence)) == ()


def test_a_value_that_is_unsure_is_told_with_where_it_was_read() -> None:
    unsure = FieldReading("title", "附件", "正文", 0, 2, certain=False)
    assert to_review(make_reading(evidence=(unsure,))) == ("标题“附件”读自正文，没有把握",)


def test_of_a_page_of_links_only_its_own_doubts_are_told() -> None:
    unsure = FieldReading("title", "附件", "正文", 0, 2, certain=False)
    page = replace(make_reading(evidence=(unsure,)), page_type=PageType.INDEX)
    assert to_review(page) == ()
