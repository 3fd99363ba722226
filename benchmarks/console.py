"""What the console's pages cost with 100,000 consultations in the store.

    python -m benchmarks.console [--consultations 100000] [--requests 40]
                                 [--home FOLDER] [--database URL]

A made-up office is filled, of which five in a hundred consultations are open: their history, the
replies of the others, one in a hundred published, and the audit log of it all, half a million
entries. Then each page is asked for by somebody logged in who may see it. Printed are milliseconds
of the whole request (p50, p95) in one process, and what of it was work of that process (CPU): on a
busy machine the rest is waiting for others, or for PostgreSQL. Pages must stay under LIMIT at p95
on two cores; a page of the console that is not measured ends the benchmark with its name.

`--home` keeps the office, and an office that is filled already is measured as it is. `--database`
is the address of an empty PostgreSQL database; without it the store is an SQLite file.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from benchmarks.console_cases import SEED, TOPICS, fill_cases, log_history
from benchmarks.console_pages import PAGES, unnamed_pages
from benchmarks.console_replies import fill_people, fill_questions, fill_replies
from indexer.build import build_index
from knowledge.documents import Document
from knowledge.queries.listings import OWN_ANSWERS
from service.answering.answer import AskRequest, Outcome
from service.answering.records import AnswerRecord
from service.apps import create_app
from service.config import read_settings
from service.consultations.records import Consultation
from service.demo.people import demo_passwords, demo_people, settle
from service.replies.records import PublishedAnswer
from service.staff.audit_walking import take_turn
from service.staff.organs import list_organs
from service.staff.roles import Role
from service.wiring import Office, open_office

LIMIT = 150
#: Numbers, ids and the like that the addresses are filled in with.
Values = Mapping[str, list[str]]


def main() -> None:
    """Read the arguments, fill the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--consultations", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--database", default="")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        home = arguments.home or Path(stack.enter_context(TemporaryDirectory()))
        where = {"home": home, "database_url": arguments.database}
        office = open_office(read_settings().model_copy(update=where))
        stack.callback(office.close)
        app = create_app(office)
        if unnamed := unnamed_pages(app):
            sys.exit(f"not in benchmarks/console_pages.py: {', '.join(sorted(unnamed))}")
        passwords = demo_passwords(home)
        fill(office, arguments.consultations, passwords)
        if slow := measured(app, office, passwords, arguments.requests):
            sys.exit(f"{slow} pages are slower than {LIMIT} ms")


def fill(office: Office, count: int, passwords: Mapping[str, str]) -> None:
    """Fill the office, unless it is filled already, and let the writer do its work."""
    with office.store.writing() as session:
        if session.scalar(select(Consultation.id).limit(1)) is not None:
            return
        settle(session, passwords, office.clock())
    fill_people(office)
    fill_cases(office, count)
    fill_questions(office, count)
    log_history(office)
    fill_replies(office, count)
    if office.store.engine.dialect.name == "postgresql":
        with office.store.writing() as session:  # as its own daemon does a minute later
            session.execute(text("ANALYZE"))
    build_index(office.store, office.settings.index_folder)
    for topic in TOPICS:
        office.answers.ask(AskRequest(f"{topic}怎么办理？"))
    while take_turn(office.store, office.clock()):
        pass


def measured(app: Flask, office: Office, passwords: Mapping[str, str], requests: int) -> int:
    """Ask for every page so often and print what it took; returns how many are too slow."""
    print("page, ms: p50, p95, CPU p50, CPU p95")
    clients = {role: logged_in(app, role, passwords) for role in {page.role for page in PAGES}}
    known = known_values(office)
    slow = 0
    for page in PAGES:
        queue = "/console/queue?tab=all"
        if any("{case}" in address for address in page.addresses):
            known["case"] = re.findall(
                r"/console/cases/([0-9-]+)", clients[page.role].get(queue).text
            )
        for address in page.addresses:
            slow += report(clients[page.role], address, known, requests)
    return slow


def logged_in(app: Flask, role: Role, passwords: Mapping[str, str]) -> FlaskClient:
    """A browser in which the demonstration's person of this role is logged in."""
    client = app.test_client()
    login = next(person.login for person in demo_people() if person.roles == {role})
    csrf = client.get("/console/login").text.split('name="csrf" value="')[1][:64]
    form = {"csrf": csrf, "login": login, "password": passwords[login]}
    client.post("/console/login", data=form)
    return client


def known_values(office: Office) -> dict[str, list[str]]:
    """What stands in the store for the names in the addresses."""
    pairs = select(Consultation.number).join(
        PublishedAnswer, PublishedAnswer.consultation_id == Consultation.id
    )
    answers = select(AnswerRecord.id).where(AnswerRecord.outcome == Outcome.ANSWERED).limit(100)
    documents = select(Document.id).where(Document.id < OWN_ANSWERS).limit(100)
    with office.store.reading() as session:
        return {
            "pair": list(session.scalars(pairs)),
            "answer": list(session.scalars(answers)),
            "person": [str(number) for number in range(1, len(demo_people()) + 1)],
            "organ": [str(organ.id) for organ in list_organs(session)],
            "document": list(session.scalars(documents)),
            "case": [],
        }


def report(client: FlaskClient, page: str, known: Values, requests: int) -> bool:
    """Ask for the page so often and print what it took; tells whether that is too long."""
    chance = random.Random(SEED)  # noqa: S311
    took, worked = [], []
    for _ in range(requests + 2):  # the first two warm up
        names = re.findall(r"{(\w+)}", page)
        address = page.format(**{name: chance.choice(known[name]) for name in names})
        begun, busy = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - busy))
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
    p50, p95 = np.percentile(took[2:], [50, 95])
    cpu50, cpu95 = np.percentile(worked[2:], [50, 95])
    told = "" if p95 < LIMIT else "  TOO SLOW"
    print(f"{page:56} {p50:8.1f} {p95:8.1f} {cpu50:8.1f} {cpu95:8.1f}{told}", flush=True)
    return bool(p95 >= LIMIT)


if __name__ == "__main__":
    main()
