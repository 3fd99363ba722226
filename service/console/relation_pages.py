"""Relations at the console: what the texts propose, and one document's."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts
from knowledge.queries.likely_explained import likely_explained
from knowledge.queries.proposals import list_proposals
from knowledge.queries.reposts import list_reposts
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import relations_of
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.keeping_forms import Answered, not_found, own_reach, saved_in_transaction
from service.console.keeping_lists import address, kept_and_wanted, pager
from service.keeping.errors import KeepingRefused, NotKept
from service.keeping.interpretations import POLICY_KINDS
from service.keeping.reach import issuers_of
from service.keeping.relations import Decided, Decision, decide
from service.public.context import office, today
from service.public.forms import LARGEST_KEY, field
from service.public.problems import KINDS, Problem
from service.public.related import HEADINGS
from service.public.searching import read_place
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
#: Lists that one decides in, to which one goes back.
_BACK = {"likely": ".likely", "reposts": ".reposts"}
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
        first=address(".proposals", show) if before else None,
        next=address(".proposals", {**show, "before": str(following)}) if following else None,
    )


@desk.get("/relations/likely")
@permitted(Permission.SEE_DOCUMENTS)
def likely() -> str:
    """Interpretations of which nothing but their title tells what they may interpret."""
    after = read_place(request.args.get("after", ""))
    with office().store.reading() as session:
        wanted = kept_and_wanted(session, {})
        found, last = likely_explained(session, wanted, POLICY_KINDS, today(), after)
    return render_template(
        "console/relations_likely.html", found=found, **pager(".likely", {}, after, last)
    )


@desk.get("/relations/reposts")
@permitted(Permission.SEE_DOCUMENTS)
def reposts() -> str:
    """Documents that are stored again, as others published them."""
    after = read_place(request.args.get("after", ""))
    with office().store.reading() as session:
        found, last = list_reposts(session, kept_and_wanted(session, {}), today(), after)
    return render_template(
        "console/relations_reposts.html", found=found, **pager(".reposts", {}, after, last)
    )


@desk.get("/documents/<document_id>/relations")
@permitted(Permission.SEE_DOCUMENTS)
def relations(document_id: str) -> str:
    """One document's relations, with their evidence and what staff decided."""
    return _page(document_id, done=request.args.get("done"))


@desk.post("/documents/<document_id>/relations")
@permitted(Permission.KEEP_DOCUMENTS)
def decide_relation(document_id: str) -> Answered:
    """Confirm, reject, add or take back."""

    def decided(session: Session) -> None:
        posted = _posted(document_id)
        decide(session, current_actor(), own_reach(session), posted, office().clock())

    back = _BACK.get(request.form.get("back", ""))
    told = url_for(back) if back else url_for(".relations", document_id=document_id, done="1")
    return saved_in_transaction(decided, partial(_page, document_id), told)


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
