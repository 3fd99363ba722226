"""The work list of drafts at the console: bringing files in, handing several in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import redirect, render_template, request, url_for

from knowledge.errors import KnowledgeError
from knowledge.sources import SourceFile
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.draft_pages import chosen_attribute
from service.console.keeping_forms import PAGE, Answered
from service.keeping import gate
from service.keeping.documents import Seen
from service.keeping.draft_views import near_documents
from service.keeping.drafts import COUNTED, After, count_drafts, list_drafts
from service.keeping.errors import KeepingError, KeepingRefused
from service.keeping.records import DraftState
from service.public.context import office
from service.public.forms import field
from service.replies.checking import PublicAttribute
from service.staff.organs import list_organs
from service.staff.permissions import Permission, may

#: A draft that was chosen: its id, and the version in which it was shown.
_CHOSEN = re.compile(r"(\d{1,9}) (\d{1,9})")
_AFTER = re.compile(r"(\d{1,9})_(\d{1,9})")


@desk.get("/drafts")
@permitted(Permission.SEE_DOCUMENTS)
def drafts() -> str:
    """The work list: what was brought in and where it stands, with the form to bring in more."""
    return _list_page(
        told=request.args.get("uploaded", 0, int), handed=request.args.get("handed", 0, int)
    )


@desk.post("/drafts")
@permitted(Permission.KEEP_DOCUMENTS)
def upload_drafts() -> Answered:
    """Bring in files, or what an address gives."""
    from service.keeping.uploads import add_drafts, drafts_of  # with what reads documents

    now = office().clock()
    try:
        made = drafts_of(_sources(), current_actor(), now)
        with office().store.writing() as session:
            add_drafts(session, current_actor(), made, now)
    except (KeepingError, KnowledgeError) as error:
        return _list_page(error=str(error)), 400
    return redirect(url_for(".drafts", uploaded=len(made)))


@desk.post("/drafts/hand-in")
@permitted(Permission.KEEP_DOCUMENTS)
def hand_in_drafts() -> Answered:
    """Hand in every chosen draft, each by itself, so that one may fail."""
    chosen = [_CHOSEN.fullmatch(each) for each in request.form.getlist("chosen")]
    failures = []
    for each in filter(None, chosen):
        try:
            with office().store.writing() as session:
                actor, now, seen = current_actor(), office().clock(), Seen(int(each[2]), 0)
                gate.hand_in(session, actor, int(each[1]), chosen_attribute(), (), seen, now)
        except KeepingError as error:
            failures.append(f"第 {each[1]} 份：{error}")
    if failures or not chosen:
        told = f"送审 {len(chosen) - len(failures)} 份。" + "；".join(failures)
        return _list_page(error=told if chosen else "请先勾选要送审的草稿"), 409
    return redirect(url_for(".drafts", handed=len(chosen)))


def _sources() -> Iterator[SourceFile]:
    from service.keeping.uploads import fetched, uploaded
    from service.pulling import fetch_policy

    for file in request.files.getlist("file"):
        data = file.read()
        if file.filename and data.strip():
            yield uploaded(file.filename.replace("\\", "/").rpartition("/")[2], data)
        elif file.filename:
            raise KeepingRefused(f"“{file.filename}”是空的")
    address = (field("address") or "").strip()
    if address:
        yield fetched(fetch_policy(office().settings), address)


def _list_page(told: int = 0, handed: int = 0, error: str | None = None) -> str:
    chosen = request.args.get("state", "")
    state = DraftState(chosen) if chosen in set(DraftState) else DraftState.EDITING
    after = _read_after(request.args.get("after", ""))
    actor = current_actor()
    with office().store.reading() as session:
        found, following = list_drafts(session, actor, state, PAGE, after)
        counts = count_drafts(session, actor)
        organs = {organ.id: organ.short_name for organ in list_organs(session)}
        return render_template(
            "console/drafts.html",
            found=found,
            state=state,
            counts=counts,
            counted=COUNTED,
            organs=organs,
            near=near_documents(session, [each.id for each in found]),
            reading=counts[DraftState.READING],
            told=told,
            handed=handed,
            error=error,
            attributes=[(each.value, each.value) for each in PublicAttribute],
            may_keep=may(actor, Permission.KEEP_DOCUMENTS),
            first=url_for(".drafts", state=state.value) if after else None,
            next=url_for(".drafts", state=state.value, after="_".join(map(str, following)))
            if following
            else None,
        )


def _read_after(typed: str) -> After | None:
    found = _AFTER.fullmatch(typed)
    return (int(found[1]), int(found[2])) if found else None
