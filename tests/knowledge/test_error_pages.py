"""Pages that are shown in place of a document are told from short documents."""

from __future__ import annotations

import pytest

from knowledge.error_pages import shown_instead
from knowledge.errors import NoTextInSource
from knowledge.reading import read_document
from knowledge.sources import SourceFile


@pytest.mark.parametrize(
    "text",
    [
        "抱歉，您访问的页面不存在或已被删除！\n5秒后自动返回首页",
        "404 Not Found",
        "很抱歉，没有找到您要访问的页面。\n可能的原因：地址输入有误，或者栏目已经调整。",
        "该信息已被删除",
        "502 Bad Gateway",
        "您的访问过于频繁，请稍后再试",
        "系统正在维护，请稍后访问。",
        "请完成安全验证后继续",
        "用户登录\n用户名\n密码\n验证码\n登录",
        "请先登录",
        "登录已超时，请重新登录",
    ],
)
def test_what_stands_in_place_of_a_document_is_recognised(text: str) -> None:
    assert shown_instead(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "关于医保信息系统升级的公告\n因系统升级维护，2月14日暂停办理业务。",
        "申请人请登录系统提交材料，窗口3个工作日内办结。",
        "登录后在首页选择“公租房”，按提示填写，完成人机验证后提交。" + "材料齐全的当场受理。" * 9,
        "第一条　网站页面不存在的，应当自发现之日起恢复。",
        "低保标准为每人每月760元。",
        "一、查询不到信息的，信息不存在的，告知申请人。",
    ],
)
def test_a_short_document_is_none_of_them(text: str) -> None:
    assert shown_instead(text) is None


def test_such_a_page_is_refused_with_its_words_and_a_text_file_is_not() -> None:
    text = "您访问的页面不存在，请返回首页。"
    page = f"<html><title>提示</title><body><h1>提示</h1><p>{text}</p></body></html>"
    with pytest.raises(NoTextInSource, match="页面不存在”）；请到原网址核对"):
        read_document(SourceFile("/a.html", "a.html", page.encode()))
    assert read_document(SourceFile("/a.txt", "a.txt", f"提示办法\n{text}".encode())).text
