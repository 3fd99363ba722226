from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keys import number_key, title_key


@pytest.mark.parametrize(
    "typed",
    [
        "林政办发〔2021〕17号",
        "林政办发[2021]17号",
        "林政办发［2021］17号",
        "林政办发【2021】17号",
        "林政办发﹝2021﹞17号",
        "林政办发（2021）17号",
        "林政办发(2021)17号",
        "林政办发〔2021〕 17 号",
        "林政办发 〔 2021 〕第17号",
        "林政办发〔２０２１〕１７号",
        "林政办发〔2021〕017号",
        "林政办发2021年17号",
        "林政办发２０２１年第１７号",
        "林政办发2021 17号",
        "林政办发[2021]17",
        "林政办发 2021 17",
        "林政办发〔2021 17号",
        "林政办发2021〕17号",
        "林政办发2021-17号",
        "林政办发2021第17号",
        "林政办发｛2021｝17号",
        "林政办发《2021》17号",
        "请问林政办发[2021]17号是什么文件",
        "根据林政办发2021年17号文件要怎么办",
    ],
)
def test_every_way_of_typing_a_number_gives_one_key(typed: str) -> None:
    assert number_key(typed) == "林政办发|2021|17"


@pytest.mark.parametrize(
    "typed",
    [
        "广州市人民政府令第179号",
        "人民政府令第179号",
        "市政府令第179号",
        "第179号令",
        "人民政府令\n第179号",
    ],
)
def test_orders_have_one_key_whoever_names_them(typed: str) -> None:
    assert number_key(typed) == "人民政府令||179"


def test_orders_of_other_issuers_keep_theirs() -> None:
    assert number_key("中华人民共和国国务院令第711号") == "国务院令||711"
    assert number_key("（住房城乡建设部令第11号）") == "住房城乡建设部令||11"
    assert number_key("国家税务总局公告2017年第5号") == "税务总局公告|2017|5"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021年8月30日",
        "2021年第17号",
        "中办发208号",
        "九府厅发2023号",
        "赣府发2057号",
        "〔牵头单位：县政府办；责任单位：各镇；完成时限：2021年12月底前〕",
        "林口县2021年17个项目",
        "2021年12月31日前林口县办12345",
    ],
)
def test_dates_damaged_numbers_and_notes_are_no_numbers(text: str) -> None:
    assert number_key(text) is None


def test_titles_compare_without_brackets_blanks_and_width() -> None:
    assert title_key("《全面推进 政务公开（试行）》") == title_key("全面推进政务公开(试行)")


@given(st.text())
def test_keys_of_keys_are_themselves(text: str) -> None:
    assert title_key(title_key(text)) == title_key(text)
    assert number_key(text) is None or "|" in str(number_key(text))


@given(
    st.sampled_from(["林政办发", "办字", "穗府办规", "京建法", "和政发", "厦规"]),
    st.integers(1950, 2049),
    st.integers(1, 99999),
    st.sampled_from(["〔〕", "[]", "【】", "（）", "()", "﹝﹞"]),
)
def test_printed_numbers_read_back(mark: str, year: int, number: int, brackets: str) -> None:
    printed = f"{mark}{brackets[0]}{year}{brackets[1]}{number}号"
    assert number_key(printed) == f"{mark}|{year}|{number}"


def test_a_title_with_its_number_behind_it_has_the_key_of_the_title() -> None:
    assert title_key("关于停水的通知（青政发〔2021〕3号）") == title_key("关于停水的通知")
    assert title_key("养犬办法（试行）") != title_key("养犬办法")


@given(
    st.sampled_from(["林政办发", "国发", "穗府办规"]),
    st.integers(1990, 2049),
    st.integers(1, 9999),
    st.sampled_from(
        ["〔{y}〕{n}号", "[{y}]{n}", "{y}年{n}号", "{y} {n}号", "（{y}）第{n}号", "{y}-{n}号"]
    ),
    st.booleans(),
    st.booleans(),
)
def test_whatever_way_a_number_is_typed_its_key_is_that_of_the_printed_one(
    mark: str, year: int, number: int, form: str, wide: bool, asked: bool
) -> None:
    typed = mark + form.format(y=year, n=number)
    if wide:
        typed = typed.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if asked and "号" in typed:
        typed = f"请问{typed}还有效吗"
    assert number_key(typed) == number_key(f"{mark}〔{year}〕{number}号")
