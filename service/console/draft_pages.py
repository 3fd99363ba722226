"""One draft at the console: beside its source, corrected in place, through the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.keeping_forms import (
    Answered,
    not_found,
    own_reach,
    saved,
    saved_in_transaction,
    seen_in_form,
    typed_values,
)
from service.keeping import gate, gate_steps
from service.keeping.draft_editing import choose_replaced, correct_draft, discard_draft, read_again
from service.keeping.draft_views import changes_since, draft_view
from service.keeping.drafts import keeps
from service.keeping.errors import KeepingRefused, NotKept
from service.keeping.reach import issuers_of
from service.keeping.records import DraftState
from service.public.context import office
from service.public.forms import field
from service.public.security import may_frame_own_pages
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
    "again": "正在再读一次，读完就显示在这里。",
    "published": "已经发布，几秒后就能检索到。",
}
_DRAFT = "/drafts/<int(max=2147483647):draft_id>"


@desk.get(_DRAFT)
@permitted(Permission.SEE_DOCUMENTS)
def draft(draft_id: int) -> str:
    """A draft with what was read of it, beside its source."""
    return _page(draft_id, told=TOLD.get(request.args.get("done", "")))


@desk.post(_DRAFT + "/corrections")
@permitted(Permission.KEEP_DOCUMENTS)
def correct_draft_fields(draft_id: int) -> Answered:
    """Save the corrections; what was typed stays on the page where they cannot be."""
    values, back = typed_values(), request.form.getlist("back")

    def save(session: Session) -> None:
        actor, now = current_actor(), office().clock()
        correct_draft(session, actor, draft_id, values, back, seen_in_form(), now)

    return _done(draft_id, save, "corrected", typed={"values": values, "taken_back": back})


@desk.post(_DRAFT + "/steps")
@permitted(Permission.KEEP_DOCUMENTS)
def move_draft(draft_id: int) -> Answered:
    """A step of whoever keeps the draft: hand in, sign, name what it replaces, close."""
    step = request.form.get("step", "")
    if step not in _STEPS:
        return _page(draft_id, error="请选择要做什么"), 400
    save, done = _STEPS[step]
    return _done(draft_id, lambda session: save(session, draft_id), done)


@desk.post(_DRAFT + "/release")
@permitted(Permission.RELEASE_DRAFTS)
def release_draft(draft_id: int) -> Answered:
    """A step of whoever releases it: review of secrets, hand back, publish."""
    step = request.form.get("step", "")
    if step == "publish":
        return _published(draft_id)
    if step not in _RELEASING:
        return _page(draft_id, error="请选择要做什么"), 400
    save, done = _RELEASING[step]
    return _done(draft_id, lambda session: save(session, draft_id), done)


def _published(draft_id: int) -> Answered:
    def save() -> None:
        gate.publish(office().store, current_actor(), draft_id, seen_in_form(), office().clock)

    return saved(save, partial(_page, draft_id), _address(draft_id, "published"))


def chosen_attribute() -> PublicAttribute:
    """The 公开属性 that the form says; raises KeepingRefused where it says none."""
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
        chosen_attribute(),
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


def _again(session: Session, draft_id: int) -> None:
    read_again(session, current_actor(), draft_id, seen_in_form(), office().clock())


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
    "again": (_again, "again"),
}
_RELEASING: Mapping[str, tuple[Callable[[Session, int], None], str]] = {
    "secrecy": (_checking(gate.review_secrecy), "secrecy"),
    "back": (_hand_back, "back"),
}


def _done(draft_id: int, save: Callable[[Session], None], done: str, **more: Any) -> Answered:
    return saved_in_transaction(save, partial(_page, draft_id, **more), _address(draft_id, done))


def _address(draft_id: int, done: str) -> str:
    return url_for(".draft", draft_id=draft_id, done=done)


def _page(draft_id: int, *, stale: bool = False, **more: Any) -> str:
    actor = current_actor()
    may_frame_own_pages()
    with office().store.reading() as session:
        try:
            view = draft_view(session, actor, draft_id)
        except NotKept as error:
            raise not_found(error) from error
        works = may(actor, Permission.KEEP_DOCUMENTS)
        own = keeps(actor, view.draft)
        editing = view.draft.state == DraftState.EDITING
        reading = view.draft.state == DraftState.READING
        return render_template(
            "console/draft.html",
            view=view,
            draft=view.draft,
            read=view.read,
            steps=gate_steps.steps_of(session, view.draft),
            organs=[each for each in list_organs(session) if each.id != view.draft.organ_id],
            attributes=list(PublicAttribute),
            reading=reading,
            may_edit=works and own and editing,
            may_close=works and own and (editing or reading),
            may_sign=works and gate_steps.may_sign(view.draft, actor),
            may_release=own and may(actor, Permission.RELEASE_DRAFTS),
            foreign=editing and not own_reach(session).covers(view.issuers),
            is_author=actor.user_id in gate_steps.authors_of(view.draft),
            meanwhile=changes_since(session, draft_id, seen_in_form()) if stale else [],
            **more,
        )
