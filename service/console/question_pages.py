"""Questions that no document answers, grouped by likeness; the chosen ones taken up at once."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.public.context import office
from service.public.forms import key
from service.replies.errors import GroupUnknown
from service.replies.question_groups import open_consultation, unanswered_groups
from service.staff.permissions import Permission, may

#: The span that is counted, and how often a question must have come to be listed.
DAYS, LEAST = 30, 1


@desk.get("/questions")
@permitted(Permission.SEE_QUESTIONS)
def questions() -> str:
    """The groups of the span, the most asked first: those that wait, and those taken up."""
    return _page()


@desk.post("/questions")
@permitted(Permission.TAKE_UP_QUESTIONS)
def take_up_questions() -> AnyResponse | tuple[str, int]:
    """Open one consultation for each chosen group."""
    served, opened = office(), 0
    chosen = request.form.getlist("group", key)
    try:
        for group in chosen:
            open_consultation(
                served.store, served.consultations, current_actor(), group, served.clock()
            )
            opened += 1
    except GroupUnknown as refusal:
        return _page(f"已立 {opened} 件。{refusal}"), 409
    if not chosen:
        return _page("请先勾选要立为咨询的提问。"), 400
    return redirect(url_for(".questions", opened=opened))


def _page(error: str | None = None) -> str:
    since = office().clock() - timedelta(days=DAYS)
    with office().store.reading() as session:
        waiting = unanswered_groups(session, since, least=LEAST)
        taken_up = unanswered_groups(session, since, taken_up=True, least=LEAST)
    return render_template(
        "console/questions.html",
        waiting=waiting,
        taken_up=taken_up,
        days=DAYS,
        may_take_up=may(current_actor(), Permission.TAKE_UP_QUESTIONS),
        opened=request.args.get("opened", 0, int),
        error=error,
    )
