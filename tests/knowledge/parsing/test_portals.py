"""Pages as the generations of government portals make them: the text, all of it, nothing else."""

from __future__ import annotations

import pytest

from knowledge.cleaned import PageType, ParsedDocument
from knowledge.errors import NoTextInSource
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import SourceFile

TITLE = "青禾县民政局关于做好临时救助工作的通知"
LINES = (
    "各镇人民政府，县直各单位：",
    "为做好临时救助工作，切实保障困难群众的基本生活，现将有关事项通知如下。",
    "一、救助对象为遭遇火灾、交通事故等意外事件，基本生活暂时出现严重困难的家庭。",
    "二、救助标准按照每人每次1200元执行，由镇人民政府受理申请，县民政局审批。",
    "三、本通知自2025年4月1日起施行，有效期5年。",
    "青禾县民政局",
    "2025年3月20日",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
OFFICE_NAMES = "发展和改革局 教育局 科技局 公安局 民政局 司法局 财政局 水务局 审计局"
OFFICES = [f"县{name}" for name in OFFICE_NAMES.split()]
MENU = "<ul>" + "".join(f"<li><a href='/{at}'>{name}</a></li>" for at, name in enumerate(OFFICES))
MENU += "</ul>"
FOOT = (
    "<p>主办单位：青禾县人民政府办公室　承办单位：青禾县政务服务局</p><p>网站标识码：2310990001"
    " 青ICP备05000001号 青公网安备 23109902000001号</p>"
    "<p>建议使用1024*768分辨率浏览本网站，谢谢。</p>"
)
CRUMBS = (
    "<div>您现在的位置：<a href='/'>首页</a> &gt; <a href='/zwgk'>政务公开</a> &gt; 通知公告</div>"
)
HEAD_LINE = "<div>发布时间：2025-03-21 来源：青禾县民政局 浏览次数：128</div>"
SHARE = "<div>分享到：<a href='javascript:'>微信</a> <a href='javascript:'>微博</a></div>"
TOOLS = "<div>【打印本页】 【关闭窗口】</div>"
NEIGHBOURS = "<div>上一篇：<a href='/1'>关于放假的通知</a></div><div>下一篇：没有了</div>"


def read(body: str, head: str = "") -> ParsedDocument:
    html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return parse(SourceFile("/pages/page.html", "page.html", html.encode()))


def body_of(parsed: ParsedDocument) -> list[str]:
    return [line.text for line in clean(parsed).body if line.text != TITLE]


def around(text: str) -> str:
    """A page of today: everything in elements, the text in one without a name."""
    return (
        f"<div>{MENU}</div>{CRUMBS}<div><h1>{TITLE}</h1>{HEAD_LINE}{text}{SHARE}{TOOLS}"
        f"{NEIGHBOURS}</div><div>{FOOT}</div>"
    )


PORTALS = {
    "TRS": around(f"<div class=TRS_Editor>{PARAGRAPHS}</div>"),
    "NFCMS": around(f"<div id=zoomcon class='article-content'>{PARAGRAPHS}</div>"),
    "UCAP": around(f"<ucapcontent>{PARAGRAPHS}</ucapcontent>"),
    "UCAP by id": around(f"<div id='UCAP-CONTENT'>{PARAGRAPHS}</div>"),
    "VSB": around(f"<div id='vsb_content_2'><div class=v_news_content>{PARAGRAPHS}</div></div>"),
    "no names": around(f"<div>{PARAGRAPHS}</div>"),
    "no paragraphs": around(f"<div>{'<br>'.join(LINES)}</div>"),
    "text beside the header": around(PARAGRAPHS),
    "nested oddly": around(f"<div><section><div><span>{PARAGRAPHS}</span></div></section></div>"),
    "custom element": around(f"<gov-article>{PARAGRAPHS}</gov-article>"),
    "2005, all in tables": (
        f"<table><tr><td colspan=2>{MENU}</td></tr><tr><td width=180>{MENU}</td><td><table><tr><td>"
        f"<b>{TITLE}</b></td></tr><tr><td>{HEAD_LINE}</td></tr><tr><td>{'<br>'.join(LINES)}</td>"
        f"</tr><tr><td>{TOOLS}</td></tr></table></td></tr><tr><td colspan=2>{FOOT}</td></tr>"
        "</table>"
    ),
    "text directly in the body": (
        f"{MENU}<center><b>{TITLE}</b></center>{'<br>'.join(LINES)}<br>{MENU}{FOOT}"
    ),
    "copy for phones hidden in place": (
        f"<div style='display:none'>{TITLE}{''.join(LINES)}</div>" + around(PARAGRAPHS)
    ),
    "copy for phones hidden by the style sheet": (
        f"<style>.wap, #m {{ display : none }}</style><div class=wap>{''.join(LINES)}</div>"
        + around(f"<div>{PARAGRAPHS}</div>")
    ),
    "copy for phones hidden from elsewhere": (
        f"<div class=zz><div>{''.join(LINES)}</div></div>" + around(f"<div>{PARAGRAPHS}</div>")
    ),
    "copy in a hidden box": (
        f"<div style='width:0; height:0; overflow:hidden'>{''.join(LINES)}</div>"
        + around(f"<div>{PARAGRAPHS}</div>")
    ),
    "hidden list of offices": (
        f"<div hidden>{MENU}</div>" + around(f"<div id=zoom>{PARAGRAPHS}</div>")
    ),
    "related links in the column": around(
        f"<div>{PARAGRAPHS}<div class='related-news'>相关链接<ul><li><a href='/2'>解读："
        "临时救助标准是怎样确定的</a></li></ul></div></div>"
    ),
    "bars in the text": around(
        f"<div id=zoom>{PARAGRAPHS}<div class='share-bar'>分享到微信</div><p>【打印本页】</p></div>"
    ),
}


@pytest.mark.parametrize("body", PORTALS.values(), ids=PORTALS.keys())
def test_the_text_of_a_portal_page_is_read_whole_and_alone(body: str) -> None:
    assert body_of(read(body)) == list(LINES)


@pytest.mark.parametrize("body", PORTALS.values(), ids=PORTALS.keys())
def test_no_portal_page_with_a_text_is_taken_for_a_list_of_links(body: str) -> None:
    assert read(body).page_type is PageType.ARTICLE


@pytest.mark.parametrize("length", [1, 2])
def test_a_short_text_is_found_among_ten_times_as_much_navigation(length: int) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES[1 : 1 + length])
    parsed = read(f"<div>{MENU * 12}</div><div><div>{text}</div></div><div>{MENU * 8}{FOOT}</div>")
    assert body_of(parsed) == list(LINES[1 : 1 + length])


