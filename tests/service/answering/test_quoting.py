from __future__ import annotations

from dataclasses import replace

from service.answering.quoting import cite_passage, cite_stretch, quote_in
from service.answering.sentences import LONGEST_QUOTE, Span
from tests.service.answering.passages import found_passage

CLAUSE = "第二条 补贴标准为每人每月80元。"


def standing(before: str, behind: str):
    """The passage CLAUSE in a version's text, between these words."""
    stored = f"{before}{CLAUSE}{behind}"
    passage = replace(found_passage(CLAUSE), start=len(before), end=len(before) + len(CLAUSE))
    start = CLAUSE.index("80元")
    return stored, passage, Span(start, start + 3)


def test_an_article_is_quoted_with_what_follows_and_not_with_the_one_before():
    items = "\n（一）九十岁以上加二十元；\n（二）百岁以上加五十元。\n第三条 按季发放。"
    stored, passage, answer = standing("第一条 为了老人。\n", items)
    assert quote_in(stored, passage, answer).of(stored) == CLAUSE + items


def test_a_section_is_quoted_from_its_heading_on():
    stored = "青民规〔2026〕1号\n各镇：\n一、标准\n每人每月80元。\n二、程序\n由镇办理。"
    start = stored.index("每人每月80元。")
    passage = replace(found_passage("每人每月80元。"), start=start, end=start + 8)
    assert quote_in(stored, passage, Span(4, 7)).of(stored) == stored[stored.index("一、") :]


def test_a_quote_grows_to_both_sides_but_no_further_than_allowed():
    stored, passage, answer = standing("此前的规定照旧。" * 90, "此后的规定照旧。" * 90)
    quote = quote_in(stored, passage, answer)
    assert CLAUSE in quote.of(stored)
    assert LONGEST_QUOTE - 20 < quote.length <= LONGEST_QUOTE
    assert stored[quote.start - 1] == stored[quote.end - 1] == "。"


def test_a_quote_does_not_run_on_to_another_question():
    stored, passage, answer = standing("问：补贴多少？\n", "\n问：何时发放？\n答：按季发放。")
    assert quote_in(stored, passage, answer).of(stored) == CLAUSE


def test_the_citation_tells_where_the_whole_quote_stands():
    stored, passage, answer = standing("第一条 为了老人。\n", "\n第三条 按季发放。")
    quote = quote_in(stored, passage, answer)
    cited = cite_stretch(passage, stored, quote, "第二条至第三条")
    assert stored[cited.start : cited.end] == cited.quote
    assert (cited.locator, cited.extent) == (passage.locator, "第二条至第三条")


def test_a_row_of_a_table_is_cited_with_the_names_of_its_columns():
    row = replace(found_passage("帕金森病 | 400元"), trail="门诊限额 病种 | 每月限额")
    assert cite_passage(row, Span(0, 4)).trail == "门诊限额 病种 | 每月限额"
    assert cite_passage(found_passage(CLAUSE), Span(0, 4)).trail is None
