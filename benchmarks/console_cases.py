"""A made-up office full of consultations, with their history and the audit log of it all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select

from benchmarks.console_log import log_all
from service.consultations.likeness_terms import search_terms
from service.consultations.records import (
    LAST_DAY,
    Consultation,
    ConsultationEvent,
    ConsultationTerm,
)
from service.consultations.states import OPEN_STATES, ConsultationState
from service.staff.actors import CITIZEN, Actor
from service.staff.organs import list_organs
from service.staff.people import actor_of, list_people
from service.wiring import Office

SEED = 20261123
OPEN_IN = 20
AT_A_TIME = 2000
TOPICS = (
    "低保", "高龄津贴", "公租房", "契税补贴", "医保报销", "残疾人证", "不动产登记", "社保补贴",
    "危房改造", "入学报名", "耕地补贴", "养老金", "失业金", "结婚登记", "营业执照", "居住证",
)  # fmt: skip
ASKED = ("怎么办理", "要带什么材料", "一个月多少钱", "几天能办完", "在哪个窗口办", "可以代办吗")
WHOSE = ("我母亲的", "孩子的", "村里老人的", "外地户口的", "刚毕业学生的", "我自己的")
#: What happened to each consultation, and the login of who did it; the first by the citizen.
STEPS = (
    ("提交咨询", ""),
    ("受理", "hotline"),
    ("派发", "coordinator"),
    ("签收", "handler"),
    ("答复", "publisher"),
)


def fill_cases(office: Office, count: int) -> None:
    """Store so many consultations, each with its history."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    with office.store.reading() as session:
        organs = [organ.id for organ in list_organs(session)]
    for first in range(1, count + 1, AT_A_TIME):
        rows = [
            _row(chance, organs, number, office.clock())
            for number in range(first, min(first + AT_A_TIME, count + 1))
        ]
        terms = [
            {"term": term, "consultation_id": row["id"]}
            for row in rows
            for term in search_terms(row["question"])
        ]
        with office.store.writing() as session:
            session.execute(insert(Consultation), rows)
            session.execute(insert(ConsultationEvent), [e for row in rows for e in _events(row)])
            session.execute(insert(ConsultationTerm), terms)


def log_history(office: Office) -> None:
    """Let the audit log tell of every step of every consultation, in the order of their times."""
    steps = (
        select(ConsultationEvent.at, ConsultationEvent.action, Consultation.number)
        .join(Consultation, Consultation.id == ConsultationEvent.consultation_id)
        .order_by(ConsultationEvent.at)
        .execution_options(yield_per=AT_A_TIME)
    )
    with office.store.reading() as session:
        people = {user.login: actor_of(user) for user in list_people(session)}
        actors = {action: people.get(login, CITIZEN) for action, login in STEPS}
        log_all(office.store, (_entry(row, actors[row.action]) for row in session.execute(steps)))


def question(chance: random.Random) -> str:
    """Something that a citizen asks."""
    return (
        f"{chance.choice(WHOSE)}{chance.choice(TOPICS)}{chance.choice(ASKED)}？"
        f"编号是{chance.randrange(10**6)}。"
    )


def _row(
    chance: random.Random, organs: Sequence[int], number: int, now: datetime
) -> dict[str, Any]:
    is_open = number % OPEN_IN == 0
    received = now - timedelta(days=chance.uniform(0, 12 if is_open else 700))
    state = chance.choice(sorted(OPEN_STATES)) if is_open else ConsultationState.ARCHIVED
    due_on = (received + timedelta(days=9)).date()
    stopped = state == ConsultationState.SUPPLEMENTING
    return {
        "id": number,
        "number": f"{received:%Y%m%d}-{number:06d}",
        "code_salt": bytes(16),
        "code_hash": bytes(32),
        "form_token_hash": number.to_bytes(32, "big"),
        "content_hash": bytes(32),
        "question": question(chance),
        "channel": "web",
        "state": state.value,
        "is_open": is_open,
        "state_since": received,
        "received_at": received,
        "term_began_on": received.date(),
        "term_days": 7,
        "extension_days": 0,
        "due_on": None if stopped else due_on,
        "queue_on": LAST_DAY if stopped else due_on,
        "organ_id": chance.choice(organs),
        "answered_at": None if is_open else received + timedelta(days=5),
        "version": 1,
    }


def _events(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for step, (action, _) in enumerate(STEPS):
        yield {
            "consultation_id": row["id"],
            "at": (row["received_at"] + timedelta(hours=step)).astimezone(UTC),
            "actor": "群众",
            "actor_kind": "citizen",
            "action": action,
            "before": None,
            "state": row["state"],
            "clock_running": row["is_open"],
            "reason": "",
        }


def _entry(row: Row[datetime, str, str], actor: Actor) -> dict[str, Any]:
    return {
        "at": row.at,
        "actor_kind": actor.kind.value,
        "actor_name": actor.name,
        "user_id": actor.user_id,
        "roles": ",".join(sorted(actor.roles)),
        "action": row.action,
        "subject": f"consultation:{row.number}",
        "details": json.dumps({"理由": "例行"}, ensure_ascii=False),
    }
