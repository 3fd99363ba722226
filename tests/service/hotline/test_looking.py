"""What is looked up while a caller waits: by words, exact phrase and number, narrowed."""

from __future__ import annotations

import pytest

from knowledge.queries.listings import Standing, Wanted
from service.answering.errors import QuestionRefused
from service.hotline.looking import DocumentFound, look_up, marked, phrases_in
from service.wiring import Office
from tests.clocks import START

DAY = START.date()


def found(office: Office, words: str, **wanted: object) -> tuple[DocumentFound, ...]:
    with office.store.reading() as session:
        return look_up(session, office.answers, words, Wanted(**wanted), DAY)


def test_passages_come_by_document_without_overlap_and_marked(office: Office) -> None:
    documents = found(office, "惠民殡葬减免")
    first = documents[0]
    assert "惠民殡葬" in first.document.title
    assert len({each.document.id for each in documents}) == len(documents)
    places = [(each.passage.start, each.passage.end) for each in first.passages]
    assert places
    assert all(
        one == two or one[1] <= two[0] or two[1] <= one[0] for one in places for two in places
    )
    for each in first.passages:
        assert "".join(piece.text for piece in each.pieces) == each.passage.text
    assert any(piece.marked for each in first.passages for piece in each.pieces)


def test_typing_errors_do_not_keep_the_answer_away(office: Office) -> None:
    assert "高龄津贴" in found(office, "高龄津贴怎么申领")[0].document.title


@pytest.mark.parametrize("words", ["“不超过3年”", '"不超过3年"', "公租房 「不超过3年」"])
def test_a_phrase_stands_in_every_passage_as_it_is_typed(office: Office, words: str) -> None:
    passages = [each.passage.text for each in found(office, words) for each in each.passages]
    assert len(passages) >= (1 if "公租房" in words else 3)
    assert all("不超过3年" in text for text in passages)


def test_a_phrase_that_stands_nowhere_finds_nothing(office: Office) -> None:
    assert found(office, "“不超过三百年的火星补贴”") == ()


@pytest.mark.parametrize("number", ["青禾民规〔2023〕2号", "青禾民规(2023)2", "青禾民规2023年2号"])
def test_a_number_finds_its_document_first(office: Office, number: str) -> None:
    first = found(office, number)[0]
    assert first.named
    assert first.document.doc_number == "青禾民规〔2023〕2号"


def test_each_filter_narrows_and_none_is_passed(office: Office) -> None:
    words = "补贴标准"
    everything = {each.document.id for each in found(office, words)}
    notices = found(office, words, kind="通知")
    assert {each.document.kind for each in notices} == {"通知"}
    guides = found(office, words, kind="办事指南")
    assert {each.document.kind for each in guides} == {"办事指南"}
    ended = found(office, words, standing=Standing.ENDED)
    assert ended
    assert all(each.document.validity.ended for each in ended)
    bureau = found(office, words, issuer="民政局")
    assert bureau
    assert all("民政局" in (each.document.issuer or "") for each in bureau)
    year = found(office, words, year=2023)
    assert year
    assert {(each.document.published_on or each.document.written_on).year for each in year} == {
        2023
    }
    assert found(office, words, region="火星市") == ()
    assert everything


def test_a_filter_holds_for_the_named_document_too(office: Office) -> None:
    assert found(office, "青禾民规〔2023〕2号", kind="办事指南", standing=Standing.IN_FORCE) == ()
    assert all(not each.named for each in found(office, "青禾民规〔2023〕2号", kind="解读"))


def test_what_cannot_be_looked_up_is_refused(office: Office) -> None:
    with pytest.raises(QuestionRefused):
        found(office, "字" * 501)


def test_phrases_are_what_stands_in_marks() -> None:
    assert phrases_in('查“三个月内”和"当场办结"') == ("三个月内", "当场办结")
    assert phrases_in("没有引号，“短") == ()


def test_marks_take_the_longest_word_and_keep_every_character() -> None:
    pieces = marked("契税补贴按契税补", ("契税", "契税补贴", "按"))
    assert [(each.text, each.marked) for each in pieces] == [
        ("契税补贴", True), ("按", False), ("契税", True), ("补", False),
    ]  # fmt: skip
