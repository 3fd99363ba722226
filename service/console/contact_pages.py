"""Showing and deleting what a citizen left to be reached by, each for a reason that is recorded."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.case_pages import case_page
from service.console.desk import desk
from service.consultations.case_files import find_case
from service.consultations.contacts import delete_contact, reveal_contact
from service.consultations.errors import ContactReasonRefused
from service.public.context import office
from service.public.forms import field
from service.staff.permissions import Permission


@desk.post("/cases/<number>/contact")
@permitted(Permission.SEE_CONTACT)
def reveal(number: str) -> str | tuple[str, int]:
    """The contact, once, on this page alone."""
    try:
        with office().store.writing() as session:
            found = find_case(session, current_actor(), number).number
            contact = reveal_contact(
                session, current_actor(), found, field("reason") or "", office().clock()
            )
    except ContactReasonRefused as refusal:
        return case_page(number, contact_error=str(refusal)), 400
    return case_page(number, revealed=contact)


@desk.post("/cases/<number>/contact/delete")
@permitted(Permission.DELETE_CONTACT)
def forget(number: str) -> AnyResponse | tuple[str, int]:
    """Delete the contact for good."""
    try:
        with office().store.writing() as session:
            found = find_case(session, current_actor(), number).number
            delete_contact(session, current_actor(), found, field("reason") or "", office().clock())
    except ContactReasonRefused as refusal:
        return case_page(number, contact_error=str(refusal)), 400
    return redirect(url_for(".case", number=number, done="contact"))
