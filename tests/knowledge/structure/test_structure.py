from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cleaned import LineKind
from knowledge.outline import Outline
from knowledge.structure import read_structure
from knowledge.structure.packing import PASSAGE_LENGTH
from tests.knowledge.clean_documents import Line, clean_document
from tests.knowledge.structure.outlines import passages

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


NOTICE = """林口县人民政府办公室关于印发林口县养犬管理办法的通知
林政办发〔2021〕17号
各镇人民政府：
《林口县养犬管理办法》已经县政府同意，现印发给你们，请认真贯彻执行，执行中的问题请报县政府办公室。
林口县人民政府办公室
2021年8月30日
林口县养犬管理办法
一、总体要求
（一）指导思想。以人民为中心，规范养犬行为，保障公民健康和人身安全，维护市容环境和社会公共秩序，促进和谐社区建设，把工作做实做细。
（二）重点任务
1.登记。养犬人应当自取得犬只之日起三十日内到镇政府登记，并提交身份证明、住所证明和犬只免疫证明等材料，登记不收费。
2.年检。养犬登记证每年年检一次，由原登记机关办理，年检时应当出示犬只狂犬病免疫证明，逾期未年检的，登记证自动失效。
登记机关应当为办理年检提供便利。
二、附则
本办法自印发之日起施行。
附件：1.养犬登记表
2.免疫证明样式"""
TITLE = "林口县人民政府办公室关于印发林口县养犬管理办法的通知"


def test_passages_are_cited_by_their_numbering() -> None:
    found = passages(NOTICE, TITLE)
    assert list(found) == [
        "第1段",
        "《林口县养犬管理办法》一、（一）",
        "《林口县养犬管理办法》一、（二）1",
        "《林口县养犬管理办法》一、（二）2",
        "《林口县养犬管理办法》二、",
        "《林口县养犬管理办法》附件目录",
    ]


def test_the_trail_holds_the_carried_title_and_the_headings_above() -> None:
    trail, text = passages(NOTICE, TITLE)["《林口县养犬管理办法》一、（二）2"]
    assert trail == "林口县养犬管理办法 一、总体要求 （二）重点任务"
    assert text.startswith("2.年检")


def test_a_continuation_paragraph_belongs_to_the_part_above() -> None:
    assert passages(NOTICE, TITLE)["《林口县养犬管理办法》一、（二）2"][1].endswith("提供便利。")


def test_the_list_of_annexes_is_no_numbering() -> None:
    outline = read_structure(clean_document(NOTICE), TITLE)
    assert [part.label for part in outline.parts] == [
        "",
        "一、",
        "（一）",
        "（二）",
        "1",
        "2",
        "二、",
    ]


def test_title_and_number_above_the_text_are_no_passages() -> None:
    assert all("17号" not in text for _, text in passages(NOTICE, TITLE).values())


STATUTE = """第一章 总则
第一条 为了规范养犬行为，根据有关法律，制定本办法。
第二条 下列人员可以申请：
（一）本县居民；
（二）持有居住证的人员。
前款规定的人员应当年满十八周岁。
第二章 附则
第三条 本办法自2021年10月1日起施行。"""


def test_a_short_article_with_its_items_is_one_passage() -> None:
    trail, text = passages(STATUTE)["第二条"]
    assert trail == "第一章 总则"
    assert text.startswith("第二条")
    assert text.endswith("年满十八周岁。")


def test_items_of_a_long_article_are_cited_by_clause_and_item() -> None:
    long = STATUTE.replace("本县居民；", "本县居民" + "，且在本县有固定住所" * 30 + "；").replace(
        "居住证的人员。", "居住证的人员" + "，且在本县就业或者就学" * 20 + "。"
    )
    found = passages(long)
    assert "第二条第一款第（二）项" in found
    assert found["第二条第二款"][1] == "前款规定的人员应当年满十八周岁。"


def test_numbering_that_runs_through_is_kept() -> None:
    body = "一、甲\n（一）子。\n二、乙\n（二）丑。\n（四）寅。"
    parts = read_structure(clean_document(body), "").parts
    assert [(part.parent, part.label) for part in parts] == [
        (None, "一、"),
        (0, "（一）"),
        (None, "二、"),
        (2, "（二）"),
        (2, "（四）"),
    ]


def test_question_and_answer_are_one_passage() -> None:
    found = passages(
        "问：怎么办理养犬登记？\n答：到镇政府窗口办理。\n问：要交多少钱？\n答：不收费。"
    )
    assert [text for _, text in found.values()] == [
        "问：怎么办理养犬登记？\n答：到镇政府窗口办理。",
        "问：要交多少钱？\n答：不收费。",
    ]
    assert list(found) == ["第1问", "第2问"]


def test_elements_of_a_service_guide_are_parts() -> None:
    found = passages(
        "事项名称：养犬登记\n办理时限：10个工作日\n收费标准：不收费\n联系电话：6924198"
    )
    assert found["“办理时限”"][1] == "办理时限：10个工作日"
    assert found["“联系电话”"][1] == "联系电话：6924198"


def test_table_rows_are_passages_with_the_header_in_the_trail() -> None:
    rows: list[Line] = [
        "一、补贴标准",
        ("类别 | 标准", LineKind.TABLE_HEAD),
        ("大型犬 | 200元", LineKind.TABLE_ROW),
        ("小型犬 | 100元", LineKind.TABLE_ROW),
    ]
    found = passages(rows)
    assert found["一、表第2行"] == ("一、补贴标准 类别 | 标准", "小型犬 | 100元")
    assert found["一、表第1行"][1] == "类别 | 标准\n大型犬 | 200元"


