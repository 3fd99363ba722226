"""Staff see how an answer came about, at the console; the API keeps to its token."""

from __future__ import annotations

from datetime import timedelta

from apiflask import APIFlask

from service.answering.answer import Answer, Outcome
from service.answering.records import record_answer
from service.wiring import Office
from tests.clocks import FrozenClock
from tests.staff import browser


def test_who_may_sees_how_an_answer_came_about(
    app: APIFlask, office: Office, clock: FrozenClock
) -> None:
    answer = Answer(Outcome.UNANSWERED, confidence=0.0)
    with office.store.writing() as session:
        kept = record_answer(session, answer, "<i>低保</i>？", None, clock(), timedelta(days=7))
    reviewer = browser(app, "reviewer")
    page = reviewer.get(f"/console/answers/{kept}")
    assert page.status_code == 200
    assert "&lt;i&gt;低保" in page.text
    for unknown in ("unknown", "%00", "a%27b"):
        assert reviewer.get(f"/console/answers/{unknown}").status_code == 404
    assert reviewer.get(f"/api/v1/answers/{kept}/explanation").status_code == 401
