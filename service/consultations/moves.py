"""The table of moves: from which states, to which, by whom, with what, and what the term does.

The states are those of domain practice: 受理, 转办, 办理, 答复 in a row, with 补正, 延期, 退回,
合并, 撤回, 不予受理 and 重办 at their sides. Nothing that is not in the table can be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from service.consultations.states import (
    OPEN_STATES,
    REPLIED_STATES,
    ConsultationState,
    Move,
    Need,
    TermClock,
)
from service.staff.roles import Role

_S = ConsultationState

_HOTLINE, _HANDLER, _REVIEWER = Role.HOTLINE, Role.HANDLER, Role.REVIEWER
_PUBLISHER, _COORDINATOR = Role.PUBLISHER, Role.COORDINATOR


@dataclass(frozen=True)
class MoveRule:
    """One row of the table; who makes the move must have one of `roles`, or be let by a flag."""

    sources: frozenset[ConsultationState]
    #: None where the consultation goes back to `returns_to`, or stays where it is.
    target: ConsultationState | None
    roles: tuple[Role, ...] = ()
    #: A handler makes it whose organ helps (协办), not one of the organ in charge.
    by_assisting: bool = False
    citizen: bool = False
    system: bool = False
    needs: tuple[Need, ...] = ()
    clock: TermClock = TermClock.RUNS
    #: It stands on what another package knows (the reply), and is refused without its word.
    guarded: bool = False


def _from(*states: ConsultationState) -> frozenset[ConsultationState]:
    return frozenset(states)


MOVES: Mapping[Move, MoveRule] = MappingProxyType(
    {
        Move.ACCEPT: MoveRule(
            _from(_S.RECEIVED), _S.ACCEPTED, (_HOTLINE, _COORDINATOR), needs=(Need.KIND,)
        ),
        Move.RECLASSIFY: MoveRule(
            _from(_S.ACCEPTED, _S.DISPATCHED, _S.HANDLING, _S.RETURNED, _S.REOPENED),
            None,
            (_HOTLINE, _COORDINATOR),
            needs=(Need.KIND, Need.REASON),
        ),
        Move.ASK_SUPPLEMENT: MoveRule(
            _from(_S.RECEIVED, _S.ACCEPTED, _S.HANDLING),
            _S.SUPPLEMENTING,
            (_HOTLINE, _COORDINATOR, _HANDLER),
            needs=(Need.REASON,),
            clock=TermClock.STOPS,
        ),
        Move.SUPPLEMENT: MoveRule(
            _from(_S.SUPPLEMENTING),
            None,
            (_HOTLINE, _COORDINATOR),
            citizen=True,
            needs=(Need.REASON,),
            clock=TermClock.RESUMES,
        ),
        Move.REFUSE: MoveRule(
            _from(_S.RECEIVED, _S.ACCEPTED, _S.SUPPLEMENTING),
            _S.REFUSED,
            (_HOTLINE, _COORDINATOR),
            needs=(Need.REFUSAL, Need.CHANNEL),
            clock=TermClock.ENDS,
        ),
        Move.DISPATCH: MoveRule(
            _from(_S.ACCEPTED, _S.RETURNED, _S.REOPENED, _S.DISPATCHED),
            _S.DISPATCHED,
            (_COORDINATOR,),
            needs=(Need.ORGAN,),
        ),
        Move.SIGN: MoveRule(_from(_S.DISPATCHED), _S.HANDLING, (_HANDLER,)),
        Move.RETURN: MoveRule(
            _from(_S.DISPATCHED, _S.HANDLING), _S.RETURNED, (_HANDLER,), needs=(Need.REASON,)
        ),
        Move.ADVISE: MoveRule(
            _from(_S.DISPATCHED, _S.HANDLING, _S.EXTENDING),
            None,
            (_HANDLER,),
            by_assisting=True,
            needs=(Need.REASON,),
        ),
        Move.ASK_EXTENSION: MoveRule(
            _from(_S.HANDLING), _S.EXTENDING, (_HANDLER,), needs=(Need.DAYS, Need.REASON)
        ),
        Move.GRANT_EXTENSION: MoveRule(_from(_S.EXTENDING), _S.HANDLING, (_REVIEWER, _COORDINATOR)),
        Move.DENY_EXTENSION: MoveRule(
            _from(_S.EXTENDING), _S.HANDLING, (_REVIEWER, _COORDINATOR), needs=(Need.REASON,)
        ),
        Move.SUBMIT_REPLY: MoveRule(_from(_S.HANDLING), _S.REVIEWING, (_HANDLER,), guarded=True),
        Move.SEND_BACK: MoveRule(
            _from(_S.REVIEWING, _S.CHECKING),
            _S.HANDLING,
            (_REVIEWER, _PUBLISHER),
            needs=(Need.REASON,),
        ),
        Move.APPROVE: MoveRule(_from(_S.REVIEWING), _S.CHECKING, (_REVIEWER,), guarded=True),
        Move.ANSWER: MoveRule(
            _from(_S.CHECKING),
            _S.ANSWERED,
            (_PUBLISHER,),
            clock=TermClock.ENDS,
            guarded=True,
        ),
        Move.ANSWER_WITH: MoveRule(
            _from(_S.MERGED), _S.ANSWERED, system=True, clock=TermClock.ENDS
        ),
        Move.RATE: MoveRule(
            _from(_S.ANSWERED),
            _S.RATED,
            (_HOTLINE,),
            citizen=True,
            needs=(Need.RATING,),
            clock=TermClock.ENDS,
        ),
        Move.REOPEN: MoveRule(
            REPLIED_STATES,
            _S.REOPENED,
            (_COORDINATOR, _HOTLINE),
            citizen=True,
            needs=(Need.REASON,),
            clock=TermClock.RESTARTS,
        ),
        Move.MERGE: MoveRule(
            _from(_S.RECEIVED, _S.ACCEPTED, _S.DISPATCHED, _S.HANDLING),
            _S.MERGED,
            (_COORDINATOR, _HOTLINE, _HANDLER),
            needs=(Need.TARGET,),
        ),
        Move.UNMERGE: MoveRule(
            _from(_S.MERGED),
            _S.RECEIVED,
            (_COORDINATOR, _HOTLINE),
            system=True,
            needs=(Need.REASON,),
        ),
        Move.WITHDRAW: MoveRule(
            OPEN_STATES | _from(_S.MERGED),
            _S.WITHDRAWN,
            (_HOTLINE,),
            citizen=True,
            clock=TermClock.ENDS,
        ),
        Move.ARCHIVE: MoveRule(
            REPLIED_STATES | _from(_S.REFUSED, _S.WITHDRAWN),
            _S.ARCHIVED,
            (_COORDINATOR,),
            system=True,
            clock=TermClock.ENDS,
        ),
    }
)

#: The states in which each role has something to do; what stands in them is its work.
WORK: Mapping[Role, frozenset[ConsultationState]] = MappingProxyType(
    {
        _HOTLINE: _from(_S.RECEIVED),
        _HANDLER: _from(_S.DISPATCHED, _S.HANDLING),
        _REVIEWER: _from(_S.REVIEWING, _S.EXTENDING),
        _PUBLISHER: _from(_S.CHECKING),
        _COORDINATOR: _from(_S.RECEIVED, _S.ACCEPTED, _S.RETURNED, _S.REOPENED, _S.EXTENDING),
    }
)
