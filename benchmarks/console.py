"""What the console's pages cost with 100,000 consultations, calls and documents in the store.

    python -m benchmarks.console [--consultations 100000] [--documents 100000] [--requests 40]
                                 [--only PREFIX] [--home FOLDER] [--database URL]

A made-up office is filled, of which five in a hundred consultations are open: their history, the
replies of the others, one in a hundred published, and the audit log of it all, half a million
entries. Then each page is asked for by somebody logged in who may see it. Printed are milliseconds
of the whole request (p50, p95) in one process, and what of it was work of that process (CPU): on a
busy machine the rest is waiting for others, or for PostgreSQL. Pages must stay under LIMIT at p95
on two cores; a page of the console that is not measured ends the benchmark with its name.

`--only` measures the pages whose address begins like that. `--home` keeps the office, and an office
that is filled already is measured as it is. `--database` is the address of an empty PostgreSQL
database; without it the store is an SQLite file.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Mapping

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.console_calls import fill_calls
from benchmarks.console_cases import SEED, TOPICS, fill_cases, log_history
from benchmarks.console_documents import fill_kept_documents
from benchmarks.console_pages import PAGES, unnamed_pages
from benchmarks.console_replies import fill_people, fill_questions, fill_replies
from benchmarks.console_trials import fill_trials
from benchmarks.measuring import HEADING, add_office_arguments, analysed, opened_office, report
from indexer.build import build_index
from knowledge.documents import Document
from knowledge.queries.listings import OWN_ANSWERS
from service.answering.answer import AskRequest, Outcome
from service.answering.records import AnswerRecord
from service.apps import create_app
from service.consultations.records import Consultation
from service.demo.people import demo_passwords, demo_people, settle
from service.hotline.records import HotlineCall
from service.keeping.records import Draft
from service.replies.records import PublishedAnswer
from service.staff.audit_walking import take_turn
from service.staff.organs import list_organs
from service.staff.roles import Role
from service.trials.run_reading import own_runs
from service.wiring import Office

LIMIT = 150
#: Numbers, ids and the like that the addresses are filled in with.
Values = Mapping[str, list[str]]


def main() -> None:
    """Read the arguments, fill the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--consultations", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--only", default="")
    add_office_arguments(parser)
    arguments = parser.parse_args()
    with opened_office(arguments) as office:
        app = create_app(office)
        if unnamed := unnamed_pages(app):
            sys.exit(f"not in benchmarks/console_pages.py: {', '.join(sorted(unnamed))}")
        passwords = demo_passwords(office.settings.home)
        fill(office, arguments.consultations, arguments.documents, passwords)
        if slow := measured(app, office, passwords, arguments.requests, arguments.only):
            sys.exit(f"{slow} pages are slower than {LIMIT} ms")


def fill(office: Office, count: int, documents: int, passwords: Mapping[str, str]) -> None:
    """Fill the office, unless it is filled already, and let the writer do its work."""
    with office.store.writing() as session:
        if session.scalar(select(Consultation.id).limit(1)) is not None:
            return
        settle(session, passwords, office.clock())
    fill_people(office)
    fill_kept_documents(office, documents)
    fill_cases(office, count)
    fill_questions(office, count)
    log_history(office)
    fill_replies(office, count)
    fill_calls(office, count)
    fill_trials(office)
    analysed(office)
    build_index(office.store, office.settings.index_folder)
    for topic in TOPICS:
        office.answers.ask(AskRequest(f"{topic}怎么办理？"))
    while take_turn(office.store, office.clock()):
        pass


def measured(
    app: Flask, office: Office, passwords: Mapping[str, str], requests: int, only: str
) -> int:
    """Ask for every page so often and print what it took; returns how many are too slow.

    `only` is what the addresses begin with.
    """
    print(HEADING)
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
            if not address.startswith(only):
                continue
            asked_for = addresses(address, known)
            slow += report(address, asked_for, clients[page.role].get, requests, LIMIT)
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
    kept = (Document.id < OWN_ANSWERS, Document.withdrawn_at.is_(None))
    documents = select(Document.id).where(*kept).order_by(Document.id).limit(100)
    drafts = select(Draft.id).limit(100)
    with office.store.reading() as session:
        return {
            "pair": list(session.scalars(pairs)),
            "answer": list(session.scalars(answers)),
            "person": [str(number) for number in range(1, len(demo_people()) + 1)],
            "organ": [str(organ.id) for organ in list_organs(session)],
            "draft": [str(number) for number in session.scalars(drafts)],
            "document": list(session.scalars(documents)),
            "call": list(map(str, session.scalars(select(HotlineCall.id).limit(100)))),
            "run": [str(run.id) for run in own_runs(session, 100)],
            "case": [],
        }


def addresses(page: str, known: Values) -> Iterator[str]:
    """The page's address, its names filled in anew each time."""
    chance = random.Random(SEED)  # noqa: S311
    names = re.findall(r"{(\w+)}", page)
    while True:
        yield page.format(**{name: chance.choice(known[name]) for name in names})


if __name__ == "__main__":
    main()
