"""What looking up at the hotline's seat costs, as one types and at Enter, among many documents.

    python -m benchmarks.hotline [--documents 20000] [--requests 40]
                                 [--home FOLDER] [--database URL]

A made-up collection is stored and indexed, of thirty counties and fifteen years. Then half-written
questions are sent as the page sends them while somebody types, for passages and then the answer,
narrowed in every way that the page narrows, with words in quotation marks, and whole ones as at
Enter. Printed are milliseconds of the
whole request (p50, p95) in one process, what of it was work of that process (CPU), and the ratio of
p95 to its bound: TYPING for the first that one sees while one types, ASKING for the answer.

`--home` keeps the collection, and one that is stored already is measured as it is. `--database` is
the address of an empty PostgreSQL database; without it the store is an SQLite file.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from benchmarks.citizens import typed
from benchmarks.citizens_documents import KINDS, ORGANS, REGIONS, fill_documents
from benchmarks.console import logged_in
from benchmarks.console_cases import SEED, TOPICS, question
from benchmarks.measuring import HEADING, add_office_arguments, analysed, opened_office, report
from indexer.build import build_index
from knowledge.queries.listings import Standing
from service.apps import create_app
from service.consultations.numbers import new_form_token
from service.demo.people import demo_passwords, settle
from service.staff.records import StaffUser
from service.staff.roles import Role
from service.wiring import Office

#: Milliseconds at p95.
TYPING, ASKING = 100, 200
LOOKUP = "/console/lookup"

#: What the answers are narrowed by; each time anew.
Narrowed = Callable[[random.Random], dict[str, str]]

NARROWED: tuple[Narrowed, ...] = (
    lambda _: {},
    lambda chance: {"region": chance.choice(REGIONS)},
    lambda chance: {"kind": chance.choice(KINDS)},
    lambda chance: {"organ": chance.choice(ORGANS)},
    lambda chance: {"year": str(2026 - chance.randrange(12))},
    lambda chance: {"standing": chance.choice(list(Standing)).value},
)


def main() -> None:
    """Read the arguments, fill the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    add_office_arguments(parser)
    arguments = parser.parse_args()
    with opened_office(arguments) as office:
        passwords = demo_passwords(office.settings.home)
        fill(office, arguments.documents, passwords)
        client = logged_in(create_app(office), Role.HOTLINE, passwords)
        if slow := measured(client, arguments.requests):
            sys.exit(f"{slow} are slower than their bounds")


def fill(office: Office, count: int, passwords: dict[str, str]) -> None:
    """Store the collection and who looks it up, and index it, unless all that is there already."""
    with office.store.writing() as session:
        if session.scalar(select(StaffUser.id).limit(1)) is not None:
            return
        settle(session, passwords, office.clock())
    fill_documents(office, count)
    analysed(office)
    build_index(office.store, office.settings.index_folder)


def measured(client: FlaskClient, requests: int) -> int:
    """Send everything so often and print what it took; returns how many are too slow."""
    csrf = client.get(LOOKUP).text.split('name="csrf" value="')[1][:64]

    def send(path: str, **more: str) -> Callable[[tuple[str, str]], TestResponse]:
        def post(asked: tuple[str, str]) -> TestResponse:
            words, query = asked
            fields = {"csrf": csrf, "question": words, "call": new_form_token(), **more}
            return client.post(f"{path}?{query}", data=fields)

        return post

    print(HEADING)
    slow = 0
    passages, answer = (send(f"{LOOKUP}/typed", part=part) for part in ("passages", "answer"))
    for narrowed in NARROWED:
        name = " ".join(("passages while one types", *narrowed(random.Random(SEED))))  # noqa: S311
        slow += report(name, asked(typed(), narrowed), passages, requests, TYPING)
    plain = NARROWED[0]
    slow += report("words in quotation marks", asked(quoted(), plain), passages, requests, TYPING)
    slow += report("the answer while one types", asked(typed(), plain), answer, requests, ASKING)
    slow += report("all at Enter", asked(whole(), plain), send(LOOKUP), requests, ASKING)
    return slow


def asked(words: Iterator[str], narrowed: Narrowed) -> Iterator[tuple[str, str]]:
    """The words with the query that narrows."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    return ((each, urlencode(narrowed(chance))) for each in words)


def quoted() -> Iterator[str]:
    """Words that stand in many passages, in quotation marks."""
    chance = random.Random(SEED)  # noqa: S311
    while True:
        yield f"“{chance.choice(TOPICS)}”"


def whole() -> Iterator[str]:
    """Whole questions."""
    chance = random.Random(SEED)  # noqa: S311
    while True:
        yield question(chance)


if __name__ == "__main__":
    main()
