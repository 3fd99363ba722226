"""Questions asked in vain are listed by group and taken up as consultations."""

from __future__ import annotations

import re

from apiflask import APIFlask

from service.answering.answer import Answer, Outcome
from service.answering.records import record_answer
from service.replies.grouping import group_some
from service.wiring import Office
from tests.staff import browser

ASKED = ("路灯坏了找谁修？", "请问路灯坏了找谁修", "公园几点关门？")


def test_what_was_asked_in_vain_is_taken_up_once_for_all(app: APIFlask, office: Office) -> None:
    with office.store.writing() as session:
        for question in ASKED:
            answer = Answer(Outcome.UNANSWERED, confidence=0.0)
            record_answer(session, answer, question, None, office.clock(), office.answers.retention)
    while group_some(office.store):
        pass
    hotline = browser(app, "hotline")
    page = hotline.get("/console/questions").text
    assert "2 次，没有文件答得上" in page
    assert "1 次，没有文件答得上" in page
    first = re.search(r'name="group" value="(\d+)"', page)[1]
    done = hotline.post("/console/questions", {"group": [first]})
    assert done.status_code == 302
    after = hotline.client.get(done.location).text
    assert "已立 1 件咨询" in after
    assert re.search(r'class="row" href="/console/cases/\d{8}-\d{4}"', after)
    assert "请先勾选" in hotline.post("/console/questions", {}).text
    assert 'name="group"' not in browser(app, "auditor").get("/console/questions").text
    assert "没有这组提问" in hotline.post("/console/questions", {"group": ["99999"]}).text
