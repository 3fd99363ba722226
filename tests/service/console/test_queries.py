"""A page of the console asks the store the same number of times, however much stands on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from apiflask import APIFlask
from sqlalchemy import event

from benchmarks.console_pages import PAGES, unnamed_pages
from knowledge.negative_list import negative_list
from knowledge.publication import withdraw
from service.answering.answer import Answer, Outcome
from service.answering.records import record_answer
from service.apps import create_app
from service.consultations.case_files import find_case
from service.consultations.numbers import new_form_token
from service.hotline.callers import keep_caller
from service.hotline.calls import ask_in, find_call
from service.keeping.uploads import add_drafts, drafts_of, uploaded
from service.replies.grouping import group_some
from service.replies.pairs import propose_pair, save_pair
from service.replies.publishing import approve_pair
from service.staff.people import actor_of, find_person
from service.staff.roles import Role
from service.trials.cases import keep_case
from service.trials.expecting import Expected
from service.trials.runs import begin_own
from service.vocabulary.keeping import make_changes
from service.vocabulary.lexicon import LEXICON
from service.vocabulary.overlay import Act, Change
from service.wiring import Office
from tests.clocks import START
from tests.service.console.cases import accepted, answered, checked, handled
from tests.service.replies.cases import CLAUSES, cited, policy, wording
from tests.staff import Browser, browser, make_organ, make_person

#: Statements that one page may need, the session of the login included.
MOST = 40
_NUMBERS = count(1)


@dataclass(frozen=True)
class Standing:
    """What stands in the store for the names in the addresses of pages."""

    case: str
    pair: str
    person: int
    organ: int
    answer: str
    document: str
    call: int
    draft: int
    run: int


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


def grow(office: Office, by: int) -> Standing:
    """Let so much more stand on every page: consultations, people, questions, published pairs."""
    with office.store.writing() as session:
        organ_id = make_organ(session).id
        for _ in range(by):
            make_organ(session, f"青禾县第{next(_NUMBERS)}局")
        people = [make_person(session, f"clerk{next(_NUMBERS)}", Role.REVIEWER) for _ in range(by)]
        for number in range(by):
            answer = Answer(Outcome.UNANSWERED, confidence=0.0)
            question = f"第{number}路公交车几点收车"
            kept = record_answer(session, answer, question, None, START, office.answers.retention)
    while group_some(office.store):
        pass
    draft = drafted(office, by)
    worded(office, by)
    for _ in range(by):
        accepted(office, f"残疾人证怎么换{next(_NUMBERS)}？")
    held, living = policy(office.store), policy(office.store)
    for document_id in (held, living):
        for _ in range(by):
            pair = published(office, document_id, organ_id)
    with office.store.writing() as session:
        withdraw(session, held, "核对内容", START)
    case = handled(office, f"残疾人证怎么换{next(_NUMBERS)}？", organ_id)
    call, run = called(office, by, kept), asked_cases(office, by)
    return Standing(case, pair, people[0].id, organ_id, kept, living, call, draft, run)


def called(office: Office, times: int, answer_id: str) -> int:
    """The id of the last of so many calls of one number."""
    with office.store.writing() as session:
        seat = actor_of(find_person(session, "hotline"))
        for _ in range(times):
            token = new_form_token()
            ask_in(session, seat, token, answer_id, START)
            keep_caller(session, seat, token, "13800001234", b"a secret of the test", START)
        call = find_call(session, seat, token)
        assert call is not None
        return call.id


def drafted(office: Office, count: int) -> int:
    """So many more drafts; the id of one."""
    with office.store.writing() as session:
        actor = actor_of(find_person(session, "handler"))
        files = [uploaded(f"{next(_NUMBERS)}.txt", "一、内容。".encode()) for _ in range(count)]
        return add_drafts(session, actor, drafts_of(files, actor, START), START)[0]


def worded(office: Office, count: int) -> None:
    """So many more rows of the office in its vocabulary."""
    cells = {"official": "社会保障卡", "relation": "同一事物", "domain": "社保"}
    rows = [{"lay": f"惠民卡{next(_NUMBERS)}", **cells, "source": ""} for _ in range(count)]
    with office.store.writing() as session:
        actor = actor_of(find_person(session, "coordinator"))
        changes = [Change(each["lay"], Act.SET, each, "") for each in rows]
        make_changes(session, actor, LEXICON, office.settings, changes, "群众这样说", START)


def asked_cases(office: Office, by: int) -> int:
    """So many more judged cases, and a run of all of them; its number."""
    with office.store.writing() as session:
        publisher = actor_of(find_person(session, "publisher"))
        for _ in range(by):
            expected = Expected(f"第{next(_NUMBERS)}路公交车几点收车", answerable=False)
            keep_case(session, office.answers, publisher, expected, START)
        return begin_own(session, publisher, START)


def published(office: Office, document_id: str, organ_id: int) -> str:
    """The number of a consultation whose reply cites the document and is published for all."""
    words = wording(cited(office.store, document_id, CLAUSES[1]))
    number = answered(office, f"低保证丢了怎么补办{next(_NUMBERS)}？", organ_id, words)
    with office.store.writing() as session:
        author = actor_of(find_person(session, "handler"))
        case = find_case(session, author, number)
        form = propose_pair(session, case.id, START.date()).form
        text = save_pair(session, author, case.id, form, 0, START)
    checked(office, text.id)
    with office.store.writing() as session:
        publisher = actor_of(find_person(session, "publisher"))
        approve_pair(session, publisher, case.id, text.number, START)
    return number


def costs(
    office: Office, browsers: Mapping[Role, Browser], standing: Standing
) -> dict[tuple[Role, str], int]:
    """The statements of every address of every page."""
    return {
        (page.role, address): statements_of(
            office, browsers[page.role], address.format(**vars(standing))
        )
        for page in PAGES
        for address in page.addresses
    }


def test_no_page_asks_more_when_more_stands_on_it(app: APIFlask, office: Office) -> None:
    browsers = {role: browser(app, role.value) for role in {page.role for page in PAGES}}
    few = grow(office, 2)
    costs(office, browsers, few)  # the first time fills what is kept in the process
    before = costs(office, browsers, few)
    more = grow(office, 4)
    with office.store.reading() as session:
        negative_list(session)  # both made anew, for there are other words
        office.answers.understanding.at(session)
    after = costs(office, browsers, more)
    assert after == before
    assert max(after.values()) <= MOST


def test_every_page_is_measured(office: Office) -> None:
    app = create_app(office)
    assert unnamed_pages(app) == set()
    app.add_url_rule("/console/forgotten", "forgotten", lambda: "")
    assert unnamed_pages(app) == {"forgotten"}


def test_the_addresses_of_a_page_are_its_own(app: APIFlask) -> None:
    routes = app.url_map.bind("localhost")
    for page in PAGES:
        for address in page.addresses:
            path = re.sub(r"{\w+}", "1", address.partition("?")[0])
            assert routes.match(path)[0] == page.endpoint
