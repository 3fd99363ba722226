"""A consultation as whoever asked reads it: state, history, and the reply with its basis."""

from __future__ import annotations

from flask import request, url_for

from service.consultations.citizens import CitizenView
from service.consultations.records import Consultation
from service.consultations.states import Move
from service.public.context import office
from service.public.schemas import HappeningOut, ReplyCitationOut, ReplyOut, StatusOut
from service.replies.reading import reply_of
from service.replies.texts import KeptCitation, SavedText

#: The moves of citizens, as the addresses and the forms name them.
SLUGS = {
    "supplement": Move.SUPPLEMENT,
    "withdraw": Move.WITHDRAW,
    "rate": Move.RATE,
    "reopen": Move.REOPEN,
}


def address() -> str | None:
    """The network address of who asks, as far as it is known."""
    return request.remote_addr


def elsewhere(question: str) -> str | None:
    """Whom to turn to without waiting for the reply: of an emergency, or another organ's matter."""
    with office().store.reading() as session:
        screen = office().answers.understanding.at(session).screen
    redirect = screen.redirect(question)
    return redirect.reply if redirect is not None and redirect.elsewhere else None


def present_case(view: CitizenView) -> StatusOut:
    """The consultation in the shape that the API gives and the page draws."""
    with office().store.reading() as session:
        reply = reply_of(session, session.get_one(Consultation, view.id))
    return StatusOut(
        number=view.number,
        question=view.question,
        state=view.state,
        state_words=view.state_words,
        received_on=view.received_on,
        due_on=view.due_on,
        due_reason=view.due_reason,
        asked=view.asked,
        refusal=view.refusal,
        right_channel=view.right_channel,
        rating=view.rating,
        history=[HappeningOut(day=each.day, words=each.words) for each in view.history],
        moves=[slug for slug, move in SLUGS.items() if move in view.moves],
        reply=_reply(reply) if reply else None,
    )


def _reply(reply: SavedText) -> ReplyOut:
    return ReplyOut(
        conclusion=reply.conclusion,
        citations=[_citation(each) for each in reply.citations],
        way=reply.way or None,
        organ=reply.organ,
        phone=reply.phone,
        day=reply.day,
    )


def _citation(citation: KeptCitation) -> ReplyCitationOut:
    cited = citation.cited
    return ReplyCitationOut(
        document_id=cited.document_id,
        version=cited.version,
        title=citation.title,
        doc_number=citation.doc_number,
        locator=citation.locator,
        validity=citation.validity,
        quote=cited.quote,
        url=url_for(
            "reading.version",
            document_id=cited.document_id,
            number=cited.version,
            start=cited.start,
            end=cited.end,
            layer="text",
            _anchor="hit",
        ),
    )
