"""Files of questions: what clerks write, and what is no file of questions."""

from __future__ import annotations

import pytest

from service.trials.errors import FileRefused
from service.trials.files import LARGEST_FILE, MOST_QUESTIONS, read_questions
from tests.xlsx_files import workbook


def test_a_table_tells_what_is_right_for_each_question() -> None:
    rows = read_questions(
        workbook(
            ["编号", "问题", "地区", "能否回答", "文号", "证据"],
            [1, "低保多少钱", "青禾县", "是", "青禾民规〔2026〕1号", "每人每月820元"],
            [2, "  ", None, None, None, None],
            [3, "地铁几点", None, "否", None, None],
            [4, 12345, None, None, None, None],
            [5, "医保交多少", None, None, "青禾医保发〔2026〕11号", None],
        ),
        "题.XLSX",
    )
    told = [(row.where, row.expected.question, row.expected.answerable) for row in rows]
    assert told == [
        ("第 2 行", "低保多少钱", True),
        ("第 4 行", "地铁几点", False),
        ("第 5 行", "12345", None),
        ("第 6 行", "医保交多少", True),
    ]
    assert rows[0].expected.region == "青禾县"
    assert rows[0].expected.evidence == "每人每月820元"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_whatever_charset_a_spreadsheet_wrote(charset: str) -> None:
    text = '问题,地区\r\n"申请低保,要什么条件",青禾县\r\n'
    (row,) = read_questions(text.encode(charset), "题.csv")
    assert (row.expected.question, row.expected.region) == ("申请低保,要什么条件", "青禾县")


def test_a_text_file_has_a_question_a_line() -> None:
    rows = read_questions("低保多少钱\n\n 医保怎么交 \n".encode(), "题.txt")
    assert [row.expected.question for row in rows] == ["低保多少钱", "医保怎么交"]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.txt", "没有问题"),
        (b"x", "a.exe", "不认识的格式"),
        (b"PK\x03\x04broken", "a.xlsx", "坏|损坏|不完整"),
        ("题目,答案\n低保,否".encode(), "a.csv", "“问题”"),
        (b'\xe9\x97\xae\xe9\xa2\x98\n"a', "a.csv", "CSV"),
        (b"x" * (LARGEST_FILE + 1), "a.txt", "太大"),
        ("问\n".encode() * (MOST_QUESTIONS + 1), "a.txt", "一次最多"),
    ],
)
def test_what_is_no_file_of_questions_is_refused_with_why(data: bytes, name: str, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read_questions(data, name)
