"""What comes with a move: read, checked against what the move needs, and masked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.consultations.errors import MoveIncomplete
from service.consultations.moves import MoveRule
from service.consultations.states import CaseKind, Need, Rating, RefusalKind
from service.privacy import mask_personal_numbers
from service.typed_text import can_be_kept, tidied

LONGEST_REASON = 500
LONGEST_CHANNEL = 200


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


def checked_details(rule: MoveRule, details: MoveDetails) -> MoveDetails:
    """The details with texts as they are kept; raises MoveIncomplete for the first that fails."""
    checked = replace(
        details,
        reason=_text(Need.REASON, details.reason, LONGEST_REASON),
        channel=_text(Need.CHANNEL, details.channel, LONGEST_CHANNEL),
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
    for need in rule.needs:
        if not given[need]:
            raise MoveIncomplete(need, f"请填写{need.value}")
    return checked


def _text(need: Need, typed: str, longest: int) -> str:
    text = tidied(typed)
    if len(text) > longest:
        raise MoveIncomplete(need, f"{need.value}最多 {longest} 字")
    if not can_be_kept(text):
        raise MoveIncomplete(need, f"{need.value}里有不能保存的控制字符")
    return mask_personal_numbers(text)
