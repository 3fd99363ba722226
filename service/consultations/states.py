"""The states of a consultation, its moves, and what a move asks for: the words that all share."""

from __future__ import annotations

from enum import StrEnum


class ConsultationState(StrEnum):
    """Where a consultation stands; the value is what people read."""

    RECEIVED = "待受理"
    SUPPLEMENTING = "补正中"
    ACCEPTED = "受理"
    DISPATCHED = "转办"
    HANDLING = "办理中"
    EXTENDING = "延期审批"
    REVIEWING = "答复待审"
    CHECKING = "保密审查"
    ANSWERED = "已答复"
    RATED = "已评价"
    ARCHIVED = "已归档"
    REFUSED = "不予受理"
    RETURNED = "退回改派"
    MERGED = "合并办理"
    WITHDRAWN = "撤回"
    REOPENED = "重办"


#: States in which the reply is still owed by this consultation itself.
OPEN_STATES = frozenset(
    {
        ConsultationState.RECEIVED,
        ConsultationState.SUPPLEMENTING,
        ConsultationState.ACCEPTED,
        ConsultationState.DISPATCHED,
        ConsultationState.HANDLING,
        ConsultationState.EXTENDING,
        ConsultationState.REVIEWING,
        ConsultationState.CHECKING,
        ConsultationState.RETURNED,
        ConsultationState.REOPENED,
    }
)

#: States in which whoever asked still waits, so that a corrected calendar moves the due date.
WAITING_STATES = OPEN_STATES | {ConsultationState.MERGED}

#: States in which a reply was given.
REPLIED_STATES = frozenset({ConsultationState.ANSWERED, ConsultationState.RATED})


class CaseKind(StrEnum):
    """How much work a consultation is; the kind decides the term."""

    SIMPLE = "简单"
    NORMAL = "一般"
    COMPLEX = "复杂"


class Rating(StrEnum):
    """The five official grades of satisfaction, best first."""

    VERY_SATISFIED = "非常满意"
    SATISFIED = "满意"
    FAIRLY_SATISFIED = "基本满意"
    DISSATISFIED = "不满意"
    VERY_DISSATISFIED = "非常不满意"


class RefusalKind(StrEnum):
    """Why a consultation is not taken up."""

    DISCLOSURE = "属于政府信息公开申请"
    PETITION = "属于信访事项"
    COMPLAINT = "属于投诉、举报"
    JUDICIAL = "属于诉讼、仲裁、行政复议"
    DISCIPLINE = "属于纪检监察"
    OTHER_REGION = "不属于本地职责"
    CONFIDENTIAL = "涉及国家秘密、商业秘密或他人隐私"
    UNCLEAR = "没有说清要问什么，又逾期没有补正"
    NO_QUESTION = "没有咨询内容"


class Move(StrEnum):
    """What can be done to a consultation; the value is the button's word."""

    ACCEPT = "受理"
    RECLASSIFY = "调整类别"
    ASK_SUPPLEMENT = "要求补正"
    SUPPLEMENT = "补正"
    REFUSE = "不予受理"
    DISPATCH = "派发"
    SIGN = "签收"
    RETURN = "退回"
    ADVISE = "协办意见"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "批准延期"
    DENY_EXTENSION = "不同意延期"
    SUBMIT_REPLY = "送审"
    SEND_BACK = "退回修改"
    APPROVE = "审核通过"
    ANSWER = "答复"
    ANSWER_WITH = "随同答复"
    RATE = "评价"
    REOPEN = "重办"
    MERGE = "合并"
    UNMERGE = "取消合并"
    WITHDRAW = "撤回"
    ARCHIVE = "归档"


class Need(StrEnum):
    """What a move cannot be made without; the value names it to people."""

    REASON = "原因"
    KIND = "类别"
    REFUSAL = "不予受理的理由"
    CHANNEL = "应当找的渠道"
    ORGAN = "主办单位"
    DAYS = "延长的工作日数"
    TARGET = "并入的咨询编号"
    RATING = "评价等级"


class TermClock(StrEnum):
    """What a move does to the term."""

    RUNS = "继续计时"
    STOPS = "停止计时"
    RESUMES = "恢复计时"
    RESTARTS = "重新计时"
    ENDS = "计时结束"
