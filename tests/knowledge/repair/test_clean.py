"""Cleaning as a whole: ground rules that hold for any text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cleaned import LineRole
from knowledge.errors import NoTextInSource, SourceError
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import SourceFile
from tests.knowledge.clean_documents import cleaned

NOTICE = """\
林海县人民政府办公室关于做好档案整理工作的通知
林海政办发〔2024〕3号
各镇人民政府，县政府各直属单位：
为做好档案整理工作，经县政府同意，现将有关事项通知如下：
一、整理范围（2020—2023年）
1、行政审批档案，包括申请书、审批表和决定书。
2、会议记录，由8:30到17:30归还；网址为http://da.example.cn/a,b?c=1。
3、其他材料
二、工作要求
各单位要高度重视，按时完成。
林海县人民政府办公室
2024年3月1日"""

#: Text in which the marks of every repair are likely.
DIRTY = st.text(
    alphabet=st.sampled_from(
        "号文府政(市),:;?!，：（）hàoFxiàn著於後\u00a0 \n1、2.一二〔2016〕《》<>第页/|\u200b"
    )
)


@pytest.mark.parametrize("text", [NOTICE, NOTICE.replace("\n", "\n\n")])
def test_an_ordinary_notice_passes_unchanged(text: str) -> None:
    document = cleaned(text)
    assert document.text == NOTICE
    assert document.repairs == ()
    assert document.doubts == ()


def test_a_file_of_nothing_but_boilerplate_has_no_text() -> None:
    with pytest.raises(NoTextInSource):
        cleaned("上一篇 下一篇\n黑ICP备12345678号-1\n您是第12位访问者")


@given(st.one_of(st.text(), DIRTY))
def test_each_character_knows_a_place_in_the_raw_text_and_places_never_go_back(text: str) -> None:
    with contextlib.suppress(SourceError):
        document = cleaned(text)
        for line in document.lines:
            assert len(line.origin) == len(line.text) > 0
            assert list(line.origin) == sorted(line.origin)
            assert 0 <= line.origin[0] <= line.origin[-1] < len(text)


@settings(deadline=None)  # the first PDF imports its reader
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_arbitrary_bytes_become_a_document_or_a_typed_error(data: bytes, name: str) -> None:
    with contextlib.suppress(SourceError):
        assert clean(parse(SourceFile(f"/in/{name}", name, data))).text


@given(st.one_of(st.text(), DIRTY))
def test_nothing_is_invented_characters_unlike_their_source_come_from_repairs(text: str) -> None:
    with contextlib.suppress(SourceError):
        document = cleaned(text)
        changed = any(
            character != text[at] and not text[at].isspace()
            for line in document.lines
            for character, at in zip(line.text, line.origin, strict=True)
        )
        assert not changed or document.repairs


@given(st.one_of(st.text(), DIRTY))
def test_cleaning_what_is_clean_changes_no_character_of_it(text: str) -> None:
    with contextlib.suppress(SourceError):
        once = cleaned("\n".join(line.text for line in cleaned(text).lines))
        twice = cleaned("\n".join(line.text for line in once.lines))
        assert [line.text for line in twice.lines] == [line.text for line in once.lines]


def test_a_repaired_character_can_be_shown_in_the_raw_text() -> None:
    raw = (
        "林海縣人民政府辦公室關于印發方案的通知\n各鎮人民政府:\n\u00a0 現將方案印發給你們,請執行。"
    )
    document = cleaned(raw)
    last = document.body[-1]
    assert last.text == "现将方案印发给你们，请执行。"
    start, end = last.raw_span(last.text.index("印发"), last.text.index("，") + 1)
    assert raw[start:end] == "印發給你們,"
    assert {line.role for line in document.lines} == {LineRole.BODY}
