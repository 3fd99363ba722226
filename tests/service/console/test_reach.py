"""No page, list, search, count, export or suggestion shows a draft or another organ's notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from werkzeug.routing import Rule

from service.console.access import is_console
from service.staff.roles import Role
from service.wiring import Office
from tests.service.console.test_document_pages import OTHER, ingested, state_of
from tests.service.console.test_draft_pages import upload, words_of
from tests.staff import Browser, browser, make_organ, make_person

#: Words that stand in another organ's draft, and in the reasons that it gave for changes.
DRAFTED, NOTED = "苍鹭计划", "内部说明鹈鹕"
_NAMES = re.compile(r"<(?:[^<>:]*(?:\([^)]*\))?:)?(\w+)>")
#: Roles that keep the documents of their own organ alone, or none.
KEPT_OUT = (Role.HANDLER, Role.HOTLINE, Role.REVIEWER, Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def foreign(app: APIFlask, office: Office) -> dict[str, str]:
    """A draft and a document of another organ, changed for reasons; by the names in addresses."""
    with office.store.writing() as session:
        organ = make_organ(session, OTHER)
        make_person(session, "neighbour", Role.HANDLER, organ=organ)
    neighbour = browser(app, "neighbour")
    assert upload(neighbour, {f"{DRAFTED}.txt": words_of(DRAFTED, OTHER).encode()}).location
    draft = re.search(r"/console/drafts/(\d+)", neighbour.get("/console/drafts").text)
    assert draft
    document_id = ingested(office, OTHER, "水库巡查")
    path = f"/console/documents/{document_id}"
    page = neighbour.get(path).text
    fields = {**state_of(page), "field-topic": "水务", "why": NOTED}
    assert neighbour.post(f"{path}/corrections", fields).status_code == 302
    assert NOTED in neighbour.get(path).text  # the owner succeeds
    assert DRAFTED in neighbour.get(f"/console/drafts/{draft[1]}").text
    return {"draft_id": draft[1], "document_id": document_id}


def addresses(app: APIFlask, names: dict[str, str]) -> Iterator[tuple[Rule, str]]:
    """Every address that answers GET, with those names in it and "1" for any other."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule, _NAMES.sub(lambda name: names.get(name[1], "1"), rule.rule)


@pytest.mark.parametrize("role", KEPT_OUT)
def test_no_page_of_the_console_shows_them(
    app: APIFlask, foreign: dict[str, str], role: Role
) -> None:
    tried = browser(app, role.value)
    queries: tuple[dict[str, str], ...] = ({}, {"words": DRAFTED, "show": "all", "tab": "given"})
    found = []
    for rule, address in addresses(app, foreign):
        if not is_console(rule.rule) or rule.endpoint == "accounts.static":
            continue
        for query in queries:
            shown = without_own_query(
                tried.client.get(address, query_string=query).data.decode("utf-8", "replace")
            )
            found += [f"{address} {query}"] if DRAFTED in shown or NOTED in shown else []
    assert found == []


def test_no_page_of_citizens_shows_them(app: APIFlask, foreign: dict[str, str]) -> None:
    citizen = Browser(app.test_client())
    for rule, address in addresses(app, foreign):
        if is_console(rule.rule):
            continue
        for query in ({}, {"words": DRAFTED}):
            shown = citizen.client.get(address, query_string=query).data.decode("utf-8", "replace")
            assert NOTED not in shown, address
            assert f"{OTHER}关于{DRAFTED}" not in shown, address
    suggested = citizen.client.post("/api/v1/questions/suggestions", json={"words": DRAFTED})
    assert DRAFTED not in suggested.text


def without_own_query(page: str) -> str:
    """A page without what it repeats of the address: the words of its search, and its links."""
    return re.sub(r'(?:value|href)="[^"]*"', "", page)


def test_the_audit_log_is_for_the_auditor_alone(app: APIFlask, foreign: dict[str, str]) -> None:
    subject = f"document:{foreign['document_id']}"
    assert NOTED in browser(app, "auditor").get("/console/audit", subject=subject).text
    for role in KEPT_OUT:
        answer = browser(app, role.value).get("/console/audit", subject=subject)
        assert (answer.status_code, NOTED in answer.text) == (403, False)
