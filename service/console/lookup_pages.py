"""Looking up with a caller on the phone: the answer to read aloud, then passages.

What is typed goes in a body, never in an address; what narrows stands in the address, so that it
can be kept. While somebody types, what would be answered is shown and nothing is kept; Enter asks
in earnest, as citizens ask, and the answer is kept as theirs are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge.queries import listings
from knowledge.queries.listings import Standing
from service.answering.answer import AskRequest, AskResult
from service.answering.errors import QuestionRefused
from service.answering.question import MAX_QUESTION_CHARACTERS
from service.console.access import permitted
from service.console.calling import call_shown, logged_call, new_call, tell_asked
from service.console.desk import desk
from service.hotline.looking import DocumentFound, look_up
from service.hotline.scripts import Place, phones_of, script_of
from service.public.asking import shown
from service.public.context import office, today
from service.public.forms import field
from service.public.presenting import present
from service.public.searching import FIRST_YEAR, read_filters, wanted_by
from service.staff.permissions import Permission

#: What was found for a question, by the names that the page draws it by.
Found = dict[str, Any]

#: Fewer characters are looked up only when they are asked in earnest.
LEAST_TYPED = 2


@desk.get("/lookup")
@permitted(Permission.LOOK_UP)
def lookup() -> str:
    """The box, with whatever the address narrows to, and a call that has not begun."""
    return page({}, call=new_call(), logged=logged_call())


@desk.post("/lookup")
@permitted(Permission.LOOK_UP)
def ask_in_earnest() -> str | tuple[str, int]:
    """The answer that a citizen gets, kept as theirs, and the passages beside it."""
    question, token = field("again") or field("question") or "", field("call") or ""
    try:
        asked = _asked(question)
        result = office().answers.ask(asked)
        tell_asked(token, result.answer_id)
        return page(_found(asked, result), question, call=call_shown(token))
    except QuestionRefused as refusal:
        return page({}, question, str(refusal), call=call_shown(token)), 400


@desk.post("/lookup/typed")
@permitted(Permission.LOOK_UP)
def typed() -> str:
    """What would be answered to what is being typed, as a piece of the page; nothing is kept.

    The page asks for `part`, the passages first, since they are there sooner than the answer.
    """
    asked = _asked(field("question") or "")
    if len(asked.question.strip()) < LEAST_TYPED:
        return render_template("console/found.html", found={})
    try:
        found = {"question": asked.question.strip(), "kept": False}
        with office().store.reading() as session:
            if request.form.get("part") != "answer":
                found |= _passages(session, asked)
            if request.form.get("part") != "passages":
                found |= _answer_now(session, asked)
    except QuestionRefused as refusal:
        return render_template("console/found.html", found={}, error=str(refusal))
    return render_template("console/found.html", found=found)


def _asked(question: str) -> AskRequest:
    """The question as a citizen's is asked.

    Callers' questions stand alone, as they are read back to them, unless one is said to follow
    the one before it, or to choose among what that may have meant.
    """
    follows = "follows" in request.form or "again" in request.form
    conversation = field("conversation") if follows else None
    return AskRequest(question, conversation, filters_told().get("region"))


def _found(asked: AskRequest, result: AskResult) -> Found:
    """What is shown of a question asked in earnest."""
    with office().store.reading() as session:
        return {
            "question": asked.question.strip(),
            "kept": True,
            "result": shown(result, asked.question),
            "script": script_of(session, result.answer),
            **_passages(session, asked),
        }


def _answer_now(session: Session, asked: AskRequest) -> Found:
    """The answer's shape and its script, as they would be were it asked now."""
    answer = office().answers.preview(session, asked)
    result = AskResult(answer, asked.conversation or "", "")
    return {"result": present(result), "script": script_of(session, answer)}


def _passages(session: Session, asked: AskRequest) -> Found:
    """The documents with the passages near the question, and whom to call about them."""
    wanted = wanted_by(filters_told())
    documents = look_up(session, office().answers, asked.question, wanted, today())
    phones = phones_of(session, [each.document.issuer or "" for each in documents])
    return {"documents": documents, "phones": phones}


def filters_told() -> dict[str, str]:
    """What the address narrows to; no words, which never stand there."""
    filters = read_filters(request.args)
    filters.pop("words", None)
    return filters


def page(
    found: Found,
    question: str = "",
    error: str | None = None,
    *,
    call: Mapping[str, Any] | None,
    logged: Mapping[str, Any] | None = None,
) -> str:
    """The page: what was found, and the call beside it where the person keeps any."""
    filters = filters_told()
    with office().store.reading() as session:
        choices = listings.choices(session)
    first, last = max(choices.first_year, FIRST_YEAR), choices.last_year
    return render_template(
        "console/lookup.html",
        found=found,
        question=question,
        error=error,
        call=call,
        logged=logged,
        filters=filters,
        choices={
            "region": choices.regions,
            "kind": choices.kinds,
            "year": [str(year) for year in range(last, first - 1, -1)] if last else (),
            "standing": list(Standing),
        },
        longest=MAX_QUESTION_CHARACTERS,
    )


def _address(place: Place) -> str:
    """Our own page of the words, marked."""
    return url_for(
        "reading.version",
        document_id=place.document_id,
        number=place.version,
        start=place.start,
        end=place.end,
        layer=place.layer,
        _anchor="hit",
    )


def _place_of(found: DocumentFound, number: int) -> Place:
    """Where the document's passage of this number (from 0) stands."""
    passage = found.passages[number].passage
    document = found.document
    return Place(document.id, document.version, passage.start, passage.end, "text")


desk.add_app_template_global(_address, "place_address")
desk.add_app_template_global(_place_of, "passage_place")
