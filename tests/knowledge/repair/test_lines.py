"""Joining what was cut, cutting what was glued, and choosing the text among its surroundings."""

from __future__ import annotations

import pytest

from knowledge.cleaned import LineRole
from tests.knowledge.clean_documents import cleaned

TITLE = "林海县人民政府关于加强档案管理的意见"
SENTENCE = "各单位要明确责任，细化措施，加强督促检查，确保各项任务按期完成，切实提高管理水平。"
GLUED = (
    f"{TITLE}各乡（镇）人民政府，县政府各部门：为加强管理，提出以下意见：一、总体要求（一）指导思想。{SENTENCE}"
    f"（二）基本原则。{SENTENCE}二、主要任务（三）完善制度。1.健全制度。{SENTENCE}责任单位：县档案馆"
    f"2.规范流程。{SENTENCE}责任单位：县政府办（四）强化管理。3.定期检查。{SENTENCE}三、工作要求{SENTENCE}"
)


def body(text: str) -> list[str]:
    """The lines of the main text."""
    return [line.text for line in cleaned(text).body]


def outside(text: str) -> list[str]:
    """The lines around it."""
    return [line.text for line in cleaned(text).lines if line.role is LineRole.OUTSIDE]


def spliced(text: str, length: int) -> str:
    """`text` as a document-sharing site previews it: numbered pieces of equal length."""
    pieces = [text[at : at + length] for at in range(0, len(text), length)]
    return "\n".join(f"{number}、{piece}" for number, piece in enumerate(pieces, start=1))


def test_spliced_pieces_are_joined_and_the_glued_parts_get_lines_of_their_own() -> None:
    lines = body(f"{TITLE}\n第1页 / 共3页\n{spliced(GLUED, 101)}\n展开阅读全文")
    assert "".join(lines) == GLUED
    assert lines[:5] == [
        TITLE,
        "各乡（镇）人民政府，县政府各部门：",
        "为加强管理，提出以下意见：",
        "一、总体要求",
        f"（一）指导思想。{SENTENCE}",
    ]
    assert "责任单位：县档案馆" in lines
    assert f"2.规范流程。{SENTENCE}" in lines


def test_a_preview_that_stops_in_a_sentence_is_told() -> None:
    document = cleaned(f"{TITLE}\n{spliced(GLUED[:-20], 101)}")
    assert [doubt.kind for doubt in document.doubts] == ["truncated"]


def test_a_real_list_of_points_is_never_joined() -> None:
    points = [f"{number}、{SENTENCE * 3}" for number in range(1, 6)]
    materials = ["1、身份证原件及复印件", "2、户口簿", "3、近期照片（2张", "4、申请表"]
    assert body("\n".join([TITLE, *points])) == [TITLE, *points]
    assert body("\n".join([TITLE, *materials])) == [TITLE, *materials]


def test_a_paragraph_that_counts_within_a_sentence_stays_whole() -> None:
    paragraph = (
        f"有下列情形之一的：（一）逾期未交；（二）材料不全；一、二类档案另行规定。{SENTENCE * 8}"
    )
    assert body(f"{TITLE}\n{paragraph}") == [TITLE, paragraph]


def test_the_text_begins_at_its_title_and_ends_before_the_footer() -> None:
    page = (
        f"欢迎光临林海县人民政府网站\n您现在的位置：首页 > {TITLE}\n{TITLE}\n"
        "作者：admin 发布时间：2024/1/2\n林海政发〔2024〕1号\n各镇人民政府：\n"
        f"{SENTENCE}\n上一篇 下一篇\n主办单位：县政府\n网站标识码：2310000001"
    )
    assert body(page) == [TITLE, "林海政发〔2024〕1号", "各镇人民政府：", SENTENCE]
    assert len(outside(page)) == 6


def test_header_fields_and_an_earlier_print_of_the_title_stand_outside() -> None:
    page = (
        f"索 引 号: LH-2024-1 文 号:林海政发〔2024〕1号\n名 称:{TITLE}\n{TITLE}\n"
        "发表日期:2024-01-02\n"
        f"{TITLE}\n各镇人民政府:\n{SENTENCE}"
    )
    assert [line.replace("：", ":") for line in body(page)] == [TITLE, "各镇人民政府:", SENTENCE]


