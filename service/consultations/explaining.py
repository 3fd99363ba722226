"""How a due date came about, in one sentence for staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.consultations.calendar import WorkingCalendar
from service.consultations.calendar_words import day_told
from service.consultations.deadlines import Term, stopped_days
from service.consultations.dues import term_of
from service.consultations.records import Consultation
from service.consultations.states import ConsultationState, Move


def due_explained(consultation: Consultation, calendar: WorkingCalendar) -> str:
    """When the term began, how long it is, what stopped and extended it, and when it ends."""
    parts = "，".join(_parts(consultation, calendar))
    if consultation.due_on is not None:
        return f"{parts}，期限是{_told(consultation.due_on)}。"
    return f"{parts}；{consultation.due_reason or '期限待定'}。"


def _parts(consultation: Consultation, calendar: WorkingCalendar) -> Iterator[str]:
    term = term_of(consultation)
    reopened = any(event.action == Move.REOPEN for event in consultation.events)
    yield f"{_told(term.began_on)}{'重办，重新计算期限' if reopened else '收到'}"
    yield "当天不算"
    yield f"{f'{consultation.kind}咨询' if consultation.kind else '从次日起'}{term.days}个工作日"
    yield from _stops(term, calendar)
    if term.extension:
        yield f"经批准延长{term.extension}个工作日"
    elif consultation.state == ConsultationState.EXTENDING:
        yield f"已申请延长{consultation.extension_asked}个工作日"
    yield from _days_off(term, consultation.due_on, calendar)


def _stops(term: Term, calendar: WorkingCalendar) -> Iterator[str]:
    ended = [stop for stop in term.stops if stop.ended_on and stop.ended_on > term.began_on]
    if ended:
        spans = "、".join(
            f"{_told(stop.began_on)}至{_told(stop.ended_on)}" for stop in ended if stop.ended_on
        )
        days = stopped_days(term, calendar)
        yield f"{spans}等待补正" + (f"，扣除{days}个工作日" if days is not None else "")
    standing = next((stop for stop in term.stops if stop.ended_on is None), None)
    if standing:
        yield f"{_told(standing.began_on)}起等待补正"


def _days_off(term: Term, due_on: date | None, calendar: WorkingCalendar) -> Iterator[str]:
    """The holidays and make-up days between, since they make the date a surprise."""
    if due_on is None:
        return
    names = calendar.holidays_between(term.began_on, due_on)
    if names:
        yield f"其间{'、'.join(names)}的放假和调休已计入"


def _told(day: date) -> str:
    return f"{day.year}年{day_told(day)}"
