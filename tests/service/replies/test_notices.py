"""Notices by a real mail server and a real gateway: once, later where they fail, never words."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from knowledge.database import Store
from service.config import Settings, SettingsError, read_settings
from service.consultations.records import Consultation
from service.replies.checking import EFFECTS
from service.replies.drafting import save_draft
from service.replies.notices import NoticeState, Occasion, notices_of, order_notice
from service.replies.sending import WAITS, send_due
from tests.certificates import authority
from tests.clocks import START, FrozenClock
from tests.service.replies.cases import HANDLER, PUBLISHER, consultation, wording
from tests.service.replies.servers import ACCOUNT, Gateway, Mailbox, mail_server, sms_gateway

MAIL, MOBILE = "wang.jianguo@example.org", "13800138000"
SECRET_WORDS = "可以补办，当场办结"


@pytest.fixture
def box():
    with mail_server() as found:
        yield found


@pytest.fixture
def gateway():
    with sms_gateway() as found:
        yield found


def settings(tmp_path, box: Mailbox | None = None, gateway: Gateway | None = None) -> Settings:
    return Settings(
        home=tmp_path,
        organ="青禾县政务公开办",
        public_address="https://zxda.example.org/",
        mail_server=box.address if box else "",
        mail_from="noreply@qinghe.example" if box else "",
        sms_gateway=gateway.address if gateway else "",
        sms_token="token-of-the-tests" if gateway else "",
    )


def reply(store: Store, contact: str | None) -> int:
    """A consultation that was replied to."""
    case = consultation(store, contact=contact)
    with store.writing() as session:
        save_draft(session, HANDLER, case, wording(), 0, START)
        EFFECTS["答复"](session, session.get_one(Consultation, case), PUBLISHER, START)
    return case


def notice(store: Store, case: int):
    with store.reading() as session:
        [only] = notices_of(session, case)
    return only


def test_a_reply_is_told_by_mail_without_its_words(store, box, tmp_path, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    case = reply(store, MAIL)
    assert send_due(store, settings(tmp_path, box), FrozenClock()) == 1
    [mail] = box.taken
    assert mail["To"] == MAIL
    assert mail["From"] == "noreply@qinghe.example"
    assert mail["Subject"] == "您的咨询 20261122-0001 已有答复"
    assert mail["Message-ID"] == "<20261122-0001.replied.1.mail@qinghe.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    words = mail.get_content()
    assert "https://zxda.example.org/consultations/lookup" in words
    assert "20261122-0001" in words
    assert SECRET_WORDS not in words
    assert "低保" not in words
    assert (notice(store, case).state, notice(store, case).attempts) == (NoticeState.SENT, 1)
    assert send_due(store, settings(tmp_path, box), FrozenClock()) == 0
    ours = [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    assert MAIL not in "".join(ours)


def test_a_mobile_number_is_told_by_the_gateway(store, gateway, tmp_path) -> None:
    reply(store, MOBILE)
    assert send_due(store, settings(tmp_path, gateway=gateway), FrozenClock()) == 1
    [(headers, body)] = gateway.taken
    assert headers["Authorization"] == "Bearer token-of-the-tests"
    assert headers["Idempotency-Key"] == body["id"] == "20261122-0001:replied:1:sms"
    assert body["to"] == MOBILE
    assert body["text"].startswith("您提交的咨询（回执编号 20261122-0001）已有答复。")


@pytest.mark.parametrize("contact", [None, "0453-3521234"])
def test_whom_no_channel_reaches_is_not_told(sqlite_store, contact) -> None:
    case = reply(sqlite_store, contact)
    with sqlite_store.reading() as session:
        assert notices_of(session, case) == []


def test_a_busy_server_is_tried_again_later_and_later_and_given_up_at_last(
    sqlite_store, box, tmp_path, caplog
) -> None:
    case, clock = reply(sqlite_store, MAIL), FrozenClock()
    box.answer = "451 4.7.1 please try later"
    for wait in WAITS:
        assert send_due(sqlite_store, settings(tmp_path, box), clock) == 1
        assert notice(sqlite_store, case).state is NoticeState.WAITING
        clock.advance(wait - timedelta(seconds=1))
        assert send_due(sqlite_store, settings(tmp_path, box), clock) == 0
        clock.advance(timedelta(seconds=1))
    assert send_due(sqlite_store, settings(tmp_path, box), clock) == 1
    given_up = notice(sqlite_store, case)
    assert (given_up.state, given_up.attempts) == (NoticeState.FAILED, len(WAITS) + 1)
    assert given_up.problem == "邮件服务器不接受这个地址（451）"
    assert MAIL not in caplog.text


def test_what_is_refused_for_good_is_not_tried_again(
    sqlite_store, box, gateway, tmp_path, caplog
) -> None:
    mailed, texted = reply(sqlite_store, MAIL), reply(sqlite_store, MOBILE)
    box.answer, gateway.status = "550 5.1.1 no such user", 422
    assert send_due(sqlite_store, settings(tmp_path, box, gateway), FrozenClock()) == 2
    assert notice(sqlite_store, mailed).state is NoticeState.FAILED
    assert notice(sqlite_store, texted).state is NoticeState.FAILED
    assert MAIL not in caplog.text + str(notice(sqlite_store, mailed))
    assert MOBILE not in caplog.text + str(notice(sqlite_store, texted))


def test_a_gateway_that_fails_or_is_gone_is_tried_again(sqlite_store, gateway, tmp_path) -> None:
    case, clock = reply(sqlite_store, MOBILE), FrozenClock()
    gateway.status = 503
    send_due(sqlite_store, settings(tmp_path, gateway=gateway), clock)
    assert notice(sqlite_store, case).state is NoticeState.WAITING
    gone = settings(tmp_path, gateway=gateway).model_copy(
        update={"sms_gateway": "http://127.0.0.1:9/send"}
    )
    clock.advance(WAITS[0])
    send_due(sqlite_store, gone, clock)
    assert notice(sqlite_store, case).problem == "短信网关没有接受短信（ConnectError）"
    gateway.status = 200
    clock.advance(WAITS[1])
    send_due(sqlite_store, settings(tmp_path, gateway=gateway), clock)
    assert notice(sqlite_store, case).state is NoticeState.SENT


def test_without_a_channel_or_a_contact_nothing_is_sent(sqlite_store, box, tmp_path) -> None:
    switched_off, removed = reply(sqlite_store, MOBILE), reply(sqlite_store, MAIL)
    with sqlite_store.writing() as session:
        gone = update(Consultation).where(Consultation.id == removed).values(contact=None)
        session.execute(gone)
    assert send_due(sqlite_store, settings(tmp_path, box), FrozenClock()) == 2
    assert notice(sqlite_store, switched_off).state is NoticeState.DROPPED
    assert notice(sqlite_store, removed).state is NoticeState.DROPPED
    assert box.taken == []


def test_a_contact_that_cannot_be_opened_stops_neither_reply_nor_sending(
    sqlite_store, box, tmp_path, caplog
) -> None:
    case = reply(sqlite_store, MAIL)
    with sqlite_store.writing() as session:
        broken = update(Consultation).where(Consultation.id == case).values(contact="s1:x:broken")
        session.execute(broken)
    assert send_due(sqlite_store, settings(tmp_path, box), FrozenClock()) == 1
    assert notice(sqlite_store, case).state is NoticeState.DROPPED
    assert "打不开" in caplog.text


def test_two_processes_send_each_notice_once(store, box, tmp_path) -> None:
    cases = [reply(store, MAIL) for _ in range(6)]
    with ThreadPoolExecutor(2) as pool:
        tried = [
            pool.submit(send_due, store, settings(tmp_path, box), FrozenClock()) for _ in range(2)
        ]
    assert sum(each.result() for each in tried) == len(cases)
    assert len(box.taken) == len(cases)


def test_the_claim_of_a_process_that_died_runs_out(sqlite_store, box, tmp_path) -> None:
    case, clock = reply(sqlite_store, MAIL), FrozenClock()
    send_due(sqlite_store, settings(tmp_path, box), clock, stopped=lambda: True)
    assert notice(sqlite_store, case).state is NoticeState.SENDING
    assert send_due(sqlite_store, settings(tmp_path, box), clock) == 0
    clock.advance(timedelta(minutes=10))
    assert send_due(sqlite_store, settings(tmp_path, box), clock) == 1
    assert notice(sqlite_store, case).state is NoticeState.SENT


def test_the_same_occasion_is_told_once(store) -> None:
    case = consultation(store, contact=MAIL)
    with store.writing() as session:
        row = session.get_one(Consultation, case)
        ordered = [
            order_notice(session, row, Occasion.SUPPLEMENT, occurrence, START)
            for occurrence in ("1", "1", "2")
        ]
    assert ordered == [True, False, True]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_SERVER", "mail.example.org"),
        ("MAIL_SERVER", "smtp://user:secret@mail.example.org"),
        ("MAIL_SERVER", "smtp://mail.example.org:port"),
        ("MAIL_FROM", "nobody"),
        ("SMS_GATEWAY", "ftp://sms.example.org"),
        ("PUBLIC_ADDRESS", "zxda.example.org"),
    ],
)
def test_a_wrong_setting_is_named(name, value) -> None:
    with pytest.raises(SettingsError, match=f"YIHAODA_{name}"):
        read_settings({f"YIHAODA_{name}": value})


ENCRYPTED = ("smtp+starttls", "smtps")


def with_account(tmp_path, box: Mailbox) -> Settings:
    account = {"mail_user": ACCOUNT[0], "mail_password": ACCOUNT[1]}
    return settings(tmp_path, box).model_copy(update=account)


@pytest.mark.parametrize("scheme", ENCRYPTED)
def test_mail_goes_out_encrypted_to_a_server_whose_authority_is_known(
    sqlite_store, tmp_path, monkeypatch, scheme
) -> None:
    known = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(known.file))
    case = reply(sqlite_store, MAIL)
    with mail_server(scheme, known.server) as box:
        send_due(sqlite_store, with_account(tmp_path, box), FrozenClock())
    assert notice(sqlite_store, case).problem is None
    assert [mail["To"] for mail in box.taken] == [MAIL]
    assert box.logins == [ACCOUNT]


@pytest.mark.parametrize("scheme", ENCRYPTED)
@pytest.mark.parametrize(
    ("address", "trusted", "fault"),
    [
        ("127.0.0.1", False, "不认识签发它的机构"),
        ("203.0.113.7", True, "不是这台主机的"),
    ],
)
def test_a_server_whose_certificate_is_wrong_gets_nothing_and_the_notice_waits(
    sqlite_store, tmp_path, monkeypatch, scheme, address, trusted, fault
) -> None:
    found = authority(tmp_path, address)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    case = reply(sqlite_store, MAIL)
    with mail_server(scheme, found.server) as box:
        send_due(sqlite_store, with_account(tmp_path, box), FrozenClock())
    kept = notice(sqlite_store, case)
    assert (kept.state, kept.attempts) == (NoticeState.WAITING, 1)
    assert kept.problem == f"邮件服务器的证书核对不过，没有登录也没有发送（{fault}）"
    assert (box.taken, box.logins) == ([], [])


def test_a_server_that_cannot_encrypt_is_sent_nothing_in_plain_text(sqlite_store, tmp_path) -> None:
    case = reply(sqlite_store, MAIL)
    with mail_server("smtp+starttls") as box:
        send_due(sqlite_store, with_account(tmp_path, box), FrozenClock())
    kept = notice(sqlite_store, case)
    assert (kept.state, kept.problem) == (
        NoticeState.WAITING,
        "邮件服务器不提供加密或登录，没有发送",
    )
    assert box.taken == []
