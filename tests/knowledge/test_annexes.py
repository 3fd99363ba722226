"""Annexes that a text names, and what becomes of those that its page links."""

from __future__ import annotations

from knowledge.annexes import annexes
from knowledge.cleaned import Attachment, CleanDocument, CleanLine, LineRole


def document(*lines: str) -> CleanDocument:
    clean = tuple(CleanLine(line, tuple(range(len(line))), LineRole.BODY) for line in lines)
    return CleanDocument("\n".join(lines), clean)


def names(*lines: str) -> list[str]:
    return [each.name for each in annexes((), document(*lines))]


def test_a_list_over_several_lines_is_read_by_its_numbers() -> None:
    assert names(
        "附件：1. 救助申请表", "2.救助标准；", "３．联系方式", "青禾县民政局", "4.这是正文"
    ) == ["救助申请表", "救助标准", "联系方式"]


def test_a_list_on_one_line_and_one_below_its_label_are_read() -> None:
    assert names("附件：1.申请表 2.承诺书 3.2024年度名单") == ["申请表", "承诺书", "2024年度名单"]
    assert names("附件：", "1.申请表", "2.承诺书") == ["申请表", "承诺书"]
    assert names("附件：2017年任务分解表") == ["2017年任务分解表"]
    assert names("附件1：申请表", "附件2：承诺书") == ["申请表", "承诺书"]


def test_a_mention_names_an_annex_and_sentences_name_none() -> None:
    assert names("具体指引详见附件《养老保险转移办事指南》。") == ["养老保险转移办事指南"]
    assert names("具体见附件1。", "附件：无") == []
    assert names("请将附件：申请表填好后报送。其他材料不必报送。") == []


def test_an_annex_that_is_linked_and_named_is_one_with_its_address() -> None:
    linked = (Attachment("附件1：救助申请表.doc", "/f/1.doc"), Attachment("附件2.doc", "/f/2.doc"))
    found = annexes(linked, document("附件：1.救助申请表", "2.救助标准"))
    assert found == (*linked, Attachment("救助标准"))


def test_an_annex_whose_text_follows_is_told_to_be_inline() -> None:
    found = annexes(
        (), document("附件：1.救助标准", "2.申请表", "附件1", "救助标准", "每人每次1200元。")
    )
    assert found == (Attachment("救助标准", inline=True), Attachment("申请表"))
