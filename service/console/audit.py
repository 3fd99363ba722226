"""The auditor's pages: what was done, by whom, and whether the log is whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.console.access import current_actor, permitted
from service.public.context import office
from service.staff.audit_finding import ask_for_walk, entries_told, read_finding
from service.staff.audit_reading import (
    AuditFilters,
    read_entries,
    recorded_actions,
    recorded_people,
)
from service.staff.audit_walking import TELL_EVERY
from service.staff.permissions import Permission

audit = Blueprint("audit", __name__, url_prefix="/console/audit", template_folder="templates")

ENTRIES_A_PAGE = 50
_HIGHEST = 2**31 - 1
#: After so long without a look at the log, the writer process is taken to be still.
SILENT_AFTER = 3 * TELL_EVERY


@audit.get("")
@permitted(Permission.SEE_AUDIT_LOG)
def entries() -> str:
    """The log, newest first, a page at a time."""
    filters = _filters()
    with office().store.reading() as session:
        found = read_entries(session, filters, ENTRIES_A_PAGE + 1)
        actions, people = recorded_actions(session), recorded_people(session)
    shown = found[:ENTRIES_A_PAGE]
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "before"
    }
    older = url_for(".entries", **kept, before=shown[-1].seq) if found[len(shown) :] else None
    return render_template(
        "console/audit.html",
        entries=shown,
        filters=filters,
        actions=actions,
        people=people,
        named={f"user:{user_id}": name for user_id, name in people},
        older=older,
        newest=url_for(".entries", **kept) if filters.before else None,
    )


@audit.get("/verification")
@permitted(Permission.SEE_AUDIT_LOG)
def verification() -> str:
    """What the writer has found of the log, how far it is behind, and a button to begin anew."""
    now = office().clock()
    with office().store.reading() as session:
        stored, entries = read_finding(session), entries_told(session)
    finding = stored.finding
    standing = finding.standing
    looked_at = standing.looked_at if standing else None
    return render_template(
        "console/audit_verification.html",
        standing=standing,
        running=finding.running,
        genuine=stored.genuine,
        entries=entries,
        waiting=max(0, entries - standing.reached.seq) if standing else entries,
        silent=looked_at is not None and now - looked_at > SILENT_AFTER,
    )


@audit.post("/verification")
@permitted(Permission.ASK_FOR_VERIFICATION)
def ask_for_verification() -> Response:
    """Let the log be verified from its first entry; where that is done already, it goes on."""
    with office().store.writing() as session:
        ask_for_walk(session, current_actor(), office().clock())
    return redirect(url_for(".verification"))


def _filters() -> AuditFilters:
    """The filters of the address; what is no value of a filter does not narrow."""
    return AuditFilters(
        user_id=_number("who"),
        action=_text("action"),
        subject=_text("subject"),
        first_day=_day("from"),
        last_day=_day("to"),
        before=_number("before"),
    )


def _text(name: str) -> str | None:
    return "".join(c for c in request.args.get(name, "") if c.isprintable()).strip()[:128] or None


def _number(name: str) -> int | None:
    number = request.args.get(name, None, int)
    return number if number is not None and 0 < number <= _HIGHEST else None


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 9998 else None
