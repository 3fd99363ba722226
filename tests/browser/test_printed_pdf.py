"""PDF files as a real browser prints them: embedded fonts, its header and footer, real columns."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser

from knowledge.cleaned import LineKind, LineRole
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.sources import SourceFile

pytestmark = pytest.mark.browser

STYLE = """
body { font: 16pt/28pt "Noto Serif CJK SC" } p { text-indent: 2em; margin: 0; text-align: justify }
h1 { font-size: 22pt; line-height: 34pt; text-align: center }
.head { color: red; font: bold 34pt/50pt "Noto Serif CJK SC"; text-align: center; text-indent: 0 }
.flush { text-indent: 0 } .middle { text-align: center; text-indent: 0 }
.right { text-align: right; padding-right: 4em }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid black }
.columns { columns: 2; column-gap: 12mm; font-size: 10.5pt; line-height: 18pt }
"""
RULE = (
    "各乡镇人民政府要落实农村公路养护主体责任，建立健全养护管理机制，第{}项工作由县交通运输局牵头，"
    "县财政局配合，每年十二月底前完成。"
)


def printed(browser: Browser, body: str) -> SourceFile:
    """The page as the browser prints it, with the date above and the page number below."""
    page = browser.new_page()
    page.set_content(f"<style>{STYLE}</style>{body}")
    data = page.pdf(
        format="A4",
        display_header_footer=True,
        header_template="<span style='font-size:8px' class='date'></span>",
        footer_template=(
            "<span style='font-size:8px;margin:auto'>— <span class='pageNumber'></span> —</span>"
        ),
        margin={"top": "30mm", "bottom": "28mm", "left": "28mm", "right": "26mm"},
    )
    page.close()
    return SourceFile("/文件/a.pdf", "a.pdf", data)


def test_a_notice_with_a_table_over_two_pages_is_read_whole(browser: Browser) -> None:
    rows = "".join(
        (f"<td rowspan=3>第{number // 3 + 1}类</td>" if number % 3 == 0 else "")
        + f"<td>{600 + number}</td><td>每年调整一次</td></tr><tr>"
        for number in range(30)
    )
    reading = read_document(
        printed(
            browser,
            "<p class=head>青禾县人民政府办公室文件</p><p class=middle>青政办发〔2026〕12号</p>"
            "<h1>青禾县人民政府办公室关于印发青禾县城乡居民最低生活保障实施办法的通知</h1>"
            "<p class=flush>各乡镇人民政府，县政府各直属单位：</p><p>现将实施办法印发给你们。</p>"
            "<p class=right>青禾县人民政府办公室</p><p class=right>2026年3月5日</p>"
            "<h1 style='break-before: page'>青禾县城乡居民最低生活保障实施办法</h1>"
            f"<p>第一条　{RULE.format(1)}</p><p>第二条　低保标准按照下表执行：</p>"
            "<table><thead><tr><th>类别</th><th>标准</th><th>备注</th></tr></thead>"
            f"<tbody><tr>{rows}</tr></tbody></table>"
            "<p>第三条　本办法自2026年4月1日起施行，有效期5年。</p>",
        )
    )
    metadata = reading.metadata
    assert metadata.title == (
        "青禾县人民政府办公室关于印发青禾县城乡居民最低生活保障实施办法的通知"
    )
    assert metadata.doc_number == "青政办发〔2026〕12号"
    assert metadata.issuers == ("青禾县人民政府办公室",)
    assert metadata.written_on == date(2026, 3, 5)
    assert metadata.validity.effective_on == date(2026, 4, 1)
    lines = reading.text.split("\n")
    assert f"第一条 {RULE.format(1)}" in lines
    assert lines.count("类别 | 标准 | 备注") == 1
    assert [line for line in lines if line.endswith("每年调整一次")] == [
        f"第{number // 3 + 1}类 | {600 + number} | 每年调整一次" for number in range(30)
    ]
    assert "—" not in reading.text
    assert "文件" not in lines[0]


def test_columns_are_read_one_after_the_other_over_all_pages(browser: Browser) -> None:
    wanted = [f"{number}．{RULE.format(number)}" for number in range(1, 41)]
    body = "".join(f"<p>{text}</p>" for text in wanted)
    title = "青禾县人民政府关于加强农村公路养护管理工作的意见"
    source = printed(browser, f"<h1>{title}</h1><div class=columns>{body}</div>")
    assert read_document(source).text.split("\n") == [title, *wanted]
    heading = next(line for line in parse(source).lines if line.role is LineRole.BODY)
    assert heading.kind is LineKind.HEADING
