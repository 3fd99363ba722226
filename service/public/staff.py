"""The staff's part of the JSON API; whoever has no token gets nothing from it."""

from __future__ import annotations

import hmac

from apiflask import APIBlueprint
from flask import request

from service.answering.records import find_answer
from service.public.context import office
from service.public.problems import KINDS, Problem
from service.public.staff_schemas import ExplanationOut

staff = APIBlueprint("staff", __name__, url_prefix="/api/v1", tag="工作人员")


@staff.before_request
def require_token() -> None:
    """Refuse with 401 whoever does not show the staff's token; none can where none is set."""
    expected = office().settings.staff_token
    shown = request.authorization
    token = (shown.token or "") if shown is not None and shown.type == "bearer" else ""
    if not expected or not hmac.compare_digest(token.encode(), expected.encode()):
        raise Problem(KINDS["staff-only"], headers={"WWW-Authenticate": 'Bearer realm="staff"'})


@staff.get("/answers/<string:answer_id>/explanation")
@staff.output(ExplanationOut, description="这次回答的来历")
@staff.doc(
    summary="回答的来历",
    description="一次回答查了哪些词、考虑过哪些段落、各项得分、信号和门槛。只供工作人员查看。",
    security=[{"staffToken": []}],
)
def explanation(answer_id: str) -> ExplanationOut:
    """Tell how an answer came about."""
    with office().store.reading() as session:
        return ExplanationOut.model_validate(find_answer(session, answer_id))
