"""How an answer came about, for staff who may see it; programs ask the API with their token."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, abort, render_template

from indexer.vocabulary import Relation
from service.commands.evaluation_words import PARTS
from service.console.access import permitted
from service.console.feedback_pages import OUTCOMES
from service.explained import explanation_of
from service.public.context import office
from service.staff.permissions import Permission

#: Other addresses are refused before the database sees them (PostgreSQL fails on NUL).
_ANSWER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

#: What an official term is to the everyday word, as staff read it.
RELATION_NAMES: Mapping[Relation, str] = {
    Relation.EQUIVALENT: "同一件事",
    Relation.OBSOLETE: "旧称",
    Relation.BROADER: "包含几件事",
    Relation.NARROWER: "其中的几种",
    Relation.RELATED: "相关的办法",
    Relation.AMBIGUOUS: "有几种意思",
}

answers = Blueprint("answers", __name__, url_prefix="/console/answers", template_folder="templates")


@answers.get("/<string(maxlength=64):answer_id>")
@permitted(Permission.SEE_EXPLANATIONS)
def explanation(answer_id: str) -> str:
    """What was looked for, what was considered, the scores and thresholds."""
    if not _ANSWER_ID.fullmatch(answer_id):
        abort(404)
    given = explanation_of(office(), answer_id)
    outcome = OUTCOMES[given.outcome.value]
    return render_template("console/explanation.html", given=given, outcome=outcome)


answers.add_app_template_filter(lambda name: RELATION_NAMES[Relation(name)], "relation_name")
answers.add_app_template_filter(lambda name: PARTS.get(name, name), "part_name")
