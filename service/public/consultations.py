"""The pages on which citizens leave a consultation and look one up.

Numbers and codes travel in bodies only: every answer here comes from a POST and is not stored.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from service.answering.errors import QuestionRefused
from service.consultations.errors import (
    ConsultationNotFound,
    FormTokenReused,
    SubmissionRefused,
)
from service.consultations.numbers import new_form_token
from service.consultations.submission import Submission
from service.privacy_notice import PRIVACY_NOTICE
from service.public.context import office
from service.public.forms import field

consultations = Blueprint("consultations", __name__, url_prefix="/consultations")


@consultations.get("")
def form() -> str:
    """The empty form."""
    return _form()


@consultations.post("")
def submit() -> str | tuple[str, int]:
    """Take in the form and show the receipt; a form that cannot be taken is shown again."""
    submission = Submission(
        question=field("question") or "",
        form_token=field("form_token") or "",
        answer_id=field("answer_id"),
        contact=field("contact"),
        contact_name=field("contact_name"),
    )
    try:
        receipt = office().consultations.submit(submission)
    except (QuestionRefused, SubmissionRefused) as refusal:
        return _form(submission, str(refusal)), 400
    except FormTokenReused as refusal:
        return _form(submission, str(refusal)), 409
    return render_template("receipt.html", receipt=receipt)


@consultations.get("/lookup")
def lookup_form() -> str:
    """The form that asks for number and code."""
    return render_template("lookup.html")


@consultations.post("/lookup")
def lookup() -> str | tuple[str, int]:
    """Where the consultation stands; number and code are never put into an address."""
    number = field("number") or ""
    try:
        status = office().consultations.lookup(number.strip(), (field("code") or "").strip())
    except ConsultationNotFound as refusal:
        return render_template("lookup.html", number=number.strip(), error=str(refusal)), 404
    return render_template("status.html", status=status)


def _form(submission: Submission | None = None, error: str | None = None) -> str:
    """The form, with what was filled in and a new token."""
    return render_template(
        "consultation.html",
        values=submission,
        error=error,
        privacy=PRIVACY_NOTICE,
        form_token=new_form_token(),
    )
