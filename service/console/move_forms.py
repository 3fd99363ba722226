"""The moves of a case as forms: a table says which field asks for what a move needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from service.consultations.details import name_of
from service.consultations.moves import MOVES
from service.consultations.states import CaseKind, Move, Need, Rating, RefusalKind, TermClock
from service.staff.records import Organ

LONGEST_REASON = 500

#: Value and name of what a field lets choose from.
Choices = Sequence[tuple[str | int, str]]


@dataclass(frozen=True)
class FieldSpec:
    """A field of a move's form; `control` is what draws it: line, long, select or several."""

    name: str
    label: str
    control: str
    required: bool = True
    choices: Choices = ()
    hint: str = ""
    maxlength: int = LONGEST_REASON


@dataclass(frozen=True)
class MoveForm:
    """A move that may be made now."""

    slug: str
    name: str
    leads_to: str
    hint: str
    fields: tuple[FieldSpec, ...]
    ends: bool


@dataclass(frozen=True)
class Offered:
    """What the fields let choose from: the organs, and those that are suggested, best first."""

    organs: Sequence[Organ]
    suggested: Sequence[int] = ()

    @property
    def organ_choices(self) -> Choices:
        """The organs, suggested ones first."""
        order = {organ_id: place for place, organ_id in enumerate(self.suggested)}
        ranked = sorted(self.organs, key=lambda organ: order.get(organ.id, len(order)))
        return [(organ.id, organ.name) for organ in ranked]


_OPTIONAL_REASON = FieldSpec("reason", "说明（选填）", "long", required=False)

#: How people are asked for what a move needs.
_FIELDS: Mapping[Need, FieldSpec] = MappingProxyType(
    {
        Need.REASON: FieldSpec("reason", Need.REASON.value, "long"),
        Need.KIND: FieldSpec(
            "kind", "类别", "select", choices=[(kind.value, kind.value) for kind in CaseKind]
        ),
        Need.REFUSAL: FieldSpec(
            "refusal",
            "不予受理的理由",
            "select",
            choices=[(kind.value, kind.value) for kind in RefusalKind],
        ),
        Need.CHANNEL: FieldSpec(
            "channel", "应当找的渠道", "line", hint="单位、电话或网址，群众看得到。", maxlength=200
        ),
        Need.DAYS: FieldSpec("days", "延长几个工作日", "line", maxlength=2),
        Need.TARGET: FieldSpec(
            "target", "并入的咨询编号", "line", hint="如 20261122-0007", maxlength=20
        ),
        Need.RATING: FieldSpec(
            "rating", "评价", "select", choices=[(grade.value, grade.value) for grade in Rating]
        ),
    }
)

#: What people should know before they press.
_HINTS: Mapping[Move, str] = MappingProxyType(
    {
        Move.ASK_SUPPLEMENT: "群众看得到。补齐之前不计时。",
        Move.ADVISE: "主办单位起草答复时看得到，群众看不到。",
        Move.REFUSE: "理由和渠道群众都看得到。",
        Move.MERGE: "群众凭自己的编号看得到并入那一件的答复。",
        Move.SUBMIT_REPLY: "送审以后不能再改，除非退回。",
        Move.ANSWER: "先登记保密审查。发出后群众立即看得到。",
    }
)


def move_forms(moves: Iterable[Move], offered: Offered) -> list[MoveForm]:
    """The forms of the moves, in the order of the table."""
    allowed = set(moves)
    return [_form(move, offered) for move in MOVES if move in allowed]


def slug_of(move: Move) -> str:
    """How an address names the move."""
    return move.name.lower().replace("_", "-")


#: The move of an address's name.
MOVE_OF: Mapping[str, Move] = MappingProxyType({slug_of(move): move for move in Move})


def _form(move: Move, offered: Offered) -> MoveForm:
    rule = MOVES[move]
    return MoveForm(
        slug=slug_of(move),
        name=move.value,
        leads_to=rule.target.value if rule.target and rule.target.value != move.value else "",
        hint=_HINTS.get(move, ""),
        fields=tuple(_fields(move, offered)),
        ends=rule.clock is TermClock.ENDS and move is not Move.ANSWER,
    )


def _fields(move: Move, offered: Offered) -> Iterable[FieldSpec]:
    needs = MOVES[move].needs
    for need in needs:
        if need is Need.ORGAN:
            yield FieldSpec("organ", "主办单位", "select", choices=offered.organ_choices)
            assisting = [(organ.id, organ.short_name) for organ in offered.organs]
            yield FieldSpec("assisting", "协办单位（选填）", "several", False, assisting)
        else:
            spec = _FIELDS[need]
            yield replace(spec, label=name_of(move, need)) if need is Need.REASON else spec
    if Need.REASON not in needs:
        yield _OPTIONAL_REASON
