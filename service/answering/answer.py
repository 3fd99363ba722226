"""What an answer is: its outcome, its words, and the citations that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from knowledge.validity import Validity
from service.answering.explanation import Explanation


class Outcome(StrEnum):
    """How a question ended; every question ends in one of the four."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    UNANSWERED = "unanswered"
    REDIRECTED = "redirected"


@dataclass(frozen=True)
class Citation:
    """Where words of an answer stand.

    `layer` says which stored text the offsets count in: `text`, the cleaned main text, or `raw`,
    everything read from the source (a metadata field's evidence).
    `stored_text(version, layer)[start:end] == quote`. `trail` are the headings above the quoted
    clause and the names of a quoted row's columns, joined: what it needs to be understood alone.
    `locator` tells where the words of the answer stand, `extent` where the quote begins and ends
    if it goes on beyond that; None where it does not.
    """

    document_id: str
    version: int
    title: str
    doc_number: str | None
    issuer: str | None
    published_on: date | None
    validity: Validity
    locator: str
    trail: str | None
    quote: str
    start: int
    end: int
    layer: Literal["text", "raw"]
    passage_id: int | None
    extent: str | None = None


@dataclass(frozen=True)
class AnswerPart:
    """One of several parts of an answer, verbatim; its offsets count as those of the citation."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class AnswerText:
    """The answer's words: `text` the short answer, `quote` what it stands in, both verbatim.

    `quote[start : start + len(text)] == text`; the same words may stand in the quote twice.
    `notice` is the system's own sentence on validity, kept apart from the quoted words. `parts`
    are the items, steps or rows of an answer that has several, none of any other.
    """

    text: str
    quote: str
    notice: str | None
    completeness: Literal["complete", "partial"]
    parts: tuple[AnswerPart, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class Suggestion:
    """A passage near the question, shown without claiming that it answers."""

    title: str
    quote: str
    citation: Citation


class BesideKind(StrEnum):
    """Why a document is shown beside an answer."""

    CONFLICT = "conflict"  # it is in force and says otherwise
    INTERPRETATION = "interpretation"  # it explains what is cited (解读)
    BASIS = "basis"  # the published answer that is cited relies on it


@dataclass(frozen=True)
class Beside:
    """What another document says to the question, in its own words."""

    kind: BesideKind
    text: str
    citation: Citation


@dataclass(frozen=True)
class Answer:
    """What one question got.

    `withheld` are words found that were not sure enough to be claimed; they are never shown.
    `message` is the system's own sentence (a redirect's fixed reply, the offer of a consultation).
    `follows` is the earlier question that this one was taken to go on from, None where it was read
    by itself. `with_questions` asks whoever shows the answer to offer questions that can be asked.
    `documents` and `passages` are the ids looked at, best first, for evaluation; `explanation`
    tells staff how it came about, None where nothing was searched.
    """

    outcome: Outcome
    confidence: float
    answer: AnswerText | None = None
    withheld: AnswerText | None = None
    citations: tuple[Citation, ...] = ()
    beside: tuple[Beside, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    choices: tuple[str, ...] = ()
    message: str | None = None
    follows: str | None = None
    with_questions: bool = False
    documents: tuple[str, ...] = ()
    passages: tuple[int, ...] = ()
    explanation: Explanation | None = None


@dataclass(frozen=True)
class AskRequest:
    """A question as it comes in: `conversation` an id given before, `region` a place's name."""

    question: str
    conversation: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class AskResult:
    """The answer, the id under which it was kept, and the id of the running conversation."""

    answer: Answer
    conversation: str
    answer_id: str
