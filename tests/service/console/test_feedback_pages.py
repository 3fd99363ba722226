"""Staff read which answers did not help, and why."""

from __future__ import annotations

from apiflask import APIFlask

from service.answering.answer import Answer, Outcome
from service.answering.records import record_answer
from service.feedback.giving import Feedback, give
from service.feedback.records import Shortcoming
from service.wiring import Office
from tests.staff import browser


def test_what_did_not_help_is_listed_with_its_reason_and_leads_to_the_answers_explanation(
    app: APIFlask, office: Office
) -> None:
    with office.store.writing() as session:
        answer = Answer(Outcome.SUGGESTED, confidence=0.1)
        kept = record_answer(
            session, answer, "路灯<b>坏了</b>", None, office.clock(), office.answers.retention
        )
    words = Feedback(kept, helpful=False, reason=Shortcoming.NO_WAY, words="<i>找谁</i>")
    give(office.store, office.clock, words)
    page = browser(app, "hotline").get("/console/feedback").text
    assert "0 次回答有帮助，1 次没有帮助" in page
    assert "没说该怎么办 1 次" in page
    assert "列出相近条款" in page
    assert "路灯&lt;b&gt;坏了" in page
    assert "&lt;i&gt;找谁" in page
    assert f'href="/console/answers/{kept}"' in page
    assert browser(app, "administrator").get("/console/feedback").status_code == 403
