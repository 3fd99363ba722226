"""Tables of pages as rows that read on their own."""

from __future__ import annotations

from knowledge.cleaned import LineKind, LineRole
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import SourceFile

TEXT = "<p>各镇人民政府：</p><p>现将有关标准通知如下，请认真贯彻执行，执行中的问题及时报告。</p>"
HEAD, ROW = LineKind.TABLE_HEAD, LineKind.TABLE_ROW


def rows(table: str) -> list[tuple[str, LineKind]]:
    html = f"<html><head><meta charset=utf-8></head><body><div id=zoom>{TEXT}{table}</div></body>"
    document = clean(parse(SourceFile("/pages/page.html", "page.html", html.encode())))
    return [(line.text, line.kind) for line in document.body if line.kind in (HEAD, ROW)]


def table(*lines: str) -> str:
    """A table; `rows` and `columns` of a cell are written `2x1:text`."""

    def cell(text: str) -> str:
        spans, _, words = text.rpartition(":")
        down, _, across = spans.partition("x")
        return f"<td rowspan={down or 1} colspan={across or 1}>{words}</td>"

    cut = [line.split("|") for line in lines]
    body = "".join(f"<tr>{''.join(map(cell, cells))}</tr>" for cells in cut)
    return f"<table>{body}</table>"


def test_a_column_merged_throughout_stands_once_in_each_row() -> None:
    found = rows(
        table(
            "2x1:病种|1x3:最高支付限额|2x1:有效期",
            "职工|1x2:居民",
            "高血压|200元|1x2:50元|长期",
            "糖尿病|200元|1x2:50元|长期",
            "冠心病|300元|1x2:60元|长期",
            "哮喘|300元|1x2:60元|长期",
            "白内障|800元|640元|480元|两年",
        )
    )
    assert found[:3] == [
        ("病种 | 最高支付限额 | 最高支付限额 | 有效期", HEAD),
        ("病种 | 职工 | 居民 | 有效期", HEAD),
        ("高血压 | 200元 | 50元 | 长期", ROW),
    ]
    assert found[-1] == ("白内障 | 800元 | 640元 480元 | 两年", ROW)


def test_columns_below_one_name_that_tell_different_things_stay_apart() -> None:
    found = rows(table("档次|1x2:标准", "一档|个人|每年200元", "二档|集体|每年300元"))
    assert found[1] == ("一档 | 个人 | 每年200元", ROW)


def test_a_cell_merged_down_stands_in_each_row() -> None:
    found = rows(table("镇|项目|标准", "2x1:青山镇|低保|800元", "特困|1200元"))
    assert [text for text, _ in found[1:]] == ["青山镇 | 低保 | 800元", "青山镇 | 特困 | 1200元"]


def test_names_of_columns_are_found_below_a_caption() -> None:
    found = rows(table("1x2:青禾县救助标准表", "类别|标准", "低保|每月800元"))
    assert found == [
        ("青禾县救助标准表", ROW),
        ("类别 | 标准", HEAD),
        ("低保 | 每月800元", ROW),
    ]


def test_names_and_values_side_by_side_are_no_names_of_columns() -> None:
    found = rows(table("姓名：|张三|性别：|男", "单位名称：|青禾县民政局|职务：|科员"))
    assert [kind for _, kind in found] == [ROW, ROW]
    found = rows(table("事项名称|临时救助", "受理单位|镇人民政府", "办理时限|十个工作日"))
    assert [kind for _, kind in found] == [ROW, ROW, ROW]


def test_a_small_table_in_a_cell_is_part_of_its_row() -> None:
    inner = "<table><tr><td>周一</td><td>周五</td></tr></table>"
    found = rows(
        "<table><tr><th>窗口</th><th>时间</th></tr>"
        f"<tr><td>民政</td><td>{inner}</td></tr><tr><td>社保</td><td>周二</td></tr></table>"
    )
    assert [text for text, _ in found] == ["窗口 | 时间", "民政 | 周一 周五", "社保 | 周二"]


def test_an_empty_cell_keeps_its_place() -> None:
    found = rows(table("镇|电话|备注", "青山镇||周末休息", "白水镇|6123456|"))
    assert [len(text.split("|")) for text, _ in found] == [3, 3, 3]


def test_a_table_that_lays_out_the_text_is_no_table() -> None:
    long = "第一条 为规范救助工作，制定本办法，请各单位遵照执行。" * 80
    html = f"<table><tr><td>说明</td><td><p>{long}</p></td></tr></table>"
    assert rows(html) == []
    found = parse(SourceFile("/pages/p.html", "p.html", f"<html><body>{html}</body>".encode()))
    assert any(line.role is LineRole.BODY for line in found.lines)
