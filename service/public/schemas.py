"""The shapes of what the API takes and gives, and how our values become them.

The descriptions are what the OpenAPI document and the readable API page say.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.validity import ValidityState
from service.answering.answer import BesideKind, Outcome
from service.consultations.numbers import FORM_TOKEN
from service.consultations.states import Rating
from service.feedback.records import Shortcoming

#: Ids that we hand out and take back: `secrets.token_urlsafe` and `secrets.token_hex`.
OPAQUE = r"^[A-Za-z0-9_-]{1,64}$"


class Taken(BaseModel):
    """What comes in: unknown keys are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Given(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid")


class AskIn(Taken):
    """A question."""

    question: str = Field(description="问题原文，1 至 500 字，不含控制字符")
    conversation: str | None = Field(
        default=None, pattern=OPAQUE, description="上一次回答里的 conversation，用于追问"
    )
    region: str | None = Field(default=None, description="提问人所在地区，如“青禾县”")


class FeedbackIn(Taken):
    """Whether an answer helped."""

    answer_id: str = Field(pattern=OPAQUE, description="那次回答的 answer_id")
    helpful: bool = Field(description="有没有帮助")
    reason: Shortcoming | None = Field(default=None, description="没有帮助的原因（选填）")
    words: str | None = Field(default=None, description="想说的话（选填），最多 200 字")


class TypingIn(Taken):
    """What is being typed; it is looked at and not kept."""

    text: str = Field(max_length=500, description="已经输入的文字")


class ConsultationIn(Taken):
    """A consultation to be left with the office."""

    question: str = Field(description="要咨询的问题，1 至 500 字")
    form_token: str = Field(
        pattern=f"^{FORM_TOKEN}$", description="由调用方随机生成；同一标识重复提交只登记一件"
    )
    answer_id: str | None = Field(
        default=None, pattern=OPAQUE, description="没有解决问题的那次回答的 answer_id"
    )
    contact: str | None = Field(
        default=None,
        description="手机号、带区号的电话或电子邮箱（选填）；填写前请向本人出示隐私说明（/privacy）",
    )
    contact_name: str | None = Field(default=None, description="称呼（选填），最多 40 字")


class LookupIn(Taken):
    """The receipt number and the secret query code of a consultation."""

    number: str = Field(max_length=40, description="回执编号")
    code: str = Field(max_length=40, description="查询码")


class SupplementIn(LookupIn):
    """What was asked for, supplied by whoever asked."""

    text: str = Field(description="补充说明，1 至 500 字；个人号码会被遮盖")


class ReopenIn(LookupIn):
    """Why the reply did not satisfy."""

    reason: str = Field(description="哪里没有解决，1 至 500 字")


class RateIn(LookupIn):
    """How satisfied whoever asked is with the reply."""

    rating: Rating = Field(description="五档评价")
    words: str = Field(default="", description="想说的话（选填），最多 500 字")


class ValidityOut(Given):
    """A document's validity on the day of the question."""

    state: ValidityState = Field(description="时效状态")
    until: date | None = Field(description="有效期的最后一天；不知道则为 null")
    reason: str = Field(description="为什么这样判断")
    read_from: str = Field(description="依据读自何处，如“页头”“正文”")


class CitationOut(Given):
    """Where quoted words stand: `stored_text(version, layer)[start:end] == quote`."""

    document_id: str = Field(description="文件标识")
    version: int = Field(description="文件版本，从 1 起")
    title: str = Field(description="文件标题")
    doc_number: str | None = Field(description="发文字号")
    issuer: str | None = Field(description="发文机关")
    published_on: date | None = Field(description="发布日期")
    validity: ValidityOut
    locator: str = Field(description="答案所在的条款位置，如“第二十二条第一款”")
    extent: str | None = Field(
        description="原文起止的条款位置，如“第五条至第七条”；不超出 locator 的为 null"
    )
    trail: str | None = Field(description="条款上面的各级标题和表格的列名；没有则为 null")
    quote: str = Field(description="原文")
    start: int = Field(description="原文起点（按字符计，从 0 起）")
    end: int = Field(description="原文终点（不含）")
    layer: Literal["text", "raw"] = Field(description="起止位置所在的文本：正文或采集全文")
    passage_id: int | None = Field(description="段落标识；引自元数据时为 null")
    url: str = Field(description="本站的文件页面，该段原文已标出")


class PartOut(Given):
    """One of several parts of an answer."""

    text: str = Field(description="逐字摘自文件")
    start: int = Field(description="原文起点，与出处的起点在同一文本里")
    end: int = Field(description="原文终点（不含）")


class AnswerOut(Given):
    """The answer's words, verbatim from the documents; `notice` alone is ours."""

    text: str = Field(description="简短答案，逐字摘自文件")
    quote: str = Field(description="答案所在的条、款、项或表格行，逐字摘自文件")
    start: int = Field(description="简短答案在 quote 里的起点（按字符计，从 0 起）")
    notice: str | None = Field(description="时效提示（系统的话，不是文件原文）")
    completeness: Literal["complete", "partial"] = Field(description="是否答全了问题")
    parts: list[PartOut] = Field(
        description="答案分几条时的各条：条件、材料、步骤、表格的行；只有一条时为空"
    )


class SuggestionOut(Given):
    """A passage near the question; it does not claim to answer."""

    title: str
    quote: str
    citation: CitationOut


class BesideOut(Given):
    """What another document says to the question, in its own words."""

    kind: BesideKind = Field(
        description=(
            "conflict 现行有效而规定不一致；interpretation 对所引文件的解读；"
            "basis 所引答复依据的条款"
        )
    )
    text: str = Field(description="逐字摘自那份文件")
    citation: CitationOut


class KnownQuestionOut(Given):
    """A question that a document answers word for word."""

    question: str = Field(description="文件里的问法")
    asked: str = Field(description="提问时用的问法：单看说不清的，带上文件标题")
    title: str = Field(description="文件标题")


class TypingOut(Given):
    """Questions near what is being typed."""

    questions: list[KnownQuestionOut] = Field(description="最相近的在前，至多五个")


class AskOut(Given):
    """What a question got."""

    outcome: Outcome = Field(
        description=(
            "answered 已回答；suggested 列出相近条款；"
            "unanswered 没有查到；redirected 应由其他渠道办理"
        )
    )
    confidence: float = Field(ge=0, le=1, description="把握，0 至 1")
    answer: AnswerOut | None = Field(description="答案；outcome 不是 answered 时为 null")
    citations: list[CitationOut] = Field(description="答案的出处；有答案时至少一条")
    beside: list[BesideOut] = Field(description="规定不一致的文件、对所引文件的解读、答复的依据")
    suggestions: list[SuggestionOut] = Field(description="相近条款")
    choices: list[str] = Field(description="问题不明确时供选择的问法")
    related: list[KnownQuestionOut] = Field(
        description="文件里答了的相关问题，或者打招呼时可以问的问题，至多三个"
    )
    message: str | None = Field(description="系统自己的话，如转办提示")
    follows: str | None = Field(
        description="当作追问来答的，接着的是前面哪个问题；单独作答的为 null"
    )
    conversation: str = Field(description="会话标识，30 分钟内有效，追问时带上")
    answer_id: str = Field(description="这次回答的标识")


class FeedbackOut(Given):
    """What was kept of a word on an answer."""

    helpful: bool = Field(description="有没有帮助")
    reason: Shortcoming | None = Field(description="没有帮助的原因")
    words: str | None = Field(description="想说的话，个人号码已遮盖")


class ReceiptOut(Given):
    """The receipt of a consultation; the code is told this once."""

    number: str = Field(description="回执编号")
    code: str = Field(description="查询码，请妥善保存")
    state: str = Field(description="办理状态")
    due_on: date | None = Field(description="答复期限；工作日历缺失时为 null")
    due_reason: str | None = Field(description="期限为 null 的原因")


class HappeningOut(Given):
    """An entry of a consultation's history."""

    day: date = Field(description="日期")
    words: str = Field(description="发生了什么")


class ReplyCitationOut(Given):
    """A clause that a reply stands on."""

    document_id: str = Field(description="文件标识")
    version: int = Field(description="答复时的文件版本")
    title: str = Field(description="文件标题")
    doc_number: str | None = Field(description="发文字号")
    locator: str = Field(description="条款位置")
    validity: str = Field(description="答复时的时效状态")
    quote: str = Field(description="原文")
    url: str = Field(description="本站的文件页面，该段原文已标出")


class ReplyOut(Given):
    """The reply: the conclusion first, then its basis, the way to proceed, organ, phone, date."""

    conclusion: str = Field(description="结论")
    citations: list[ReplyCitationOut] = Field(description="依据")
    way: str | None = Field(description="办理途径")
    organ: str = Field(description="答复单位")
    phone: str = Field(description="联系电话")
    day: date = Field(description="答复日期")


class StatusOut(Given):
    """How a consultation stands."""

    number: str = Field(description="回执编号")
    question: str = Field(description="登记的问题，个人号码已遮盖")
    state: str = Field(description="办理状态")
    state_words: str = Field(description="办理状态，用一句话说明")
    received_on: date = Field(description="收到日期")
    due_on: date | None = Field(description="答复期限；还不能确定时为 null")
    due_reason: str | None = Field(description="期限为 null 的原因")
    asked: str | None = Field(description="要求补充的内容；没有要求时为 null")
    refusal: str | None = Field(description="不予受理的理由")
    right_channel: str | None = Field(description="不予受理时应当找的渠道")
    rating: str | None = Field(description="已作的评价")
    history: list[HappeningOut] = Field(description="办理经过，从早到晚")
    moves: list[Literal["supplement", "withdraw", "rate", "reopen"]] = Field(
        description="本人现在可以做的：补充、撤回、评价、要求重办"
    )
    reply: ReplyOut | None = Field(description="答复；还没有时为 null")
