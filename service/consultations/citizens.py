"""What whoever holds a number and its code may see of the consultation, and do with it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import Clock, day_in_china
from knowledge.database import Store
from service.consultations.citizen_words import (
    HISTORY_WORDS,
    MOVE_WORDS,
    REASON_TOLD,
    STATE_WORDS,
    standing_told,
)
from service.consultations.details import MoveDetails
from service.consultations.errors import (
    AlreadyDone,
    CaseChanged,
    ConsultationNotFound,
    MoveNotAllowed,
    TooManyGuesses,
)
from service.consultations.guesses import allowances, charge, give_back
from service.consultations.moving import make_move
from service.consultations.numbers import hash_code, read_code, read_number
from service.consultations.permitting import allowed_moves
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import ConsultationState, Move
from service.staff.actors import CITIZEN

#: Stand in for salt and hash of a number that does not exist, so that as much work is done.
_NO_SALT, _NO_HASH = bytes(16), bytes(32)


@dataclass(frozen=True)
class Happening:
    """A day's entry of the history, in plain words."""

    day: date
    words: str


@dataclass(frozen=True)
class CitizenView:
    """A consultation as whoever asked sees it; `moves` are what they may do now."""

    id: int
    number: str
    question: str
    state: str
    state_words: str
    received_on: date
    due_on: date | None
    due_reason: str | None
    #: What is asked for, while something is.
    asked: str | None
    refusal: str | None
    right_channel: str | None
    rating: str | None
    history: tuple[Happening, ...]
    moves: tuple[Move, ...]


class CitizenDesk:
    """Opens a consultation to whoever holds its code; safe to share between threads."""

    def __init__(self, store: Store, clock: Clock, secret: bytes) -> None:
        self._store = store
        self._clock = clock
        self._secret = secret

    def lookup(self, number: str, code: str, address: str | None = None) -> CitizenView:
        """How the consultation stands; number and code are read however they are typed.

        `address` is the network address of who asks. Raises ConsultationNotFound, after the same
        work, for an unknown number and a wrong code; TooManyGuesses, whether there is such a
        number or not and whatever the code, where either was guessed too often this hour.
        """
        self._admit(number, code, address)
        with self._store.reading() as session:
            return _view(_found(session, number), day_in_china(self._clock()))

    def act(
        self, number: str, code: str, move: Move, details: MoveDetails, address: str | None = None
    ) -> CitizenView:
        """Make one of the moves that citizens make; raises as `lookup` and as `make_move`.

        What cannot be done now is refused in the citizen's own words: AlreadyDone where it was
        just done, else MoveNotAllowed, each with how the consultation stands; CaseChanged where
        something else was done at the same moment.
        """
        self._admit(number, code, address)
        try:
            with self._store.writing() as session:
                self._make(session, read_number(number), move, details)
        except MoveNotAllowed as refusal:
            raise self._in_plain_words(number, move) from refusal
        except CaseChanged as change:
            raise CaseChanged("这件咨询刚刚有了变化；请看过现在的情况以后再办。") from change
        with self._store.reading() as session:
            return _view(_found(session, number), day_in_china(self._clock()))

    def _make(self, session: Session, number: str, move: Move, details: MoveDetails) -> None:
        version = _found(session, number).version
        make_move(session, CITIZEN, number, move, version, details, self._clock())

    def _in_plain_words(self, number: str, move: Move) -> MoveNotAllowed:
        with self._store.reading() as session:
            row = _found(session, number)
            moves = allowed_moves(row, CITIZEN, day_in_china(self._clock()))
            told = standing_told(row.state, moves)
            if row.events[-1].action == move:
                return AlreadyDone(f"您已经{MOVE_WORDS[move]}过了，不用再办。{told}")
            return MoveNotAllowed(f"现在不能{MOVE_WORDS[move]}。{told}")

    def _admit(self, number: str, code: str, address: str | None) -> None:
        now, counters = self._clock(), allowances(self._secret, number, address)
        with self._store.writing() as session:
            allowed = charge(session, counters, now)
        if not allowed:
            raise TooManyGuesses("查询码试错的次数太多；请过一小时再查，或者拨打服务热线")
        if not self._proves(number, code):
            raise ConsultationNotFound("没有找到这件咨询；请核对回执编号和查询码")
        with self._store.writing() as session:
            give_back(session, counters, now)

    def _proves(self, number: str, code: str) -> bool:
        with self._store.reading() as session:
            row = session.execute(
                select(Consultation.code_salt, Consultation.code_hash).where(
                    Consultation.number == read_number(number)
                )
            ).one_or_none()
        salt, expected = (row.code_salt, row.code_hash) if row else (_NO_SALT, _NO_HASH)
        matches = hmac.compare_digest(hash_code(read_code(code), salt), expected)
        return matches and row is not None


def _found(session: Session, number: str) -> Consultation:
    return session.scalars(
        select(Consultation).where(Consultation.number == read_number(number))
    ).one()


def _view(row: Consultation, today: date) -> CitizenView:
    asked = [event.reason for event in row.events if event.action == Move.ASK_SUPPLEMENT]
    waiting = row.state == ConsultationState.SUPPLEMENTING
    return CitizenView(
        id=row.id,
        number=row.number,
        question=row.question,
        state=row.state,
        state_words=STATE_WORDS[row.state],
        received_on=day_in_china(row.received_at),
        due_on=row.due_on,
        due_reason=row.due_reason,
        asked=asked[-1] if asked and waiting else None,
        refusal=row.refusal,
        right_channel=row.right_channel,
        rating=row.rating,
        history=tuple(_told(event) for event in row.events if event.action in HISTORY_WORDS),
        moves=allowed_moves(row, CITIZEN, today),
    )


def _told(event: ConsultationEvent) -> Happening:
    words = HISTORY_WORDS[event.action]
    if event.reason and event.action in REASON_TOLD:
        words = f"{words}：{event.reason}"
    return Happening(day_in_china(event.at), words)
