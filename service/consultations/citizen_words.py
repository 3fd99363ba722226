"""What whoever asked reads of a consultation's state and history: plain words, nothing internal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from service.consultations.events import DUE_CHANGED, RECEIVED
from service.consultations.states import ConsultationState, Move

_S = ConsultationState

STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        _S.RECEIVED: "已收到，正在看由哪个单位答复",
        _S.SUPPLEMENTING: "等您补充说明，补充以后接着办",
        _S.ACCEPTED: "已受理，正在安排承办单位",
        _S.DISPATCHED: "已转给承办单位",
        _S.HANDLING: "承办单位正在办理",
        _S.EXTENDING: "承办单位正在办理",
        _S.REVIEWING: "答复已经写好，正在审核",
        _S.CHECKING: "答复已经写好，正在审核",
        _S.ANSWERED: "已经答复，请查看答复",
        _S.RATED: "已经答复，您已评价",
        _S.ARCHIVED: "已经办结",
        _S.REFUSED: "不属于咨询的受理范围，请看不予受理的说明",
        _S.RETURNED: "正在重新安排承办单位",
        _S.MERGED: "与同样的咨询一起办理，答复后您在这里能看到",
        _S.WITHDRAWN: "已按您的要求撤回",
        _S.REOPENED: "正在重新办理",
    }
)

#: What is told of an entry of the history; an action that is not here is the staff's own affair.
HISTORY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        RECEIVED: "您提交了咨询",
        DUE_CHANGED: "办理期限按最新的节假日安排作了调整",
        Move.ACCEPT: "已受理",
        Move.ASK_SUPPLEMENT: "请您补充说明",
        Move.SUPPLEMENT: "收到补充说明",
        Move.REFUSE: "不予受理",
        Move.DISPATCH: "已转给承办单位",
        Move.GRANT_EXTENSION: "办理期限经批准延长",
        Move.ANSWER: "已答复",
        Move.ANSWER_WITH: "已答复",
        Move.RATE: "已评价",
        Move.REOPEN: "重新办理",
        Move.MERGE: "与同样的咨询一起办理",
        Move.UNMERGE: "恢复单独办理",
        Move.WITHDRAW: "已撤回",
        Move.ARCHIVE: "已办结",
    }
)

#: What whoever asked can do, as the pages call it.
MOVE_WORDS: Mapping[Move, str] = MappingProxyType(
    {
        Move.SUPPLEMENT: "补充说明",
        Move.WITHDRAW: "撤回",
        Move.RATE: "评价",
        Move.REOPEN: "要求重新办理",
    }
)


def standing_told(state: str, moves: Iterable[Move]) -> str:
    """How a consultation in this state stands, and what whoever asked can do with it now."""
    possible = "、".join(MOVE_WORDS[move] for move in moves)
    now = f"您现在可以{possible}" if possible else "现在没有需要您办的"
    return f"这件咨询{STATE_WORDS[state]}。{now}。"


#: Actions whose words were written to, or by, whoever asked.
REASON_TOLD = frozenset({Move.ASK_SUPPLEMENT, Move.SUPPLEMENT, Move.REFUSE})
