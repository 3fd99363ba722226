"""What portals and document-sharing sites put around a text: one table, each pattern with why.

Patterns are matched against a whole line after the repair of its characters, blanks removed,
punctuation folded to ASCII (see `folded`), so that each is written once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.folding import nfkc_of_line


class Place(StrEnum):
    """Where in a document a line of this kind is not text."""

    ANYWHERE = "anywhere"
    HEAD = "head"  # before the text begins
    TAIL = "tail"  # after it ends


@dataclass(frozen=True)
class Boilerplate:
    """A kind of line that is not part of the document."""

    kind: str
    place: Place
    pattern: str
    reason: str
    #: Words that a text uses too: taken for boilerplate only beside a line that is it for certain.
    certain: bool = True


#: No line of this length is boilerplate.
_MAX_LINE = 400
#: Labels of catalogue and page headers (annex of the web page norm, 信息公开目录).
_FIELD_WORDS = """
索引号 索引号/文号 统一编号 发布机构 发布机关 发布单位 发文机关 发文单位 制发机关 公开机构
责任部门 成文日期 生成日期 发文日期 发布日期 发布时间 发表日期 发表时间 印发日期 公开日期
更新时间 录入时间 上传时间 文件名称 文号 发文字号 文件编号 主题词 关键词 主题分类 信息分类
体裁分类 所属主题 公文种类 文种 来源 信息来源 文章来源 稿件来源 作者 责任编辑 浏览次数 浏览量
阅读次数 阅读量 点击率 点击数 点击次数 点击量 访问量 查看人数 字体 字号 浏览字号 字体显示
有效性 是否有效 文件状态 时效性 有效状态 实施日期 施行日期 生效日期 失效日期 废止日期 内容概述
信息索引号 公开方式 公开形式 公开范围 公开属性 公开时限 上传人 文档编号
"""
_AMBIGUOUS_FIELD_WORDS = "名称 标题 时间 日期 分类 编辑 审核 时效 有效期 页数 格式 大小"
_FIELD = "|".join(_FIELD_WORDS.split())
_AMBIGUOUS_FIELD = "|".join(_AMBIGUOUS_FIELD_WORDS.split())

TABLE = (
    Boilerplate(
        "catalogue_field",
        Place.HEAD,
        rf"[\[【]?(?:{_FIELD})[:].{{0,200}}",
        "信息公开目录或页头的字段",
    ),
    Boilerplate(
        "catalogue_field",
        Place.HEAD,
        rf"[\[【]?(?:{_AMBIGUOUS_FIELD})[:].{{0,200}}",
        "信息公开目录的字段，正文里也可能有这样的行",
        certain=False,
    ),
    Boilerplate(
        "breadcrumb", Place.ANYWHERE, r".{0,12}位置[:].{0,6}(?:首页|.{0,30}>).*", "网站的位置导航"
    ),
    Boilerplate("breadcrumb", Place.ANYWHERE, r"首页(?:>|»|›|->).{0,120}", "网站的位置导航"),
    Boilerplate(
        "tool_bar",
        Place.HEAD,
        r"(?:无障碍(?:阅读|浏览|版)?|长者(?:版|助手|模式)|适老(?:版|化)|登录|注册|繁[体體](?:版|中文)?|简体(?:版|中文)?"
        r"|手机版|移动版|English|RSS|网站支持IPV6|保护视力色|[|])+|今天是\d{4}年.{0,20}",
        "网站顶部的工具条",
    ),
    Boilerplate("welcome", Place.HEAD, r"欢迎(?:光临|访问|来到|您).{0,40}", "门户网站的欢迎语"),
    Boilerplate("site_search", Place.HEAD, r"(?:站内|全站)(?:搜索|检索)[:]?.{0,10}", "站内搜索框"),
    Boilerplate(
        "column_name",
        Place.HEAD,
        r"(?:通知公告|公示公告|政策文件|政策法规|规范性文件|工作动态|政务公开|政府信息公开|信息公开"
        r"|公告公示|政策解读|首页|法规文件|文件下载)",
        "栏目名称，也可能是标题",
        certain=False,
    ),
    Boilerplate(
        "font_size",
        Place.ANYWHERE,
        r"[\[【(]?(?:浏览)?字(?:体|号)(?:大小|显示)?[:]?[\[【(]?大[|/]?中[|/]?小[)】\]]{0,2}",
        "字号按钮",
    ),
    Boilerplate(
        "share_bar",
        Place.ANYWHERE,
        r"(?:[\[【]?(?:分享(?:到|至)|打印(?:本页|此页)|关闭(?:窗口|本页)|收藏本页"
        r"|(?:返回|回到)(?:顶部|首页|列表)|我要纠错)[:】\]]*){1,6}",
        "分享、打印、收藏等按钮",
    ),
    Boilerplate(
        "share_bar",
        Place.ANYWHERE,
        r"[\[【]?(?:(?:分享|打印|收藏|关闭|纠错|复制链接|返回|下载)[】\]|]*[\[【]?){2,8}",
        "并排的分享、打印、关闭按钮",
    ),
    Boilerplate(
        "share_bar",
        Place.ANYWHERE,
        r"分享到?[:](?:微信|微博|新浪微博|QQ(?:空间|好友)?|朋友圈|更多|[|、])+",
        "分享按钮",
    ),
    Boilerplate(
        "share_bar",
        Place.ANYWHERE,
        r"微信扫一扫[:]分享|微信里点[“\"]?发现.{0,40}|.{0,40}二维码便可将本文分享至朋友圈.?"
        r"|扫一扫(?:在)?手机(?:上)?(?:打开|查看|浏览|阅读).{0,12}",
        "微信分享的说明",
    ),
    Boilerplate(
        "qr_code",
        Place.TAIL,
        r"(?:请)?(?:扫描|扫一扫|长按)(?:识别)?(?:下方|右侧)?二维码.{0,16}|关注我们",
        "引导关注的二维码说明",
    ),
    Boilerplate(
        "neighbour_links",
        Place.ANYWHERE,
        r"[上下]一[篇页条](?:[:].{0,120}|[上下]一[篇页条].{0,120})?",
        "前后篇链接",
    ),
    Boilerplate(
        "sharing_site_pages",
        Place.ANYWHERE,
        r"第\d+页(?:[/,]?共\d+页)?|共\d+页|.{2,90}_第\d+页",
        "文档分享网站的预览页码",
    ),
    Boilerplate(
        "sharing_site_record",
        Place.ANYWHERE,
        r"上传(?:人|者)[:].{0,200}|.{0,60}文档编号[:]\d+.{0,120}|返回下载相关举报",
        "文档分享网站的上传记录",
    ),
    Boilerplate(
        "sharing_site_notice",
        Place.ANYWHERE,
        r".{0,120}由会员分享,可在线阅读.{0,200}|.{0,30}请在.{1,20}(?:文库|网)上搜索.{0,20}",
        "文档分享网站的说明",
    ),
    Boilerplate(
        "sharing_site_buttons",
        Place.ANYWHERE,
        r"(?:点击查看更多|展开阅读全文|点击展开|阅读全文|还剩\d+页未读.{0,20}|继续阅读|资源描述"
        r"|相关资源|相关搜索|相关文档|猜你喜欢|下载文档|免费下载|举报文档|收藏文档)[>》…]*",
        "文档分享网站的按钮和栏目",
    ),
    Boilerplate(
        "registration",
        Place.ANYWHERE,
        r".{0,80}(?:ICP备\d|ICP证|公网安备\d|网站标识码[:]\w).{0,80}",
        "网站备案号、标识码",
    ),
    Boilerplate("copyright", Place.TAIL, r".{0,80}(?:版权所有|Copyright|©).{0,80}", "版权声明"),
    Boilerplate(
        "site_owner",
        Place.TAIL,
        r"(?:主办(?:单位|方)?|承办(?:单位|方)?|协办(?:单位)?|网站(?:制作|维护|管理|建设)|技术支持"
        r"|网站地图|站点地图|联系我们|网站声明|设为首页|加入收藏|电脑版|手机版)[:|]?.{0,120}",
        "页脚的主办单位和站点链接，活动通知的落款也可能这样写",
        certain=False,
    ),
    Boilerplate(
        "visit_counter",
        Place.ANYWHERE,
        r"(?:您|你)是第\d+位.{0,8}|(?:今日|总)访问(?:量|人数)[:]\d+.{0,20}",
        "访问计数",
    ),
    Boilerplate(
        "related_heading",
        Place.TAIL,
        r"(?:相关(?:链接|解读|阅读|报道|稿件|信息|文章|推荐|新闻)"
        r"|推荐阅读|延伸阅读|热门文章|最新文章|猜你喜欢)[:]?",
        "正文之后相关链接栏的标题",
    ),
    Boilerplate(
        "empty_heading",
        Place.TAIL,
        r"(?:相关|本文)?(?:附件|文件|政策)(?:下载)?[:]?",
        "没有内容的附件栏",
    ),
    Boilerplate(
        "view_counter",
        Place.ANYWHERE,
        r"(?:浏览|点击|阅读|访问)(?:次数|人数|量|数|率)[:]\d*(?:次|人)?",
        "浏览计数",
    ),
    Boilerplate(
        "editor",
        Place.TAIL,
        r"[\[【(]?(?:责任编辑|信息来源|稿件来源|文章来源|供稿单位|供稿|初审|复审|终审)[:].{0,40}",
        "稿件的编辑和来源",
    ),
    Boilerplate(
        "sharing_site_record",
        Place.ANYWHERE,
        r"文档(?:格式|大小|页数|简介|描述|热度|星级)[:].{0,60}|(?:所需|下载)(?:积分|金币|费用)[:].{0,20}"
        r"|阅读了该文档的用户还阅读了.{0,20}|(?:VIP|会员)免费(?:下载|阅读).{0,10}"
        r"|(?:内容提供方|上传用户|文档贡献者|文档编号|文档ID)[:].{0,60}|(?:关键词|文档标签)[:]$",
        "文档分享网站的记录和收费说明",
    ),
    Boilerplate(
        "sharing_site_notice",
        Place.ANYWHERE,
        r"(?:本|此|该|原创力)?文档(?:由|为|下载后|仅供|内容).{0,20}(?:上传|分享|预览|下载|编辑|用户).{0,80}"
        r"|(?:温馨提示|版权说明|免责声明)[:].{0,30}(?:文档|下载|预览|上传).{0,200}"
        r"|.{0,20}(?:版权申诉|侵权投诉|举报该文档|加入VIP|开通VIP|立即下载|下载原文|全文预览|预览全文).{0,20}"
        r"|.{0,60}[-_—|]{1,3}(?:豆丁网?|道客巴巴|人人文库网?|金锄头文库|百度文库|原创力文档|文档之家|装配图网)",
        "文档分享网站的说明，各站写法不同",
    ),
    Boilerplate(
        "sharing_site_buttons",
        Place.ANYWHERE,
        r"(?:阅读)?剩余\d+页未读.{0,12}|(?:试读|预览)已结束.{0,40}|还有\d+页.{0,16}|点击(?:加载|阅读)(?:更多|全文)"
        r"|第\d+页[/|]?(?:共|总)\d+页(?:.{0,4}(?:上一页|下一页))?",
        "文档分享网站的翻页",
    ),
    Boilerplate(
        "page_number", Place.ANYWHERE, r"[-—–]{1,2}\d{1,3}[-—–]{1,2}", "转换自分页文件的页码"
    ),
    Boilerplate("page_number", Place.TAIL, r"[-—–]{0,2}\d{1,3}[-—–]{0,2}", "文末页码"),
)


class BoilerplateFinder:
    """Says of a line which entry of the table it is at a place."""

    def __init__(self, table: tuple[Boilerplate, ...] = TABLE) -> None:
        self._table = table
        self._patterns = {place: _union(table, place) for place in Place}

    def find(self, text: str, place: Place) -> Boilerplate | None:
        """The entry that the line `text` is at `place`; None for plain text."""
        if len(text) > _MAX_LINE:
            return None
        match = self._patterns[place].fullmatch(folded(text))
        return self._table[int(match.lastgroup[1:])] if match and match.lastgroup else None


def _union(table: tuple[Boilerplate, ...], place: Place) -> re.Pattern[str]:
    """The patterns of a place as one, the first that matches named by its index in the table."""
    return re.compile(
        "|".join(
            f"(?P<_{index}>{entry.pattern})"
            for index, entry in enumerate(table)
            if entry.place in (place, Place.ANYWHERE)
        ),
        re.IGNORECASE,
    )


def folded(text: str) -> str:
    """`text` for comparing: compatibility forms folded, white space removed."""
    return "".join(nfkc_of_line(text).split())
