"""Calls: their notes as they are typed, whose they are, what became of them, and lists of them.

The page that looks up holds the call of its tab. What its script sends gets the same page back, of
which it takes what changed; without a script the page is shown.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.answering.records import find_answer
from service.config import secret_key
from service.console.access import current_actor, permitted
from service.console.calling import call_shown
from service.console.desk import desk
from service.console.lookup_pages import filters_told, page
from service.console.registration_pages import registration
from service.consultations.errors import ContactReasonRefused, ContactRefused
from service.consultations.records import Channel
from service.consultations.submission import Submission
from service.hotline.callers import keep_caller, reveal_caller
from service.hotline.calls import log_outcome, save_note
from service.hotline.errors import HotlineError, NoteChanged
from service.hotline.links import CHANNEL_NAMES, order_link
from service.hotline.listing import CallFilters, list_calls, view_call
from service.hotline.records import OUTCOME_NAMES, CallOutcome
from service.public.context import office
from service.public.forms import field, key
from service.staff.errors import OrganRefused
from service.staff.organs import find_organ
from service.staff.permissions import Permission

#: Calls of one page of the list.
PAGE = 50
#: What the list is narrowed to beside the outcomes: calls that nobody has logged yet.
OPEN = "open"


@desk.post("/calls/note")
@permitted(Permission.KEEP_CALLS)
def keep_note() -> tuple[dict[str, Any], int]:
    """Keep the note as it is typed; what another window saved meanwhile comes back instead."""
    try:
        return {"version": _note_saved()}, 200
    except NoteChanged as changed:
        return {"version": changed.version, "note": changed.note, "problem": str(changed)}, 409
    except HotlineError as refusal:
        return {"problem": str(refusal)}, 400


@desk.post("/calls/panel")
@permitted(Permission.KEEP_CALLS)
def call_panel() -> str:
    """The page with the call of the token that is sent: a tab that was opened again asks it."""
    return page({}, call=call_shown(_token()))


@desk.post("/calls/caller")
@permitted(Permission.KEEP_CALLS)
def tell_caller() -> str | tuple[str, int]:
    """Keep whose call it is, and show what the same number asked before."""
    try:
        with office().store.writing() as session:
            secret = secret_key(office().settings)
            typed = field("caller") or ""
            keep_caller(session, current_actor(), _token(), typed, secret, office().clock())
    except (ContactRefused, HotlineError) as refusal:
        return page({}, call=call_shown(_token(), str(refusal), note=_note())), 400
    return page({}, call=call_shown(_token(), told="号码已记下，加密保存。", note=_note()))


@desk.post("/calls/link")
@permitted(Permission.KEEP_CALLS)
def send_link() -> str | tuple[str, int]:
    """Have the link to the clause sent to the caller."""
    served = office()
    try:
        with served.store.writing() as session:
            channel = order_link(
                session,
                current_actor(),
                _token(),
                field("answer_id") or "",
                served.settings,
                served.clock(),
            )
    except HotlineError as refusal:
        return page({}, call=call_shown(_token(), str(refusal))), 400
    told = f"链接已交{CHANNEL_NAMES[channel]}发送。"
    return page({}, call=call_shown(_token(), told=told))


@desk.post("/calls/log")
@permitted(Permission.KEEP_CALLS)
def log_call() -> AnyResponse | tuple[str, int]:
    """Log what became of the call, the note with it, and be ready for the next one."""
    try:
        outcome = CallOutcome(request.form.get("outcome", ""))
        organ = field("organ") if outcome is CallOutcome.REFERRED else None
        _note_saved()
        with office().store.writing() as session:
            call = log_outcome(
                session,
                current_actor(),
                _token(),
                outcome,
                find_organ(session, organ).id if organ else None,
                office().clock(),
                office().answers.retention,
            )
    except (HotlineError, OrganRefused) as refusal:
        mine = call_shown(_token(), str(refusal), note=_merged(refusal))
        return page({}, call=mine), 409
    except ValueError:
        return page({}, call=call_shown(_token(), "请选择来电的结果", note=_note())), 400
    arguments: dict[str, Any] = {"logged": call.id, **filters_told()}
    return redirect(url_for(".lookup", **arguments))


@desk.post("/calls/consultation")
@permitted(Permission.REGISTER_CASES)
def open_for_caller() -> str:
    """The form of a consultation with what was asked filled in; nothing of it in an address."""
    with office().store.reading() as session:
        answer = find_answer(session, field("answer_id") or "")
        question, answer_id = answer.question, answer.id
    given = Submission(question, "", answer_id, channel=Channel.HOTLINE)
    return registration(given, call=field("call"))


@desk.get("/calls")
@permitted(Permission.SEE_CALLS)
def calls() -> str:
    """A page of the list, newest first, narrowed by the address."""
    chosen = request.args.get("outcome", "")
    mine = request.args.get("whose") == "mine"
    filters = CallFilters(
        CallOutcome(chosen) if chosen in set(CallOutcome) else None,
        current_actor().user_id if mine else None,
        chosen == OPEN,
    )
    with office().store.reading() as session:
        rows, further = list_calls(session, filters, _before(), PAGE)
    kept = {"outcome": chosen, "whose": "mine" if mine else ""}
    told: dict[str, Any] = {name: value for name, value in kept.items() if value}
    return render_template(
        "console/calls.html",
        rows=rows,
        chosen=chosen,
        mine=mine,
        outcomes=[("", "全部"), *OUTCOME_NAMES.items(), (OPEN, "还没有登记")],
        first=url_for(".calls", **told) if _before() is not None else None,
        next=url_for(".calls", before=further, **told) if further is not None else None,
    )


@desk.get("/calls/<int(max=2147483647):call_id>")
@permitted(Permission.SEE_CALLS)
def call(call_id: int) -> str:
    """One call with its note, questions and what came before."""
    return _call_page(call_id)


@desk.post("/calls/<int(max=2147483647):call_id>/caller")
@permitted(Permission.SEE_CALLERS)
def reveal_number(call_id: int) -> str | tuple[str, int]:
    """The caller's number, for who says why."""
    try:
        with office().store.writing() as session:
            number = reveal_caller(
                session, current_actor(), call_id, field("reason") or "", office().clock()
            )
    except ContactReasonRefused as refusal:
        return _call_page(call_id, error=str(refusal)), 400
    return _call_page(call_id, revealed=number or "没有留下号码")


def _call_page(call_id: int, error: str | None = None, revealed: str | None = None) -> str:
    with office().store.reading() as session:
        shown = view_call(session, current_actor(), call_id=call_id)
    return render_template("console/call.html", call=shown, error=error, revealed=revealed)


def _note_saved() -> int:
    with office().store.writing() as session:
        version = request.form.get("version", 0, int)
        return save_note(session, current_actor(), _token(), _note(), version, office().clock())


def _merged(refusal: Exception) -> str:
    """What was typed, with what another window saved meanwhile below it."""
    if isinstance(refusal, NoteChanged):
        return f"{_note()}\n—— 另一个窗口里记的 ——\n{refusal.note}"
    return _note()


def _token() -> str:
    return request.form.get("call", "")


def _note() -> str:
    return request.form.get("note", "").replace("\r\n", "\n")


def _before() -> int | None:
    try:
        return key(request.args.get("before", ""))
    except ValueError:
        return None


desk.add_app_template_global(
    {each.value: name for each, name in OUTCOME_NAMES.items()}.get, "outcome_name"
)
