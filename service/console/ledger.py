"""The ledger of consultations (台账): one row each, with the columns that offices report.

No contact data stands in it, and the question stands as it is stored, masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from knowledge.clock import CHINA, day_in_china
from service.console.columns import CellValue, Column
from service.consultations.records import Channel, Consultation
from service.consultations.states import REPLIED_STATES, ConsultationState
from service.consultations.telling import CHANNEL_NAMES
from service.consultations.visibility import visible_to
from service.staff.actors import Actor
from service.staff.records import Organ

#: Rows that are read from the store at a time.
BATCH = 1000

COLUMNS = (
    Column("编号", 16),
    Column("收到日期", 12),
    Column("渠道", 8),
    Column("类别", 8),
    Column("问题", 60),
    Column("主办", 24),
    Column("期限（工作日）", 10),
    Column("期限", 12),
    Column("延期（工作日）", 10),
    Column("状态", 12),
    Column("答复日期", 12),
    Column("是否按时", 10),
    Column("不予受理的理由", 20),
    Column("评价", 12),
    Column("并入", 16),
)

#: States in which something was given to whoever asked.
_other = aliased(Consultation)
_REPLIED = REPLIED_STATES | {ConsultationState.ARCHIVED}


def ledger_rows(
    session: Session, actor: Actor, first: date, last: date, today: date
) -> Iterator[Sequence[CellValue]]:
    """What the actor sees of what was received from `first` to `last` (days in China), in order."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    query = (
        select(Consultation, Organ.name, _other.number)
        .outerjoin(Organ, Organ.id == Consultation.organ_id)
        .outerjoin(_other, _other.id == Consultation.merged_into_id)
        .where(visible_to(actor), Consultation.received_at >= begin, Consultation.received_at < end)
        .order_by(Consultation.received_at, Consultation.id)
    )
    for case, organ, merged_into in session.execute(query.execution_options(yield_per=BATCH)):
        yield _cells(case, organ, merged_into, today)


def in_time(case: Consultation, today: date) -> str:
    """Whether the reply came, or still can come, in time; blank where that is not known."""
    answered = day_in_china(case.answered_at) if case.answered_at else None
    if case.state in _REPLIED and answered and case.due_on:
        return "是" if answered <= case.due_on else "否"
    if case.is_open and case.due_on and case.due_on < today:
        return "否（未答复）"
    return ""


def _cells(
    case: Consultation, organ: str | None, merged_into: str | None, today: date
) -> Sequence[CellValue]:
    return (
        case.number,
        day_in_china(case.received_at),
        CHANNEL_NAMES[Channel(case.channel)],
        case.kind,
        case.question,
        organ,
        case.term_days,
        case.due_on,
        case.extension_days or None,
        case.state,
        day_in_china(case.answered_at) if case.answered_at else None,
        in_time(case, today),
        case.refusal,
        case.rating,
        merged_into,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
