"""The citizen's pages and API of a consultation: supplement, reply, rating, reopening, limits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.consultations.details import MoveDetails
from service.consultations.guesses import GUESSES_PER_NUMBER
from service.consultations.moving import make_move
from service.consultations.records import Consultation
from service.consultations.states import CaseKind, Move
from service.replies.records import Purpose, ReplyText
from service.staff.actors import Actor, ActorKind
from service.staff.roles import Role
from service.wiring import Office

CLERK = Actor(ActorKind.STAFF, "甲", 1, frozenset({Role.HOTLINE, Role.COORDINATOR}))


@pytest.fixture
def holder(client: FlaskClient, form_token: str) -> dict[str, str]:
    """Number and code of a new consultation."""
    form = {"question": "高铁站<b>什么时候建成？", "form_token": form_token}
    receipt = client.post("/api/v1/consultations", json=form).json
    return {"number": receipt["number"], "code": receipt["code"]}


def make(office: Office, number: str, move: Move, details: MoveDetails) -> None:
    with office.store.writing() as session:
        version = session.scalars(
            select(Consultation.version).where(Consultation.number == number)
        ).one()
        make_move(session, CLERK, number, move, version, details, office.clock())


def answer(office: Office, number: str) -> None:
    """Let the consultation stand answered, with a reply."""
    with office.store.writing() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        row.state, row.answered_at = "已答复", office.clock()
        session.add(
            ReplyText(
                consultation_id=row.id,
                purpose=Purpose.REPLY.value,
                number=1,
                outcome="not_ruled",
                conclusion="还没有<i>确定。",
                way="请关注县政府网站。",
                organ="县交通运输局",
                phone="0453-3521234",
                day=row.term_began_on,
                public_words=[],
                author_id=1,
                author="甲",
                saved_at=office.clock(),
                released_at=office.clock(),
            )
        )


def post(client: FlaskClient, action: str, holder: dict[str, str], **more: str) -> Any:
    return client.post(f"/api/v1/consultations/{action}", json=holder | more)


def test_a_citizen_supplements_on_the_page(
    client: FlaskClient, office: Office, holder: dict[str, str]
) -> None:
    make(office, holder["number"], Move.ASK_SUPPLEMENT, MoveDetails(reason="哪个<u>站？"))
    page = client.post("/consultations/lookup", data=holder).text
    assert "哪个&lt;u&gt;站？" in page
    assert "期限暂停计算" in page
    page = client.post("/consultations/act/supplement", data=holder | {"reason": "北站"}).text
    assert "补充说明已收到" in page
    assert "北站" in page
    again = client.post("/consultations/act/supplement", data=holder | {"reason": "北站"})
    assert again.status_code == 409
    assert "您已经补充说明过了，不用再办。这件咨询已收到，正在看由哪个单位答复。" in again.text


def test_a_citizen_reads_the_reply_rates_it_and_asks_anew(
    client: FlaskClient, office: Office, holder: dict[str, str]
) -> None:
    answer(office, holder["number"])
    page = client.post("/consultations/lookup", data=holder)
    assert page.headers["Cache-Control"] == "no-store"
    assert "还没有&lt;i&gt;确定。" in page.text
    assert holder["code"] not in str(page.request.url)
    rated = client.post("/consultations/act/rate", data=holder | {"rating": "基本满意"})
    assert "谢谢您的评价" in rated.text
    again = client.post("/consultations/act/rate", data=holder | {"rating": "满意"})
    assert again.status_code == 409
    assert "没有办成" in again.text
    reopened = client.post("/consultations/act/reopen", data=holder | {"reason": "没说时间"})
    assert "正在重新办理" in reopened.text
    assert "上次的答复" in reopened.text
    assert "您上次的评价" in reopened.text


def test_programs_do_the_same(client: FlaskClient, office: Office, holder: dict[str, str]) -> None:
    number = holder["number"]
    make(office, number, Move.ACCEPT, MoveDetails(kind=CaseKind.SIMPLE))
    make(office, number, Move.ASK_SUPPLEMENT, MoveDetails(reason="哪个站？"))
    assert post(client, "supplement", holder, text="北站").json["state"] == "受理"
    early = post(client, "rate", holder, rating="满意")
    assert (early.status_code, early.json["type"]) == (409, "/api#problem-not-now")
    assert early.json["detail"] == (
        "现在不能评价。这件咨询已受理，正在安排承办单位。您现在可以撤回。"
    )
    answer(office, number)
    assert post(client, "rate", holder, rating="还行").status_code == 400
    rated = post(client, "rate", holder, rating="满意", words="谢谢").json
    assert (rated["rating"], rated["moves"]) == ("满意", ["reopen"])
    assert rated["reply"]["conclusion"] == "还没有<i>确定。"
    blank = post(client, "reopen", holder, reason=" ")
    fault = {"pointer": "/reason", "detail": "请填写哪里没有解决"}
    assert (blank.status_code, blank.json["errors"]) == (400, [fault])
    assert post(client, "reopen", holder, reason="没说时间").json["state"] == "重办"
    twice = post(client, "reopen", holder, reason="没说时间")
    assert (twice.status_code, twice.json["type"]) == (409, "/api#problem-already-done")
    assert "您已经要求重新办理过了" in twice.json["detail"]
    assert post(client, "withdraw", holder).json["moves"] == []
    late = post(client, "withdraw", holder).json["detail"]
    assert late.endswith("这件咨询已按您的要求撤回。现在没有需要您办的。")


def test_guessing_ends_alike_for_known_and_unknown_numbers(
    client: FlaskClient, holder: dict[str, str]
) -> None:
    answers = []
    for number in (holder["number"], "20190101-0001"):
        tried = {"number": number, "code": "AAAAA-AAAAA"}
        for _ in range(GUESSES_PER_NUMBER):
            assert post(client, "lookup", tried).status_code == 404
        answers.append(post(client, "lookup", tried))
        page = client.post("/consultations/lookup", data=tried)
        assert page.status_code == 429
    assert {given.status_code for given in answers} == {429}
    assert len({given.text for given in answers}) == 1


def test_an_unknown_action_is_no_page(client: FlaskClient, holder: dict[str, str]) -> None:
    assert client.post("/consultations/act/archive", data=holder).status_code == 404


def test_the_page_holds_no_form_that_the_state_does_not_allow(
    client: FlaskClient, holder: dict[str, str]
) -> None:
    page = client.post("/consultations/lookup", data=holder).text
    assert re.findall(r"/consultations/act/(\w+)", page) == ["withdraw"]


def test_a_form_sent_again_says_so_and_shows_the_same_receipt(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": "高铁站什么时候建成？", "form_token": form_token}
    first, again = (client.post("/consultations", data=form).text for _ in range(2))
    assert "先前已经提交过" not in first
    assert "先前已经提交过" in again
    secrets = re.findall(r'data-slot="(?:number|code)">([^<]+)', first)
    assert len(secrets) == 2
    assert re.findall(r'data-slot="(?:number|code)">([^<]+)', again) == secrets


def test_links_beside_the_code_leave_it_where_it_is(client: FlaskClient, form_token: str) -> None:
    form = {"question": "高铁站什么时候建成？", "form_token": form_token}
    main = re.compile(r"<main.*</main>", re.DOTALL)
    links = re.findall(
        r'<a href="/[^>]*>', main.findall(client.post("/consultations", data=form).text)[0]
    )
    assert len(links) == 2
    assert all('target="_blank" rel="noopener"' in link for link in links)
    kiosk = main.findall(client.post("/consultations?layout=kiosk", data=form).text)[0]
    assert "查咨询" in kiosk
    assert re.findall(r'<a href="/[^>]*>', kiosk) == [], "a kiosk has one window"
