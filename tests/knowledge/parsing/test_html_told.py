"""What a page tells of itself outside of its visible lines."""

from __future__ import annotations

import pytest

from knowledge.cleaned import LineRole, ParsedDocument
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.html import parse_html

BODY = "<body><p>为了规范养犬行为，青禾县人民政府制定了本办法，请各镇遵照执行。</p></body>"


def page(head: str, body: str = BODY) -> ParsedDocument:
    return parse_html(DecodedText(f"<html><head>{head}</head>{body}</html>", "utf-8"))


def told(document: ParsedDocument) -> dict[str, str]:
    return {
        line.name: document.raw_text[line.start : line.end]
        for line in document.lines
        if line.role is LineRole.META
    }


@pytest.mark.parametrize(
    "code",
    [
        "var losetime = '1719763199'; var file_status = '失效';",
        'var losetime = "1719763199";\nlet file_status="失效"\n// var file_status = "有效";',
        "/* var file_status = '有效'; */ var file_status = '失效', x; var losetime = 1719763199;",
    ],
)
def test_the_page_program_tells_the_state_and_its_end(code: str) -> None:
    body = BODY.replace("</body>", f"<script>{code}</script></body>")
    assert told(page("", body)) == {"file_status": "失效", "losetime": "1719763199"}


def test_a_comment_of_the_page_tells_nothing() -> None:
    comment = "<!-- 文件状态：<script>var file_status = '失效'; var losetime = '1';</script> -->"
    assert told(page("", BODY.replace("</body>", f"{comment}</body>"))) == {}


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<meta name="Url" content="https://a.gov.cn/1.html">', "https://a.gov.cn/1.html"),
        ('<link rel="canonical" href="http://a.gov.cn/2.html">', "http://a.gov.cn/2.html"),
        ('<meta property="og:url" content="https://a.gov.cn/3.html">', "https://a.gov.cn/3.html"),
        (
            '<link rel="canonical" href="http://a.gov.cn/2.html">'
            '<meta name="url" content="http://a.gov.cn/1.html">',
            "http://a.gov.cn/1.html",
        ),
        ('<meta name="Url" content="/1.html">', None),
        ("", None),
    ],
)
def test_a_page_tells_its_own_address(head: str, address: str | None) -> None:
    assert page(head).source_url == address
