from __future__ import annotations

from knowledge.cleaned import LineKind
from knowledge.structure.tables import caption_of, column_names
from tests.knowledge.clean_documents import Line
from tests.knowledge.structure.outlines import passages

HEAD, ROW = LineKind.TABLE_HEAD, LineKind.TABLE_ROW


def test_two_rows_of_heads_make_one_row_of_names() -> None:
    heads = ["序号 | 病种 | 每月限额 | 每月限额", "序号 | 病种 | 职工 | 居民"]
    assert column_names(heads) == "序号 | 病种 | 每月限额 职工 | 每月限额 居民"
    assert column_names([]) == ""


def test_every_row_of_a_long_table_is_told_with_caption_and_columns() -> None:
    rows: list[Line] = [
        "二、支付标准",
        "各病种按照规定支付。具体标准如下：",
        ("序号 | 病种 | 每月限额 | 每月限额", HEAD),
        ("序号 | 病种 | 职工 | 居民", HEAD),
        *(
            (f"{number} | 病种{number} | {number}00元 | {number}0元", ROW)
            for number in range(1, 59)
        ),
    ]
    found = passages(rows)
    names = "序号 | 病种 | 每月限额 职工 | 每月限额 居民"
    trail = f"二、支付标准 具体标准如下： {names}"
    assert found["二、表第58行"] == (trail, "58 | 病种58 | 5800元 | 580元")
    assert found["二、表第1行"][1].endswith("职工 | 居民\n1 | 病种1 | 100元 | 10元")
    assert sum(locator.startswith("二、表") for locator in found) == 58


def test_a_row_across_all_columns_heads_the_rows_below_it() -> None:
    rows: list[Line] = [
        ("档次 | 每月", HEAD),
        ("城市", ROW),
        ("一档 | 760元", ROW),
        ("农村", ROW),
        ("一档 | 580元", ROW),
    ]
    found = passages(rows)
    assert found["表第2行"][0] == "城市 档次 | 每月"
    assert found["表第4行"][0] == "农村 档次 | 每月"


def test_a_second_table_is_counted_anew() -> None:
    rows: list[Line] = [
        "甲事项的标准由县民政局核定并公布，自公布的次月起执行，逐年调整，具体由县财政局保障落实。",
        ("档次 | 每月", HEAD),
        ("一档 | 760元", ROW),
        "乙事项的标准由县民政局核定并公布，自公布的次月起执行，逐年调整，具体由县财政局保障落实。",
        ("档次 | 每月", HEAD),
        ("一档 | 580元", ROW),
    ]
    found = passages(rows)
    assert found["表第1行"][1] == "档次 | 每月\n一档 | 760元"
    assert found["表2第1行"][1] == "档次 | 每月\n一档 | 580元"


def test_a_sentence_above_a_table_is_no_caption() -> None:
    assert caption_of("标准另行公布。") == ""
    assert caption_of("先办理登记。具体标准如下：") == "具体标准如下："
    assert caption_of("房源情况表") == "房源情况表"
