"""Whatever words an answer holds, every place of the page shows them as text."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest

from knowledge.validity import Successor, Validity, ValidityState
from service.answering.answer import (
    Answer,
    AnswerText,
    AskRequest,
    AskResult,
    Citation,
    Outcome,
    Suggestion,
)
from service.apps import create_app
from service.wiring import Office


def hostile(place: str) -> str:
    """Markup that leaves text, attributes and links, and names the place it was put in."""
    return f"\"'></a><script>{place}</script><img src=x onerror=alert(1)>&lt;b&gt;"


CITATION = Citation(
    document_id="d0",
    version=1,
    title=hostile("title"),
    doc_number=hostile("doc_number"),
    issuer=hostile("issuer"),
    published_on=date(2026, 1, 2),
    validity=Validity(
        ValidityState.REPEALED,
        date(2026, 3, 4),
        hostile("reason"),
        hostile("read_from"),
        Successor("d1", hostile("successor"), None),
    ),
    locator=hostile("locator"),
    trail=hostile("trail"),
    quote=hostile("citation_quote"),
    start=0,
    end=5,
    layer="text",
    passage_id=1,
    extent=hostile("extent"),
)
ANSWERED = Answer(
    Outcome.ANSWERED,
    0.9,
    answer=AnswerText(
        hostile("text"), hostile("text") + hostile("quote"), hostile("notice"), "partial"
    ),
    citations=(CITATION,),
    message=hostile("message"),
    follows="<b>前面的问题</b>",
)
SUGGESTED = Answer(
    Outcome.SUGGESTED,
    0.3,
    suggestions=(Suggestion(hostile("title"), hostile("suggestion"), CITATION),),
    choices=(hostile("choice"),),
    message=hostile("message"),
)


@dataclasses.dataclass
class FixedAnswers:
    """Answers every question with the same."""

    answer: Answer

    def ask(self, _request: AskRequest) -> AskResult:
        return AskResult(self.answer, hostile("conversation"), hostile("answer_id"))


@pytest.mark.parametrize(
    ("answer", "places"),
    [
        (
            ANSWERED,
            "text quote notice message title doc_number issuer locator extent trail conversation"
            " answer_id",
        ),
        (SUGGESTED, "suggestion choice message title locator trail conversation answer_id"),
    ],
    ids=["answered", "suggested"],
)
def test_every_place_of_an_answer_shows_markup_as_text(
    office: Office, answer: Answer, places: str
) -> None:
    app = create_app(dataclasses.replace(office, answers=FixedAnswers(answer)))
    page = app.test_client().post("/ask", data={"question": hostile("question")}).text
    for place in ["question", *places.split()]:
        assert f"&lt;script&gt;{place}&lt;/script&gt;" in page, place
    assert not re.search(
        r"<script(?! type=\"module\"| src=\"/static/)|<img|onerror=alert\(1\)>", page
    )


def test_the_words_are_marked_where_they_were_taken_from(office: Office) -> None:
    words, quote = "每月100元", "甲类每月100元；𠮷类每月100元。"
    answer = AnswerText(words, quote, None, "complete", start=quote.rindex(words))
    given = dataclasses.replace(ANSWERED, answer=answer)
    app = create_app(dataclasses.replace(office, answers=FixedAnswers(given)))
    page = app.test_client().post("/ask", data={"question": "乙类多少"}).text
    marked = re.sub(r" data-slot=\"\w+\"", "", page)
    assert f"<span>甲类每月100元；𠮷类</span><mark>{words}</mark><span>。</span>" in marked
    assert "&lt;b&gt;前面的问题&lt;/b&gt;" in page
