"""What citizens say of the answers: how many helped, and those that did not, with the reasons."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template

from service.console.access import permitted
from service.console.desk import desk
from service.feedback.listing import tally, unhelpful_answers
from service.public.context import office
from service.staff.permissions import Permission

#: The span that is shown.
DAYS = 30

#: How a question ended, as staff read it.
OUTCOMES = {
    "answered": "已回答",
    "suggested": "列出相近条款",
    "unanswered": "没有查到",
    "redirected": "转其他渠道",
}


@desk.get("/feedback")
@permitted(Permission.SEE_QUESTIONS)
def feedback() -> str:
    """The span's count, and the answers that did not help, the newest first."""
    since = office().clock() - timedelta(days=DAYS)
    with office().store.reading() as session:
        return render_template(
            "console/feedback.html",
            tally=tally(session, since),
            rows=unhelpful_answers(session, since),
            outcomes=OUTCOMES,
            days=DAYS,
        )
