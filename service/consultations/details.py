"""What comes with a move: read, checked against what the move needs, and masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from service.consultations.errors import MoveIncomplete
from service.consultations.moves import MOVES
from service.consultations.states import CaseKind, Move, Need, Rating, RefusalKind
from service.privacy import mask_personal_numbers
from service.typed_text import can_be_kept, tidied

LONGEST_REASON = 500
LONGEST_CHANNEL = 200

#: What a move's reason is to whoever writes it, where it is not just a reason.
REASON_NAMES: Mapping[Move, str] = MappingProxyType(
    {
        Move.ASK_SUPPLEMENT: "要补充什么",
        Move.SUPPLEMENT: "补充的内容",
        Move.RETURN: "为什么不归本单位",
        Move.ADVISE: "协办意见",
        Move.SEND_BACK: "修改意见",
        Move.REOPEN: "哪里没有解决",
    }
)


@dataclass(frozen=True)
class MoveDetails:
    """What the maker of a move says; what the move does not need is not looked at.

    `reason` is also what is asked for (要求补正), what is supplied (补正), and the words that come
    with a rating. `target` is the number of the consultation to merge into.
    """

    reason: str = ""
    kind: CaseKind | None = None
    refusal: RefusalKind | None = None
    channel: str = ""
    organ_id: int | None = None
    assisting: frozenset[int] = frozenset()
    days: int | None = None
    target: str = ""
    rating: Rating | None = None


def name_of(move: Move, need: Need) -> str:
    """What people call the need in this move."""
    return REASON_NAMES.get(move, need.value) if need is Need.REASON else need.value


def checked_details(move: Move, details: MoveDetails) -> MoveDetails:
    """The details with texts as they are kept; raises MoveIncomplete for the first that fails."""
    checked = replace(
        details,
        reason=_text(move, Need.REASON, details.reason, LONGEST_REASON),
        channel=_text(move, Need.CHANNEL, details.channel, LONGEST_CHANNEL),
    )
    given = {
        Need.REASON: checked.reason,
        Need.KIND: checked.kind,
        Need.REFUSAL: checked.refusal,
        Need.CHANNEL: checked.channel,
        Need.ORGAN: checked.organ_id,
        Need.DAYS: checked.days,
        Need.TARGET: checked.target,
        Need.RATING: checked.rating,
    }
    for need in MOVES[move].needs:
        if not given[need]:
            raise MoveIncomplete(need, f"请填写{name_of(move, need)}")
    return checked


def _text(move: Move, need: Need, typed: str, longest: int) -> str:
    text, name = tidied(typed), name_of(move, need)
    if len(text) > longest:
        raise MoveIncomplete(need, f"“{name}”最多 {longest} 字")
    if not can_be_kept(text):
        raise MoveIncomplete(need, f"“{name}”里有不能保存的控制字符")
    return mask_personal_numbers(text)
