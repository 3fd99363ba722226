"""Who has to do what until when, in every notation that plans use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.cleaned import LineKind
from knowledge.metadata.duties import read_duties
from knowledge.metadata.reading import read_metadata
from knowledge.metadata.segments import read_segments
from knowledge.outline import DutyReading
from tests.knowledge.clean_documents import Line, clean_document


def duties(*lines: Line) -> list[DutyReading]:
    return read_duties(read_segments(clean_document(lines)))


def test_a_labelled_note_in_brackets_tells_lead_others_and_time() -> None:
    text = (
        "推进数据公开。〔牵头单位：县政府办、县教体局等相关部门；责任单位:各镇人民政府,县直各单位；"
        "完成时限：2025年11月底前〕"
    )
    (duty,) = duties(text)
    assert duty.lead == ("县政府办", "县教体局")
    assert duty.responsible == ("各镇人民政府", "县直各单位")
    assert (duty.due, duty.due_on) == ("2025年11月底前", date(2025, 11, 30))
    assert text[duty.start : duty.end].startswith("〔牵头单位")


def test_what_a_note_does_not_tell_stays_empty() -> None:
    (duty,) = duties("抓好落实。〔责任单位：县司法局；完成时限：长期〕")
    assert (duty.lead, duty.due, duty.due_on) == ((), "长期", None)


def test_a_bare_label_ends_where_the_next_item_begins() -> None:
    (duty,) = duties("公开结果。责任单位：市政府办公室、各县（市、区）政府（五）推进服务公开。")
    assert duty.responsible == ("市政府办公室", "各县（市、区）政府")


def test_labels_on_lines_of_their_own_make_one_note() -> None:
    (duty,) = duties(
        "一、改造危房",
        "牵头单位：县住建局",
        "责任单位：各镇政府",
        "完成时限：2026年9月10前",
        "二、其他",
    )
    assert (duty.lead, duty.responsible) == (("县住建局",), ("各镇政府",))
    assert duty.due_on == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("note", "lead", "responsible"),
    [
        ("（县民政局牵头落实）", ("县民政局",), ()),
        ("（县国土局、县农委分别牵头落实）", ("县国土局", "县农委"), ()),
        ("（办公室牵头，各科室、分局按职责承担相应责任）", ("办公室",), ("各科室", "分局")),
        ("(办公室牵头,信息中心具体负责。)", ("办公室",), ("信息中心",)),
        ("（县教育局，县财政局牵头，县审计局配合）", ("县教育局", "县财政局"), ("县审计局",)),
        ("（清理由法规科牵头，公开由办公室牵头）", ("法规科", "办公室"), ()),
        ("（办公室负责）", (), ("办公室",)),
    ],
)
def test_a_sentence_in_parentheses_tells_the_organs(
    note: str, lead: tuple[str, ...], responsible: tuple[str, ...]
) -> None:
    (duty,) = duties(f"做好公开工作。{note}")
    assert (duty.lead, duty.responsible) == (lead, responsible)
    (below,) = duties("做好公开工作。", note)
    assert below.lead == lead


@pytest.mark.parametrize(
    "text",
    [
        "费用（由申请人自行承担）不予退还。",
        "明确责任单位，规定完成时限，加强督办。",
        "（一）县政府负责人要重视。",
        "本办法由县民政局负责解释（联系电话：0453-1234567）。",
        "根据《办法》（青政办发〔2021〕17号）制定。",
    ],
)
def test_other_brackets_and_words_are_no_notes(text: str) -> None:
    assert duties(text) == []


def test_a_table_of_tasks_tells_a_duty_a_row() -> None:
    found = duties(
        ("序号 | 任务 | 牵头单位 | 责任单位 | 完成时限", LineKind.TABLE_HEAD),
        ("1 | 修路 | 县交通局 | 各镇政府 | 2026年6月底", LineKind.TABLE_ROW),
        ("2 | 植树 | 县林草局 |  | 长期", LineKind.TABLE_ROW),
    )
    assert [(each.lead, each.responsible, each.due_on) for each in found] == [
        (("县交通局",), ("各镇政府",), date(2026, 6, 30)),
        (("县林草局",), (), None),
    ]


def test_a_note_on_duty_is_no_document_number() -> None:
    note = "〔牵头单位：县政府办；完成时限：2021年12月底前〕"
    body = f"青禾县人民政府关于公开工作的通知\n各镇：\n抓好落实。{note}"
    metadata = read_metadata(clean_document(body), None)
    assert metadata.doc_number is None
    assert [duty.lead for duty in metadata.duties] == [("县政府办",)]


_PIECES = [
    "〔牵头单位：",
    "责任单位:",
    "完成时限：",
    "县政府办",
    "、",
    "，",
    "；",
    "〕",
    "（",
    "）",
    "牵头",
    "负责",
    "。",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_notes_of_any_text_stand_where_they_say(text: str) -> None:
    document = clean_document(text)
    ends = [(each.start, each.end) for each in read_duties(read_segments(document))]
    assert all(0 <= start < end <= len(document.text) for start, end in ends)
    assert ends == sorted(ends)
