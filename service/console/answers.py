"""How an answer came about, for staff who may see it; programs ask the API with their token."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template

from service.console.access import permitted
from service.console.feedback_pages import OUTCOMES
from service.explained import explanation_of
from service.public.context import office
from service.staff.permissions import Permission

#: Other addresses are refused before the database sees them (PostgreSQL fails on NUL).
_ANSWER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

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
