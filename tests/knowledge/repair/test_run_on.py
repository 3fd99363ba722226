"""Documents that a host put into one line, blanks in the place of line breaks."""

from __future__ import annotations

from itertools import pairwise

from knowledge.repair.run_on import paragraph_blanks
from tests.knowledge.clean_documents import cleaned

SENTENCE = "各单位要明确责任，细化措施，加强督促检查，确保各项任务按期完成，切实提高管理水平。"


def parts(text: str) -> list[str]:
    """The paragraphs of a text of one line."""
    places = [0, *paragraph_blanks(text), len(text)]
    return [text[start:end].strip() for start, end in pairwise(places)]


def test_blanks_after_titles_headings_and_sentences_part_paragraphs() -> None:
    text = f"关于加强管理的通知 各有关单位： 现通知如下： 一、总体要求 {SENTENCE} 2024年3月1日"
    assert parts(text) == text.split(" ")


def test_blanks_between_issuers_in_brackets_in_labels_and_before_figures_part_nothing() -> None:
    for text in (
        "林海县民政局 林海县财政局关于提高补助标准的通知",
        "林海县人民政府办公室 关于做好档案整理工作的通知",
        "本报讯（记者张小明 实习生李小红）今日发布",
        "索 引 号：LH-2024-1",
        "领取条件是家庭人口不少于 3人，自办理之日起",
    ):
        assert parts(f"{SENTENCE} {text}") == [SENTENCE, text]


def test_a_document_of_one_line_is_read_in_its_paragraphs_and_printed_once() -> None:
    title = "林海县人民政府关于加强管理 提高服务水平的通知"
    again = "林海县人民政府 关于加强管理提高服务水平的通知"
    text = f"{title} {again} 各有关单位： {SENTENCE} {SENTENCE * 4}"
    body = cleaned(text).body
    assert [line.text for line in body] == [
        again,
        "各有关单位：",
        SENTENCE,
        SENTENCE * 4,
    ]


def test_a_paragraph_beside_other_lines_keeps_its_blanks() -> None:
    lines = ["关于加强管理的通知", f"{SENTENCE * 6} 联系人：张小明 李小红 王小华等人。"]
    body = cleaned("\n".join(lines)).body
    assert [line.text for line in body] == lines
