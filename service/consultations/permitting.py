"""Who may see a consultation and make which move: asked of the table, role by role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.consultations.errors import MoveForbidden, MoveNotAllowed
from service.consultations.moves import MOVES, MoveRule
from service.consultations.records import Consultation
from service.consultations.states import ConsultationState, Move
from service.staff.actors import Actor, ActorKind
from service.staff.roles import ROLE_NAMES, Role

#: Roles that see every consultation; a handler sees those of its organ, others none.
SEE_ALL = frozenset({Role.HOTLINE, Role.REVIEWER, Role.PUBLISHER, Role.COORDINATOR, Role.AUDITOR})


@dataclass(frozen=True)
class Standing:
    """In what capacity an actor makes a move; `role` is None for citizens and the system."""

    role: Role | None


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every consultation."""
    return actor.kind is ActorKind.SYSTEM or not SEE_ALL.isdisjoint(actor.roles)


def sees(actor: Actor, consultation: Consultation) -> bool:
    """Whether the actor may look at the consultation: all, or those of its organ."""
    if sees_all(actor):
        return True
    if Role.HANDLER not in actor.roles or actor.organ_id is None:
        return False
    organs = {consultation.organ_id, *(each.organ_id for each in consultation.assisting)}
    return actor.organ_id in organs


def allowed_moves(consultation: Consultation, actor: Actor, today: date) -> tuple[Move, ...]:
    """The moves that the actor can make today, in the order of the table."""
    return tuple(
        move
        for move, rule in MOVES.items()
        if _why_not_possible(consultation, move, rule, today) is None
        and _standing(consultation, actor, move, rule)
    )


def standing_for(consultation: Consultation, actor: Actor, move: Move, today: date) -> Standing:
    """In what capacity the actor makes the move; raises MoveNotAllowed or MoveForbidden."""
    rule = MOVES[move]
    refused = _why_not_possible(consultation, move, rule, today)
    if refused is not None:
        raise MoveNotAllowed(refused)
    standing = _standing(consultation, actor, move, rule)
    if standing is None:
        raise MoveForbidden(_why_forbidden(consultation, actor, move, rule))
    return standing


def _standing(
    consultation: Consultation, actor: Actor, move: Move, rule: MoveRule
) -> Standing | None:
    if actor.kind is ActorKind.CITIZEN:
        return Standing(None) if rule.citizen else None
    if actor.kind is ActorKind.SYSTEM:
        return Standing(None) if rule.system else None
    if _decides_own_request(consultation, actor, move):
        return None
    concerned = _assists if rule.by_assisting else in_charge
    for role in rule.roles:
        if role in actor.roles and (role is not Role.HANDLER or concerned(consultation, actor)):
            return Standing(role)
    return None


def in_charge(consultation: Consultation, actor: Actor) -> bool:
    """Whether the actor's organ is the one in charge (主办): it writes the reply."""
    return actor.organ_id is not None and actor.organ_id == consultation.organ_id


def _assists(consultation: Consultation, actor: Actor) -> bool:
    return actor.organ_id in {each.organ_id for each in consultation.assisting}


def _decides_own_request(consultation: Consultation, actor: Actor, move: Move) -> bool:
    return (
        move in (Move.GRANT_EXTENSION, Move.DENY_EXTENSION)
        and actor.user_id == consultation.extension_asked_by
    )


def _why_not_possible(
    consultation: Consultation, move: Move, rule: MoveRule, today: date
) -> str | None:
    """Why nobody can make the move now; None where somebody can."""
    if consultation.state in rule.sources:
        return _why_no_extension(consultation, today) if move is Move.ASK_EXTENSION else None
    states = "、".join(state.value for state in ConsultationState if state in rule.sources)
    return (
        f"咨询的状态是“{consultation.state}”，不能“{move.value}”；"
        f"“{move.value}”只能在这些状态进行：{states}"
    )


def _why_no_extension(consultation: Consultation, today: date) -> str | None:
    """A term is extended once, and never after it has ended; what was denied may be asked again."""
    if consultation.extension_days:
        return "这一期限已经延长过；每个期限只能延长一次"
    if consultation.due_on is not None and consultation.due_on < today:
        return "期限已经过了，不能再申请延期；请尽快答复"
    return None


def _why_forbidden(consultation: Consultation, actor: Actor, move: Move, rule: MoveRule) -> str:
    if _decides_own_request(consultation, actor, move):
        return f"延期是您申请的，“{move.value}”要由另一个人进行"
    if Role.HANDLER in rule.roles and Role.HANDLER in actor.roles:
        part = "协办" if rule.by_assisting else "主办"
        return f"这件咨询不由您的单位{part}，您不能“{move.value}”"
    who = [ROLE_NAMES[role] for role in rule.roles]
    who += ["群众本人"] * rule.citizen + ["系统"] * rule.system
    return f"“{move.value}”只能由{'、'.join(who)}进行"
