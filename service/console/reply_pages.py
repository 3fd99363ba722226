"""The reply's editor, with the look-up beside it, and the reply as the citizen will read it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.answering.errors import QuestionRefused, SearchUnavailable
from service.console.access import NOT_PERMITTED, current_actor, permitted
from service.console.citing import CitationShown, Letter, shown_citations, shown_evidence
from service.console.desk import desk
from service.console.editing import EditorForm, cited
from service.consultations.case_files import find_case, words_of
from service.consultations.permitting import in_charge
from service.consultations.records import Consultation
from service.consultations.states import Move
from service.public.context import office, today
from service.public.forms import field
from service.public.problems import Problem
from service.replies.drafting import latest_draft, save_draft
from service.replies.errors import CitationRefused, ReplyError
from service.replies.evidence import find_evidence
from service.replies.outcomes import TEMPLATES, ReplyOutcome
from service.staff.permissions import Permission
from service.staff.records import Organ

OUTCOMES = [(outcome.value, template.label) for outcome, template in TEMPLATES.items()]


@desk.get("/cases/<number>/reply")
@permitted(Permission.DRAFT_REPLIES)
def reply(number: str) -> str:
    """The editor with the newest draft, and what is found for the question's own words."""
    with office().store.reading() as session:
        case = find_case(session, current_actor(), number)
        if not in_charge(case, current_actor()):
            raise Problem(NOT_PERMITTED, "答复由主办单位起草；协办单位请在咨询页提出协办意见。")
        draft = latest_draft(session, case.id)
        form = EditorForm.of(draft) if draft else _blank(session, case)
        return _editor(session, case, form, words=case.question)


@desk.post("/cases/<number>/reply")
@permitted(Permission.DRAFT_REPLIES)
def edit_reply(number: str) -> AnyResponse | str | tuple[str, int]:
    """One press of the editor: look up, cite, drop, begin anew, preview or save."""
    form, words = pressed(EditorForm.read(request.form)), field("words") or ""
    if "save" in request.form:
        return _save(number, form, words)
    with office().store.reading() as session:
        case = find_case(session, current_actor(), number)
        return _editor(session, case, form, words, preview="preview" in request.form)


def pressed(form: EditorForm) -> EditorForm:
    """The form after the button that was pressed in it."""
    if added := request.form.get("cite"):
        return form.citing(added)
    if "drop" in request.form:
        return form.dropping(request.form.get("drop", -1, int))
    if "begin" in request.form and form.outcome in set(ReplyOutcome):
        return form.begun_anew(ReplyOutcome(form.outcome))
    return form


def evidence_for(session: Session, words: str) -> tuple[list[CitationShown], str | None]:
    """What the look-up finds, and why it cannot look up the words."""
    if not words:
        return [], None
    try:
        return shown_evidence(find_evidence(session, office(), words)), None
    except (QuestionRefused, SearchUnavailable) as refusal:
        return [], str(refusal)


def citations_for(session: Session, form: EditorForm) -> tuple[list[CitationShown], str | None]:
    """The form's citations, and why one of them cannot be kept; then none is shown."""
    try:
        return shown_citations(session, cited(session, form.citations), today()), None
    except CitationRefused as refusal:
        return [], str(refusal)


def _save(number: str, form: EditorForm, words: str) -> AnyResponse | tuple[str, int]:
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            wording = form.wording(session, today())
            save_draft(session, current_actor(), case.id, wording, form.saved, office().clock())
    except ReplyError as refusal:
        with office().store.reading() as session:
            case = find_case(session, current_actor(), number)
            return _editor(session, case, form, words, error=str(refusal)), 400
    return redirect(url_for(".case", number=number, done="draft"))


def draw_editor(
    session: Session,
    case: Consultation,
    form: EditorForm,
    words: str,
    *,
    preview: bool = False,
    **more: Any,
) -> str:
    """The editor's page; with `preview` the text as people will read it stands above."""
    citations, refused = citations_for(session, form)
    findings, unasked = evidence_for(session, words)
    letter = Letter(form.conclusion, citations, form.way, form.organ, form.phone, today())
    shown = {
        "number": case.number,
        "question": case.question,
        "draft": form,
        "citations": citations,
        "outcomes": OUTCOMES,
        "findings": findings,
        "words": words,
        "opinions": words_of(case, Move.ADVISE),
        "letter": letter if preview and not refused else None,
        "error": refused or unasked,
    }
    return render_template("console/reply.html", **shown | more)


def _editor(session: Session, case: Consultation, form: EditorForm, words: str, **more: Any) -> str:
    action = url_for(".edit_reply", number=case.number)
    return draw_editor(session, case, form, words, action=action, heading="起草答复", **more)


def _blank(session: Session, case: Consultation) -> EditorForm:
    """The form before the first draft, with the organ's name and telephone number."""
    organ = session.get(Organ, case.organ_id) if case.organ_id else None
    name, phone = (organ.name, organ.phone) if organ else ("", "")
    return EditorForm.blank(ReplyOutcome.RULED, name, phone)