def test_short_steps_that_follow_one_another_are_one_passage() -> None:
    found = passages("1.关注公众号\n2.进入小程序\n3.提交申请")
    assert found == {"1至3": ("", "1.关注公众号\n2.进入小程序\n3.提交申请")}


def test_a_short_table_goes_with_the_clause_that_introduces_it() -> None:
    rows: list[Line] = [
        "标准如下：",
        ("类别 | 标准", LineKind.TABLE_HEAD),
        ("大型犬 | 200元", LineKind.TABLE_ROW),
    ]
    assert passages(rows)["第1段"][1] == "标准如下：\n类别 | 标准\n大型犬 | 200元"


def test_the_opening_of_a_notice_does_not_take_its_sections_along() -> None:
    found = passages("现将有关事项通知如下：\n一、对象\n本县居民。\n二、时间\n今年。\n逾期不办。")
    assert list(found) == ["第1段", "一、", "二、"]
    assert found["二、"][1].endswith("逾期不办。")


def test_the_first_row_of_a_table_of_elements_is_no_header() -> None:
    rows: list[Line] = [
        ("事项名称 | 养犬登记", LineKind.TABLE_HEAD),
        ("办理时限 | 10个工作日", LineKind.TABLE_ROW),
    ]
    assert passages(rows)["“办理时限”"] == ("", "办理时限 | 10个工作日")


def test_annexes_are_parts_with_their_own_numbering() -> None:
    body = (
        "一、甲事项按照附件办理，具体要求见附件。\n附件1\n养犬区域\n"
        "一、重点区\n县城规划区内的街道和社区为重点管理区。"
    )
    found = passages(body)
    assert found["附件1 一、"] == (
        "附件1 养犬区域",
        "一、重点区\n县城规划区内的街道和社区为重点管理区。",
    )


def test_a_decimal_is_no_number_but_an_item_that_begins_with_a_digit_is() -> None:
    items = read_structure(clean_document("分配如下：\n1.3人户家庭；\n2.2人户家庭。"), "").parts
    assert [part.label for part in items] == ["1", "2"]
    assert read_structure(clean_document("补贴如下：\n1.5万元以下的不补。"), "").parts == ()


def test_paragraphs_glued_into_one_line_are_cut_at_their_numbers() -> None:
    sentence = "要加强领导，落实责任，确保各项任务按期完成，取得实效" * 5
    glued = (
        f"现提出以下意见：一、总体要求(一)指导思想。{sentence}。(二)原则。{sentence}"
        f"二、任务1.登记。{sentence}。"
    )
    labels = [part.label for part in read_structure(clean_document(glued), "").parts]
    assert labels == ["一、", "（一）", "（二）", "二、", "1"]


def test_keys_stay_the_same_when_other_clauses_change() -> None:
    def keys(body: str) -> dict[str, str]:
        return {
            each.locator: each.key for each in read_structure(clean_document(body), "").passages
        }

    before, after = keys(STATUTE), keys(STATUTE.replace("为了规范养犬行为，", ""))
    assert before == after
    assert len(set(before.values())) == len(before)


def check(outline: Outline, text: str) -> None:
    for part in outline.parts:
        assert 0 <= part.start < part.end <= len(text)
        assert part.parent is None or outline.parts[part.parent].start <= part.start
    for passage in outline.passages:
        piece = text[passage.start : passage.end]
        assert piece
        assert piece == piece.strip()
        assert len(piece) <= PASSAGE_LENGTH
        assert passage.locator
    assert len({each.key for each in outline.passages}) == len(outline.passages)
    assert bool(outline.passages) == bool(text.strip())


PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "（1）", "①", "第一条 ", "第二章 ", "附件1", "附件：", "问：", "答：",
     "Q1：", "第一阶段：", "能办吗？", "办理时限：", "2021年8月30日", "县政府办公室",
     "\n", "\n", "。", "：", "；", "？", " ", "\u3000", "x", "各镇要加强领导"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=60).map("".join),
    st.sampled_from(["", "关于印发各镇要加强领导的通知"]),
)
def test_structure_is_total_and_its_offsets_hold(text: str, title: str) -> None:
    document = clean_document(text)
    check(read_structure(document, title), document.text)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_structure_takes_any_text(text: str) -> None:
    document = clean_document(text)
    check(read_structure(document, text[:10]), document.text)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_sentence_is_lost(text: str) -> None:
    document = clean_document(text.replace("附件", "").replace("。", "。各镇办理。"))
    outline = read_structure(document, "")
    covered = {offset for each in outline.passages for offset in range(each.start, each.end)}
    start = document.text.find("各镇办理。")
    while start >= 0:
        assert start in covered
        start = document.text.find("各镇办理。", start + 1)


@pytest.mark.shared
@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_sections_of_the_seeds_are_those_of_the_gold(seed: str) -> None:
    gold = next(
        each
        for each in json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))["seeds"]
        if each["seed"] == seed
    )
    text = (SEEDS / "gold_text" / f"{seed}.txt").read_text(encoding="utf-8")
    document = clean_document(text)
    outline = read_structure(document, gold["标题"])
    check(outline, document.text)
    levels = [part.level for part in outline.parts]
    counts = gold["section_count"]
    assert levels.count("一、") == counts["level1"]
    assert levels.count("（一）") == counts["level2"]
    assert levels.count("1.") == counts["level3"]
    headings = [part.label + part.heading for part in outline.parts if part.level == "一、"]
    assert headings == gold["level1_headings"]
