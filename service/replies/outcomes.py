"""How a reply can end, and what the editor begins with for each: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ReplyOutcome(StrEnum):
    """What the reply says to the question; the value is stored."""

    RULED = "ruled"
    PARTLY_RULED = "partly_ruled"
    NOT_RULED = "not_ruled"
    PUBLISHED = "published"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Template:
    """What people read of an outcome, and the words that its editor begins with.

    Words in 〔〕 are to be filled in; a reply that still holds some is not kept.
    """

    label: str
    conclusion: str
    way: str
    needs_citation: bool


#: Replies to what is asked may be published as questions and answers only where they cite.
TEMPLATES: Mapping[ReplyOutcome, Template] = MappingProxyType(
    {
        ReplyOutcome.RULED: Template(
            "现行文件有规定",
            "〔可以、不可以或具体标准〕。",
            "请带〔材料〕到〔地点〕办理，也可以〔网上办理的途径〕。",
            needs_citation=True,
        ),
        ReplyOutcome.PARTLY_RULED: Template(
            "现行文件只规定了一部分",
            "关于〔已有规定的部分〕，〔结论〕；关于〔其余部分〕，目前没有规定。",
            "〔已有规定的部分怎么办理〕。",
            needs_citation=True,
        ),
        ReplyOutcome.NOT_RULED: Template(
            "现行文件没有规定",
            "目前没有查到对〔所问事项〕作出规定的现行有效文件。",
            "〔可以采取的其他办法〕。",
            needs_citation=False,
        ),
        ReplyOutcome.PUBLISHED: Template(
            "内容已经公开",
            "您要的内容已经公开：〔名称〕。",
            "可以在〔网站栏目或查阅地点〕查看。",
            needs_citation=False,
        ),
        ReplyOutcome.ELSEWHERE: Template(
            "由其他单位负责",
            "您问的事项由〔单位〕负责。",
            "请向〔单位〕咨询，电话〔电话〕。",
            needs_citation=False,
        ),
    }
)
