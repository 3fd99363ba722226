"""Whether an answer helped: two buttons under it, and the reasons where it did not.

Without JavaScript the buttons post a form and these pages answer; with it, the same is sent to the
JSON API and the answer stays where it is.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from service.feedback.giving import MAX_WORDS, Feedback, FeedbackRefused, give
from service.feedback.records import Shortcoming
from service.public.context import office
from service.public.forms import field

feedback = Blueprint("feedback", __name__, url_prefix="/feedback")


@feedback.post("")
def tell() -> str | tuple[str, int]:
    """Keep the word on the answer, and ask for the reason where it did not help."""
    given = Feedback(
        answer_id=field("answer_id") or "",
        helpful=field("helpful") == "yes",
        reason=next((each for each in Shortcoming if each.value == field("reason")), None),
        words=field("words"),
    )
    try:
        kept = give(office().store, office().clock, given)
    except FeedbackRefused as refusal:
        return _page(given, str(refusal)), 400
    return _page(kept)


@feedback.get("")
def reloaded() -> str:
    """A reloaded address says nothing of any answer."""
    return _page(None)


def _page(given: Feedback | None, error: str | None = None) -> str:
    return render_template(
        "feedback.html", given=given, error=error, reasons=list(Shortcoming), longest=MAX_WORDS
    )
