"""Evidence for a reply: what the look-up of the answers finds, each piece ready to be cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from knowledge.clock import Clock, day_in_china
from knowledge.documents import DocumentId
from knowledge.queries.findings import DocumentFacts
from knowledge.relying.standing import relied_on
from service.answering.pipeline import Answers
from service.answering.question import read_question
from service.answering.seeking import Asked
from service.replies.citations import Cited

#: Pieces that are shown at most.
SHOWN = 20


class Enquiries(Protocol):
    """What of an office looks things up."""

    @property
    def answers(self) -> Answers:
        """What answers questions."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...


@dataclass(frozen=True)
class Evidence:
    """A clause that was found: where it stands, and the citation that the editor inserts.

    `refused` says why it may not be cited; empty where it may.
    """

    document: DocumentFacts
    locator: str
    trail: str
    text: str
    cited: Cited
    refused: str


def find_evidence(session: Session, office: Enquiries, words: str) -> list[Evidence]:
    """The clauses nearest to the words, best first, found as for a citizen's question.

    Raises QuestionRefused for words that cannot be looked up, SearchUnavailable without an index.
    """
    day = day_in_china(office.clock())
    question = office.answers.mask(read_question(words))
    found = office.answers.look_up(session, Asked(question, day)).found.candidates[:SHOWN]
    answers = relied_on(session, {each.document.id for each in found}, day)
    return [
        Evidence(
            each.document,
            each.passage.locator,
            each.passage.trail,
            each.passage.text,
            Cited(
                DocumentId(each.document.id),
                each.document.version,
                each.passage.start,
                each.passage.end,
                each.passage.text,
            ),
            _refused(each.document, each.document.id in answers),
        )
        for each in found
    ]


def _refused(document: DocumentFacts, is_answer: bool) -> str:
    if is_answer:
        return "这是本单位公布的答复，请引用它所依据的文件"
    if document.validity.ended:
        return f"文件{document.validity.state.value}，不能作为依据"
    return ""
