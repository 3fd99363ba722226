"""Random moves by random people, two of them at once: nothing illegal, lost, or unrecorded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from knowledge.clock import day_in_china
from service.consultations.details import MoveDetails
from service.consultations.errors import CaseChanged, ConsultationNotFound, MoveRefused
from service.consultations.moves import MOVES
from service.consultations.moving import make_move
from service.consultations.permitting import allowed_moves
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import (
    OPEN_STATES,
    CaseKind,
    ConsultationState,
    Move,
    Rating,
    RefusalKind,
)
from service.staff.actors import CITIZEN, SYSTEM
from service.staff.records import AuditEntry
from tests.service.consultations import people
from tests.service.consultations.people import STAFF, furnished, submitted

ACTORS = (*STAFF, CITIZEN, SYSTEM)
LOST = (CaseChanged, ConsultationNotFound, MoveRefused)
PICKS = st.integers(0, 10_000)


class Lives(RuleBasedStateMachine):
    """Two consultations that people do things to; `made` counts the moves that came through."""

    def __init__(self, store, clock):
        super().__init__()
        self.store, self.clock = store, clock

    @initialize()
    def submit(self):
        self.numbers = [submitted(self.store, self.clock) for _ in range(2)]
        self.made = dict.fromkeys(self.numbers, 0)

    @rule(which=st.integers(0, 1), actor=st.sampled_from(ACTORS), what=st.sampled_from(Move))
    def anything(self, which, actor, what):
        """A move by somebody, allowed or not: it is made exactly where the table allows it."""
        number = self.numbers[which]
        row = self.row(number)
        allowed = what in allowed_moves(row, actor, day_in_china(self.clock()))
        outcome = self.attempt((actor, what), number, row.version)
        assert allowed or outcome in LOST
        assert outcome is not CaseChanged

    @rule(which=st.integers(0, 1), one=PICKS, other=PICKS)
    def something_allowed_by_two_at_once(self, which, one, other):
        """Two allowed moves from the same page: one of them is made at most, the other is told.

        Where none is made, neither could be: its details did not fit.
        """
        number = self.numbers[which]
        row = self.row(number)
        today = day_in_china(self.clock())
        choices = [(actor, what) for actor in ACTORS for what in allowed_moves(row, actor, today)]
        if not choices:
            return
        chosen = [choices[pick % len(choices)] for pick in (one, other)]
        with ThreadPoolExecutor(2) as pool:
            racing = [pool.submit(self.attempt, each, number, row.version) for each in chosen]
        outcomes = [each.result() for each in racing]
        assert outcomes.count(None) <= 1
        assert None in outcomes or set(outcomes) == {MoveRefused}

    @invariant()
    def every_history_holds(self):
        """Each entry follows the one before by the table, and each move is in the audit log."""
        with self.store.reading() as session:
            for number in self.numbers:
                row = session.scalars(select(Consultation).filter_by(number=number)).one()
                history = session.scalars(
                    select(ConsultationEvent)
                    .filter_by(consultation_id=row.id)
                    .order_by(ConsultationEvent.id)
                ).all()
                subject = AuditEntry.subject == f"consultation:{number}"
                audited = session.scalars(
                    select(AuditEntry.action).where(subject).order_by(AuditEntry.seq)
                ).all()
                self.check(row, history, audited, self.made[number])

    def check(self, row, history, audited, made):
        moves = [event for event in history if event.action in set(Move)]
        assert [event.action for event in moves] == audited
        assert sum(event.actor_kind != "system" for event in moves) == made
        assert all(one.state == other.before for one, other in pairwise(history))
        assert history[-1].state == row.state
        assert row.is_open == (row.state in OPEN_STATES)
        for event in moves:
            allowed = MOVES[Move(event.action)]
            assert event.before in allowed.sources
            assert allowed.target in (None, event.state)
        assert (row.state == ConsultationState.MERGED) <= (row.merged_into_id is not None)
        actions = "|".join(event.action for event in moves).rpartition(Move.REOPEN)[2]
        assert actions.count(Move.GRANT_EXTENSION) == (row.extension_days > 0)
        standing = [stop for stop in row.stops if stop.ended_on is None]
        assert len(standing) == (row.state == ConsultationState.SUPPLEMENTING)

    def row(self, number):
        with self.store.reading() as session:
            row = session.scalars(select(Consultation).filter_by(number=number)).one()
            assert row.assisting == []  # loaded, for what is asked of the row alone
            session.expunge_all()
        return row

    def attempt(self, chosen, number, version):
        """Make the move; the kind of error where it was not made."""
        actor, what = chosen
        details = MoveDetails(
            reason="说明",
            kind=CaseKind.NORMAL,
            refusal=RefusalKind.PETITION,
            channel="县信访局",
            organ_id=people.CIVIL,
            days=2,
            target=next(other for other in self.numbers if other != number),
            rating=Rating.SATISFIED,
        )
        try:
            with self.store.writing() as session:
                make_move(session, actor, number, what, version, details, self.clock())
        except LOST as error:
            return next(kind for kind in LOST if isinstance(error, kind))
        self.made[number] += actor is not SYSTEM
        return None


def test_whatever_people_do_at_once_no_change_is_lost_illegal_or_unrecorded(store, clock):
    store = furnished(store, clock)
    run_state_machine_as_test(
        lambda: Lives(store, clock),
        # A failure depends on who was first: it is reported as found, not made smaller.
        settings=settings(
            max_examples=5, stateful_step_count=20, deadline=None, phases=[Phase.generate]
        ),
    )
