"""The negative list as an XLSX table: what is exported changes nothing; wrong rows are named."""

from __future__ import annotations

import io

from apiflask import APIFlask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from knowledge.negative_list import folded_key
from service.console.columns import Column
from service.console.spreadsheets import write_table
from service.keeping.negative_tables import COLUMNS, plan_terms
from service.keeping.negative_terms import add_terms, list_terms, remove_term
from service.staff.actors import Actor, ActorKind
from service.uploaded_tables import read_table
from service.wiring import Office
from tests.clocks import START
from tests.service.console.test_document_pages import last_entry
from tests.service.console.test_organ_table_pages import figures, hidden
from tests.staff import Browser, browser

PATH = "/console/negative"
KEEPER = Actor(ActorKind.STAFF, "协调甲", 1)


def table(*rows: tuple[str, str, str]) -> bytes:
    return write_table("负面清单", [Column(each, 10) for each in COLUMNS], rows).getvalue()


def upload(by: Browser, data: bytes) -> TestResponse:
    return by.post(f"{PATH}/table", {"file": (io.BytesIO(data), "清单.xlsx")}, at=PATH)


def confirm(by: Browser, shown: TestResponse) -> TestResponse:
    return by.post(f"{PATH}/table/do", hidden(shown.text), at=PATH)


def listed(session: Session) -> dict[str, str]:
    return {each.term: each.why for each in list_terms(session)}


def test_a_table_adds_changes_and_takes_out_and_names_what_is_wrong(
    app: APIFlask, office: Office
) -> None:
    with office.store.writing() as session:
        add_terms(session, KEEPER, ["旧预案", "要改的词", "留着的词"], "不宜公开", START)
    publisher = browser(app, "publisher")
    shown = upload(
        publisher,
        table(
            ("=新<预案", "涉及安全", ""),
            ("要改的 词", "另有理由", ""),
            ("旧预案", "可以公开了", "是"),
            ("密", "太短", ""),
            ("没有的词", "去掉", "是"),
            ("另一个词", "", ""),
            ("旧预案", "又写", ""),
            ("再一个词", "理由", "要"),
        ),
    )
    assert shown.status_code == 200
    assert figures(shown.text, 5) == [1, 1, 1, 0, 5]
    for told in ("“密”不行", "不用去掉", "请写明理由", "第 4 行已经写了", "空着"):
        assert told in shown.text
    assert "=新&lt;预案" in shown.text
    assert confirm(publisher, shown).status_code == 302
    with office.store.reading() as session:
        now = listed(session)
    assert now == {"=新<预案": "涉及安全", "要改的词": "另有理由", "留着的词": "不宜公开"}
    assert last_entry(office)[1] == "去掉负面清单的词"
    again = upload(publisher, publisher.get(f"{PATH}.xlsx").data)
    assert "没有要改的" in again.text
    assert figures(again.text, 5) == [0, 0, 0, 3, 0]


def test_a_list_that_was_changed_meanwhile_is_shown_anew(app: APIFlask, office: Office) -> None:
    publisher = browser(app, "publisher")
    shown = upload(publisher, table(("演练脚本", "涉及安全", "")))
    with office.store.writing() as session:
        add_terms(session, KEEPER, ["演练脚本"], "先加的", START)
    overtaken = confirm(publisher, shown)
    assert overtaken.status_code == 409
    assert "先加的 → 涉及安全" in overtaken.text
    assert confirm(publisher, overtaken).status_code == 302
    with office.store.reading() as session:
        assert listed(session)["演练脚本"] == "涉及安全"


def test_what_terms_would_do_is_shown_and_nothing_is_done(app: APIFlask, office: Office) -> None:
    coordinator = browser(app, "coordinator")
    with office.store.reading() as session:
        before = listed(session)
    page = coordinator.post(PATH, {"term": "甲预案\n乙<预案", "why": "", "look": "1"})
    assert (page.status_code, "改了会怎样" in page.text) == (200, True)
    assert "乙&lt;预案</textarea>" in page.text
    with office.store.reading() as session:
        assert listed(session) == before
    assert coordinator.post(f"{PATH}/4711/remove", {"look": "1"}).status_code == 400
    assert coordinator.post(f"{PATH}/table/do", {"rows": "[1]"}, at=PATH).status_code == 400
    assert upload(coordinator, b"x").status_code == 400


TERM = st.text(st.characters(categories=("L", "N")), min_size=3, max_size=12)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(TERM, TERM, max_size=4))
def test_a_list_written_and_read_is_the_same(office: Office, terms: dict[str, str]) -> None:
    rows = read_table(table(*((term, why, "") for term, why in terms.items())), COLUMNS)
    assert [(row.cells["词"], row.cells["理由"]) for row in rows] == list(terms.items())
    with office.store.reading() as session:
        for each in list_terms(session):
            remove_term(session, KEEPER, each.id, "试", START)
        plan = plan_terms(session, rows)
    assert {row.key for row in plan.new} == {folded_key(term) for term in terms}
