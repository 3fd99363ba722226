"""Labelled fields of pages: meta tags, the catalogue header (信息公开目录), the line of dates.

Labels are compared without blanks (索 引 号 = 索引号); several fields may stand on one line, glued
or apart, so a value ends where the next label begins, and labels that matter to nobody are in
the table as well. Sources: the page tags of 国办发〔2017〕47号 (annex), the catalogue fields of
政府信息公开条例 第十二条, headers of 规范性文件 platforms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.cleaned import LineRole
from knowledge.metadata.segments import Segment, without_blanks

#: Labels of each field, apart by blanks. The field `_` is known only to end the one before it.
LABELS: dict[str, str] = {
    "title": "名称 标题 信息名称 文件名称 文件标题",
    "doc_number": "文号 发文字号 发文号 文件字号",
    "issuer": "发布机关 发布机构 发文机关 发文机构 发文单位 制定机关 制发机关 颁布机关 发布单位",
    "source": "信息来源 文章来源 稿件来源 来源",
    "written_on": "成文日期 成文时间 生成日期 制发日期 签署日期",
    "published_on": (
        "发布时间 发布日期 发表时间 发表日期 发文日期 发文时间 公开日期 公开时间 时间 日期"
    ),
    "effective_on": "实施日期 施行日期 生效日期 实施时间 生效时间",
    "expires_on": "失效日期 失效时间 废止日期 有效期至 有效期限至",
    "stated": "文件状态 有效性 时效性 效力状态 时效状态 文件效力",
    "_": (
        "索引号 统一编号 分类 主题分类 体裁分类 组配分类 服务对象 主题词 关键词 关键字 内容概述 "
        "公开方式 公开范围 公开形式 公开责任部门 浏览次数 浏览量 浏览 点击率 点击数 点击量 点击 "
        "阅读次数 阅读量 阅读 访问量 查看人数 查看次数 作者 编辑 责任编辑 审核 字体大小 字体显示 "
        "字体 字号 浏览字号 上传人 上传时间 上传日期 更新时间 文档编号 格式 页数 大小 打印 分享 "
        "分享到 保护视力色"
    ),
}

#: Names of meta tags, lower case, that tell a field.
META_NAMES = {
    "articletitle": "title",
    "title": "page_title",
    "pubdate": "published_on",
    "publishdate": "published_on",
    "article:published_time": "published_on",
    "contentsource": "source",
    "file_status": "stated",
    "losetime": "expires_on",
}

_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels.split()}
_LONGEST_FIRST = sorted(_FIELD_OF, key=len, reverse=True)
_LABEL = re.compile(
    "(?P<label>"
    + "|".join("[ \u00a0\u3000]{0,6}".join(map(re.escape, label)) for label in _LONGEST_FIRST)
    + ")[ \u00a0\u3000]{0,3}[：:]"
)
#: Fields stand in lines of at most so many characters.
_LONGEST_LINE = 300
#: Catalogue fields may stand in the first lines of the main text too.
_HEAD_SEGMENTS = 8
_TRIM = " \u00a0\u3000\t[]【】|｜"


@dataclass(frozen=True)
class PageField:
    """A field's value: `segment.text[start:end]`, never empty."""

    name: str
    value: str
    segment: Segment
    start: int
    end: int

    @property
    def read_from(self) -> str:
        """Where it was read, as people call it."""
        return self.segment.place


def read_fields(segments: Sequence[Segment]) -> list[PageField]:
    """Every labelled field of the page, meta tags first."""
    meta = [segment for segment in segments if segment.role is LineRole.META]
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    outside = [segment for segment in segments if segment.role is LineRole.OUTSIDE]
    fields = [field for segment in meta for field in _of_meta(segment)]
    fields.extend(_of_lines(outside))
    fields.extend(_of_lines(body[:_HEAD_SEGMENTS]))
    return fields


def _of_meta(segment: Segment) -> Iterator[PageField]:
    name = META_NAMES.get(segment.line.name.lower())
    if name is not None:
        yield PageField(name, segment.text, segment, 0, len(segment.text))


def _of_lines(segments: Sequence[Segment]) -> Iterator[PageField]:
    for index, segment in enumerate(segments):
        if len(segment.text) > _LONGEST_LINE:
            continue
        labels = [match for match in _LABEL.finditer(segment.text) if _begins(segment.text, match)]
        for label, following in zip_longest(labels, labels[1:]):
            name = _FIELD_OF[without_blanks(label["label"])]
            end = following.start() if following else len(segment.text)
            field = _value(name, segment, label.end(), end)
            if field is None and following is None and index + 1 < len(segments):
                below = segments[index + 1]
                if not _LABEL.search(below.text) and len(below.text) <= _LONGEST_LINE // 3:
                    field = _value(name, below, 0, len(below.text))
            if field is not None and name != "_":
                yield field


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether a label begins here: 网站标题 and 办理时间 hold a label, but are none."""
    before = text[match.start() - 1] if match.start() else " "
    return not ("\u4e00" <= before <= "\u9fff") or len(match["label"]) >= 4


def _value(name: str, segment: Segment, start: int, end: int) -> PageField | None:
    piece = segment.text[start:end]
    first = start + len(piece) - len(piece.lstrip(_TRIM))
    last = start + len(piece.rstrip(_TRIM))
    if first >= last:
        return None
    return PageField(name, segment.text[first:last], segment, first, last)
