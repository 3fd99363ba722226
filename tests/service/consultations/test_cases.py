"""Lists and files of consultations: by due date, page by page, of what each may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.consultations.case_files import case_file
from service.consultations.cases import backlogs, count_cases, count_urgencies, list_cases
from service.consultations.details import MoveDetails
from service.consultations.errors import ConsultationNotFound
from service.consultations.filters import CaseFilters, Scope, alarm_before
from service.consultations.marks import Urgency
from service.consultations.records import Consultation
from service.consultations.states import CaseKind, ConsultationState, Move
from tests.service.consultations import people
from tests.service.consultations.people import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HANDLER,
    HOTLINE,
    OTHER_HANDLER,
    REVIEWER,
    TO_ANSWERED,
    furnished,
    move,
    moved,
    submitted,
)


@pytest.fixture
def office(sqlite_store, clock):
    return furnished(sqlite_store, clock)


def listed(store, clock, actor=COORDINATOR, after=None, limit=50, **filters):
    with store.reading() as session:
        return list_cases(session, actor, CaseFilters(**filters), after, limit, clock())


def numbers(*given, **filters):
    return [row.number for row in listed(*given, **filters).rows]


def test_pages_follow_each_other_by_due_date_without_gap_or_repeat(store, clock):
    office = furnished(store, clock)
    made = [submitted(office, clock) for _ in range(5)]
    waiting = made[0]
    move(office, clock, waiting, Move.ASK_SUPPLEMENT)
    simple = MoveDetails(kind=CaseKind.SIMPLE)
    move(office, clock, made[3], Move.ACCEPT, details=simple)
    seen, after = [], None
    while True:
        page = listed(office, clock, after=after, limit=2)
        seen += [row.number for row in page.rows]
        after = page.next_key
        if after is None:
            break
    assert seen == [made[3], made[1], made[2], made[4], waiting]


def test_each_sees_what_is_theirs(store, clock):
    office = furnished(store, clock)
    one, two, three = (submitted(office, clock) for _ in range(3))
    moved(office, clock, one, Move.ACCEPT, Move.DISPATCH)
    move(office, clock, two, Move.ACCEPT)
    helped = MoveDetails(organ_id=people.HOUSING, assisting=frozenset({people.CIVIL}))
    move(office, clock, two, Move.DISPATCH, details=helped)
    for actor in (HOTLINE, COORDINATOR, REVIEWER, AUDITOR):
        assert numbers(office, clock, actor) == [one, two, three]
    assert numbers(office, clock, HANDLER) == [one, two]
    assert numbers(office, clock, OTHER_HANDLER) == [two]
    assert numbers(office, clock, ADMINISTRATOR) == []
    with office.reading() as session:
        assert case_file(session, HANDLER, two, clock()).assisting == ("县民政局",)
        for actor in (ADMINISTRATOR, OTHER_HANDLER):
            with pytest.raises(ConsultationNotFound):
                case_file(session, actor, one, clock())


def test_my_work_is_what_waits_for_my_roles(office, clock):
    one, two = submitted(office, clock), submitted(office, clock)
    moved(office, clock, one, Move.ACCEPT, Move.DISPATCH, Move.SIGN)
    assert numbers(office, clock, HOTLINE, scope=Scope.MINE) == [two]
    assert numbers(office, clock, HANDLER, scope=Scope.MINE) == [one]
    colleague = people.person(9, "同事", *HANDLER.roles, organ_id=people.CIVIL)
    assert numbers(office, clock, colleague, scope=Scope.MINE) == []
    assert numbers(office, clock, colleague, scope=Scope.ORGAN) == [one]
    moved(office, clock, one, Move.SUBMIT_REPLY)
    assert numbers(office, clock, REVIEWER, scope=Scope.MINE) == [one]
    assert numbers(office, clock, AUDITOR, scope=Scope.MINE) == []


def test_filters_narrow(store, clock):
    office = furnished(store, clock)
    one = submitted(office, clock, "低保怎么申请？")
    two = submitted(office, clock, "公租房 100% 要排多久的队？")
    moved(office, clock, one, Move.ACCEPT, Move.DISPATCH)
    assert numbers(office, clock, state=ConsultationState.DISPATCHED) == [one]
    assert numbers(office, clock, organ_id=people.CIVIL) == [one]
    assert numbers(office, clock, kind=CaseKind.NORMAL) == [one]
    assert numbers(office, clock, words="排队") == []
    assert numbers(office, clock, words="租房 多久") == [two]
    assert numbers(office, clock, words="队") == [two]
    assert numbers(office, clock, words="请") == [one]
    assert numbers(office, clock, words="100%") == [two]
    assert numbers(office, clock, words="100_") == []
    assert numbers(office, clock, words=one) == [one]
    assert numbers(office, clock, words="20261122-") == [one, two]
    moved(office, clock, two, Move.WITHDRAW)
    assert numbers(office, clock) == [one]
    assert numbers(office, clock, open_only=False) == [one, two]


def test_urgency_is_yellow_one_working_day_before_and_red_after(office, clock):
    number = submitted(office, clock)  # due on Tuesday 1 December
    signs = []
    for _ in range(11):
        row = listed(office, clock).rows[0]
        signs.append(row.mark.name)
        for each in Urgency:
            assert (numbers(office, clock, urgency=each) == [number]) == (each is row.mark.name)
        with office.reading() as session:
            assert count_urgencies(session, COORDINATOR, clock())[row.mark.name] == 1
        clock.advance(timedelta(days=1))
    # From Friday 27 on the next working day is Monday 30; the yellow begins on it.
    assert signs == [Urgency.IN_TIME] * 8 + [Urgency.SOON] * 2 + [Urgency.OVERDUE]


def test_the_words_beside_the_colour(office, clock):
    number = submitted(office, clock)
    clock.advance(timedelta(days=9))
    assert listed(office, clock).rows[0].mark.words == "今天到期"
    clock.advance(timedelta(days=2))
    assert listed(office, clock).rows[0].mark.words == "超期 2 天"
    move(office, clock, number, Move.ASK_SUPPLEMENT)
    assert listed(office, clock).rows[0].mark.words == "超期 2 天"  # what is late stays late
    move(office, clock, number, Move.WITHDRAW)
    assert listed(office, clock, open_only=False).rows[0].mark.words == "不再计时"


def test_every_organ_has_its_backlog(office, clock):
    one, _two = submitted(office, clock), submitted(office, clock)
    moved(office, clock, one, Move.ACCEPT, Move.DISPATCH)
    clock.advance(timedelta(days=10))
    with office.reading() as session:
        found = backlogs(session, COORDINATOR, clock())
        own = backlogs(session, HANDLER, clock())
    assert {(each.organ_id, each.open, each.overdue) for each in found} == {(1, 1, 1), (None, 1, 1)}
    assert [each.name for each in own] == ["民政局"]


def test_what_waits_for_sixty_days_is_told_apart(office, clock):
    submitted(office, clock)
    clock.advance(timedelta(days=59))
    with office.reading() as session:
        before = alarm_before(clock(), 60)
        assert count_cases(session, AUDITOR, CaseFilters(received_before=before), clock()) == 0
        before = alarm_before(clock() + timedelta(days=1), 60)
        assert count_cases(session, AUDITOR, CaseFilters(received_before=before), clock()) == 1


def test_a_file_shows_everything_on_one_screen(office, clock):
    one, two = submitted(office, clock), submitted(office, clock)
    moved(office, clock, one, Move.ACCEPT)
    moved(office, clock, one, Move.ASK_SUPPLEMENT, Move.SUPPLEMENT)
    move(office, clock, two, Move.MERGE, details=MoveDetails(target=one))
    with office.reading() as session:
        file = case_file(session, COORDINATOR, one, clock())
        merged = case_file(session, COORDINATOR, two, clock())
    assert [event.action for event in file.history] == ["提交咨询", "受理", "要求补正", "补正"]
    assert [each.text for each in file.supplements] == ["户口在城关镇"]
    assert (file.merged, merged.merged_into) == ((two,), one)
    assert Move.DISPATCH in file.moves
    assert file.history[1].role == "热线话务员"


def test_how_the_due_date_came_about_is_one_sentence(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, Move.ACCEPT)

    def explained():
        with office.reading() as session:
            return case_file(session, COORDINATOR, number, clock()).due_explained

    assert explained() == (
        "2026年11月22日（周日）收到，当天不算，一般咨询7个工作日，期限是2026年12月1日（周二）。"
    )
    clock.advance(timedelta(days=1))
    moved(office, clock, number, Move.ASK_SUPPLEMENT)
    assert explained().endswith(
        "2026年11月23日（周一）起等待补正；等待补正，期限暂停计算，补齐后继续。"
    )
    clock.advance(timedelta(days=2))
    moved(office, clock, number, Move.SUPPLEMENT, Move.DISPATCH, Move.SIGN, Move.ASK_EXTENSION)
    moved(office, clock, number, Move.GRANT_EXTENSION)
    assert explained() == (
        "2026年11月22日（周日）收到，当天不算，一般咨询7个工作日，"
        "2026年11月23日（周一）至2026年11月25日（周三）等待补正，扣除2个工作日，"
        "经批准延长5个工作日，期限是2026年12月10日（周四）。"
    )


def test_a_term_that_began_anew_on_the_day_of_receipt_is_told_as_such(office, clock):
    number = submitted(office, clock)
    moved(office, clock, number, *TO_ANSWERED, Move.REOPEN)
    with office.reading() as session:
        told = case_file(session, COORDINATOR, number, clock()).due_explained
    assert told.startswith("2026年11月22日（周日）重办，重新计算期限，当天不算，一般咨询7个工作日")


def test_columns_that_lists_are_ordered_by_follow_what_they_tell(office, clock):
    number = submitted(office, clock)
    with office.writing() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        assert (row.is_open, row.queue_on) == (True, row.due_on)
        row.state, row.due_on = "已答复", None
        assert (row.is_open, row.queue_on.year) == (False, 9999)
