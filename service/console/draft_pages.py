"""Drafts at the console: upload, the work list, one draft beside its source, the gate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.errors import KnowledgeError
from knowledge.sources import SourceFile
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.document_pages import PAGE, not_found, own_reach, seen_in_form
from service.keeping import gate
from service.keeping.documents import Seen
from service.keeping.drafts import (
    COUNTED,
    After,
    changes_since,
    choose_replaced,
    correct_draft,
    count_drafts,
    discard_draft,
    draft_view,
    find_draft,
    list_drafts,
)
from service.keeping.errors import DocumentChanged, KeepingError, KeepingRefused, NotKept
from service.keeping.reach import issuers_of
from service.keeping.records import Draft, DraftState
from service.public.context import office
from service.public.forms import field
from service.public.reading import as_attachment
from service.replies.checking import PublicAttribute
from service.staff.organs import list_organs
from service.staff.permissions import Permission, may

TOLD = {
    "corrected": "更正已保存；发布时一起带进去，以后的新版也用上。",
    "replaces": "已记下是哪份文件的新版。",
    "in": "已经送审。",
    "back": "已经退回，可以修改后再送审。",
    "secrecy": "保密审查已登记。",
    "sign": "会签已登记。",
    "closed": "已经记下，不发布。",
    "published": "已经发布，几秒后就能检索到。",
}
#: A draft that was chosen: its id, and the version in which it was shown.
_CHOSEN = re.compile(r"(\d{1,9}) (\d{1,9})")
_AFTER = re.compile(r"(\d{1,9})_(\d{1,9})")
_DRAFT = "/drafts/<int(max=2147483647):draft_id>"


@desk.get("/drafts")
@permitted(Permission.SEE_DOCUMENTS)
def drafts() -> str:
    """The work list: what was brought in and where it stands, with the form to bring in more."""
    return _list_page(
        told=request.args.get("uploaded", 0, int), handed=request.args.get("handed", 0, int)
    )


@desk.post("/drafts")
@permitted(Permission.KEEP_DOCUMENTS)
def upload_drafts() -> AnyResponse | tuple[str, int]:
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


@desk.get(_DRAFT)
@permitted(Permission.SEE_DOCUMENTS)
def draft(draft_id: int) -> str:
    """A draft with what was read of it, beside its source."""
    return _page(draft_id, told=TOLD.get(request.args.get("done", "")))


@desk.get(_DRAFT + "/source")
@permitted(Permission.SEE_DOCUMENTS)
def draft_source(draft_id: int) -> AnyResponse:
    """The file as it came, to be saved and never shown as a page of our origin."""
    with office().store.reading() as session:
        try:
            found = find_draft(session, current_actor(), draft_id)
        except NotKept as error:
            raise not_found(error) from error
        name, data = (
            found.name,
            session.scalars(select(Draft.data).where(Draft.id == draft_id)).one(),
        )
    return as_attachment(name, BytesIO(data))


@desk.post(_DRAFT + "/corrections")
@permitted(Permission.KEEP_DOCUMENTS)
def correct_draft_fields(draft_id: int) -> AnyResponse | tuple[str, int]:
    """Save the corrections; what was typed stays on the page where they cannot be."""
    values = {
        name.removeprefix("field-"): text
        for name, text in request.form.items()
        if name.startswith("field-")
    }
    back = request.form.getlist("back")

    def save(session: Session) -> None:
        actor, now = current_actor(), office().clock()
        correct_draft(session, actor, draft_id, values, back, seen_in_form(), now)

    return _done(draft_id, save, "corrected", typed={"values": values, "taken_back": back})


@desk.post(_DRAFT + "/steps")
@permitted(Permission.KEEP_DOCUMENTS)
def move_draft(draft_id: int) -> AnyResponse | tuple[str, int]:
    """A step of whoever keeps the draft: hand in, sign, name what it replaces, close."""
    step = request.form.get("step", "")
    if step not in _STEPS:
        return _page(draft_id, error="请选择要做什么"), 400
    save, done = _STEPS[step]
    return _done(draft_id, lambda session: save(session, draft_id), done)


@desk.post(_DRAFT + "/release")
@permitted(Permission.RELEASE_DRAFTS)
def release_draft(draft_id: int) -> AnyResponse | tuple[str, int]:
    """A step of whoever releases it: review of secrets, hand back, publish."""
    step = request.form.get("step", "")
    if step == "publish":
        return _published(draft_id)
    if step not in _RELEASING:
        return _page(draft_id, error="请选择要做什么"), 400
    save, done = _RELEASING[step]
    return _done(draft_id, lambda session: save(session, draft_id), done)


def _published(draft_id: int) -> AnyResponse | tuple[str, int]:
    def save() -> None:
        gate.publish(office().store, current_actor(), draft_id, seen_in_form(), office().clock)

    return _saved(draft_id, save, "published")


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


@desk.post("/drafts/hand-in")
@permitted(Permission.KEEP_DOCUMENTS)
def hand_in_drafts() -> AnyResponse | tuple[str, int]:
    """Hand in every chosen draft, each by itself, so that one may fail."""
    chosen = [_CHOSEN.fullmatch(each) for each in request.form.getlist("chosen")]
    failures = []
    for each in filter(None, chosen):
        try:
            with office().store.writing() as session:
                actor, now, seen = current_actor(), office().clock(), Seen(int(each[2]), 0)
                gate.hand_in(session, actor, int(each[1]), _attribute(), (), seen, now)
        except KeepingError as error:
            failures.append(f"第 {each[1]} 份：{error}")
    if failures or not chosen:
        told = f"送审 {len(chosen) - len(failures)} 份。" + "；".join(failures)
        return _list_page(error=told if chosen else "请先勾选要送审的草稿"), 409
    return redirect(url_for(".drafts", handed=len(chosen)))


def _attribute() -> PublicAttribute:
    chosen = request.form.get("attribute", "")
    if chosen not in set(PublicAttribute):
        raise KeepingRefused("请选择公开属性")
    return PublicAttribute(chosen)


def _hand_in(session: Session, draft_id: int) -> None:
    organs = [int(each) for each in request.form.getlist("organ") if each.isdecimal()]
    gate.hand_in(
        session,
        current_actor(),
        draft_id,
        _attribute(),
        [each for each in organs if each < 2**31],
        seen_in_form(),
        office().clock(),
    )


def _replaces(session: Session, draft_id: int) -> None:
    chosen, now = (field("replaces") or "").strip()[:32], office().clock()
    if chosen:
        issuers_of(session, own_reach(session), chosen)
    choose_replaced(session, current_actor(), draft_id, chosen, seen_in_form(), now)


def _discard(session: Session, draft_id: int) -> None:
    why, now = field("why") or "", office().clock()
    discard_draft(session, current_actor(), draft_id, why, seen_in_form(), now)


def _hand_back(session: Session, draft_id: int) -> None:
    why, now = field("why") or "", office().clock()
    gate.hand_back(session, current_actor(), draft_id, why, seen_in_form(), now)


def _checking(check: Callable[..., None]) -> Callable[[Session, int], None]:
    def save(session: Session, draft_id: int) -> None:
        words, now = field("why") or "", office().clock()
        passed = request.form.get("result") == "yes"
        if request.form.get("result") not in ("yes", "no"):
            raise KeepingRefused("请选择结果")
        check(session, current_actor(), draft_id, words, seen_in_form(), now, passed=passed)

    return save


#: What a form says, what it does, and what is told after it.
_STEPS: Mapping[str, tuple[Callable[[Session, int], None], str]] = {
    "in": (_hand_in, "in"),
    "sign": (_checking(gate.countersign), "sign"),
    "replaces": (_replaces, "replaces"),
    "close": (_discard, "closed"),
}
_RELEASING: Mapping[str, tuple[Callable[[Session, int], None], str]] = {
    "secrecy": (_checking(gate.review_secrecy), "secrecy"),
    "back": (_hand_back, "back"),
}


def _done(
    draft_id: int, save: Callable[[Session], None], done: str, **more: Any
) -> AnyResponse | tuple[str, int]:
    def in_transaction() -> None:
        with office().store.writing() as session:
            save(session)

    return _saved(draft_id, in_transaction, done, **more)


def _saved(
    draft_id: int, save: Callable[[], None], done: str, **more: Any
) -> AnyResponse | tuple[str, int]:
    """Save and show it; where it is refused, the page with why, and what others did meanwhile."""
    try:
        save()
    except NotKept as error:
        raise not_found(error) from error
    except DocumentChanged as error:
        return _page(draft_id, error=str(error), stale=True, **more), 409
    except (KeepingError, KnowledgeError) as error:
        return _page(draft_id, error=str(error), **more), 400
    return redirect(url_for(".draft", draft_id=draft_id, done=done))


def _page(draft_id: int, *, stale: bool = False, **more: Any) -> str:
    actor = current_actor()
    with office().store.reading() as session:
        try:
            view = draft_view(session, actor, draft_id)
        except NotKept as error:
            raise not_found(error) from error
        keeps = may(actor, Permission.KEEP_DOCUMENTS)
        editing = view.draft.state == DraftState.EDITING
        return render_template(
            "console/draft.html",
            view=view,
            draft=view.draft,
            read=view.read,
            steps=gate.steps_of(session, view.draft),
            organs=[each for each in list_organs(session) if each.id != view.draft.organ_id],
            attributes=list(PublicAttribute),
            may_edit=keeps and editing,
            may_sign=keeps and gate.may_sign(view.draft, actor),
            may_release=may(actor, Permission.RELEASE_DRAFTS),
            foreign=editing and not own_reach(session).covers(view.issuers),
            is_author=actor.user_id in gate.authors_of(view.draft),
            meanwhile=changes_since(session, draft_id, seen_in_form()) if stale else [],
            **more,
        )


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
