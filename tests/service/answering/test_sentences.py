from __future__ import annotations

from service.answering.sentences import Span, clauses, sentences, without_marker


def cut(text):
    return [span.of(text) for span in sentences(text)]


def test_sentences_end_at_full_stops_semicolons_and_lines():
    assert cut("甲可以办；乙不能办。丙另行规定") == ["甲可以办；", "乙不能办。", "丙另行规定"]
    assert cut("姓名 | 电话\n张三 | 12345") == ["姓名 | 电话", "张三 | 12345"]


def test_a_closing_quotation_mark_stays_with_its_sentence():
    assert cut("他说“可以。”然后走了。") == ["他说“可以。”", "然后走了。"]


def test_a_text_without_line_breaks_is_parted_at_blanks_between_characters():
    assert cut("关于低保的通知 各乡镇：标准提高。") == ["关于低保的通知", "各乡镇：标准提高。"]


def test_the_clauses_of_a_sentence_keep_the_mark_that_ends_them():
    text = "年满60周岁，持卡乘车：半价。"
    assert [c.of(text) for c in clauses(text, Span(0, len(text)))] == [
        "年满60周岁，",
        "持卡乘车：",
        "半价。",
    ]


def test_numbering_is_taken_off_unless_nothing_else_is_there():
    for text in ("第三条　补贴标准", "（二）补贴标准", "1.补贴标准", "一、补贴标准", "①补贴标准"):
        assert without_marker(text, Span(0, len(text))).of(text) == "补贴标准"
    assert without_marker("3.5万元", Span(0, 5)).of("3.5万元") == "3.5万元"
    assert without_marker("（二）", Span(0, 3)).of("（二）") == "（二）"
