"""Documents that a question names outright: by number, or by title in 《》."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from knowledge.document_numbers import read_number
from knowledge.keys import number_key, title_key
from knowledge.queries.corpus import field_evidence, find_documents, stored_text
from knowledge.queries.findings import DocumentFacts
from knowledge.relying.standing import held_back
from service.answering.answer import Answer, AnswerText, Outcome
from service.answering.fields import AskedField, asked_field, prove
from service.answering.notices import validity_notice
from service.answering.quoting import cite_field

#: What being named outright adds to the score of a document's passages.
NAMED = 2.0

_TITLE = AskedField(("title",), "标题")
#: Stands for the name that was taken out of a question: 这份文件什么时候发布的.
_NAMED_DOCUMENT = "文件"
_QUOTED_TITLE = re.compile(r"《([^》]{4,120})》")
#: What may stand beside a name without asking anything of the document.
_ONLY_OPENS = re.compile(
    r"(请问|请|帮我|我想?要?|想|查一?下?|查询|查找|找一?下?|看一?下?|看看|打开|搜索?|文件|文号|全文|原文|内容|是什么"
    r"|的|这个|那个|号|第|\W|_)*"
)


def named_documents(session: Session, question: str, day: date) -> list[DocumentFacts]:
    """The documents whose number or title the question gives exactly, newest first."""
    key = number_key(question)
    found = find_documents(session, day, number_key=key) if key else []
    for title in (*_QUOTED_TITLE.findall(question), question):
        found += find_documents(session, day, title_key=title_key(title))
    held = held_back(session, {document.id for document in found if document.relies}, day)
    return list({each.id: each for each in found if each.id not in held}.values())


def open_document(
    session: Session, question: str, documents: Sequence[DocumentFacts]
) -> Answer | None:
    """The document itself, or the field of it that is asked for, where the question names it.

    None where the question names none, or asks for more than a field.
    """
    if not documents:
        return None
    rest = _without_names(question)
    field = _TITLE if _ONLY_OPENS.fullmatch(rest) else asked_field(f"{_NAMED_DOCUMENT}{rest}")
    document = documents[0]
    proof = prove(field, field_evidence(session, document.id)) if field else None
    if field is None or proof is None:
        return None
    raw = stored_text(session, document.id, proof.version, "raw")
    citation = cite_field(document, proof, field.label, raw)
    notice = validity_notice(document.validity)
    return Answer(
        Outcome.ANSWERED,
        confidence=1.0,
        answer=AnswerText(citation.quote, citation.quote, notice, "complete"),
        citations=(citation,),
        documents=tuple(str(each.id) for each in documents),
    )


def _without_names(question: str) -> str:
    """The question without the number, or the quoted title, or all of it where it is a title."""
    normal = unicodedata.normalize("NFKC", question).strip()
    number = read_number(normal)
    if number is not None:
        return normal[: number.start] + normal[number.end :]
    without = _QUOTED_TITLE.sub("", normal)
    return without if without != normal else ""