def test_a_rule_for_paper_or_small_screens_hides_nothing() -> None:
    style = "<style>@media print {.text {display:none}} @media (width<9em) {.text{display:none}}"
    parsed = read(f"{style}</style>{MENU}<div class=text>{PARAGRAPHS}</div>")
    assert body_of(parsed) == list(LINES)


def test_a_text_that_a_script_shows_is_read_although_the_style_hides_it() -> None:
    parsed = read(f"<style>.tab{{display:none}}</style>{MENU}<div class=tab>{PARAGRAPHS}</div>")
    assert body_of(parsed) == list(LINES)


def test_a_page_that_shows_its_text_in_a_frame_says_which_page_to_save() -> None:
    with pytest.raises(NoTextInSource, match=r"/content/123\.html"):
        read(f"{MENU}<iframe src='/content/123.html'></iframe>")


LISTED = [f"关于公布第{number}批城乡居民最低生活保障名单的公告" for number in range(1, 13)]
LIST = "<ul>" + "".join(
    f"<li><a href='/post_{at}.html'>{title}</a><span>2025-03-{at + 10}</span></li>"
    for at, title in enumerate(LISTED)
)
LIST += "</ul>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{MENU}</div>{CRUMBS}<div><h2>通知公告</h2>{LIST}</div><div>{FOOT}</div>",
        f"<div>{MENU}</div><h1>低保名单汇总</h1><div id=zoomcon>{LIST}</div><div>{FOOT}</div>",
        f"<div>{MENU}</div><div class='list'><table><tr><td>{LIST}</td></tr></table></div>{FOOT}",
    ],
    ids=["column page", "links for a text", "in a table"],
)
def test_a_page_of_nothing_but_links_is_a_list_and_keeps_their_titles(body: str) -> None:
    parsed = read(body)
    assert parsed.page_type is PageType.INDEX
    text = clean(parsed).text
    assert all(title in text for title in LISTED)
    assert "县教育局" not in text


def test_a_notice_that_lists_its_annexes_is_no_list_of_links() -> None:
    files = "".join(
        f"<p><a href='/files/{at}.docx'>附件{at}：青禾县临时救助申请审批表之{at}.docx</a></p>"
        for at in range(1, 9)
    )
    parsed = read(f"{MENU}<div id=zoom><p>现将各类表格予以公布。</p>{files}</div>")
    assert parsed.page_type is PageType.ARTICLE
    assert len(parsed.attachments) == 8


def test_a_short_notice_beside_many_related_pages_is_no_list_of_links() -> None:
    parsed = read(f"<div>{MENU}</div><div><div>{PARAGRAPHS[:200]}</p></div><div>{LIST}</div></div>")
    assert parsed.page_type is PageType.ARTICLE
    assert LISTED[0] not in clean(parsed).text
