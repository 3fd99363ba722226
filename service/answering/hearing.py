"""Whether the talk before a question is heard: looked up with it first, then held against it.

What the talk is about are the documents that its turns quoted, and the one found with its words
where that one's title has its matter. A question that names something which was not said there, or
which another document is about, is looked up again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from indexer.analysis import QuestionTerms
from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts, stored_text
from knowledge.queries.findings import DocumentFacts
from service.answering.followups import Talk
from service.answering.own_matter import OwnMatter
from service.answering.retrieval import Retrieved

#: A question that leaves all but its subject to the talk.
_ELLIPTIC = re.compile(r"那.{1,12}呢[？?。!！]*")

#: Looks the question up after a talk.
Find = Callable[[Talk], Retrieved]


def heard(
    session: Session,
    terms: QuestionTerms,
    day: date,
    talk: Talk,
    find: Find,
    own_matter: OwnMatter,
) -> tuple[Talk, Retrieved]:
    """The talk as far as it bears on the question, and what was found after it."""
    found = find(talk)
    if not talk.turns:
        return talk, found
    words = [turn.question for turn in talk.turns] + [turn.answer for turn in talk.turns]
    documents = _talked_about(session, day, talk, found, own_matter)
    titles = [titles_of(document) for document in documents]
    texts = [_text(session, document) for document in documents]
    if own_matter.unsaid(terms, "\n".join((*words, *titles, *texts))):
        return Talk(), find(Talk())
    alone = find(Talk())
    # 那租金呢 asks of what the talk's documents say, whatever other titles have the word.
    known = (*words, *titles, *texts) if _ELLIPTIC.fullmatch(terms.text) else (*words, *titles)
    if own_matter.in_title(terms, titles_found(alone), "\n".join(known)):
        return Talk(), alone
    return talk, found


def titles_found(found: Retrieved) -> str:
    """The titles of the document found first."""
    return titles_of(found.candidates[0].document) if found.candidates else ""


def titles_of(document: DocumentFacts) -> str:
    """The title of a document, and the one that it carries where that is another."""
    return f"{document.title}\n{document.carried_title or ''}"


def _talked_about(
    session: Session, day: date, talk: Talk, found: Retrieved, own_matter: OwnMatter
) -> list[DocumentFacts]:
    """The documents quoted, and the one found where it is about what the talk began with."""
    quoted = {DocumentId(each) for turn in talk.turns for each in turn.document_ids}
    documents = document_facts(session, quoted, day) if quoted else {}
    if found.candidates:
        first = found.candidates[0].document
        began = talk.questions[-1]
        if own_matter.in_title(began, titles_of(first), "") or not (
            quoted or own_matter.unsaid(began, _text(session, first))
        ):
            documents[first.id] = first
    return list(documents.values())


def _text(session: Session, document: DocumentFacts) -> str:
    return stored_text(session, document.id, document.version, "text")
