"""What the lists for citizens, and questions offered while one types, cost among 100,000 documents.

    python -m benchmarks.citizens [--documents 100000] [--requests 40]
                                  [--home FOLDER] [--database URL]

A made-up collection is stored: documents of thirty counties and fifteen years, of which one in
twenty is a page of four questions, and two thousand answers of late. Then half-written questions
are sent, and the pages that list documents and questions asked for, each in every way that it can
be narrowed. Printed are milliseconds of the whole request (p50, p95) in one process, what of it was
work of that process (CPU), and the ratio of p95 to its bound: TYPING while one types, LISTING for a
page. The known questions are held in memory, at most as many as `service.questions.known` says; the
first line tells how long they take to be read, which others do not wait for.

`--home` keeps the collection, and one that is stored already is measured as it is. `--database` is
the address of an empty PostgreSQL database; without it the store is an SQLite file.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchmarks.citizens_documents import DAYS, KINDS, ORGANS, REGIONS, fill_documents
from benchmarks.console_cases import ASKED, SEED, TOPICS, WHOSE
from benchmarks.measuring import HEADING, add_office_arguments, analysed, opened_office, report
from knowledge.clock import day_in_china
from knowledge.documents import DocumentId
from knowledge.queries.listings import Place, Standing
from service.apps import create_app
from service.public.searching import place_in_address
from service.questions.topics import by_topic
from service.wiring import Office

#: Milliseconds at p95.
TYPING, LISTING = 50, 200
SUGGESTIONS = "/api/v1/questions/suggestions"

#: What a page is narrowed by, by the names of the filters; each time anew.
Narrowed = Callable[[random.Random], dict[str, str]]


def main() -> None:
    """Read the arguments, fill the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    add_office_arguments(parser)
    arguments = parser.parse_args()
    with opened_office(arguments) as office:
        client = create_app(office).test_client()
        fill_documents(office, arguments.documents)
        analysed(office)
        if slow := measured(client, office, arguments.requests):
            sys.exit(f"{slow} are slower than their bounds")


def measured(client: FlaskClient, office: Office, requests: int) -> int:
    """Ask for everything so often and print what it took; returns how many are too slow."""
    begun = time.perf_counter()
    known = len(office.questions.bank())
    print(f"{known} known questions read in {1000 * (time.perf_counter() - begun):.0f} ms")
    print(HEADING)

    def suggest(text: str) -> TestResponse:
        return client.post(SUGGESTIONS, json={"text": text})

    slow = report("while one types", typed(), suggest, requests, TYPING)
    for address, ways in (("/documents", document_lists(office)), ("/questions", topics(office))):
        for narrowed in ways:
            name = f"{address} {' '.join(narrowed(random.Random(SEED)))}"  # noqa: S311
            slow += report(name, pages(address, narrowed), client.get, requests, LISTING)
    return slow


def typed() -> Iterator[str]:
    """Beginnings of questions, of two characters and more."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    while True:
        asked = f"{chance.choice(WHOSE)}{chance.choice(TOPICS)}{chance.choice(ASKED)}"
        yield asked[: chance.randint(2, len(asked))]


def pages(address: str, narrowed: Narrowed) -> Iterator[str]:
    """The page's address, narrowed anew each time."""
    chance = random.Random(SEED)  # noqa: S311  # meant to repeat
    while True:
        query = urlencode(narrowed(chance))
        yield f"{address}?{query}" if query else address


def document_lists(office: Office) -> list[Narrowed]:
    """Every way in which the list of documents can be narrowed, and a place deep in it."""
    today = day_in_china(office.clock())

    def deep(chance: random.Random) -> dict[str, str]:
        day = today - timedelta(days=chance.randrange(DAYS))
        return {"after": place_in_address(Place(day, DocumentId("d0")))}

    return [
        lambda _: {},
        deep,
        lambda chance: {"words": chance.choice(TOPICS)},
        lambda chance: {"words": f"{chance.choice(TOPICS)} {chance.choice(KINDS)}"},
        lambda _: {"words": "没有这样的文件"},
        lambda chance: {"region": chance.choice(REGIONS)},
        lambda chance: {"organ": chance.choice(ORGANS)},
        lambda chance: {"kind": chance.choice(KINDS)},
        lambda chance: {"year": str(today.year - chance.randrange(12))},
        lambda chance: {"standing": chance.choice(list(Standing)).value},
        lambda chance: {"words": chance.choice(TOPICS), "standing": Standing.ENDED.value},
        lambda chance: {
            "words": chance.choice(TOPICS),
            "region": chance.choice(REGIONS),
            "kind": chance.choice(KINDS),
        },
    ]


def topics(office: Office) -> list[Narrowed]:
    """The first page of questions, one deep in it, and those of a topic."""
    bank = office.questions.bank()
    with office.store.reading() as session:
        names = list(by_topic(bank, office.topics.at(session)))
    last = max(2, len(bank) // 20)
    return [
        lambda _: {},
        lambda chance: {"page": str(chance.randint(2, last))},
        lambda chance: {"topic": chance.choice(names)},
        lambda chance: {"topic": chance.choice(names), "page": str(chance.randint(2, 9))},
    ]


if __name__ == "__main__":
    main()
