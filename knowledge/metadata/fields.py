"""Labelled fields of pages: meta tags, the catalogue header (信息公开目录), the line of dates.

Labels are compared without blanks (索 引 号 = 索引号); several fields may stand on one line, glued
or apart, or in the cells of a table, so a value ends where the next label begins, and labels that
matter to nobody are in the table as well. Sources: the page tags of 国办发〔2017〕47号 (annex), the
catalogue fields of 政府信息公开条例 第十二条, headers of 规范性文件 platforms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.cleaned import LineRole
from knowledge.metadata.segments import SCRIPT_NAMES, Segment, without_blanks

#: Labels of each field, apart by blanks. The field `_` is known only to end the one before it.
LABELS: dict[str, str] = {
    "title": "名称 标题 信息名称 文件名称 文件标题 公文名称",
    "doc_number": "文号 发文字号 发文号 文件字号 文件编号 发文文号",
    "issuer": (
        "发布机关 发布机构 发文机关 发文机构 发文单位 制定机关 制发机关 颁布机关 发布单位 发布部门 "
        "制定单位 制定部门 公开机构 信息公开机构 颁布单位"
    ),
    "source": "信息来源 文章来源 稿件来源 新闻来源 内容来源 来源",
    "written_on": "成文日期 成文时间 生成日期 生成时间 制发日期 签署日期 印发日期 形成日期",
    "published_on": (
        "发布时间 发布日期 发表时间 发表日期 公开日期 公开时间 公布日期 公布时间 发稿时间 录入时间"
    ),
    "dated_on": "发文日期 发文时间 时间 日期",
    "effective_on": "实施日期 施行日期 生效日期 实施时间 生效时间 施行时间",
    "expires_on": "失效日期 失效时间 废止日期 废止时间 有效期至 有效期限至 有效截止日期",
    "term": "有效期 有效期限",
    "stated": (
        "文件状态 有效性 时效性 效力状态 时效状态 文件效力 文件时效 效力 是否有效 时效 有效状态"
    ),
    "index_number": "索引号 信息索引号 索引码",
    "unified_number": "统一编号 登记编号 统一登记号",
    "topic": "主题分类 分类 信息分类 所属主题",
    "_": (
        "体裁分类 组配分类 服务对象 服务对象分类 主题词 关键词 关键字 内容概述 信息类别 公开类别 "
        "公开方式 公开范围 公开形式 公开属性 公开责任部门 责任部门 浏览次数 浏览量 浏览 点击率 "
        "点击数 点击量 点击 阅读次数 阅读量 阅读 访问量 查看人数 查看次数 作者 编辑 责任编辑 审核 "
        "字体大小 字体显示 字体 字号 浏览字号 上传人 上传时间 上传日期 更新时间 文档编号 格式 页数 "
        "大小 打印 分享 分享到 保护视力色 签发人 文件类型 备注 区域 视力保护色 初审 复审 终审"
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
    "sitename": "site",
    "columnname": "site",
}

_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels.split()}
_LONGEST_FIRST = sorted(_FIELD_OF, key=len, reverse=True)
_LABEL = re.compile(
    "(?P<label>"
    + "|".join("[ \u00a0\u3000]{0,6}".join(map(re.escape, label)) for label in _LONGEST_FIRST)
    + ")[ \u00a0\u3000]{0,3}[】\\]]?[ \u00a0\u3000]{0,2}[：:]"
)
#: One of these ends every label.
_COLON = frozenset("：:")
#: Labels that stand in no other table than a catalogue header; it has more than one of them.
_CATALOGUE = frozenset(
    label
    for name in ("index_number", "doc_number", "issuer", "written_on", "published_on", "stated")
    for label in LABELS[name].split()
)
_CATALOGUE_LABELS = 3
#: What a field's value looks like, where a wrong one is easily told.
_FORMS = {
    "index_number": re.compile(r"(?=.*[0-9])[^\s：:。，；|]{4,60}(?: ?[^\s：:。，；|]{1,30})?"),
    "unified_number": re.compile(r"(?=.*[0-9])[0-9A-Za-z〔〕\[\]（）()\-—/]{4,40}"),
    "topic": re.compile("[^。：:|0-9]{2,40}"),
}
#: Fields stand in lines of at most so many characters.
_LONGEST_LINE = 300
#: Catalogue fields may stand in the first lines of the main text too.
_HEAD_SEGMENTS = 8
_TRIM = " \u00a0\u3000\t[]【】|｜"
_CELL = " | "


@dataclass(frozen=True)
class PageField:
    """A field's value: `segment.text[start:end]`, never empty."""

    name: str
    value: str
    segment: Segment
    start: int
    end: int

    @property
    def place(self) -> str:
        """The kind of place it stands in, as the table of trust calls it."""
        if self.segment.role is not LineRole.META:
            return "header"
        return "script" if self.segment.line.name in SCRIPT_NAMES else "tag"


def read_fields(segments: Sequence[Segment]) -> list[PageField]:
    """Every labelled field of the page, meta tags first."""
    meta = [segment for segment in segments if segment.role is LineRole.META]
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    outside = [segment for segment in segments if segment.role is LineRole.OUTSIDE]
    fields = [field for segment in meta for field in _of_meta(segment)]
    for lines in (outside, body[:_HEAD_SEGMENTS]):
        fields.extend(_of_lines([line for line in lines if not line.is_table]))
        fields.extend(_of_catalogue([line for line in lines if line.is_table]))
    return [field for field in fields if _formed(field)]


def _formed(field: PageField) -> bool:
    form = _FORMS.get(field.name)
    return form is None or form.fullmatch(field.value) is not None


def _of_meta(segment: Segment) -> Iterator[PageField]:
    name = META_NAMES.get(segment.line.name.lower())
    if name is not None:
        yield PageField(name, segment.text, segment, 0, len(segment.text))


def _of_lines(segments: Sequence[Segment]) -> Iterator[PageField]:
    for index, segment in enumerate(segments):
        if len(segment.text) > _LONGEST_LINE or _COLON.isdisjoint(segment.text):
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


def _of_catalogue(rows: Sequence[Segment]) -> list[PageField]:
    """The fields of a header that is laid out as a table: 索引号 | … | 发布机构 | …"""
    fields, labels = [], set()
    for row in rows:
        cells = _cells(row)
        for (label, _, _), (value, start, end) in zip(cells, [*cells[1:], ("", 0, 0)], strict=True):
            name = without_blanks(label).rstrip("：:")
            if name not in _FIELD_OF:
                continue
            labels.add(name)
            told = without_blanks(value).rstrip("：:")
            field = _value(_FIELD_OF[name], row, start, end) if told not in _FIELD_OF else None
            if field is not None and field.name != "_":
                fields.append(field)
        if len(cells) == 1 or not labels:
            fields.extend(_of_lines([row]))
    return fields if len(labels & _CATALOGUE) >= _CATALOGUE_LABELS else []


def _cells(row: Segment) -> list[tuple[str, int, int]]:
    cells, start = [], 0
    for cell in row.text.split(_CELL):
        cells.append((cell, start, start + len(cell)))
        start += len(cell) + len(_CELL)
    return cells


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
