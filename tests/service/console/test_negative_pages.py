"""The negative list at the console: changed by those who may, each change recorded."""

from __future__ import annotations

import re

from apiflask import APIFlask

from service.wiring import Office
from tests.service.console.test_document_pages import last_entry
from tests.service.console.test_draft_pages import brought_in
from tests.staff import browser

PATH = "/console/negative"


def test_a_term_is_added_and_taken_out_for_a_reason(app: APIFlask, office: Office) -> None:
    coordinator = browser(app, "coordinator")
    assert coordinator.post(PATH, {"term": "<b>会议", "why": "内部事项"}).status_code == 302
    assert last_entry(office)[1] == "增加负面清单的词"
    page = coordinator.get(PATH).text
    assert "&lt;b&gt;会议" in page
    again = coordinator.post(PATH, {"term": "<b>会议", "why": "再来"})
    assert (again.status_code, "已经在清单里" in again.text) == (400, True)
    where = re.search(r'action="(/console/negative/\d+/remove)"', page)
    assert where
    assert coordinator.post(where[1], {"why": ""}).status_code == 400
    assert coordinator.post(where[1], {"why": "可以公开了"}).status_code == 302
    assert last_entry(office)[3] == {"词": "<b>会议", "理由": "可以公开了"}
    assert "清单是空的" in coordinator.get(PATH).text


def test_handlers_and_auditors_read_the_list_and_change_nothing(app: APIFlask) -> None:
    for login in ("handler", "auditor"):
        reader = browser(app, login)
        assert 'name="term"' not in reader.get(PATH).text
        assert reader.post(PATH, {"term": "某事", "why": "试"}).status_code == 403


def test_a_draft_that_holds_a_term_is_warned_of(app: APIFlask) -> None:
    coordinator, handler = browser(app, "coordinator"), browser(app, "handler")
    coordinator.post(PATH, {"term": "应急物资储备点", "why": "涉及安全"})
    path = brought_in(handler, "应急物资储备点巡查")
    page = handler.get(path).text
    assert "负面清单" in page.split("读到的信息")[0].split("<main")[1]
    assert "应急物资储备点”" in page
