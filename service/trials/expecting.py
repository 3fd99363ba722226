"""What is right for a question, read and checked: nothing is kept that could never come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from indexer.metrics import content_characters
from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.keys import number_key, title_key
from knowledge.queries.corpus import document_facts, find_documents, stored_text
from service.answering.errors import QuestionRefused
from service.answering.pipeline import Answers
from service.answering.question import read_question, read_region
from service.trials.errors import CaseRefused

#: Characters of evidence: a clause with its items at most.
LONGEST_EVIDENCE = 2000


@dataclass(frozen=True)
class Expected:
    """A question with what is right for it.

    `answerable` None says that nothing is known. `document` is an id, or a number (文号) or title
    before it was `checked`.
    """

    question: str
    region: str | None = None
    answerable: bool | None = None
    document: str | None = None
    evidence: str = ""


def checked(session: Session, answers: Answers, expected: Expected, day: date) -> Expected:
    """The same with the question masked, and the document by its id.

    Raises CaseRefused where the question cannot be asked, the document is not known, or does not
    hold the evidence.
    """
    try:
        question = answers.mask(read_question(expected.question))
        region = read_region(expected.region)
    except QuestionRefused as refusal:
        raise CaseRefused(str(refusal)) from refusal
    if not expected.answerable:
        return Expected(question, region, expected.answerable)
    document = _document(session, expected.document or "", day)
    evidence = expected.evidence.strip()
    if len(evidence) > LONGEST_EVIDENCE:
        raise CaseRefused(f"证据太长，最多 {LONGEST_EVIDENCE} 字；请只留下回答这个问题的那一条")
    if evidence and not _holds(session, document, evidence):
        raise CaseRefused("这份文件里没有这段证据；请从文件里原样复制")
    return replace(expected, question=question, region=region, document=document, evidence=evidence)


def _document(session: Session, named: str, day: date) -> DocumentId:
    """The document that an id, a number or a title names."""
    typed = named.strip()
    if not typed:
        raise CaseRefused("能回答的问题，请写明哪份文件回答它（文号或者题目）")
    known = document_facts(session, [DocumentId(typed)], day)
    number = number_key(typed)
    found = list(known.values()) or (
        find_documents(session, day, number_key=number)
        if number
        else find_documents(session, day, title_key=title_key(typed))
    )
    if not found:
        raise CaseRefused(f"没有找到文件：{typed}")
    if len(found) > 1:
        raise CaseRefused(f"有 {len(found)} 份文件都叫“{typed}”，请写文号")
    return found[0].id


def _holds(session: Session, document: DocumentId, evidence: str) -> bool:
    try:
        text = stored_text(session, document, None, "text")
    except UnknownDocument:
        return False
    return content_characters(evidence) in content_characters(text)
