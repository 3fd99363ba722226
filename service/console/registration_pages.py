"""Consultations of people who call or come by, written down by the staff who listen to them.

What they leave is kept as a citizen's own form is: numbers in the question masked, contact data
sealed. Number and code are shown on the receipt alone, to be read out; neither is ever an address.
"""

from __future__ import annotations

from flask import render_template, request

from service.answering.errors import QuestionRefused
from service.answering.question import MAX_QUESTION_CHARACTERS
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.consultations.case_files import find_case
from service.consultations.errors import FormTokenReused, SubmissionRefused
from service.consultations.likeness import similar_cases
from service.consultations.numbers import new_form_token
from service.consultations.records import Channel
from service.consultations.submission import MAX_NAME, Submission
from service.consultations.telling import CHANNEL_NAMES
from service.hotline.callers import masked_caller, read_caller
from service.hotline.calls import find_call, link_consultation
from service.privacy import mask_personal_numbers
from service.privacy_notice import PRIVACY_NOTICE
from service.public.cases import elsewhere
from service.public.context import office
from service.public.forms import field
from service.staff.permissions import Permission

#: The entrances that staff stand at.
_CHANNELS = (Channel.HOTLINE, Channel.WINDOW)


@desk.get("/register")
@permitted(Permission.REGISTER_CASES)
def register() -> str:
    """The empty form; the address may bring the question, and the answer that did not help."""
    question = mask_personal_numbers(request.args.get("question", "")[:MAX_QUESTION_CHARACTERS])
    return registration(Submission(question, "", request.args.get("answer") or None))


@desk.post("/register")
@permitted(Permission.REGISTER_CASES)
def register_case() -> str | tuple[str, int]:
    """Take the consultation in and show its receipt; what cannot be taken is shown again."""
    given = Submission(
        question=field("question") or "",
        form_token=field("form_token") or "",
        answer_id=field("answer_id"),
        contact=field("contact") or _callers_number(),
        contact_name=field("contact_name"),
        channel=_channel(),
    )
    actor = current_actor()
    try:
        receipt = office().consultations.submit(given, actor)
    except (QuestionRefused, SubmissionRefused) as refusal:
        return registration(given, str(refusal), call=field("call")), 400
    except FormTokenReused as refusal:
        return registration(given, str(refusal), call=field("call")), 409
    call = field("call")
    if call is not None:
        link_consultation(office().store, actor, call, receipt.number, office().clock())
    with office().store.reading() as session:
        case = find_case(session, actor, receipt.number)
        return render_template(
            "console/registered.html",
            receipt=receipt,
            question=case.question,
            elsewhere=elsewhere(given.question),
            similar=similar_cases(session, actor, case),
        )


def _channel() -> Channel:
    typed = request.form.get("channel", "")
    return Channel(typed) if typed in set(_CHANNELS) else Channel.HOTLINE


def _callers_number() -> str | None:
    """The number that the call was taken from, where the caller wants to be told by it."""
    if "use_caller" not in request.form:
        return None
    with office().store.reading() as session:
        call = find_call(session, current_actor(), field("call") or "")
        return read_caller(session, call) if call is not None else None


def _masked_number(token: str | None) -> str | None:
    if token is None:
        return None
    with office().store.reading() as session:
        call = find_call(session, current_actor(), token)
        return masked_caller(session, call) if call is not None else None


def registration(values: Submission, error: str | None = None, *, call: str | None = None) -> str:
    """The form, filled in so far; `call` is the token of the call that it is filled in for."""
    return render_template(
        "console/register.html",
        values=values,
        error=error,
        call=call,
        caller=_masked_number(call),
        form_token=new_form_token(),
        channels=[(each.value, CHANNEL_NAMES[each]) for each in _CHANNELS],
        longest_question=MAX_QUESTION_CHARACTERS,
        longest_name=MAX_NAME,
        privacy=PRIVACY_NOTICE,
    )
