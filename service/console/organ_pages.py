"""The organs that consultations are handed to: their names and numbers, what they do, who is there.

What a change would do can be looked at before it is saved. Who saves what was meanwhile changed by
somebody else is shown that first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.organ_effects import effects_of
from service.public.context import office
from service.public.forms import field
from service.public.problems import KINDS, Problem
from service.staff.audit_reading import AuditFilters, ShownEntry, read_entries
from service.staff.errors import OrganRefused
from service.staff.organ_plans import state_of
from service.staff.organ_tables import COLUMNS, LONGEST, OrganRow, read_organ
from service.staff.organs import (
    ACTIONS,
    LONGEST_WHY,
    add_organ,
    change_organ,
    list_organs,
    lock_organs,
    organ_of,
    subject_of,
)
from service.staff.people import list_people
from service.staff.permissions import Permission
from service.staff.records import Organ

#: The form's names of a table's columns, in their order.
_FIELDS = ("name", "short_name", "aliases", "phone", "is_coordinator", "topics")
#: Entries of the history that the page of one organ shows, and the page of all.
SHOWN_ENTRIES, SHOWN_AMONG_ALL = 30, 10

_Answered = AnyResponse | str | tuple[str, int]


@desk.get("/organs")
@permitted(Permission.MANAGE_ORGANS)
def organs() -> str:
    """Every organ with its people, the form for a new one, and what was changed."""
    return organs_page(done=request.args.get("done"))


@desk.post("/organs")
@permitted(Permission.MANAGE_ORGANS)
def new_organ() -> _Answered:
    """Show what a new organ would change; with `do`, add it."""

    def add(session: Session, row: OrganRow) -> None:
        add_organ(session, current_actor(), row, field("why") or "", office().clock())

    return _answered(None, add, organs_page)


@desk.get("/organs/<int(max=2147483647):organ_id>")
@permitted(Permission.MANAGE_ORGANS)
def organ(organ_id: int) -> str:
    """One organ's form, and what was changed of it."""
    return _organ_page(organ_id)


@desk.post("/organs/<int(max=2147483647):organ_id>")
@permitted(Permission.MANAGE_ORGANS)
def edit_organ(organ_id: int) -> _Answered:
    """Show what a change of an organ would do; with `do`, change it."""

    def change(session: Session, row: OrganRow) -> None:
        lock_organs(session)
        if state_of(session, organ_id) != request.form.get("state"):
            raise OrganRefused("您打开以后，别人改过这个单位；您填写的都还在，核对以后可以再保存")
        change_organ(session, current_actor(), organ_id, row, field("why") or "", office().clock())

    return _answered(organ_id, change, lambda **shown: _organ_page(organ_id, **shown))


def organs_page(**shown: Any) -> str:
    """The page of all organs, with what else is `shown` on it."""
    with office().store.reading() as session:
        people: dict[int | None, list[str]] = defaultdict(list)
        for user in list_people(session):
            if user.disabled_at is None:
                people[user.organ_id].append(user.display_name)
        return render_template(
            "console/organs.html",
            organs=[(each, people[each.id]) for each in list_organs(session)],
            values=request.form,
            longest=_longest(),
            history=_changes(session),
            **shown,
        )


def _answered(
    organ_id: int | None,
    save: Callable[[Session, OrganRow], None],
    page: Callable[..., str],
) -> _Answered:
    """Save what the form says, or show what saving it would do, or why it cannot be."""
    cells = dict(zip(COLUMNS, (_typed(name) for name in _FIELDS), strict=True))
    try:
        row = read_organ(cells)
        if "do" not in request.form:
            with office().store.reading() as session:
                return page(effects=effects_of(session, [(organ_id, row)]))
        with office().store.writing() as session:
            save(session, row)
    except OrganRefused as refusal:
        return page(error=str(refusal)), 400
    return redirect(url_for(".organs", done="1"))


def _typed(name: str) -> str:
    """A field on one line: topics and other names may be typed on several."""
    lines = request.form.get(name, "").split("\n")
    return "、".join(filter(None, (line.strip(" 、\t\r") for line in lines)))


def _organ_page(organ_id: int, **shown: Any) -> str:
    with office().store.reading() as session:
        try:
            found = organ_of(session, organ_id)
        except OrganRefused as missing:
            raise Problem(KINDS["not-found"], str(missing)) from missing
        entries = AuditFilters(subject=subject_of(organ_id))
        return render_template(
            "console/organ.html",
            organ=found,
            values=request.form if shown else _values(found),
            state=state_of(session, organ_id),
            longest=_longest(),
            history=read_entries(session, entries, SHOWN_ENTRIES),
            **shown,
        )


def _values(organ: Organ) -> dict[str, str]:
    values = {name: getattr(organ, name) for name in _FIELDS}
    return {**values, "is_coordinator": "是" if organ.is_coordinator else "否"}


def _longest() -> dict[str, int]:
    """Characters that each field holds at most."""
    by_column = dict(zip(COLUMNS, _FIELDS, strict=True))
    return {"why": LONGEST_WHY} | {
        by_column[column]: longest for column, longest in LONGEST.items()
    }


def _changes(session: Session) -> list[ShownEntry]:
    """What was done to organs, newest first."""
    entries = [
        entry
        for action in ACTIONS
        for entry in read_entries(session, AuditFilters(action=action), SHOWN_AMONG_ALL)
    ]
    return sorted(entries, key=lambda entry: -entry.seq)[:SHOWN_AMONG_ALL]
