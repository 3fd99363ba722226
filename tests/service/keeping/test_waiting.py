"""Drafts that wait to be read, on both databases: nothing is lost, whatever breaks."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from knowledge.database import Store
from knowledge.ingesting.ingestion import ingest_source
from knowledge.sources import SourceFile
from service.keeping.documents import Seen
from service.keeping.draft_editing import discard_draft
from service.keeping.draft_views import draft_picture, draft_view, near_documents
from service.keeping.drafts import OVERTAKEN, count_waiting, first_waiting
from service.keeping.records import Draft, DraftState
from service.keeping.uploads import add_drafts, drafts_of, uploaded
from service.keeping.waiting import MOST_ATTEMPTS, read_waiting
from service.staff.actors import Actor
from service.staff.roles import Role
from tests.clocks import START
from tests.pdf_files import LEFT, PdfPage, pdf_bytes
from tests.staff import make_actor

LINES = ("关于高龄津贴年审的通知", "一、高龄津贴由镇人民政府受理，当场办结。", "二、有效期5年。")


@pytest.fixture
def handler(store: Store) -> Actor:
    with store.writing() as session:
        return make_actor(session, "handler", Role.HANDLER)


def printed() -> bytes:
    page = PdfPage()
    for place, line in enumerate(LINES):
        page.put(line, LEFT, 100 + 40 * place)
    return pdf_bytes([page])


def brought_in(store: Store, actor: Actor, *files: tuple[str, bytes]) -> list[int]:
    arrived = drafts_of([uploaded(name, data) for name, data in files], actor, START)
    with store.writing() as session:
        return add_drafts(session, actor, arrived, START)


def test_what_waits_is_read_with_its_pages_and_what_cannot_be_says_why(
    store: Store, handler: Actor
) -> None:
    good, bad, plain = brought_in(
        store, handler, ("好.pdf", printed()), ("坏.pdf", b"%PDF-1.4 x"), ("文.txt", b"x" * 30)
    )
    with store.reading() as session:
        assert count_waiting(session, handler) == 2
    assert read_waiting(store, lambda: START) == 2
    with store.reading() as session:
        view = draft_view(session, handler, good)
        assert view.draft.title == LINES[0]
        assert view.shown is not None
        assert (view.shown.drawn, view.shown.page_count) == (1, 1)
        assert set(view.shown.marked.values()) == {1}
        assert Image.open(io.BytesIO(draft_picture(session, handler, good, 1))).format == "WEBP"
        broken = draft_view(session, handler, bad).draft
        assert (broken.state, bool(broken.failure)) == (DraftState.EDITING, True)
        assert draft_view(session, handler, plain).draft.attempts == 0
        assert count_waiting(session, handler) == 0
    assert read_waiting(store, lambda: START) == 0


def test_a_reading_that_was_cut_off_is_taken_up_and_given_up_in_the_end(
    store: Store, handler: Actor
) -> None:
    first, second = brought_in(store, handler, ("一.pdf", printed()), ("二.pdf", printed()))
    with store.writing() as session:
        session.get_one(Draft, first).attempts = MOST_ATTEMPTS - 1
        session.get_one(Draft, second).attempts = MOST_ATTEMPTS
    assert read_waiting(store, lambda: START) == 1
    with store.reading() as session:
        assert draft_view(session, handler, first).draft.title == LINES[0]
        assert "程序中断" in draft_view(session, handler, second).draft.failure


def test_the_smallest_is_read_first_but_overtakes_none_that_waited_long(
    store: Store, handler: Actor
) -> None:
    large, small = brought_in(
        store, handler, ("大.pdf", printed() + b" " * 9000), ("小.pdf", printed())
    )
    assert first_waiting(store) == small
    with store.writing() as session:
        session.get_one(Draft, small).uploaded_at = START + OVERTAKEN + timedelta(seconds=1)
    assert first_waiting(store) == large


def test_a_plain_file_that_is_not_small_waits_too(store: Store, handler: Actor) -> None:
    rows = "<tr><td>一<td rowspan=9999>二" * 600
    (draft_id,) = brought_in(store, handler, ("表.html", f"<table>{rows}".encode()))
    assert first_waiting(store) == draft_id


def test_what_is_closed_while_it_waits_is_not_read(store: Store, handler: Actor) -> None:
    (draft_id,) = brought_in(store, handler, ("关.pdf", printed()))
    with store.writing() as session:
        discard_draft(session, handler, draft_id, "传错了", Seen(1, 0), START)
    assert read_waiting(store, lambda: START) == 0
    with store.reading() as session:
        assert draft_view(session, handler, draft_id).draft.state == DraftState.CLOSED


def test_near_duplicates_are_those_of_standing_documents(store: Store, handler: Actor) -> None:
    words = "\n\n".join((*LINES, *(f"{each}、第{each}项由镇里办。" for each in "三四五六七八")))
    source = SourceFile("/文件/近.txt", "近.txt", words.encode())
    document_id = ingest_source(store, source, START).document_id
    near, far = brought_in(
        store,
        handler,
        ("近.txt", words.replace("当场", "三日").encode()),
        ("远.txt", "关于放假的通知\n\n一、放假三天。".encode()),
    )
    with store.reading() as session:
        found = near_documents(session, [near, far])
        assert [each.id for each in found[near]] == [document_id]
        assert 70 <= found[near][0].percent < 100
        assert far not in found