def test_a_number_glued_to_the_title_gets_its_own_line_unless_the_title_follows() -> None:
    glued = f"林海政发〔2024〕1号{TITLE}"
    assert body(f"{glued}\n各镇人民政府：\n{SENTENCE}")[:2] == ["林海政发〔2024〕1号", TITLE]
    assert body(f"{glued}\n{TITLE}\n各镇人民政府：\n{SENTENCE}")[0] == TITLE


def test_blank_forms_and_the_page_number_after_the_text_are_left_out() -> None:
    form = "附件1\n工作机构登记表\n姓 名\n职 务\n办公电话\n手机号码\n通信地址\n负责\n传 真"
    text = f"{TITLE}\n{SENTENCE}\n附件：1. 工作机构登记表\n{form}\n1"
    assert body(text) == [TITLE, SENTENCE, "附件：1. 工作机构登记表"]


def test_a_filled_form_is_text() -> None:
    form = [
        "附件1",
        "联系表",
        "姓名",
        "张三",
        "办公电话",
        "0453-1234567",
        "职务",
        "科员",
        "传真",
        "邮编",
    ]
    assert body("\n".join([TITLE, SENTENCE, *form])) == [TITLE, SENTENCE, *form]


def test_lines_that_boilerplate_resembles_stay_in_the_text() -> None:
    lines = [
        TITLE,
        "时间：2024年5月1日",
        "上一条规定的期限，自收到材料之日起计算。",
        "窗口位置：县政务服务中心二楼",
        "食品经营许可证：复印件一份",
        "主办单位：县档案馆",
    ]
    assert body("\n".join(lines)) == lines


def test_a_number_without_its_year_is_kept_and_doubted() -> None:
    document = cleaned(f"{TITLE}\n根据有关要求（中办发208号），{SENTENCE}")
    assert "中办发208号" in document.text
    assert [(doubt.kind, "208" in doubt.raw) for doubt in document.doubts] == [
        ("document_number", True)
    ]


def test_a_title_over_two_lines_keeps_its_upper_line_below_the_page_header() -> None:
    upper, lower = "林海县民政局 林海县财政局", "关于提高补助标准的通知"
    header = "您现在的位置：首页 > 政策文件"
    assert body("\n".join([header, upper, lower, "各镇人民政府：", SENTENCE]))[:2] == [upper, lower]
    twice = [upper, lower, "林海民发〔2024〕1号", upper, lower, "各镇人民政府：", SENTENCE]
    assert body("\n".join(twice))[-4:] == [upper, lower, "各镇人民政府：", SENTENCE]


def test_related_links_after_the_text_are_left_out() -> None:
    links = ["相关阅读：", "一图读懂档案管理", "县档案馆负责人答记者问"]
    assert body("\n".join([TITLE, SENTENCE, *links])) == [TITLE, SENTENCE]
    for told in (
        [TITLE, "相关阅读：", "一、补助标准", SENTENCE],
        [TITLE, SENTENCE, "相关附件：", "1.申请表"],
    ):
        assert body("\n".join(told)) == told


@pytest.mark.parametrize(
    "line",
    [
        "青禾县档案管理办法-人人文库网",
        "本文档由会员上传分享，下载后可编辑",
        "温馨提示：本站仅提供文档预览，如需使用请下载",
        "剩余7页未读，继续阅读",
        "预览已结束，下载原文档直接使用",
        "内容提供方：qinghe2020",
        "加入VIP免费下载",
        "下载积分：10",
    ],
)
def test_what_document_sharing_sites_print_is_no_text(line: str) -> None:
    text = f"{TITLE}\n{SENTENCE * 2}\n{line}\n{SENTENCE}"
    assert line not in body(text)
    assert body(text)[-1] == SENTENCE


@pytest.mark.parametrize(
    "line",
    [
        "申请文件由镇人民政府上传至系统，并通知申请人。",
        "此文件为内部资料，下载须经批准。",
        "第三页以后由经办人填写。",
    ],
)
def test_sentences_about_uploading_are_text(line: str) -> None:
    assert line in body(f"{TITLE}\n{SENTENCE * 2}\n{line}\n{SENTENCE}")
