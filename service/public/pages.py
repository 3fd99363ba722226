"""The citizens' pages: ask and read the answer. They work without JavaScript.

A question travels in a form's body, never in an address, so it stands in no history and no log.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from service.answering.answer import AskRequest
from service.answering.errors import QuestionRefused
from service.consultations.numbers import new_form_token
from service.privacy_notice import PRIVACY_NOTICE
from service.public.asking import answered
from service.public.forms import field

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """The page with the question box."""
    return _home()


@pages.post("/ask")
def ask() -> str | tuple[str, int]:
    """The answer to a question sent as a form."""
    question = field("question") or ""
    try:
        result = answered(AskRequest(question, field("conversation")))
    except QuestionRefused as refusal:
        return _home(str(refusal), question), 400
    return render_template(
        "answer.html",
        question=question.strip(),
        result=result,
        privacy=PRIVACY_NOTICE,
        form_token=new_form_token(),
    )


@pages.get("/ask")
def ask_again() -> str:
    """The question box: a reloaded or copied address of an answer holds no question."""
    return _home()


@pages.get("/privacy")
def privacy() -> str:
    """What is done with personal data, in the version that is stored with a consultation."""
    return render_template("privacy.html", privacy=PRIVACY_NOTICE)


def _home(error: str | None = None, question: str = "") -> str:
    return render_template("home.html", error=error, question=question, privacy=PRIVACY_NOTICE)
