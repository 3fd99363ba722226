"""The pages on which citizens leave a consultation and look one up.

Numbers and codes travel in bodies only: every answer here comes from a POST and is not stored. What
a citizen does next carries both again, in the form's hidden fields, since there are no cookies.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template

from service.answering.errors import QuestionRefused
from service.consultations.citizens import CitizenView
from service.consultations.details import MoveDetails
from service.consultations.errors import (
    CaseChanged,
    ConsultationNotFound,
    FormTokenReused,
    MoveRefused,
    SubmissionRefused,
    TooManyGuesses,
)
from service.consultations.numbers import new_form_token
from service.consultations.states import OPEN_STATES, Rating
from service.consultations.submission import Submission
from service.privacy_notice import PRIVACY_NOTICE
from service.public.cases import SLUGS, address, elsewhere, present_case
from service.public.context import office
from service.public.forms import field
from service.public.problems import KINDS, Problem

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
    return render_template(
        "receipt.html", receipt=receipt, elsewhere=elsewhere(submission.question)
    )


@consultations.get("/lookup")
def lookup_form() -> str:
    """The form that asks for number and code."""
    return render_template("lookup.html")


@consultations.post("/lookup")
def lookup() -> str | tuple[str, int]:
    """Where the consultation stands; number and code are never put into an address."""
    number, code = _holder()
    return _shown(lambda: office().citizens.lookup(number, code, address()))


@consultations.post("/act/<slug>")
def act(slug: str) -> str | tuple[str, int]:
    """Supplement, withdraw, rate or reopen; then where the consultation stands."""
    move = SLUGS.get(slug)
    if move is None:
        raise Problem(KINDS["not-found"])
    number, code = _holder()
    rating = next((each for each in Rating if each.value == field("rating")), None)
    details = MoveDetails(reason=field("reason") or "", rating=rating)
    desk = office().citizens
    try:
        return _shown(lambda: desk.act(number, code, move, details, address()), told=slug)
    except (CaseChanged, MoveRefused) as refusal:
        message = str(refusal)
    page = _shown(lambda: desk.lookup(number, code, address()), error=message)
    return (page, 409) if isinstance(page, str) else page


def _holder() -> tuple[str, str]:
    """Number and code of the posted form."""
    return (field("number") or "").strip(), (field("code") or "").strip()


def _shown(
    open_case: Callable[[], CitizenView], told: str | None = None, error: str | None = None
) -> str | tuple[str, int]:
    """The page of a consultation, or the form again where number and code do not open it."""
    number, code = _holder()
    try:
        view = open_case()
    except ConsultationNotFound as refusal:
        return _refused(number, refusal), 404
    except TooManyGuesses as refusal:
        return _refused(number, refusal), 429
    return render_template(
        "status.html",
        status=present_case(view),
        code=code,
        told=told,
        error=error,
        replied=view.state not in OPEN_STATES,
        ratings=[each.value for each in Rating],
    )


def _refused(number: str, refusal: Exception) -> str:
    """The form that asks for number and code, the code not repeated anywhere."""
    return render_template("lookup.html", number=number, error=str(refusal), refused=True)


def _form(submission: Submission | None = None, error: str | None = None) -> str:
    """The form, with what was filled in and a new token."""
    return render_template(
        "consultation.html",
        values=submission,
        error=error,
        privacy=PRIVACY_NOTICE,
        form_token=new_form_token(),
    )
