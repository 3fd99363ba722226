"""The shapes of what the staff's API gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from service.answering.answer import Outcome
from service.public.schemas import AnswerOut, Given


class ExpandedWordOut(Given):
    """An everyday word of the question, and what was searched with it."""

    lay: str = Field(description="俗称")
    official: list[str] = Field(description="一并查找的规范用语")
    relation: str = Field(description="两者的关系")
    weight: float = Field(description="规范用语的权重")


class LookedForOut(Given):
    """What the question was taken to look for."""

    own_words: list[str] = Field(description="提问里的实词")
    understood: list[str] = Field(description="连同上文理解的实词")
    left_out: list[str] = Field(description="不查找的虚词和疑问词")
    words: dict[str, float] = Field(description="查找的词和权重")
    expansions: list[ExpandedWordOut] = Field(description="俗称带出的规范用语")


class AdmittedOut(Given):
    """What could be found at all."""

    day: date = Field(description="按哪一天判断时效")
    region: str | None = Field(description="提问人所在地区")
    documents: int | None = Field(description="地区限定的文件数；没有限定则为 null")
    index_revision: int = Field(description="索引所跟的资料库版次")


class ConsideredOut(Given):
    """A candidate passage."""

    passage_id: int = Field(description="段落标识")
    document_id: str = Field(description="文件标识")
    version: int = Field(description="文件版本")
    title: str = Field(description="文件标题")
    locator: str = Field(description="条款位置")
    validity: str = Field(description="时效状态")
    score: float = Field(description="排序得分")
    parts: dict[str, float] = Field(description="得分的各个部分")


class SaidOut(Given):
    """An earlier turn."""

    question: str = Field(description="问")
    answer: str = Field(description="答；没有直接回答则为空")
    document_ids: list[str] = Field(description="答案引自哪些文件")


class GroundsOut(Given):
    """What the steps of the question computed."""

    looked_for: LookedForOut
    admitted: AdmittedOut
    turns: list[SaidOut] = Field(description="之前几轮的问和答，最近的在前")
    candidates: list[ConsideredOut] = Field(description="最前面的候选段落")
    signals: dict[str, float] = Field(description="判断把握所依据的信号")
    answered_at: float = Field(description="直接回答的门槛")
    suggested_at: float = Field(description="列出相近条款的门槛")
    learned: list[str] = Field(description="由学习得到的模型决定的部分；其余用手工权重")


class QuotedOut(Given):
    """What an answer quoted, as it is kept."""

    document_id: str = Field(description="文件标识")
    version: int = Field(description="文件版本")
    layer: Literal["text", "raw"] = Field(description="起止位置所在的文本")
    start: int = Field(description="起点")
    end: int = Field(description="终点（不含）")
    quote: str = Field(description="原文")
    passage_id: int | None = Field(description="段落标识")


class ExplanationOut(Given):
    """An answer that was given, and how it came about."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: str = Field(description="这次回答的标识")
    asked_at: datetime = Field(description="提问时间")
    question: str = Field(description="问题，个人号码已遮盖")
    region: str | None = Field(description="提问人所在地区")
    outcome: Outcome = Field(description="结果")
    confidence: float = Field(description="把握")
    answer: AnswerOut | None = Field(description="答案")
    citations: list[QuotedOut] = Field(description="引用的文件版本和位置")
    explanation: GroundsOut | None = Field(description="来历；没有检索则为 null")
