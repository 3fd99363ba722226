"""The desk: taken in once, however often and by however many sent; looked up by its holder."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from service.answering.errors import ControlCharacters, EmptyQuestion, QuestionTooLong
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.contacts import Contact, read_contact
from service.consultations.errors import (
    AnswerIdMalformed,
    ConsultationNotFound,
    ContactNameRefused,
    ContactRefused,
    FormTokenMalformed,
    FormTokenReused,
)
from service.consultations.records import Consultation, ConsultationEvent
from service.privacy_notice import PRIVACY_NOTICE
from tests.service.consultations.forms import TOKEN, desk, form, lookup

WORKER = """
import sys
from datetime import UTC, datetime
from knowledge.database import open_store
from tests.service.consultations.forms import desk, form
counter = desk(open_store(sys.argv[1]), lambda: datetime(2026, 11, 22, 2, tzinfo=UTC))
for serial in range(5):
    receipt = counter.submit(form(form_token=f"form-token-of-process-{serial}"))
    print(receipt.number, receipt.code)
"""


@pytest.fixture
def counter(store, clock):
    load_shipped_calendars(store, clock())
    return desk(store, clock)


@pytest.fixture
def plain_desk(sqlite_store, clock):
    """A desk where the database does not matter."""
    return desk(sqlite_store, clock)


def count(store, table=Consultation):
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def kept(store):
    """Everything the database holds of the one consultation, as text."""
    with store.reading() as session:
        return str(session.execute(text("SELECT * FROM consultation")).mappings().one())


def test_a_receipt_has_number_code_state_and_due_date(counter):
    receipt = counter.submit(form())
    assert receipt.number == "20261122-0001"
    assert len(receipt.code) == 11
    assert receipt.state == "待受理"
    assert receipt.due_on == date(2026, 12, 1)
    assert receipt.due_reason is None


def test_numbers_count_from_one_each_day_in_china(counter, clock):
    numbers = []
    for serial, hours in enumerate((0, 13, 2)):  # ten, twenty-three, and one o'clock
        clock.advance(timedelta(hours=hours))
        numbers.append(counter.submit(form(form_token=f"form-token-number-{serial}")).number)
    assert numbers == ["20261122-0001", "20261122-0002", "20261123-0001"]


def test_a_consultation_is_taken_in_without_any_calendar(store, clock):
    receipt = desk(store, clock).submit(form())
    assert receipt.due_on is None
    assert receipt.due_reason == "2026年的节假日安排尚未导入，办理期限待导入后确定"


def test_the_same_form_sent_again_gets_the_same_receipt(counter, store, clock):
    first = counter.submit(form(contact="138 0013 8000"))
    clock.advance(timedelta(days=1))
    again = counter.submit(form(contact="13800138000"))
    assert again == first
    assert [first.repeated, again.repeated] == [False, True]
    assert (count(store), count(store, ConsultationEvent)) == (1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "医保怎么交？"},
        {"contact": "a@example.org"},
        {"contact_name": "李女士"},
        {"answer_id": "abc"},
        {"question": "低保怎么申请？13900139000"},
    ],
)
def test_the_same_token_with_other_content_is_a_conflict(plain_desk, sqlite_store, changed):
    plain_desk.submit(form())
    with pytest.raises(FormTokenReused):
        plain_desk.submit(form(**changed))
    assert count(sqlite_store) == 1


def test_forms_that_differ_only_in_masked_numbers_are_told_apart(counter):
    counter.submit(form("我的电话13800138000"))
    with pytest.raises(FormTokenReused):
        counter.submit(form("我的电话13900139000"))


def test_the_same_form_sent_by_many_at_once_makes_one_consultation(counter, store):
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(counter.submit, [form()] * 16))
    assert len(set(receipts)) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert count(store) == 1
    assert counter.submit(form(form_token="another-form-token")).number == "20261122-0002"


def test_other_content_at_once_makes_one_consultation_and_a_conflict(counter, store):
    def submit(question):
        try:
            return counter.submit(form(question)).number
        except FormTokenReused:
            return "conflict"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(submit, ["低保怎么申请？", "医保怎么交？"]))
    assert results == ["20261122-0001", "conflict"]
    assert count(store) == 1


def test_forms_sent_by_several_processes_at_once_are_numbered_once(counter, store):
    url = store.url.render_as_string(hide_password=False).replace("+psycopg", "")
    command = [sys.executable, "-c", WORKER, url]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    outputs = [process.communicate(timeout=60) for process in processes]
    assert [error for _, error in outputs] == ["", "", ""]
    assert len({out for out, _ in outputs}) == 1
    assert count(store) == 5


def test_question_numbers_are_masked_and_the_contact_is_kept_apart(counter, store):
    counter.submit(
        form(
            "我叫某某，身份证11010519491231002X，电话13800138000，低保？",
            contact="１３９ ００１３ ９０００",
            contact_name="某女士13700137000",
        )
    )
    with store.reading() as session:
        row = session.scalars(select(Consultation)).one()
        assert row.question == "我叫某某，身份证〔身份证号〕，电话〔电话〕，低保？"
        assert read_contact(session, row.number) == Contact("13900139000", "某女士〔电话〕")
        assert row.privacy_notice_version == PRIVACY_NOTICE.version
    stored = kept(store)
    assert not any(each in stored for each in ("13800138000", "13900139000", "某女士"))


def test_without_a_contact_no_privacy_notice_is_recorded(counter, store):
    counter.submit(form(contact="  ", contact_name=""))
    with store.reading() as session:
        row = session.scalars(select(Consultation)).one()
        assert (row.contact, row.privacy_notice_version) == (None, None)


def test_neither_code_nor_token_is_stored(counter, store):
    code = counter.submit(form()).code
    stored = kept(store)
    assert TOKEN not in stored
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_the_history_begins_with_the_submission(counter, store, clock):
    counter.submit(form())
    with store.reading() as session:
        event = session.scalars(select(ConsultationEvent)).one()
        assert (event.actor, event.action, event.state) == ("群众", "提交咨询", "待受理")
        assert (event.at, event.clock_running) == (clock(), True)


@pytest.mark.parametrize(
    ("contact", "stored"),
    [
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "+8613800138000"),
        ("（0791）88330120", "079188330120"),
        ("0791-88330120转12", "079188330120转12"),
        ("88330120", "88330120"),
        ("li.ming+a@example.gov.cn", "li.ming+a@example.gov.cn"),
    ],
)
def test_telephone_numbers_and_addresses_are_contacts(plain_desk, sqlite_store, contact, stored):
    plain_desk.submit(form(contact=contact))
    with sqlite_store.reading() as session:
        number = session.scalars(select(Consultation.number)).one()
        assert read_contact(session, number).contact == stored


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"question": " \n"}, EmptyQuestion),
        ({"question": "问" * 501}, QuestionTooLong),
        ({"question": "低保\x00"}, ControlCharacters),
        ({"question": "低保\ud800"}, ControlCharacters),
        ({"contact": "12345"}, ContactRefused),
        ({"contact": "微信号 abc"}, ContactRefused),
        ({"contact": "a@b"}, ContactRefused),
        ({"contact": "a\x00b@example.org"}, ContactRefused),
        ({"contact": "a" * 250 + "@example.org"}, ContactRefused),
        ({"contact": "9" * 100_000}, ContactRefused),
        ({"contact_name": "李" * 41}, ContactNameRefused),
        ({"contact_name": "李\n某"}, ContactNameRefused),
        ({"form_token": "short"}, FormTokenMalformed),
        ({"form_token": "form token with blanks"}, FormTokenMalformed),
        ({"answer_id": "../../etc"}, AnswerIdMalformed),
    ],
)
def test_a_field_that_cannot_be_taken_is_refused_and_nothing_kept(
    plain_desk, sqlite_store, fields, error
):
    with pytest.raises(error):
        plain_desk.submit(form(**fields))
    assert count(sqlite_store) == 0


def test_a_question_of_500_characters_is_taken(plain_desk, sqlite_store):
    plain_desk.submit(form("问" * 500))
    assert count(sqlite_store) == 1


def test_the_holder_of_number_and_code_sees_how_it_stands(counter):
    receipt = counter.submit(form("电话13800138000，低保怎么申请？"))
    status = lookup(counter, receipt.number, receipt.code)
    assert status.number == receipt.number
    assert status.question == "电话〔电话〕，低保怎么申请？"
    assert status.state == "待受理"
    assert status.received_on == date(2026, 11, 22)
    assert status.due_on == receipt.due_on


def test_number_and_code_are_read_however_they_are_typed(counter):
    receipt = counter.submit(form())
    typed = receipt.code.replace("-", " ").lower()
    full_width = receipt.number.translate({ord("-"): "－", ord("0"): "０", ord("2"): "２"})
    assert lookup(counter, f" {full_width} ", typed).number == receipt.number


def test_a_wrong_code_and_an_unknown_number_are_told_apart_by_nobody(counter):
    receipt = counter.submit(form())
    failures = []
    for number, code in [
        (receipt.number, "22222-22222"),
        ("20261122-0002", receipt.code),
        ("", ""),
        ("\x00", "\ud800"),
    ]:
        with pytest.raises(ConsultationNotFound) as failure:
            lookup(counter, number, code)
        failures.append(str(failure.value))
    assert len(set(failures)) == 1


def test_a_code_opens_its_own_consultation_alone(counter):
    first = counter.submit(form())
    second = counter.submit(form(form_token="another-form-token"))
    assert first.code != second.code
    with pytest.raises(ConsultationNotFound):
        lookup(counter, first.number, second.code)


def test_codes_stay_good_when_the_secret_changes(counter, store, clock):
    receipt = counter.submit(form())
    renewed = type(counter)(store, clock, b"another secret of these tests....", 7)
    assert lookup(renewed, receipt.number, receipt.code).number == receipt.number
    with pytest.raises(FormTokenReused):
        renewed.submit(form())
