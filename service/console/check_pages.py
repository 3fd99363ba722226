"""The confidentiality check (保密审查) of a reply, recorded before it goes out."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.case_pages import case_page
from service.console.desk import desk
from service.consultations.case_files import find_case
from service.public.context import office
from service.public.forms import field
from service.replies.checking import (
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.drafting import latest_draft
from service.replies.errors import DraftMissing, ReplyError, TextRefused
from service.staff.permissions import Permission


@desk.post("/cases/<number>/check")
@permitted(Permission.PUBLISH_REPLIES)
def check_reply(number: str) -> AnyResponse | tuple[str, int]:
    """Record the check of the newest draft, whatever it found."""
    try:
        with office().store.writing() as session:
            case = find_case(session, current_actor(), number)
            text = latest_draft(session, case.id)
            if text is None:
                raise DraftMissing("还没有答复稿")
            record_check(session, current_actor(), text.id, posted_check(), office().clock())
    except ReplyError as refusal:
        return case_page(number, check_error=str(refusal)), 400
    return redirect(url_for(".case", number=number, done="check"))


def posted_check() -> CheckForm:
    """The three items that the form says; raises TextRefused where one is not chosen."""
    form = request.form
    try:
        return CheckForm(
            PublicAttribute(form.get("attribute", "")),
            SecrecyReview(form.get("secrecy", "")),
            Countersigning(form.get("countersigned", "")),
            field("words") or "",
        )
    except ValueError as error:
        raise TextRefused("attribute", "公开属性、保密审查、会签三项都要选") from error
