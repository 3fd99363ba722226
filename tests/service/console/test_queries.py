"""A page of the console asks the store the same number of times, however much stands on it."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from sqlalchemy import event

from service.staff.organs import find_organ
from service.wiring import Office
from tests.service.console.cases import accepted, handled
from tests.staff import Browser, browser

PAGES = (
    "/console/queue?tab=all",
    "/console/queue?tab=mine",
    "/console/queue?tab=all&state=any&words=证",
    "/console/overdue",
    "/console/questions",
    "/console/publication",
    "/console/held",
    "/console/calendar",
    "/console/ledger",
    "/console/cases/{number}",
    "/console/cases/{number}/reply",
    "/console/cases/{number}/pair",
)
#: Statements that one page may need, the session of the login included.
MOST = 40


def statements_of(office: Office, by: Browser, path: str) -> int:
    """How many statements the page costs, on either of the store's engines."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        seen.append(statement)

    with office.store.reading() as session:
        engines = [session.get_bind(), office.store.engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    answer = by.client.get(path)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, path
    return len(seen)


@pytest.fixture(scope="module")
def number(office: Office) -> str:
    with office.store.reading() as session:
        organ_id = find_organ(session, "青禾县民政局").id
    return handled(office, "残疾人证怎么换？", organ_id)


def test_no_page_asks_more_when_more_stands_on_it(
    app: APIFlask, office: Office, number: str
) -> None:
    handler, coordinator = browser(app, "handler"), browser(app, "coordinator")
    by = {path: handler if path.endswith("/reply") else coordinator for path in PAGES}
    for n in range(3):
        accepted(office, f"残疾人证怎么换{n}？")
    before = {path: _cost(office, by[path], path, number) for path in PAGES}
    for n in range(12):
        accepted(office, f"残疾人证第{n}次怎么换？")
    after = {path: _cost(office, by[path], path, number) for path in PAGES}
    assert after == before
    assert max(after.values()) <= MOST


def _cost(office: Office, by: Browser, path: str, number: str) -> int:
    path = path.format(number=number)
    statements_of(office, by, path)  # the first time fills what is kept in the process
    return statements_of(office, by, path)
