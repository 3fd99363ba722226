from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.extraction_checks import overlap
from service.extraction_figures import extraction_figures, read_and_check
from service.extraction_sets import read_extraction_set
from service.judged_rows import SetError

DAY = date(2026, 11, 22)
SHARED = Path(__file__).parents[3] / "shared"
PAGE = """<html><head><meta charset="utf-8"><title>青禾县民政局关于发放高龄津贴的通知</title>
<meta name="ArticleTitle" content="青禾县民政局关于发放高龄津贴的通知">
<meta name="PubDate" content="2025-03-02 10:00"></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>
<h1>青禾县民政局关于发放高龄津贴的通知</h1>
<div>发布日期：2025-03-02　来源：青禾县民政局</div>
<div id="zoomcon"><p>青民发〔2025〕3号</p><p>各镇人民政府：</p>
<p>年满80周岁的本县户籍老年人可以领取高龄津贴，每人每月发放标准如下，请遵照执行。</p>
<table><tr><th>年龄</th><th>标准</th></tr><tr><td>80至89岁</td><td>100元</td></tr></table>
<p>本通知自2025年4月1日起施行，有效期5年。</p>
<p>青禾县民政局</p><p>2025年3月1日</p></div></body></html>"""
TEXT = """青民发〔2025〕3号
各镇人民政府：
年满80周岁的本县户籍老年人可以领取高龄津贴，每人每月发放标准如下，请遵照执行。
年龄 | 标准
80至89岁 | 100元
本通知自2025年4月1日起施行，有效期5年。
青禾县民政局
2025年3月1日
"""
GOLD = {
    "file": "page.html",
    "page_type": "article",
    "title": "青禾县民政局关于发放高龄津贴的通知",
    "doc_number": "青民发〔2025〕3号",
    "issuers": ["青禾县民政局"],
    "publish_date": "2025-03-02",
    "validity": {"in_force": True, "until": "2030-03-31"},
    "body_start": "青民发〔2025〕3号各镇人民政府：",
    "body_end": "青禾县民政局2025年3月1日",
    "must_not_contain": ["政务公开"],
    "attachments": [],
}


def small_set(folder: Path, **changed: object) -> Path:
    (folder / "html").mkdir()
    (folder / "gold_text").mkdir()
    (folder / "html/page.html").write_text(PAGE, "utf-8")
    (folder / "gold_text/page.txt").write_text(TEXT, "utf-8")
    (folder / "pages.jsonl").write_text(
        json.dumps(GOLD | changed, ensure_ascii=False) + "\n", "utf-8"
    )
    question = {
        "id": "1",
        "question": "85岁每月多少",
        "evidence": "80至89岁100元",
        "evidence_file": "page.html",
        "evidence_in_table": True,
    }
    (folder / "questions.jsonl").write_text(json.dumps(question, ensure_ascii=False), "utf-8")
    return folder


def run(*arguments: str) -> dict:
    result = CliRunner().invoke(main, ["evaluate", "--extraction", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def shares(figures: dict) -> dict[str, float]:
    return {name: share["share"] for name, share in figures.items()}


def test_a_page_that_is_read_right_has_no_faults(tmp_path):
    found = run(str(small_set(tmp_path)))
    assert found["faults"] == []
    assert found["failed"] == []
    assert found["figures"]["title"] == {"right": 1, "of": 1, "share": 1.0}
    assert found["figures"]["table_evidence"]["right"] == 1
    assert found["text"]["recall"]["mean"] == found["text"]["precision"]["mean"] == 1
    assert shares(found["without_meta"]) == {"title": 1, "publish_date": 1, "issuers": 1}


def test_each_wrong_value_is_told_with_what_was_expected_and_read(tmp_path):
    folder = small_set(
        tmp_path,
        doc_number=None,
        issuers=["民政局"],
        must_not_contain=["每人每月"],
        validity={"in_force": False, "until": "2030-03-31"},
    )
    found = run(str(folder))
    faults = {fault["figure"]: (fault["expected"], fault["got"]) for fault in found["faults"]}
    assert faults.keys() == {
        "doc_number",
        "issuers",
        "no_boilerplate",
        "in_force",
        "issuers（去掉 meta）",
    }
    assert faults["doc_number"] == (None, "青民发〔2025〕3号")
    assert faults["issuers"] == (["民政局"], ["青禾县民政局"])
    assert faults["no_boilerplate"] == ([], ["每人每月"])
    assert found["figures"]["in_force"]["right"] == 0


def test_a_file_that_cannot_be_read_is_wrong_in_everything_and_told(tmp_path):
    folder = small_set(tmp_path)
    (folder / "html/empty.html").write_bytes(b"   ")
    with (folder / "pages.jsonl").open("a", encoding="utf-8") as rows:
        rows.write(json.dumps(GOLD | {"file": "empty.html"}, ensure_ascii=False))
    found = run(str(folder))
    assert [failure["file"] for failure in found["failed"]] == ["empty.html"]
    assert found["figures"]["title"] == {"right": 1, "of": 2, "share": 0.5}


def test_people_are_shown_the_figures_in_chinese(tmp_path):
    folder = small_set(tmp_path, doc_number="青民发〔2025〕4号")
    result = CliRunner().invoke(main, ["evaluate", "--extraction", str(folder)])
    assert "标题：1.000（1/1）" in result.output
    assert "不符：page.html 的 doc_number" in result.output
    assert "应为 青民发〔2025〕4号" in result.output


def test_a_folder_without_gold_is_refused(tmp_path):
    with pytest.raises(SetError, match=r"pages\.jsonl"):
        read_extraction_set(tmp_path)
    (tmp_path / "pages.jsonl").write_text('{"file": "gone.html"}\n', "utf-8")
    with pytest.raises(SetError, match=r"gone\.html"):
        read_extraction_set(tmp_path)


def test_overlap_counts_runs_of_eight_without_blanks_and_pipes():
    assert overlap("甲乙丙丁 | 戊己庚辛", "甲乙丙丁戊己庚辛").recall == 1
    half = overlap("甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己庚辛")
    assert (half.recall, half.precision) == (1, 0.5)
    assert overlap("", "甲乙丙丁戊己庚辛").precision == 0


@pytest.mark.shared
def test_the_saved_pages_are_read_as_the_office_needs_them() -> None:
    judged = read_extraction_set(SHARED / "eval/pages")
    found = extraction_figures(judged, read_and_check(judged, DAY, lambda *_: None))
    reached = shares(found["figures"])
    wanted = ("title", "doc_number", "publish_date", "body_start", "body_end", "no_boilerplate")
    assert {name: reached[name] for name in wanted if reached[name] < 0.98} == {}
    assert min(reached["issuers"], reached["until"], reached["in_force"]) >= 0.9
    assert reached["table_evidence"] == reached["page_type"] == 1
    assert min(reached["attachments"], reached["attachment_links"]) >= 0.95
    assert found["text"]["recall"]["mean"] >= 0.985
    assert found["text"]["precision"]["mean"] >= 0.985
    assert found["without_meta"]["title"]["right"] >= 19


@pytest.mark.shared
def test_the_seeds_are_read_as_their_gold_tells() -> None:
    judged = read_extraction_set(SHARED / "seeds")
    found = extraction_figures(judged, read_and_check(judged, DAY, lambda *_: None))
    reached = shares(found["figures"])
    assert {name: share for name, share in reached.items() if share < 1} == {}
