"""How an answer came about, for staff who may see it; programs ask the API with their token."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.console.access import permitted
from service.explained import explanation_of, told
from service.public.context import office
from service.staff.permissions import Permission

answers = Blueprint("answers", __name__, url_prefix="/console/answers", template_folder="templates")


@answers.get("/<string(maxlength=64):answer_id>")
@permitted(Permission.SEE_EXPLANATIONS)
def explanation(answer_id: str) -> str:
    """What was looked for, what was considered, the scores and thresholds."""
    words = told(explanation_of(office(), answer_id))
    return render_template("console/explanation.html", answer_id=answer_id, words=words)
