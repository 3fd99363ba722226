"""What the console's pages cost with 100,000 consultations in the store.

    python -m benchmarks.console [--consultations 100000] [--requests 40]

A made-up office is filled, of which five in a hundred consultations are open; then each page is
asked for by somebody logged in who may see it. Printed are milliseconds of the whole request (p50,
p95) in one process, and what of it was work of that process (CPU): on a busy machine the rest is
waiting for others. Pages must stay under LIMIT at p95 on two cores.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import insert

from service.apps import create_app
from service.config import read_settings
from service.consultations.likeness_terms import terms_of
from service.consultations.records import (
    LAST_DAY,
    Consultation,
    ConsultationEvent,
    ConsultationTerm,
)
from service.consultations.states import OPEN_STATES, ConsultationState
from service.demo.people import demo_passwords, settle
from service.staff.organs import list_organs
from service.wiring import Office, open_office

LIMIT = 150
SEED = 20261123
OPEN_IN = 20
AT_A_TIME = 2000
TOPICS = (
    "低保", "高龄津贴", "公租房", "契税补贴", "医保报销", "残疾人证", "不动产登记", "社保补贴",
    "危房改造", "入学报名", "耕地补贴", "养老金", "失业金", "结婚登记", "营业执照", "居住证",
)  # fmt: skip
ASKED = ("怎么办理", "要带什么材料", "一个月多少钱", "几天能办完", "在哪个窗口办", "可以代办吗")
WHOSE = ("我母亲的", "孩子的", "村里老人的", "外地户口的", "刚毕业学生的", "我自己的")
#: The pages by the login that opens them; `{number}` is of a consultation that it sees.
PAGES = {
    "coordinator": (
        "/console/queue?tab=mine",
        "/console/queue?tab=all",
        "/console/queue?tab=all&state=any",
        "/console/queue?tab=all&due=overdue",
        "/console/queue?tab=all&state=any&after=2026-06-01_1",
        "/console/queue?tab=all&state=any&words=契税补贴",
        "/console/overdue",
        "/console/questions",
        "/console/publication",
        "/console/held",
        "/console/calendar",
        "/console/cases/{number}",
        "/console/ledger",
        "/console/shortcuts",
    ),
    "handler": ("/console/queue?tab=organ", "/console/cases/{number}/reply"),
    "auditor": ("/console/queue?tab=all", "/console/cases/{number}", "/console/audit"),
    "admin": ("/console/people",),
}


def main() -> None:
    """Read the arguments, fill the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--consultations", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=40)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = {"home": Path(folder), "database_url": "", "model": "none"}
        office = open_office(read_settings().model_copy(update=home))
        passwords = demo_passwords(Path(folder))
        with office.store.writing() as session:
            settle(session, passwords, office.clock())
        fill(office, arguments.consultations)
        print("page, ms: p50, p95, CPU p50, CPU p95")
        for login, paths in PAGES.items():
            report(logged_in(office, login, passwords[login]), paths, arguments.requests)
        office.close()


def fill(office: Office, count: int) -> None:
    """Store so many consultations, each with five entries of history."""
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
            for term in terms_of(row["question"])
        ]
        with office.store.writing() as session:
            session.execute(insert(Consultation), rows)
            session.execute(insert(ConsultationEvent), [e for row in rows for e in _events(row)])
            session.execute(insert(ConsultationTerm), terms)


def logged_in(office: Office, login: str, password: str) -> FlaskClient:
    """A browser in which the demonstration's person is logged in."""
    client = create_app(office).test_client()
    csrf = client.get("/console/login").text.split('name="csrf" value="')[1][:64]
    client.post("/console/login", data={"csrf": csrf, "login": login, "password": password})
    return client


def report(client: FlaskClient, paths: Sequence[str], requests: int) -> None:
    """Ask for every page so often and print what it took."""
    chance = random.Random(SEED)  # noqa: S311
    numbers: list[str] = []
    if any("{number}" in path for path in paths):
        queue = client.get("/console/queue?tab=all").text
        numbers = re.findall(r"/console/cases/([0-9-]+)", queue)
    for path in paths:
        took, worked = [], []
        for _ in range(requests + 2):  # the first two warm up
            address = path.format(number=chance.choice(numbers or [""]))
            begun, busy = time.perf_counter(), time.process_time()
            answer = client.get(address)
            took.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.process_time() - busy))
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
        p50, p95 = np.percentile(took[2:], [50, 95])
        cpu50, cpu95 = np.percentile(worked[2:], [50, 95])
        told = "" if p95 < LIMIT else "  TOO SLOW"
        print(f"{path:56} {p50:8.1f} {p95:8.1f} {cpu50:8.1f} {cpu95:8.1f}{told}")


def _row(
    chance: random.Random, organs: Sequence[int], number: int, now: datetime
) -> dict[str, Any]:
    is_open = number % OPEN_IN == 0
    age = timedelta(days=chance.uniform(0, 12 if is_open else 700))
    received = now - age
    state = chance.choice(sorted(OPEN_STATES)) if is_open else ConsultationState.ARCHIVED
    due_on = (received + timedelta(days=9)).date()
    stopped = state == ConsultationState.SUPPLEMENTING
    question = (
        f"{chance.choice(WHOSE)}{chance.choice(TOPICS)}{chance.choice(ASKED)}？"
        f"编号是{chance.randrange(10**6)}。"
    )
    return {
        "id": number,
        "number": f"{received:%Y%m%d}-{number:06d}",
        "code_salt": bytes(16),
        "code_hash": bytes(32),
        "form_token_hash": number.to_bytes(32, "big"),
        "content_hash": bytes(32),
        "question": question,
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
    for step, action in enumerate(("提交咨询", "受理", "派发", "签收", "答复")):
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


if __name__ == "__main__":
    main()
