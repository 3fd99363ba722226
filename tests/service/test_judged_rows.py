"""Rows of evaluation sets: what an office's own files may hold, and how faults are told."""

from __future__ import annotations

import json
from datetime import date

import pytest

from service.judged_rows import AnswerableRow, PassageRow, SetError, read_rows
from service.judged_sets import read_set

ROW = {"id": "1", "question": "多少钱", "document": "d", "answer": "80元"}


def line(row):
    return json.dumps(row, ensure_ascii=False) + "\n"


def rows(tmp_path, written, of=AnswerableRow):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    return list(read_rows(path, of))


def test_a_mark_before_the_first_row_blank_lines_and_other_line_ends_change_nothing(tmp_path):
    second = line(ROW | {"id": "2"})
    written = f"\ufeff{line(ROW)}\r\n \n\n{second}".replace("\n", "\r\n")
    assert [each.id for each in rows(tmp_path, written)] == ["1", "2"]


def test_a_row_may_hold_more_than_is_read_and_null_for_what_is_not_known(tmp_path):
    (row,) = rows(tmp_path, line(ROW | {"why": ["a"], "context": None, "evidence": None}))
    assert row.answer == "80元"


def test_a_passage_may_be_dated(tmp_path):
    passage = {"id": "p", "title": "法", "text": "…"}
    days = {"": None, None: None, "2026-11-22": date(2026, 11, 22)}
    for written, read in days.items():
        (row,) = rows(tmp_path, line(passage | {"date": written}), PassageRow)
        assert row.written_on == read


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('{"id":\n', "第 1 行不是合法的 JSON"),
        ('{"id": "1", "question": "\\ud800"}\n', "第 1 行不是合法的 JSON"),
        ("[1]\n", "第 1 行应为 JSON 对象"),
        (line({"id": "1"}), "第 1 行的 question 没有填写"),
        (line(ROW | {"id": 1}), "第 1 行的 id 应为文字"),
        (line(ROW | {"answer": 80}), "第 1 行的 answer 应为文字"),
        (line(ROW | {"context": 5}), "第 1 行的 context 应为文字"),
        (line(ROW | {"files": "d"}), "第 1 行的 files 应为列表"),
        (line(ROW | {"relevant": [1]}), "第 1 行的 relevant/0 应为文字"),
        (line(ROW | {"evidence_alt": ["d"]}), "第 1 行的 evidence_alt 应为 JSON 对象"),
        (line(ROW) + line(ROW), "第 2 行的编号前面已经有了：1"),
        (line(ROW).encode("gbk"), "不是 UTF-8 编码的文字"),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_its_file_line_and_fault(tmp_path, written, fault):
    with pytest.raises(SetError) as refused:
        rows(tmp_path, written)
    assert str(refused.value).startswith("rows.jsonl ")
    assert fault in str(refused.value)


def test_a_day_that_is_none_is_told(tmp_path):
    passage = {"id": "p", "title": "法", "text": "…"}
    for day in ("去年", 5):
        with pytest.raises(SetError, match="第 1 行的 date 取值不对"):
            rows(tmp_path, line(passage | {"date": day}), PassageRow)


def test_one_id_names_no_two_questions_of_a_set(tmp_path):
    (tmp_path / "documents.jsonl").write_text(line({"id": "d", "text": "80元"}), "utf-8")
    for name in ("questions.jsonl", "unanswerable.jsonl"):
        (tmp_path / name).write_text(line(ROW), "utf-8")
    with pytest.raises(SetError, match=r"unanswerable\.jsonl 的编号在 questions\.jsonl 里已经有了"):
        read_set(tmp_path)
