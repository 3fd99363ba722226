"""An office's own judged cases: what can be one, and how they come out when they are run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.staff.actors import Actor
from service.staff.records import AuditEntry
from service.trials.cases import count_cases, keep_case, list_cases, retire_case
from service.trials.errors import CaseRefused, RunUnknown
from service.trials.expecting import Expected
from service.trials.records import TrialItem, TrialRun
from service.trials.run_reading import find_run, items_of, own_runs, report_of, run_before
from service.trials.runs import begin_file, begin_own, purge_runs, take_step
from service.wiring import Office
from tests.clocks import FrozenClock
from tests.service.trials.conftest import CLAUSE, HOUSING, NUMBER, RELIEF

ASKED = Expected("临时救助每次给多少钱", None, True, "relief", "每人每次1200元")
BESIDE = Expected("佛山地铁首班车几点", answerable=False)
ELSEWHERE = Expected("临时救助由谁发放", None, True, HOUSING)


def keep(office: Office, keeper: Actor, expected: Expected) -> int:
    with office.store.writing() as session:
        return keep_case(session, office.answers, keeper, expected, office.clock())


def ran(office: Office, keeper: Actor) -> int:
    with office.store.writing() as session:
        run = begin_own(session, keeper, office.clock())
    while not take_step(office.answers, run, seconds=0).finished:
        pass
    return run


def ended_with(office: Office, run_id: int) -> tuple[object, object]:
    with office.store.reading() as session:
        run = find_run(session, run_id)
        return run.tally, run.finished_at


def test_the_document_of_a_case_is_named_by_id_number_or_title(
    office: Office, keeper: Actor
) -> None:
    for number, named in enumerate(("relief", NUMBER, f"《{RELIEF}》")):
        keep(office, keeper, replace(ASKED, question=f"临时救助给多少{number}", document=named))
    with office.store.reading() as session:
        cases = list_cases(session, None, 10)
    assert {(case.document_id, case.title) for case in cases} == {("relief", RELIEF)}


#: What could never come out right, and why it is refused.
REFUSED = (
    (replace(ASKED, question="  "), "请输入您的问题"),
    (replace(ASKED, question="补" * 501), "问题太长"),
    (replace(ASKED, document=None), "请写明哪份文件回答它"),
    (replace(ASKED, document="青禾民规〔2026〕99号"), "没有找到文件"),
    (replace(ASKED, document="x" * 5000), "没有找到文件"),
    (replace(ASKED, evidence="每人每次9999元"), "没有这段证据"),
    (replace(ASKED, evidence="元" * 2001), "证据太长"),
    (replace(ASKED, answerable=None), "请选择文件能不能回答"),
)


def test_what_could_never_come_out_right_is_no_case(office: Office, keeper: Actor) -> None:
    for expected, why in REFUSED:
        with pytest.raises(CaseRefused, match=why):
            keep(office, keeper, expected)
    with office.store.reading() as session:
        assert count_cases(session) == 0


def test_a_case_is_kept_once_without_personal_numbers_and_recorded(
    office: Office, keeper: Actor
) -> None:
    case = keep(office, keeper, replace(ASKED, question="我电话13812345678，临时救助给多少"))
    with pytest.raises(CaseRefused, match="已经有这个问题"):
        keep(office, keeper, replace(ASKED, question="我电话13812345678，临时救助给多少"))
    with office.store.reading() as session:
        (listed,) = list_cases(session, None, 10)
        actions = session.scalars(select(AuditEntry.action)).all()
    assert listed.id == case
    assert "13812345678" not in listed.question
    assert actions.count("新增评测题") == 1


def test_a_run_tells_what_came_out_and_its_figures_are_those_of_an_evaluation_set(
    office: Office, keeper: Actor
) -> None:
    for expected in (ASKED, BESIDE, ELSEWHERE):
        keep(office, keeper, expected)
    run_id = ran(office, keeper)
    with office.store.reading() as session:
        run = find_run(session, run_id)
        fared = [item.fared for item in items_of(session, run_id)]
        report = report_of(session, run)
        assert run.tally is not None
        assert sum(run.tally.values()) == 3
        assert run.figures == report.as_json()
        assert run.stood["revision"] > 0
    assert fared[0] == "答对"
    assert fared[1] == "不该答没有答"
    assert fared[2] in {"答错", "该答没有答"}, "the right document is another one"
    assert (report.figures["questions"], report.figures["unanswerable"]) == (2, 1)
    assert report.figures["first_document_right"] == 0.5
    assert report.figures["false_answers"] == 0.0


def test_a_run_goes_on_by_steps_and_a_step_too_many_changes_nothing(
    office: Office, keeper: Actor, clock: FrozenClock
) -> None:
    keep(office, keeper, ASKED)
    keep(office, keeper, BESIDE)
    with office.store.writing() as session:
        run_id = begin_own(session, keeper, clock())
    first = take_step(office.answers, run_id, seconds=0)
    assert (first.done, first.of, first.finished) == (1, 2, False)
    with office.store.reading() as session:
        assert find_run(session, run_id).tally is None
    assert take_step(office.answers, run_id, seconds=0).finished
    ended = ended_with(office, run_id)
    assert ended[0] is not None
    clock.advance(timedelta(hours=1))
    assert take_step(office.answers, run_id).finished
    assert ended_with(office, run_id) == ended
    with pytest.raises(RunUnknown):
        take_step(office.answers, run_id + 1)


def test_a_retired_case_counts_no_longer_and_stays_in_the_runs_that_asked_it(
    office: Office, keeper: Actor, clock: FrozenClock
) -> None:
    case = keep(office, keeper, ASKED)
    keep(office, keeper, BESIDE)
    earlier = ran(office, keeper)
    with office.store.writing() as session:
        retire_case(session, keeper, case, clock())
    with office.store.writing() as session, pytest.raises(CaseRefused):
        retire_case(session, keeper, case, clock())
    later = ran(office, keeper)
    with office.store.reading() as session:
        assert [run.questions for run in own_runs(session, 9)] == [1, 2]
        before = run_before(session, find_run(session, later))
        assert before is not None
        assert before.id == earlier
        assert len(items_of(session, earlier)) == 2


def test_without_cases_there_is_nothing_to_run(office: Office, keeper: Actor) -> None:
    with (
        office.store.writing() as session,
        pytest.raises(CaseRefused, match="还没有评测题"),
    ):
        begin_own(session, keeper, office.clock())


def test_what_came_from_a_file_goes_when_questions_go(
    office: Office, keeper: Actor, clock: FrozenClock
) -> None:
    keep(office, keeper, ASKED)
    own = ran(office, keeper)
    with office.store.writing() as session:
        asked = [Expected("低保怎么办"), ASKED]
        begin_file(session, keeper, "问题.txt", asked, [], clock(), timedelta(days=30))
    with office.store.writing() as session:
        assert purge_runs(session, clock() + timedelta(days=29)) == 0
        assert purge_runs(session, clock() + timedelta(days=30)) == 1
        assert session.scalars(select(TrialRun.id)).all() == [own]
        assert set(session.scalars(select(TrialItem.run_id))) == {own}


def test_only_the_newest_own_runs_are_kept(
    office: Office, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.trials.runs.KEPT_RUNS", 2)
    keep(office, keeper, BESIDE)
    runs = [ran(office, keeper) for _ in range(3)]
    with office.store.writing() as session:
        assert purge_runs(session, office.clock()) == 1
        assert [run.id for run in own_runs(session, 9)] == [runs[2], runs[1]]


def test_a_document_without_evidence_is_right_by_itself(office: Office, keeper: Actor) -> None:
    keep(office, keeper, replace(ASKED, evidence=""))
    run_id = ran(office, keeper)
    with office.store.reading() as session:
        (item,) = items_of(session, run_id)
        assert item.fared == "答对"
        assert item.found is not None
        assert item.found["quote"] in CLAUSE
