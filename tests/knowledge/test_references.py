"""What a document explains, cites and tells anew is read with its place in the main text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.metadata.references import MOST, explained_by
from knowledge.outline import ReferenceKind, ReferenceReading
from knowledge.reading import read_document
from knowledge.sources import SourceFile

FILLER = "各乡镇要高度重视，认真组织实施，确保群众满意。"


def read(title: str, *lines: str) -> list[ReferenceReading]:
    text = "\n".join((title, *lines, FILLER))
    reading = read_document(SourceFile("/文件/a.txt", "a.txt", text.encode()))
    for each in reading.metadata.references:
        shown = reading.text[each.start : each.end]
        assert each.printed in shown or each.start == each.end == 0
    return list(reading.metadata.references)


def of(kind: ReferenceKind, references: list[ReferenceReading]) -> list[tuple[str | None, ...]]:
    return [
        (each.target_title_key, each.target_number_key) for each in references if each.kind is kind
    ]


@pytest.mark.parametrize(
    ("title", "explained"),
    [
        ("《青禾县临时救助办法》政策解读", "青禾县临时救助办法"),
        ("关于《青禾县临时救助办法》的解读", "青禾县临时救助办法"),
        ("一图读懂《青禾县临时救助办法》", "青禾县临时救助办法"),
        ("图解：青禾县临时救助办法", "青禾县临时救助办法"),
        ("《青禾县临时救助办法》政策问答", "青禾县临时救助办法"),
        ("【政策解读】《青禾县临时救助办法》", "青禾县临时救助办法"),
        ("青禾县临时救助办法的解读", "青禾县临时救助办法"),
        ("青禾县临时救助办法政策解读（二）", "青禾县临时救助办法"),
        ("青政发〔2025〕7号政策解读", "青政发〔2025〕7号"),
        ("青禾县临时救助办法", None),
        ("青禾县公共租赁住房问答", None),
        ("最高人民法院关于适用民法典的解释", None),
        ("政策解读", None),
    ],
)
def test_the_title_of_an_explanation_names_what_it_explains(title, explained) -> None:
    assert explained_by(title) == explained


def test_an_explanation_without_a_title_says_in_its_first_lines_what_it_explains() -> None:
    references = read(
        "关于提高临时救助标准的说明",
        "近日，县政府印发了《青禾县临时救助办法》（青政发〔2025〕7号）。",
        "现就《青禾县临时救助办法》（青政发〔2025〕7号）解读如下：",
    )
    assert of(ReferenceKind.INTERPRETS, references) == [("青禾县临时救助办法", "青政发|2025|7")]


def test_what_a_document_rests_on_is_cited_and_newspapers_forms_and_itself_are_not() -> None:
    references = read(
        "青禾县临时救助办法",
        "第一条　根据《社会救助暂行办法》（国务院令第649号）和《关于改革社会救助制度的意见》"
        "（青政发〔2020〕3号），贯彻落实青政办发〔2021〕9号文精神，制定本办法。",
        "第二条　《青禾日报》应当刊登，申请人填写《临时救助申请表》，提交《居民户口簿》。",
        "第三条　本办法与《青禾县临时救助办法》以下简称《办法》。",
        "第四条　按照《社会救助暂行办法》第五条办理，标准见《救助标准》（附件1）。",
    )
    assert of(ReferenceKind.CITES, references) == [
        ("社会救助暂行办法", None),
        ("关于改革社会救助制度的意见", "青政发|2020|3"),
        (None, "青政办发|2021|9"),
    ]


def test_what_is_repealed_is_not_cited_too() -> None:
    references = read(
        "青禾县临时救助办法", "第九条　《青禾县困难救助办法》（青政发〔2019〕8号）同时废止。"
    )
    assert [each.kind for each in references] == [ReferenceKind.REPEALS]


def test_a_document_told_anew_or_overridden_is_superseded() -> None:
    references = read(
        "青禾县临时救助办法",
        "经修订，现将《青禾县临时救助办法》（青政发〔2019〕8号）重新印发给你们。",
        "《青禾县困难救助规定》与本办法不一致的，以本办法为准。",
    )
    assert of(ReferenceKind.SUPERSEDES, references) == [
        ("青禾县临时救助办法", "青政发|2019|8"),
        ("青禾县困难救助规定", None),
    ]


def test_a_directory_of_laws_is_read_up_to_a_limit() -> None:
    lines = [
        f"根据《青禾县第{n}号事项管理办法》（青政发〔2020〕{n}号）办理。" for n in range(1, 260)
    ]
    assert len(read("青禾县文件目录的通知", *lines)) == MOST


NAMES = st.sampled_from(["临时救助", "医疗保障", "公共租赁住房", "残疾人两项补贴"])
KINDS = st.sampled_from(["办法", "实施细则", "管理规定", "暂行条例"])
NUMBERS = st.builds("青政发〔{}〕{}号".format, st.integers(1990, 2026), st.integers(1, 999))


@settings(deadline=None, max_examples=40)
@given(NAMES, KINDS, NUMBERS, st.sampled_from(["根据", "依据", "按照", "为贯彻落实", "参照"]))
def test_every_citation_with_title_and_number_is_read_with_both(name, kind, number, verb) -> None:
    title = f"青禾县{name}{kind}"
    (cited,) = read("青禾县便民服务中心工作通知", f"{verb}《{title}》（{number}），制定本通知。")
    assert cited.kind is ReferenceKind.CITES
    assert cited.target_title_key == title
    assert cited.target_number_key == number.replace("〔", "|").replace("〕", "|")[:-1]
    assert cited.printed == f"《{title}》（{number}）"


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("《》（）()〔〕根据解读号1令的关于办法年第"), max_size=80))
def test_no_jumble_of_marks_breaks_the_reader(jumble) -> None:
    read("《青禾县便民办法》政策解读", jumble)
