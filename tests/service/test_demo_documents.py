"""The bundled demonstration data are what they claim to be."""

from __future__ import annotations

import re

import pytest

from knowledge.reading import read_document
from knowledge.sources import SourceFile
from service.demo import DOCUMENTS, DemoQuestion, demo_questions

FILES = sorted(DOCUMENTS.iterdir())


def test_there_are_documents_of_every_format_and_topic() -> None:
    assert len(FILES) >= 14
    assert {file.suffix for file in FILES} == {".txt", ".html", ".md"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_document_says_that_it_is_made_up(file) -> None:
    text = file.read_text(encoding="utf-8")

    assert "演示数据（青禾县为虚构地区，本文仅供演示，不作为办事依据）" in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_that_it_is_made_up_stands_apart_from_the_words_that_are_quoted(file) -> None:
    read = read_document(SourceFile(origin=file.name, name=file.name, data=file.read_bytes()))
    assert "演示数据" in read.raw_text
    assert "演示" not in read.text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_telephone_number_in_the_data_can_be_dialled(file) -> None:
    numbers = re.findall(r"0\d{2,3}-\d{7,8}", file.read_text(encoding="utf-8"))

    # Area code 0600 is not assigned, and no subscriber's number begins with 0.
    assert all(number.startswith("0600-00") for number in numbers)


@pytest.mark.parametrize("question", demo_questions(), ids=lambda question: question.question)
def test_every_expected_phrase_stands_in_each_expected_document(question: DemoQuestion) -> None:
    assert question.expected in {"answered", "lapsed", "unanswered"}
    assert (question.expected == "unanswered") == (not question.documents)
    for name in question.documents:
        assert question.phrase in (DOCUMENTS / name).read_text(encoding="utf-8")
