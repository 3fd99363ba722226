"""What the pages of documents and drafts share: whose they are, what was shown, and saving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.errors import KnowledgeError
from knowledge.metadata.organs import region_of
from service.console.access import current_actor
from service.keeping.documents import Seen, changes_since, kept_document
from service.keeping.errors import DocumentChanged, KeepingError, NotKept
from service.keeping.reach import Reach, reach_of
from service.public.context import office, today
from service.public.forms import key
from service.public.problems import KINDS, Problem

#: Rows of one page of a list.
PAGE = 50
#: What a page is answered with, a redirect or the page again with its status.
Answered = AnyResponse | str | tuple[str, int]
_FIELD = "field-"


def own_reach(session: Session) -> Reach:
    """What whoever is logged in keeps."""
    return reach_of(session, current_actor(), region_of(office().settings.organ))


def not_found(error: NotKept) -> Problem:
    """The page of what one does not keep: the same as of what there is not."""
    return Problem(KINDS["not-found"], str(error))


def seen_in_form() -> Seen:
    """The state of the document that the form was drawn from; one that never was for none."""
    try:
        return Seen(key(request.form.get("revision", "")), key(request.form.get("entry", "")))
    except ValueError:
        return Seen(-1, 0)


def typed_values() -> dict[str, str]:
    """What was typed into the fields of a reading, by field."""
    return {
        name.removeprefix(_FIELD): text
        for name, text in request.form.items()
        if name.startswith(_FIELD)
    }


def attempted(act: Callable[[], Answered], page: Callable[..., str]) -> Answered:
    """What `act` answers; where it is refused, the page with why.

    `page` is told `error`, and `stale` where somebody else made a change meanwhile.
    """
    try:
        return act()
    except NotKept as error:
        raise not_found(error) from error
    except DocumentChanged as error:
        return page(error=str(error), stale=True), 409
    except (KeepingError, KnowledgeError) as error:
        return page(error=str(error)), 400


def saved(save: Callable[[], None], page: Callable[..., str], address: str) -> Answered:
    """Save and go to `address`; refused as in `attempted`."""

    def act() -> Answered:
        save()
        return redirect(address)

    return attempted(act, page)


def saved_in_transaction(
    save: Callable[[Session], None], page: Callable[..., str], address: str
) -> Answered:
    """The same for what is saved in one transaction."""

    def in_transaction() -> None:
        with office().store.writing() as session:
            save(session)

    return saved(in_transaction, page, address)


def kept_page(template: str, document_id: str, *, stale: bool = False, **more: Any) -> str:
    """A page of one document that is kept; `stale` shows what others did since the form's state."""
    with office().store.reading() as session:
        try:
            kept = kept_document(session, own_reach(session), document_id, today())
        except NotKept as error:
            raise not_found(error) from error
        return render_template(
            template,
            kept=kept,
            dossier=kept.dossier,
            facts=kept.dossier.facts,
            read=kept.read,
            meanwhile=changes_since(session, document_id, seen_in_form()) if stale else [],
            **more,
        )
