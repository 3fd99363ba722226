"""Repairs of characters: blanks, breaks, pinyin, traditional characters, punctuation."""

from __future__ import annotations

import pytest

from knowledge.cleaned import CleanLine, LineRole
from knowledge.repair.annotations import repair_annotations
from knowledge.repair.blanks import tidy_blanks
from knowledge.repair.lines import Ledger
from knowledge.repair.lookalikes import fold_lookalikes
from knowledge.repair.punctuation import restore_punctuation
from knowledge.repair.script import simplify


def line(text: str) -> CleanLine:
    """A line of main text."""
    return CleanLine(text, tuple(range(len(text))), LineRole.BODY)


def punctuated(text: str) -> str:
    """`text` with its punctuation restored."""
    return restore_punctuation([line(text)], Ledger())[0].text


def annotated(text: str) -> tuple[str, Ledger]:
    """`text` without breaks and pinyin, and the record."""
    ledger = Ledger()
    return repair_annotations([line(text)], ledger)[0].text, ledger


def test_blanks_of_every_kind_become_plain_and_single() -> None:
    assert (
        tidy_blanks(line("\u00a0\u3000 姓\u00a0\u00a0名\t（2\u200b份） "), Ledger()).text
        == "姓 名 （2份）"
    )


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("公開工作?,F(xiàn)制定方案", "公開工作。現制定方案"),
        ("公開工作?，F制定方案", "公開工作。現制定方案"),
        ("下發?！秾嵤┘殑t》", "下發。《實施細則》"),
        ("公開工作?，F?，F制定方案", "公開工作。現。現制定方案"),
        ("各鎮（街道）?，F制定方案", "各鎮（街道）。現制定方案"),
        ("下發（試行）?！秾嵤┘殑t》?，F制定", "下發（試行）。《實施細則》。現制定"),
    ],
)
def test_a_lost_byte_is_put_back(damaged: str, mended: str) -> None:
    assert annotated(damaged)[0] == mended


@pytest.mark.parametrize(
    "text", ["能否办理?A类企业可以", "是什么?，请看A", "问：可以吗?是", "网址a?b=c"]
)
def test_questions_before_latin_letters_are_no_breaks(text: str) -> None:
    assert annotated(text)[0] == text


def test_a_break_whose_last_byte_is_lost_too_is_left_and_doubted() -> None:
    text = "认真落实?！妒凳┓桨浮酚上卣\N{REPLACEMENT CHARACTER}府制定"
    mended, ledger = annotated(text)
    assert mended == text
    assert [doubt.kind for doubt in ledger.doubts] == ["gbk_break"]


def test_a_reading_beside_a_break_that_contradicts_it_leaves_a_doubt() -> None:
    text = "現(xiàn)在發(fā)現(xiàn)問題?,F(hào)制定"
    mended, ledger = annotated(text)
    assert "?,F" in mended
    assert [doubt.kind for doubt in ledger.doubts] == ["gbk_break"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "文號(hào)由縣(市、區(qū))和鄉(xiāng)(鎮(zhèn)、街道)定",
            "文號由縣(市、區)和鄉(鎮、街道)定",
        ),
        ("我(wǒ)們(men)的(de)公(gōng)開(kāi)與合作(ppp)", "我們的公開與合作(ppp)"),
        ("政府和社会资本合作(ppp)、手机应用(app)", "政府和社会资本合作(ppp)、手机应用(app)"),
    ],
)
def test_pinyin_goes_and_other_parentheses_stay(text: str, left: str) -> None:
    assert annotated(text)[0] == left


def test_a_traditional_document_is_simplified_with_zhu_read_by_its_word() -> None:
    text = "著力推進後續業務,著名著作顯著,於此開會,剩馀"
    assert simplify([line(text)], Ledger())[0].text == "着力推进后续业务,著名著作显著,于此开会,剩余"


def test_a_simplified_document_keeps_its_few_traditional_characters() -> None:
    text = "本办法由市人民政府办公厅负责解释，自印发之日起施行。" * 2 + "由溥儁、於姓、後氏办理。"
    assert simplify([line(text)], Ledger())[0].text == text


@pytest.mark.parametrize(
    ("folded", "restored"),
    [
        ("各县(市、区)人民政府,各部门:", "各县（市、区）人民政府，各部门："),
        ("(一)指导思想;是否可以?可以!", "（一）指导思想；是否可以？可以！"),
        (
            "合作(ppp)提供,共10,000元,比例1:2,在8:46到",
            "合作（ppp）提供，共10,000元，比例1:2，在8:46到",
        ),
        ("网址:http://a.cn/b?c=1,2:3;请查阅", "网址：http://a.cn/b?c=1,2:3；请查阅"),
        ("见(http://a.cn/),请查", "见（http://a.cn/），请查"),
        ("Hello, world (test): ok; 结束", "Hello, world (test): ok; 结束"),
        ("(此件公开发布)", "（此件公开发布）"),
        ("《转发<某市关于公开的通知>的通知》,执行", "《转发〈某市关于公开的通知〉的通知》，执行"),
    ],
)
def test_folded_punctuation_is_restored_in_chinese_alone(folded: str, restored: str) -> None:
    assert punctuated(folded) == restored


def test_an_author_who_mixes_marks_is_quoted_as_he_wrote() -> None:
    text = "经部门批准调动,且与单位建立劳动关系，并缴纳保险费，可以申请。"
    assert punctuated(text) == text


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("⼀⾏⼈", "一行人"), ("⻘⺠⻅⻚", "青民见页"), ("\uf90a額", "金額"), ("ofﬁce", "office")],
)
def test_characters_that_only_look_like_others_are_folded_and_recorded(
    printed: str, meant: str
) -> None:
    ledger = Ledger()
    folded = fold_lookalikes(line(printed), ledger)
    assert folded.text == meant
    assert folded.raw_span(0, len(meant)) == (0, len(printed))
    assert [repair.kind for repair in ledger.repairs] == ["lookalike_characters"]
