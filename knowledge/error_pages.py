"""Pages that a site shows in place of a document: not found, log in, being mended, prove human.

Many portals send them with the status 200 (soft 404), so that only their words tell.
"""

from __future__ import annotations

import re

_PAGE = "(?:页面|网页|文章|信息|内容|栏目|资源|地址|链接)"
_GONE = (
    "(?:不存在|没有找到|未找到|找不到|无法(?:访问|显示|找到)"
    "|已(?:经)?(?:被)?(?:删除|移除|下线|失效))"
)

#: What tells such a page, and in how many characters of text at most: words that a notice or a
#: guide may use too tell only where next to nothing else stands.
_TOLD = (
    (
        200,
        re.compile(
            rf"{_PAGE}[^，。；\n]{{0,12}}{_GONE}|(?:找不到|没有找到|未找到)[^，。；\n]{{0,12}}{_PAGE}"
            r"|\b404\b[^\n]{0,20}(?:not\s*found|错误|页面|找不到|不存在)"
            r"|\b(?:403|50[0-4])\b[^\n]{0,20}(?:forbidden|error|bad gateway|unavailable|错误|禁止)"
            r"|(?:页面|系统|程序)出错了?|访问(?:被拒绝|被拦截|受限|过于频繁|太频繁)"
            r"|您的(?:访问|请求)[^，。；\n]{0,10}(?:拦截|拒绝|频繁)",
            re.IGNORECASE,
        ),
    ),
    (
        100,
        re.compile(
            r"(?:网站|系统|服务器)(?:正在|暂时|正)?[^，。；\n]{0,4}(?:维护|升级|繁忙|错误)"
            r"|(?:安全|人机)验证|(?:拖动|滑动)[^，。；\n]{0,8}滑块"
            r"|请(?:您)?先登录|登录后(?:查看|访问|继续|阅读)|(?:登录|会话)(?:已)?(?:超时|过期)"
            r"|(?:用户名|账号|帐号)[\s\S]{0,40}密码[\s\S]{0,40}登录"
        ),
    ),
)
#: What a document has, however short, and such a page has not.
_DOCUMENT = re.compile(
    r"第[一二三四五六七八九十百]+条|[〔\[［]\d{4}[〕\]］]|(?m:^[一二三四五六七八九十]+、)"
    r"|\d{1,2}月\d{1,2}日|(?:特此|现)(?:公告|通告|通知)|(?m:关于.{2,60}的(?:公告|通告|通知)$)"
)


def shown_instead(text: str) -> str | None:
    """The words by which a page's main text tells that it is shown in place of a document.

    None where it is one: it is longer, numbered, dated, or bears a document number.
    """
    if len(text) > max(most for most, _ in _TOLD) or _DOCUMENT.search(text):
        return None
    for most, pattern in _TOLD:
        found = pattern.search(text)
        if found is not None and len(text) <= most:
            return found.group()
    return None
