"""A run of questions: going on with it step by step, and what each of them got."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import permitted
from service.console.desk import desk
from service.console.feedback_pages import OUTCOMES
from service.public.context import office
from service.public.forms import key
from service.public.problems import KINDS, Problem
from service.staff.permissions import Permission
from service.trials.errors import RunUnknown
from service.trials.records import TrialRun
from service.trials.run_reading import (
    asked_count,
    fared_by_case,
    find_run,
    listed_items,
    run_before,
)
from service.trials.runs import take_step
from service.trials.tallies import Fared, good_share

#: Questions of one page.
PAGE = 100


@desk.get("/trial/runs/<int:run_id>")
@permitted(Permission.TRY_QUESTIONS)
def trial_run(run_id: int) -> str:
    """What each question got: those that came out wrong, or all of them."""
    after = request.args.get("after", 0, int)
    with office().store.reading() as session:
        run = _found(session, run_id)
        everything = not run.tally or "all" in request.args
        items = listed_items(session, run_id, after, PAGE + 1, everything=everything)
        before = run_before(session, run) if run.own else None
        following = items[PAGE - 1].ordinal if len(items) > PAGE else None
        told: dict[str, Any] = {"run_id": run_id} | ({"all": 1} if everything else {})
        return render_template(
            "console/trial_run.html",
            run=run,
            done=asked_count(session, run_id),
            items=items[:PAGE],
            before=before,
            fared_before=fared_by_case(session, before) if before else {},
            good={way.value for way in Fared if way.good},
            share=good_share(run.tally) if run.tally else None,
            share_before=good_share(before.tally) if before and before.tally else None,
            outcomes=OUTCOMES,
            everything=everything,
            first=url_for(".trial_run", **told) if after else None,
            next=url_for(".trial_run", **told, after=following) if following else None,
        )


@desk.post("/trial/runs/<int:run_id>/step")
@permitted(Permission.TRY_QUESTIONS)
def trial_step(run_id: int) -> AnyResponse:
    """Ask some more of the questions; scripts are told how far it has come."""
    try:
        progress = take_step(office().answers, key(str(run_id)))
    except (RunUnknown, ValueError) as error:
        raise Problem(KINDS["not-found"], "没有这次检验，或者保存期已过。") from error
    if request.accept_mimetypes.best == "application/json":
        return jsonify(done=progress.done, of=progress.of, finished=progress.finished)
    return redirect(url_for(".trial_run", run_id=run_id))


def _found(session: Session, run_id: int) -> TrialRun:
    try:
        return find_run(session, key(str(run_id)))
    except (RunUnknown, ValueError) as error:
        raise Problem(KINDS["not-found"], "没有这次检验，或者保存期已过。") from error
