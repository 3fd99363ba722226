"""The review queue: whose, by due date, narrowed by the address; assigned many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from flask import redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.columns import XLSX, CellValue, Column
from service.console.desk import desk
from service.console.filters import (
    ANY_STATE,
    SCOPE_NAMES,
    URGENCY_NAMES,
    Filters,
    read_key,
    write_key,
)
from service.consultations.calendar import year_to_import
from service.consultations.cases import (
    CaseRow,
    backlogs,
    count_cases,
    count_urgencies,
    every_case,
    list_cases,
)
from service.consultations.details import MoveDetails
from service.consultations.errors import ConsultationError
from service.consultations.filters import Scope, alarm_before
from service.consultations.marks import Urgency
from service.consultations.moves import MOVES, WORK
from service.consultations.moving import make_move
from service.consultations.practice import practice_of
from service.consultations.records import Channel
from service.consultations.states import CaseKind, ConsultationState, Move
from service.consultations.telling import CHANNEL_NAMES
from service.public.context import office, today
from service.public.forms import field, key
from service.staff.audit_log import record
from service.staff.organs import list_organs
from service.staff.permissions import Permission, may

PAGE = 50

#: Each question is read to tell whether it holds the words: their count ends here, 「1000 以上」.
MOST_COUNTED = 1000

_EXPORTED = (
    Column("编号", 16),
    Column("期限", 12),
    Column("提醒", 12),
    Column("问题", 60),
    Column("状态", 12),
    Column("类别", 8),
    Column("承办单位", 20),
    Column("渠道", 8),
    Column("收到日期", 12),
)
_DISPATCHABLE = MOVES[Move.DISPATCH].sources


@desk.get("/queue")
@permitted(Permission.SEE_CASES)
def queue() -> str:
    """A page of the queue."""
    return _page(_filters(request.args))


@desk.get("/queue.xlsx")
@permitted(Permission.EXPORT_CASES)
def queue_file() -> AnyResponse:
    """What the filters leave, as a table; who exported how much stands in the audit log."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    now, actor, filters = office().clock(), current_actor(), _filters(request.args)
    written = count()
    with office().store.reading() as session:
        rows = every_case(session, actor, _asked(session, filters, now), now)
        cells = (_cells(row) for row, _ in zip(rows, written, strict=False))
        file = write_table("办理队列", _EXPORTED, cells)
    with office().store.writing() as session:
        details = {"件数": str(next(written)), **filters.arguments}
        details.pop("words", None)  # what was looked for may be a name
        record(session, actor, "导出队列", "queue", details, now)
    return send_file(file, XLSX, as_attachment=True, download_name=f"办理队列{today()}.xlsx")


@desk.post("/queue/assign")
@permitted(Permission.ASSIGN_CASES)
def assign_many() -> AnyResponse | tuple[str, int]:
    """Dispatch every chosen consultation to an organ; each by itself, so that one may fail."""
    filters = _filters(request.form)
    details = MoveDetails(
        organ_id=request.form.get("lead", None, key), reason=field("reason") or ""
    )
    failures = []
    chosen = [each.partition(" ")[::2] for each in request.form.getlist("chosen")]
    for number, version in chosen:
        try:
            with office().store.writing() as session:
                make_move(
                    session,
                    current_actor(),
                    number,
                    Move.DISPATCH,
                    _version(version),
                    details,
                    office().clock(),
                )
        except ConsultationError as refusal:
            failures.append(f"{number}：{refusal}")
    if failures or not chosen:
        told = f"已派发 {len(chosen) - len(failures)} 件。" + "；".join(failures)
        return _page(filters, error=told if chosen else "请先勾选要派发的咨询。"), 409
    return redirect(url_for(".queue", assigned=len(chosen), **filters.arguments))


def _version(typed: str) -> int:
    """The version that the chosen row was shown in; one that never is where it is no number."""
    try:
        return key(typed)
    except ValueError:
        return -1


@desk.get("/overdue")
@permitted(Permission.SEE_CASES)
def overdue() -> str:
    """What is open, near and overdue at each organ."""
    now = office().clock()
    with office().store.reading() as session:
        long = Filters(long="1")
        return render_template(
            "console/overdue.html",
            organs=backlogs(session, current_actor(), now),
            today=today(),
            alarm_days=practice_of(session).terms.alarm_days,
            alarm_count=count_cases(session, current_actor(), _asked(session, long, now), now),
            alarm_address=url_for(".queue", **long.arguments),
            overdue_address=lambda organ_id: url_for(
                ".queue", **Filters(organ=organ_id or 0, due=Urgency.OVERDUE.value).arguments
            ),
        )


def _filters(arguments: Any) -> Filters:
    """What the address or the form narrows to; whoever has work of their own sees that first."""
    has_work = any(role in WORK for role in current_actor().roles)
    return Filters.read(arguments, Scope.MINE if has_work else Scope.ALL)


def _asked(session: Session, filters: Filters, now: datetime) -> Any:
    return filters.cases(alarm_before(now, practice_of(session).terms.alarm_days))


def _page(filters: Filters, error: str | None = None) -> str:
    now, actor = office().clock(), current_actor()
    most = MOST_COUNTED if filters.words else None
    place = read_key(request.args.get("after", ""))
    with office().store.reading() as session:
        asked = _asked(session, filters, now)
        page = list_cases(session, actor, asked, place, PAGE, now)
        counts = count_urgencies(session, actor, now)
        organs = [(organ.id, organ.short_name) for organ in list_organs(session)]
        shown: dict[str, Any] = {
            "rows": page.rows,
            "total": count_cases(session, actor, asked, now, most),
            "most": most,
            "missing_year": year_to_import(session, today()),
        }
    following = write_key(page.next_key) if page.next_key else None
    return render_template(
        "console/queue.html",
        filters=filters,
        tabs=[(tab, _address(filters.within(tab))) for tab in SCOPE_NAMES],
        tab_names=SCOPE_NAMES,
        figures=[
            (name, counts.get(urgency, 0), _address(Filters(tab=Scope.ALL, due=urgency.value)))
            for urgency, name in URGENCY_NAMES.items()
        ],
        choices=_choices(organs),
        first=_address(filters) if place else None,
        next=_address(filters, after=following) if following else None,
        export=url_for(".queue_file", **filters.arguments),
        may_assign=may(actor, Permission.ASSIGN_CASES),
        dispatchable=_DISPATCHABLE,
        assigned=request.args.get("assigned", 0, int),
        error=error,
        **shown,
    )


def _address(filters: Filters, **more: Any) -> str:
    return url_for(".queue", **filters.arguments, **more)


def _choices(organs: Sequence[tuple[int, str]]) -> dict[str, Sequence[tuple[Any, str]]]:
    """What the selects let choose from, each with the choice that does not narrow."""
    return {
        "states": [
            ("", "没有办结的"),
            (ANY_STATE, "全部"),
            *((state.value, state.value) for state in ConsultationState),
        ],
        "dues": [("", "不限"), *((each.value, name) for each, name in URGENCY_NAMES.items())],
        "organs": [("0", "不限"), *organs],
        "kinds": [("", "不限"), *((kind.value, kind.value) for kind in CaseKind)],
        "channels": [("", "不限"), *((each.value, name) for each, name in CHANNEL_NAMES.items())],
        "assignees": organs,
    }


def _cells(row: CaseRow) -> Sequence[CellValue]:
    return (
        row.number,
        row.due_on,
        row.mark.words,
        row.question,
        row.state,
        row.kind,
        row.organ,
        CHANNEL_NAMES[Channel(row.channel)],
        row.received_on,
    )
