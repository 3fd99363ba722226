"""A hundred thousand calls for the benchmark of the console, of a thousand numbers."""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import insert, select

from benchmarks.console_cases import SEED
from knowledge.database import table
from service.answering.records import AnswerRecord
from service.config import secret_key
from service.consultations.contacts import contact_digest
from service.hotline.records import CallOutcome, CallQuestion, HotlineCall
from service.hotline.sealing import CALLER, caller_bound_to
from service.staff.people import find_person
from service.staff.sealing import keyring_of, seal
from service.wiring import Office

#: Numbers that call, each again and again.
NUMBERS = 1000
#: Calls written at a time.
BATCH = 5000


def fill_calls(office: Office, count: int) -> None:
    """So many calls of the last year, logged one way or another, every second with a number."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    secret, now = secret_key(office.settings), office.clock()
    digests = [contact_digest(secret, number(each)) for each in range(NUMBERS)]
    with office.store.reading() as session:
        answers = session.scalars(select(AnswerRecord.id).limit(1000)).all()
        seat = find_person(session, "hotline").id
    for begin in range(0, count, BATCH):
        with office.store.writing() as session:
            keyring, calls, questions = keyring_of(session), [], []
            for place in range(begin, min(begin + BATCH, count)):
                token, whose = f"benchmark-call-{place:08}", chance.randrange(NUMBERS)
                named, answer = place % 2 == 0, chance.choice(answers)
                bound = caller_bound_to(token, CALLER)
                began = now - timedelta(minutes=5 * (count - place))
                calls.append(
                    {
                        "id": place + 1,
                        "token": token,
                        "user_id": seat if place % 10 == 0 else None,
                        "seat": f"话务员{place % 40:02}",
                        "began_at": began,
                        "ended_at": began + timedelta(minutes=4),
                        "outcome": chance.choice([each.value for each in CallOutcome]),
                        "note": "问过以后说明了办理的地点和要带的材料。",
                        "note_version": 1,
                        "caller": seal(keyring, number(whose), bound) if named else None,
                        "caller_digest": digests[whose] if named else None,
                        "last_answer_id": answer,
                    }
                )
                questions.append({"call_id": place + 1, "answer_id": answer, "asked_at": began})
            session.execute(insert(table(HotlineCall)), calls)
            session.execute(insert(table(CallQuestion)), questions)


def number(place: int) -> str:
    """The telephone number of this place."""
    return f"1380000{place:04}"
