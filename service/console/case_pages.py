"""A consultation on one screen: its words, history, term and reply, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.citing import Letter, letter_of
from service.console.desk import desk
from service.console.move_forms import MOVE_OF, Offered, move_forms
from service.consultations.case_files import CaseFile, case_file
from service.consultations.contacts import Contact, read_contact
from service.consultations.details import MoveDetails
from service.consultations.errors import CaseChanged, MoveRefused
from service.consultations.likeness import similar_cases
from service.consultations.moving import make_move
from service.consultations.permitting import in_charge
from service.consultations.records import Channel
from service.consultations.routing import suggest_organs
from service.consultations.states import CaseKind, ConsultationState, Rating, RefusalKind
from service.consultations.telling import CHANNEL_NAMES
from service.public.context import office
from service.public.forms import field, key
from service.public.problems import KINDS, Problem
from service.replies.checking import Countersigning, PublicAttribute, SecrecyReview, check_of
from service.replies.drafting import latest_draft
from service.replies.errors import ReplyError
from service.staff.actors import Actor
from service.staff.errors import SealError
from service.staff.organs import list_organs
from service.staff.permissions import Permission, may

#: What is told after something was done, by the word that the address carries.
TOLD = {
    "move": "已办理。",
    "draft": "答复稿已保存。",
    "check": "保密审查已登记。",
    "contact": "联系方式已删除。",
}


@dataclass(frozen=True)
class Attempt:
    """A move that could not be made: which, why, and what was filled in."""

    move: str
    error: str
    values: dict[str, str]


@desk.get("/cases/<number>")
@permitted(Permission.SEE_CASES)
def case(number: str) -> str:
    """The consultation."""
    return case_page(number, told=TOLD.get(request.args.get("done", "")))


@desk.post("/cases/<number>/moves/<slug>")
@permitted(Permission.MOVE_CASES)
def move(number: str, slug: str) -> AnyResponse | tuple[str, int]:
    """Make a move; where it cannot be made the page says why and keeps what was filled in."""
    wanted = MOVE_OF.get(slug)
    if wanted is None:
        raise Problem(KINDS["not-found"])
    try:
        with office().store.writing() as session:
            version = request.form.get("version", -1, int)
            now = office().clock()
            make_move(session, current_actor(), number, wanted, version, details(), now)
    except CaseChanged as change:
        return case_page(number, stale=str(change)), 409
    except (MoveRefused, ReplyError) as refusal:
        values = {name: text for name, text in request.form.items() if name != "csrf"}
        return case_page(number, attempt=Attempt(slug, str(refusal), values)), 400
    return redirect(url_for(".case", number=number, done="move"))


def details() -> MoveDetails:
    """What the posted form says of a move; a value that no choice has is as none."""
    form = request.form
    kinds: dict[str, Any] = {each.value: each for each in (*CaseKind, *RefusalKind, *Rating)}
    return MoveDetails(
        reason=field("reason") or "",
        kind=kinds.get(form.get("kind", "")),
        refusal=kinds.get(form.get("refusal", "")),
        channel=field("channel") or "",
        organ_id=form.get("organ", None, key),
        assisting=frozenset(form.getlist("assisting", key)),
        days=form.get("days", None, int),
        target=(field("target") or "").strip(),
        rating=kinds.get(form.get("rating", "")),
    )


def case_page(
    number: str,
    told: str | None = None,
    stale: str | None = None,
    attempt: Attempt | None = None,
    **more: Any,
) -> str:
    """The page, with what was done or why it was not."""
    actor = current_actor()
    with office().store.reading() as session:
        file = case_file(session, actor, number, office().clock())
        suggestions = suggest_organs(session, file.record)
        offered = Offered(list_organs(session), [each.organ_id for each in suggestions])
        shown: dict[str, Any] = {
            "case": file,
            "record": file.record,
            "channel": CHANNEL_NAMES[Channel(file.record.channel)],
            "contact": _masked(session, file.record.number),
            "similar": similar_cases(session, actor, file.record),
            "suggestions": suggestions,
            "forms": move_forms(file.moves, offered),
            "may_draft": may(actor, Permission.DRAFT_REPLIES) and _writable(file, actor),
            "may_reveal": may(actor, Permission.SEE_CONTACT),
            "may_forget": may(actor, Permission.DELETE_CONTACT),
            **_reply(session, file),
        }
        # Drawn before the session ends, since the record is the session's.
        return render_template(
            "console/case.html", told=told, stale=stale, attempt=attempt, **shown | more
        )


def _masked(session: Session, number: str) -> Contact | None:
    """What the citizen left, masked; None where nothing is there."""
    try:
        contact = read_contact(session, number)
    except SealError as error:  # the rest of the case is worked on without it
        return Contact(str(error), None)
    return None if contact.is_empty else contact.masked


def _reply(session: Session, file: CaseFile) -> dict[str, Any]:
    """The newest draft as the citizen will read it, its author, and its confidentiality check."""
    draft = latest_draft(session, file.record.id)
    letter: Letter | None = letter_of(draft) if draft else None
    checking = file.record.state == ConsultationState.CHECKING
    return {
        "draft": draft,
        "letter": letter,
        "check": check_of(session, draft.id) if draft else None,
        "checks": CHECKS if checking and may(current_actor(), Permission.PUBLISH_REPLIES) else (),
    }


def _writable(file: CaseFile, actor: Actor) -> bool:
    return file.record.state == ConsultationState.HANDLING and in_charge(file.record, actor)


CHECKS = (
    ("attribute", "公开属性", [(each.value, each.value) for each in PublicAttribute]),
    ("secrecy", "保密审查", [(each.value, each.value) for each in SecrecyReview]),
    ("countersigned", "会签", [(each.value, each.value) for each in Countersigning]),
)
