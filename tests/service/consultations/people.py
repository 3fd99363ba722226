"""People, organs and moves for the tests of consultations."""

from __future__ import annotations

from sqlalchemy import select

from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.details import MoveDetails
from service.consultations.moving import make_move
from service.consultations.numbers import new_form_token
from service.consultations.practice import Practice, practising
from service.consultations.records import Consultation
from service.consultations.states import CaseKind, Move, Rating, RefusalKind
from service.staff.actors import Actor, ActorKind
from service.staff.records import Organ
from service.staff.roles import Role
from tests.service.consultations.forms import desk, form

CIVIL, HOUSING = 1, 2


def person(user_id, name, *roles, organ_id=None):
    """A person of the staff."""
    return Actor(ActorKind.STAFF, name, user_id, frozenset(roles), organ_id)


HOTLINE = person(1, "接线员", Role.HOTLINE)
COORDINATOR = person(2, "协调人", Role.COORDINATOR)
HANDLER = person(3, "民政承办人", Role.HANDLER, organ_id=CIVIL)
OTHER_HANDLER = person(4, "住建承办人", Role.HANDLER, organ_id=HOUSING)
REVIEWER = person(5, "审核人", Role.REVIEWER)
PUBLISHER = person(6, "发布人", Role.PUBLISHER)
AUDITOR = person(7, "审计员", Role.AUDITOR)
ADMINISTRATOR = person(8, "管理员", Role.ADMINISTRATOR)
STAFF = (
    HOTLINE, COORDINATOR, HANDLER, OTHER_HANDLER, REVIEWER, PUBLISHER, AUDITOR, ADMINISTRATOR,
)  # fmt: skip


def passes(_session, _case, _actor, _now):
    """A guard that lets every move pass: what a reply must be is told elsewhere."""


OPEN_PRACTICE = Practice(guards=dict.fromkeys(("送审", "审核通过", "答复"), passes))

#: Who makes each move in the ordinary course, and with what.
USUAL = {
    Move.ACCEPT: (HOTLINE, MoveDetails(kind=CaseKind.NORMAL)),
    Move.RECLASSIFY: (COORDINATOR, MoveDetails(kind=CaseKind.COMPLEX, reason="涉及几个单位")),
    Move.ASK_SUPPLEMENT: (HOTLINE, MoveDetails(reason="请说明户口在哪个乡镇")),
    Move.SUPPLEMENT: (HOTLINE, MoveDetails(reason="户口在城关镇")),
    Move.REFUSE: (
        HOTLINE,
        MoveDetails(refusal=RefusalKind.DISCLOSURE, channel="向县政府办申请公开"),
    ),
    Move.DISPATCH: (COORDINATOR, MoveDetails(organ_id=CIVIL)),
    Move.SIGN: (HANDLER, MoveDetails()),
    Move.RETURN: (HANDLER, MoveDetails(reason="是住建局的事")),
    Move.ASK_EXTENSION: (HANDLER, MoveDetails(days=5, reason="要向上级请示")),
    Move.GRANT_EXTENSION: (REVIEWER, MoveDetails()),
    Move.DENY_EXTENSION: (REVIEWER, MoveDetails(reason="不复杂")),
    Move.SUBMIT_REPLY: (HANDLER, MoveDetails()),
    Move.SEND_BACK: (REVIEWER, MoveDetails(reason="依据写全")),
    Move.APPROVE: (REVIEWER, MoveDetails()),
    Move.ANSWER: (PUBLISHER, MoveDetails()),
    Move.RATE: (HOTLINE, MoveDetails(rating=Rating.SATISFIED)),
    Move.REOPEN: (HOTLINE, MoveDetails(reason="没有说清楚")),
    Move.UNMERGE: (COORDINATOR, MoveDetails(reason="不是一回事")),
    Move.WITHDRAW: (HOTLINE, MoveDetails()),
    Move.ARCHIVE: (COORDINATOR, MoveDetails()),
}
TO_ANSWERED = (
    Move.ACCEPT, Move.DISPATCH, Move.SIGN, Move.SUBMIT_REPLY, Move.APPROVE, Move.ANSWER,
)  # fmt: skip


def furnished(store, clock):
    """The store with this year's calendar, two organs, and guards that let everything pass."""
    load_shipped_calendars(store, clock())
    with store.writing() as session:
        for number, name, topics in (
            (CIVIL, "县民政局", "低保、临时救助、高龄津贴"),
            (HOUSING, "县住房和城乡建设局", "公租房、物业、燃气"),
        ):
            session.add(
                Organ(
                    id=number, name=name, short_name=name[1:4], aliases="", phone="",
                    is_coordinator=False, topics=topics,
                )
            )  # fmt: skip
    return practising(store, OPEN_PRACTICE)


def submitted(store, clock, question="低保怎么申请？"):
    """Submit a question; returns its number."""
    return desk(store, clock).submit(form(question, new_form_token())).number


def move(store, clock, number, what, *, by=None, version=None, details=None):
    """Make a move as it is usually made, or otherwise where it is said; returns the record."""
    actor, usual = USUAL.get(what, (COORDINATOR, MoveDetails()))
    with store.writing() as session:
        present = (
            version
            or session.scalars(
                select(Consultation.version).where(Consultation.number == number)
            ).one_or_none()
        )
        record = make_move(
            session, by or actor, number, what, present or 1, details or usual, clock()
        )
        assert record.assisting is not None  # loaded, for what is asked of the record alone
        return record


def moved(store, clock, number, *moves):
    """Make moves one after the other as usual; returns the record after the last."""
    for what in moves:
        record = move(store, clock, number, what)
    return record
