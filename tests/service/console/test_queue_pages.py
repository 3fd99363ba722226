"""The queue: whose, by due date, narrowed by the address; assigned many at once; exported."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from apiflask import APIFlask
from openpyxl import load_workbook
from sqlalchemy import select

from service.console import queue_pages
from service.consultations import cases
from service.staff.organs import find_organ
from service.staff.records import AuditEntry
from service.wiring import Office
from tests.service.console.cases import accepted, handled, leave
from tests.staff import Browser, browser

FORMULA = "=1+1是多少，养老金怎么领？"


@pytest.fixture(scope="module")
def organ_id(office: Office) -> int:
    with office.store.reading() as session:
        return find_organ(session, "青禾县民政局").id


@pytest.fixture(scope="module")
def numbers(office: Office, organ_id: int) -> dict[str, str]:
    return {
        "new": leave(office, FORMULA),
        "accepted": accepted(office, "结婚登记要带什么材料？"),
        "handled": handled(office, "孤儿养育津贴每月几号发？", organ_id),
    }


@pytest.fixture
def coordinator(app: APIFlask) -> Browser:
    return browser(app, "coordinator")


def listed(page) -> list[str]:
    return re.findall(r'class="row" href="/console/cases/([\d-]+)"', page.text)


def test_the_queue_shows_what_waits_and_the_filters_of_the_address_narrow_it(
    coordinator: Browser, numbers: dict[str, str]
) -> None:
    everything = coordinator.get("/console/queue", tab="all")
    assert set(listed(everything)) == set(numbers.values())
    assert listed(coordinator.get("/console/queue", tab="all", state="受理")) == [
        numbers["accepted"]
    ]
    found = coordinator.get("/console/queue", tab="all", words="孤儿")
    assert listed(found) == [numbers["handled"]]
    assert 'value="孤儿"' in found.text


def test_what_holds_the_words_looked_for_is_counted_up_to_a_bound(
    coordinator: Browser, numbers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, told in ((2, "1"), (1, "1 以上")):
        monkeypatch.setattr(queue_pages, "MOST_COUNTED", most)
        found = coordinator.get("/console/queue", tab="all", words="孤儿")
        assert f"<dt>筛出</dt><dd>{told}</dd>" in found.text
    everything = coordinator.get("/console/queue", tab="all").text
    assert f"<dt>筛出</dt><dd>{len(numbers)}</dd>" in everything


def test_a_handler_sees_what_is_of_its_organ_alone(app: APIFlask, numbers: dict[str, str]) -> None:
    handler = browser(app, "handler")
    assert listed(handler.get("/console/queue", tab="all")) == [numbers["handled"]]
    assert handler.get(f"/console/cases/{numbers['handled']}").status_code == 200
    assert handler.get(f"/console/cases/{numbers['new']}").status_code == 404


def test_chosen_consultations_are_dispatched_together_and_what_fails_is_told(
    coordinator: Browser, office: Office, organ_id: int
) -> None:
    first, second = (accepted(office, f"第{n}件怎么办？") for n in (1, 2))
    page = coordinator.get("/console/queue", tab="all").text
    chosen = {n: re.search(rf'value="({n} \d+)"', page)[1] for n in (first, second)}
    fields = {"tab": "all", "lead": str(organ_id), "chosen": list(chosen.values())}
    done = coordinator.post("/console/queue/assign", fields)
    assert done.status_code == 302
    assert "已派发 2 件" in coordinator.client.get(done.location).text
    again = coordinator.post("/console/queue/assign", fields)
    assert again.status_code == 409
    assert "已派发 0 件" in again.text
    assert "姓coordinator已在" in again.text


def test_nothing_chosen_is_told(coordinator: Browser) -> None:
    assert "请先勾选" in coordinator.post("/console/queue/assign", {"lead": "1"}).text


@pytest.mark.parametrize("beyond", ["9" * 10, "9" * 30, "9" * 5000])
def test_a_number_that_no_row_has_is_refused_in_words(
    coordinator: Browser, numbers: dict[str, str], organ_id: int, beyond: str
) -> None:
    row = numbers["accepted"]
    for chosen, lead in ((f"{row} 2", beyond), (f"{row} {beyond}", str(organ_id))):
        refused = coordinator.post("/console/queue/assign", {"chosen": chosen, "lead": lead})
        assert refused.status_code == 409
        assert "已派发 0 件" in refused.text
    page = coordinator.get(f"/console/cases/{row}").text
    fields = {"version": re.search(r'name="version" value="(\d+)"', page)[1], "organ": beyond}
    refused = coordinator.post(f"/console/cases/{row}/moves/dispatch", fields)
    assert refused.status_code == 400
    assert coordinator.post("/console/questions", {"group": beyond}).status_code == 400


def test_the_export_holds_what_the_filters_leave_and_is_recorded(
    coordinator: Browser, numbers: dict[str, str], office: Office
) -> None:
    file = coordinator.get("/console/queue.xlsx", tab="all", words=numbers["new"])
    sheet = load_workbook(BytesIO(file.data)).active
    assert [cell.value for cell in sheet["A"]] == ["编号", numbers["new"]]
    assert sheet["D2"].value == FORMULA
    assert sheet["D2"].data_type == "s"
    with office.store.reading() as session:
        last = session.execute(
            select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.seq.desc()).limit(1)
        ).one()
    assert last.action == "导出队列"
    assert numbers["new"] not in last.details
    assert '"件数": "1"' in last.details


def test_the_export_goes_on_beyond_a_page_and_a_batch(
    coordinator: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "BATCH", 2)
    monkeypatch.setattr(queue_pages, "PAGE", 2)
    left = {leave(office, f"殡葬服务补贴第{n}问") for n in range(5)}
    query = {"tab": "all", "words": "殡葬服务补贴"}
    assert "下一页" in coordinator.get("/console/queue", **query).text
    file = coordinator.get("/console/queue.xlsx", **query)
    exported = [cell.value for cell in load_workbook(BytesIO(file.data)).active["A"]][1:]
    assert (len(exported), set(exported)) == (5, left)


def test_the_ledger_holds_everything_of_its_period_without_contacts(
    coordinator: Browser, numbers: dict[str, str]
) -> None:
    file = coordinator.get("/console/ledger.xlsx", **{"from": "2026-11-22", "to": "2026-11-22"})
    sheet = load_workbook(BytesIO(file.data)).active
    assert set(numbers.values()) <= {cell.value for cell in sheet["A"]}
    headings = [cell.value for cell in sheet[1]]
    assert {"编号", "收到日期", "渠道", "期限", "是否按时", "评价"} <= set(headings)
    assert not {"联系方式", "称呼"} & set(headings)
    before = coordinator.get("/console/ledger.xlsx", **{"from": "2026-01-01", "to": "2026-11-21"})
    assert load_workbook(BytesIO(before.data)).active.max_row == 1
    for first, last in (("x", "y"), ("0001-01-01", "2026-11-22"), ("2026-01-01", "9999-12-31")):
        refused = coordinator.get("/console/ledger.xlsx", **{"from": first, "to": last})
        assert refused.status_code == 400


def test_what_each_organ_owes_is_listed(coordinator: Browser, numbers: dict[str, str]) -> None:
    page = coordinator.get("/console/overdue").text
    assert "还没有派发" in page
    assert "民政局" in page


def test_the_keys_that_the_page_tells_are_those_of_the_pages(coordinator: Browser) -> None:
    told = set(re.findall(r"<tr><td><kbd>(\w)</kbd>", coordinator.get("/console/shortcuts").text))
    used = set(re.findall(r'accesskey="(\w)"', coordinator.get("/console/queue", tab="all").text))
    assert used <= told
