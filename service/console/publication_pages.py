"""From a reply to a question and answer for all, and back: publishing, and what is held back."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.errors import KnowledgeError
from service.console.access import current_actor, permitted
from service.console.case_pages import CHECKS
from service.console.check_pages import posted_check
from service.console.citing import letter_of
from service.console.desk import desk
from service.console.editing import EditorForm
from service.console.reply_pages import draw_editor, pressed
from service.consultations.case_files import find_case
from service.consultations.records import Consultation
from service.personal_data import names_in
from service.public.context import office, today
from service.public.forms import field
from service.replies.checking import check_of, record_check
from service.replies.errors import DraftMissing, PublicationRefused, ReplyError, TextRefused
from service.replies.pairs import PairForm, latest_pair, personal_in, propose_pair, save_pair
from service.replies.publishing import approve_pair, published_of, withdraw_pair
from service.replies.waiting import pairs_to_approve, published_pairs, unpublished_replies
from service.replies.watching import confirm_answer, held_answers
from service.staff.permissions import Permission, may

TOLD = {
    "saved": "公开稿已保存，等另一个人批准。",
    "checked": "保密审查已登记。",
    "published": "已经公开，几秒后就能检索到。",
    "withdrawn": "已经撤下，不再用来回答。",
    "confirmed": "已经确认，恢复使用。",
}


@desk.get("/publication")
@permitted(Permission.SEE_PUBLICATION)
def publication() -> str:
    """What may be published, what waits for a second person, and what is published."""
    actor = current_actor()
    with office().store.reading() as session:
        return render_template(
            "console/publication.html",
            sections=[
                ("等待批准", pairs_to_approve(session, actor), "没有等待批准的公开稿。"),
                ("可以公开", unpublished_replies(session, actor), "没有新的答复可以公开。"),
                ("已经公开", published_pairs(session, actor), "还没有公开过问答。"),
            ],
            held=len(held_answers(session, today())),
        )


@desk.get("/cases/<number>/pair")
@permitted(Permission.SEE_PUBLICATION)
def pair(number: str) -> str:
    """The newest text of the pair, what stands in its way, and who may do what with it."""
    return _page(number, told=TOLD.get(request.args.get("done", "")))


@desk.get("/cases/<number>/pair/edit")
@permitted(Permission.DRAFT_PAIRS)
def pair_editor(number: str) -> str:
    """The editor, with what was found to be personal data masked."""
    with office().store.reading() as session:
        case = find_case(session, current_actor(), number)
        try:
            proposal = propose_pair(session, case.id, today())
        except PublicationRefused as refusal:
            return _page(number, error=str(refusal))
        form = EditorForm.proposed(proposal)
        found = [each.words for each in proposal.found]
        return _editor(session, case, form, case.question, found=found)


@desk.post("/cases/<number>/pair/edit")
@permitted(Permission.DRAFT_PAIRS)
def edit_pair(number: str) -> AnyResponse | str | tuple[str, int]:
    """One press of the editor."""
    form, words = pressed(EditorForm.read(request.form)), field("words") or ""
    if "save" not in request.form:
        with office().store.reading() as session:
            case = find_case(session, current_actor(), number)
            return _editor(session, case, form, words, preview="preview" in request.form)
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            pair_form = _pair_form(session, form)
            save_pair(session, current_actor(), case.id, pair_form, form.saved, office().clock())
    except ReplyError as refusal:
        with office().store.reading() as session:
            case = find_case(session, current_actor(), number)
            return _editor(session, case, form, words, error=str(refusal)), 400
    return redirect(url_for(".pair", number=number, done="saved"))


@desk.post("/cases/<number>/pair/check")
@permitted(Permission.PUBLISH_REPLIES)
def check_pair(number: str) -> AnyResponse | tuple[str, int]:
    """Record the confidentiality check of the pair's newest text."""
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            text = latest_pair(session, case.id)
            if text is None:
                raise DraftMissing("还没有公开稿")
            record_check(session, current_actor(), text.id, posted_check(), office().clock())
    except ReplyError as refusal:
        return _page(number, error=str(refusal)), 400
    return redirect(url_for(".pair", number=number, done="checked"))


@desk.post("/cases/<number>/pair/approve")
@permitted(Permission.PUBLISH_REPLIES)
def publish_pair(number: str) -> AnyResponse | tuple[str, int]:
    """Publish the text that was shown."""
    expected = request.form.get("saved", 0, int)
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            approve_pair(session, current_actor(), case.id, expected, office().clock())
    except ReplyError as refusal:
        return _page(number, error=str(refusal)), 400
    return redirect(url_for(".pair", number=number, done="published"))


@desk.post("/cases/<number>/pair/withdraw")
@permitted(Permission.PUBLISH_REPLIES)
def take_out(number: str) -> AnyResponse | tuple[str, int]:
    """Take the published answer out of answers for a reason."""
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            why = field("reason") or ""
            withdraw_pair(session, current_actor(), case.id, why, office().clock())
    except (ReplyError, KnowledgeError) as refusal:
        return _page(number, error=str(refusal)), 400
    return redirect(url_for(".pair", number=number, done="withdrawn"))


@desk.get("/held")
@permitted(Permission.SEE_PUBLICATION)
def held() -> str:
    """The published answers that are out of answers, and which citation changed how."""
    return _held(told=TOLD.get(request.args.get("done", "")))


@desk.post("/cases/<number>/pair/confirm")
@permitted(Permission.PUBLISH_REPLIES)
def confirm(number: str) -> AnyResponse | tuple[str, int]:
    """Say that the answer holds in spite of the changes that were shown."""
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            seen, why = request.form.getlist("seen"), field("reason") or ""
            confirm_answer(session, current_actor(), case.id, seen, why, office().clock())
    except ReplyError as refusal:
        return _held(error=str(refusal)), 400
    return redirect(url_for(".held", done="confirmed"))


def _held(**more: Any) -> str:
    with office().store.reading() as session:
        return render_template(
            "console/held.html",
            items=held_answers(session, today()),
            may_confirm=may(current_actor(), Permission.PUBLISH_REPLIES),
            **more,
        )


def _page(number: str, **more: Any) -> str:
    actor = current_actor()
    with office().store.reading() as session:
        case = find_case(session, actor, number)
        text = latest_pair(session, case.id)
        return render_template(
            "console/pair.html",
            number=case.number,
            question=case.question,
            text=text,
            letter=letter_of(text) if text else None,
            personal=[each.words for each in personal_in(text, names_in(case.question))]
            if text
            else [],
            check=check_of(session, text.id) if text else None,
            checks=CHECKS,
            published=published_of(session, case.id),
            may_draft=may(actor, Permission.DRAFT_PAIRS),
            may_publish=may(actor, Permission.PUBLISH_REPLIES),
            **more,
        )


def _editor(session: Session, case: Consultation, form: EditorForm, words: str, **more: Any) -> str:
    action = url_for(".edit_pair", number=case.number)
    return draw_editor(
        session, case, form, words, action=action, heading="公开稿", pair=True, **more
    )


def _pair_form(session: Session, form: EditorForm) -> PairForm:
    try:
        expires_on = date.fromisoformat(form.expires_on)
    except ValueError as error:
        raise TextRefused("expires_on", "请填写有效期") from error
    wording = form.wording(session, today())
    return PairForm(form.question, wording, expires_on, form.words_that_may_stay)
