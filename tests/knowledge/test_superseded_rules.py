from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import RuleTableError
from knowledge.superseded_rules import TABLE, load_superseded_rules, superseded

TODAY = date(2026, 11, 22)
OLD = date(2014, 7, 30)
HEADER = "words\tcontext\texcept\tsince\trule\tsource\n"


def sources(quote, context="政府信息公开", dated=OLD, day=TODAY):
    found = superseded(load_superseded_rules(), quote, context, dated, day)
    return [rule.source for rule in found]


@pytest.mark.parametrize(
    ("quote", "article"),
    [
        ("不能当场答复的，在15个工作日内予以答复。", "第三十三条"),
        ("不能当场答复的，自收到之日起１５ 个工作日内答复", "第三十三条"),
        ("延长答复的期限最长不超过十五个工作日。", "第三十三条"),
        ("提供政府信息可以收取检索、复制、邮寄等成本费用。", "第四十二条"),
        ("可以根据自身生产、生活、科研等特殊需要申请获取。", "第二十七条"),
    ],
)
def test_an_old_rule_of_information_on_request_is_recognised_however_printed(quote, article):
    assert sources(quote) == [f"《中华人民共和国政府信息公开条例》{article}"]


def test_an_appeal_to_the_department_above_is_an_old_rule_except_where_it_still_goes_there():
    old = "不服的，可以向本级人民政府或者上一级主管部门申请行政复议。"
    assert sources(old, "行政复议") == ["《中华人民共和国行政复议法》第二十四条"]
    still = "对税务机关不服的，向上一级主管部门申请行政复议。"
    assert sources(still, "行政复议") == []


@pytest.mark.parametrize(
    "quote",
    [
        "不能当场答复的，在20个工作日内予以答复。",
        "第三方应当自收到征求意见书之日起15个工作日内答复。",
        "15个工作日内办结。由窗口答复",  # 办结 in a sentence of its own
        "依申请提供政府信息，不收取检索、复制、邮寄等成本费。",
    ],
)
def test_what_still_holds_is_left_alone(quote):
    assert sources(quote) == []


def test_the_words_mean_the_old_rule_only_where_the_passage_is_about_it():
    assert sources("对信访事项应当在15个工作日内答复。", "信访工作办法") == []


def test_a_document_issued_after_the_change_and_a_day_before_it_have_no_notice():
    quote = "不能当场答复的，在15个工作日内予以答复。"
    assert sources(quote, dated=date(2019, 5, 15)) == []
    assert sources(quote, day=date(2019, 5, 14)) == []
    assert len(sources(quote, day=date(2019, 5, 15))) == 1
    assert len(sources(quote, dated=None)) == 1


def test_every_rule_of_the_table_names_a_law_and_an_article():
    rules = load_superseded_rules()
    assert rules
    for rule in rules:
        assert rule.source.startswith("《")
        assert rule.source.endswith("条")
        assert not rule.rule.endswith("。")


def test_a_table_can_be_written_by_hand(tmp_path: Path):
    table = tmp_path / "own.tsv"
    table.write_text(f"# 说明\n{HEADER}旧词|老词\t主题\t\t2020-01-01\t新说法\t《某法》第一条\n")
    (rule,) = load_superseded_rules(table)
    assert rule.told_in("这里写着老词", "主题")
    assert not rule.told_in("这里写着老词", "别的")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "表头应当是"),
        ("words\trule\n", "表头应当是"),
        (f"{HEADER}旧词\t主题\n", "第 2 行：应当有 6 栏，有 2 栏"),
        (f"{HEADER}旧词\t主题\t\t2020-01-01\t\t《某法》\n", "第 2 行：只有 except"),
        (f"{HEADER}旧词\t主题\t\t2020年\t新\t《某法》\n", "第 2 行：since“2020年”"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, told: str):
    table = tmp_path / TABLE.name
    table.write_text(text)
    with pytest.raises(RuleTableError, match=told):
        load_superseded_rules(table)
