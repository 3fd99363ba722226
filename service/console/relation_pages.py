"""Relations at the console: what the texts propose, one document's, 待解读, and service guides."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.documents import DocumentId
from knowledge.errors import KnowledgeError
from knowledge.queries.corpus import document_facts
from knowledge.queries.listings import Place, Wanted
from knowledge.queries.proposals import list_proposals
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import relations_of
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.document_pages import PAGE, not_found, own_reach
from service.keeping.errors import KeepingError, KeepingRefused, NotKept
from service.keeping.guides import REQUIRED, list_guides
from service.keeping.interpretations import list_interpretations, list_uninterpreted
from service.keeping.reach import issuers_of
from service.keeping.relations import Decided, Decision, decide
from service.public.context import office, today
from service.public.forms import LARGEST_KEY, field
from service.public.problems import KINDS, Problem
from service.public.related import HEADINGS
from service.public.searching import place_in_address, read_filters, read_place, wanted_by
from service.staff.permissions import Permission

#: Clauses that one page of proposals is read from.
CLAUSES_A_PAGE = 25
#: What the text of one document makes it to another, as a sentence between the two.
VERBS = {
    RelationKind.INTERPRETS: "解读",
    RelationKind.SUPERSEDES: "代替或废止",
    RelationKind.ENDS_PART: "废止其中条款",
    RelationKind.AMENDS: "修改",
    RelationKind.EXTENDS: "延长有效期",
}
#: What staff may add that no text tells.
ADDED = (
    RelationKind.INTERPRETED_BY,
    RelationKind.INTERPRETS,
    RelationKind.SUPERSEDES,
    RelationKind.SUPERSEDED_BY,
    RelationKind.AMENDS,
    RelationKind.AMENDED_BY,
    RelationKind.EXTENDS,
    RelationKind.REPOSTS,
)
_NUMBER = re.compile(r"[0-9]{1,10}")


@desk.get("/relations")
@permitted(Permission.SEE_DOCUMENTS)
def proposals() -> str:
    """What the newest clauses propose and nobody has decided."""
    everything = request.args.get("show") == "all"
    typed = request.args.get("before", "")
    before = int(typed) if _NUMBER.fullmatch(typed) and int(typed) <= LARGEST_KEY else None
    with office().store.reading() as session:
        names = own_reach(session).names
        found, following = list_proposals(session, names, CLAUSES_A_PAGE, before)
    show = {"show": "all"} if everything else {}
    return render_template(
        "console/relations.html",
        found=[each for each in found if everything or each.waits],
        everything=everything,
        verbs=VERBS,
        first=url_for(".proposals", **_strings(show)) if before else None,
        next=url_for(".proposals", **_strings({**show, "before": str(following)}))
        if following
        else None,
    )


@desk.get("/documents/<document_id>/relations")
@permitted(Permission.SEE_DOCUMENTS)
def relations(document_id: str) -> str:
    """One document's relations, with their evidence and what staff decided."""
    return _page(document_id, done=request.args.get("done"))


@desk.post("/documents/<document_id>/relations")
@permitted(Permission.KEEP_DOCUMENTS)
def decide_relation(document_id: str) -> AnyResponse | tuple[str, int]:
    """Confirm, reject, add or take back."""
    try:
        decided = _posted(document_id)
        with office().store.writing() as session:
            decide(session, current_actor(), own_reach(session), decided, office().clock())
    except NotKept as error:
        raise not_found(error) from error
    except (KeepingError, KnowledgeError) as error:
        return _page(document_id, error=str(error)), 400
    return redirect(url_for(".relations", document_id=document_id, done="1"))


@desk.get("/interpretations")
@permitted(Permission.SEE_DOCUMENTS)
def interpretations() -> str:
    """Policies without an interpretation, or the interpretations with their forms."""
    tab = "given" if request.args.get("tab") == "given" else "wanting"
    filters, after = read_filters(request.args), read_place(request.args.get("after", ""))
    found: Any
    with office().store.reading() as session:
        wanted = _wanted(session, filters)
        if tab == "given":
            found, last = list_interpretations(session, wanted, today(), PAGE, after)
        else:
            found, last = list_uninterpreted(session, wanted, today(), after)
    return render_template(
        "console/interpretations.html",
        found=found,
        tab=tab,
        filters=filters,
        **_pager(".interpretations", {"tab": tab, **filters}, after, last),
    )


@desk.get("/guides")
@permitted(Permission.SEE_DOCUMENTS)
def guides() -> str:
    """Service guides with the elements that they lack."""
    filters, after = read_filters(request.args), read_place(request.args.get("after", ""))
    lacking = request.args.get("show") != "all"
    with office().store.reading() as session:
        wanted = _wanted(session, filters)
        found, last = list_guides(session, wanted, today(), PAGE, after, lacking=lacking)
    kept = {**filters, **({} if lacking else {"show": "all"})}
    return render_template(
        "console/guides.html",
        found=found,
        lacking=lacking,
        required=REQUIRED,
        filters=filters,
        **_pager(".guides", kept, after, last),
    )


def _wanted(session: Session, filters: dict[str, str]) -> Wanted:
    names = own_reach(session).names
    return replace(wanted_by(filters), issued_by=names, own_answers=False)


def _pager(
    endpoint: str, kept: dict[str, str], after: Place | None, last: Place | None
) -> dict[str, str | None]:
    following = {**kept, "after": place_in_address(last)} if last else None
    return {
        "first": url_for(endpoint, **_strings(kept)) if after else None,
        "next": url_for(endpoint, **_strings(following)) if following else None,
    }


def _strings(arguments: dict[str, str]) -> dict[str, Any]:
    return dict(arguments)


def _posted(document_id: str) -> Decided:
    kind, decision = request.form.get("kind", ""), request.form.get("decision", "")
    if kind not in set(RelationKind) or decision not in set(Decision):
        raise KeepingRefused("请选择关系的种类和要做什么")
    try:
        on = date.fromisoformat(request.form.get("on", "").strip())
    except ValueError:
        on = None
    return Decided(
        document_id,
        RelationKind(kind),
        field("other") or "",
        Decision(decision),
        field("why") or "",
        on,
    )


def _page(document_id: str, **more: Any) -> str:
    with office().store.reading() as session:
        try:
            issuers_of(session, own_reach(session), document_id)
        except NotKept as error:
            raise not_found(error) from error
        kept = DocumentId(document_id)
        facts = document_facts(session, [kept], today()).get(kept)
        if facts is None:
            raise Problem(KINDS["not-found"], "文件已经撤下，恢复以后才能看它的关系")
        return render_template(
            "console/document_relations.html",
            facts=facts,
            relations=relations_of(session, kept),
            headings=HEADINGS,
            added=[(kind.value, HEADINGS[kind]) for kind in ADDED],
            decisions=Decision,
            typed=request.form,
            **more,
        )
