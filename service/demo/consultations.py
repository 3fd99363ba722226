"""The demonstration's consultations: left by citizens, moved on by the demonstration's people."""

from __future__ import annotations

import csv
import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.consultations.details import MoveDetails
from service.consultations.moving import make_move
from service.consultations.records import Consultation
from service.consultations.states import CaseKind, Move
from service.consultations.submission import ConsultationDesk, Submission
from service.demo import FOLDER
from service.staff.organs import find_organ
from service.staff.people import actor_of, find_person

#: Who makes a step, and which move it is; what stands behind its colon is an organ's short name.
_STEPS = {
    "accept": ("coordinator", Move.ACCEPT, MoveDetails(kind=CaseKind.NORMAL)),
    "ask-supplement": (
        "coordinator",
        Move.ASK_SUPPLEMENT,
        MoveDetails(reason="请补充是哪一年领取的低保。"),
    ),
    "dispatch": ("coordinator", Move.DISPATCH, MoveDetails()),
    "sign": ("handler2", Move.SIGN, MoveDetails()),
    "return": ("handler2", Move.RETURN, MoveDetails(reason="博物馆不归本单位管理。")),
}


def leave_consultations(store: Store, desk: ConsultationDesk, now: datetime) -> None:
    """Leave the consultations of `consultations.tsv`, each with its steps; none left twice.

    Each is sent under a token made of its words, so that a start that was broken off goes on.
    """
    with (FOLDER / "consultations.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        token = hashlib.sha256(row["question"].encode()).hexdigest()
        number = desk.submit(Submission(row["question"], token)).number
        with store.writing() as session:
            _move_on(session, number, row["steps"].split(), now)


def _move_on(session: Session, number: str, steps: list[str], now: datetime) -> None:
    found = session.scalars(select(Consultation).where(Consultation.number == number)).one()
    if found.version > 1:
        return
    for step in steps:
        name, _, organ = step.partition(":")
        login, move, details = _STEPS[name]
        if organ:
            details = MoveDetails(organ_id=find_organ(session, organ).id)
        actor = actor_of(find_person(session, login))
        found = make_move(session, actor, number, move, found.version, details, now)
