"""What people call the fields of a document: one table for reports, pages and comparisons."""

from __future__ import annotations

#: The fields that are read, and what people call them.
FIELD_NAMES = {
    "title": "标题",
    "carried_title": "所印发的文件",
    "doc_number": "发文字号",
    "issuer": "发文机关",
    "kind": "文种",
    "level": "层级",
    "region": "地区",
    "index_number": "索引号",
    "unified_number": "统一编号",
    "topic": "主题分类",
    "written_on": "成文日期",
    "published_on": "发布日期",
    "printed_on": "印发日期",
    "effective_on": "施行日期",
    "expires_on": "失效日期",
    "stated_validity": "文件状态",
    "source_url": "来源网址",
}
