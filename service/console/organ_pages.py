"""The organs that consultations are handed to: their numbers, what they do, who works there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.public.context import office
from service.public.problems import KINDS, Problem
from service.staff.errors import OrganRefused
from service.staff.organ_tables import COLUMNS, LONGEST, OrganRow, read_organ
from service.staff.organs import add_organ, change_organ, list_organs, organ_of
from service.staff.people import list_people
from service.staff.permissions import Permission
from service.staff.records import Organ

#: The form's names of a table's columns, in their order.
_FIELDS = ("name", "short_name", "aliases", "phone", "is_coordinator", "topics")


@desk.get("/organs")
@permitted(Permission.MANAGE_ORGANS)
def organs() -> str:
    """Every organ with its people, and the form for a new one."""
    return _list_page()


@desk.post("/organs")
@permitted(Permission.MANAGE_ORGANS)
def new_organ() -> AnyResponse | tuple[str, int]:
    """Add an organ."""

    def add(session: Session, row: OrganRow) -> None:
        add_organ(session, current_actor(), row, office().clock())

    refusal = _saved(add)
    return (_list_page(refusal), 400) if refusal else redirect(url_for(".organs", done="1"))


@desk.get("/organs/<int(max=2147483647):organ_id>")
@permitted(Permission.MANAGE_ORGANS)
def organ(organ_id: int) -> str:
    """One organ's form."""
    return _organ_page(organ_id)


@desk.post("/organs/<int(max=2147483647):organ_id>")
@permitted(Permission.MANAGE_ORGANS)
def edit_organ(organ_id: int) -> AnyResponse | tuple[str, int]:
    """Change an organ."""

    def change(session: Session, row: OrganRow) -> None:
        change_organ(session, current_actor(), organ_id, row, office().clock())

    refusal = _saved(change)
    return (
        (_organ_page(organ_id, refusal), 400) if refusal else redirect(url_for(".organs", done="1"))
    )


def _saved(save: Callable[[Session, OrganRow], None]) -> str | None:
    """Save what the form says; why it cannot be, else None."""
    cells = dict(zip(COLUMNS, (_typed(name) for name in _FIELDS), strict=True))
    try:
        with office().store.writing() as session:
            save(session, read_organ(cells))
    except OrganRefused as refusal:
        return str(refusal)
    return None


def _typed(name: str) -> str:
    """A field on one line: topics and other names may be typed on several."""
    lines = request.form.get(name, "").split("\n")
    return "、".join(filter(None, (line.strip(" 、\t\r") for line in lines)))


def _list_page(error: str | None = None) -> str:
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
            done=request.args.get("done"),
            error=error,
        )


def _organ_page(organ_id: int, error: str | None = None) -> str:
    with office().store.reading() as session:
        try:
            found = organ_of(session, organ_id)
        except OrganRefused as missing:
            raise Problem(KINDS["not-found"], str(missing)) from missing
        return render_template(
            "console/organ.html",
            organ=found,
            values=request.form if error else _values(found),
            longest=_longest(),
            error=error,
        )


def _values(organ: Organ) -> dict[str, str]:
    values = {name: getattr(organ, name) for name in _FIELDS}
    return {**values, "is_coordinator": "是" if organ.is_coordinator else "否"}


def _longest() -> dict[str, int]:
    """Characters that each field holds at most."""
    by_column = dict(zip(COLUMNS, _FIELDS, strict=True))
    return {by_column[column]: longest for column, longest in LONGEST.items()}
