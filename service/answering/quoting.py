"""Citations: the words quoted, with the offsets at which they stand in a stored version."""

from __future__ import annotations

from dataclasses import replace

from knowledge.queries.findings import DocumentFacts, FieldProof, FoundPassage
from knowledge.relying.changes import Clause
from service.answering.answer import Citation, Suggestion
from service.answering.sentences import LONGEST_QUOTE, Span, answering_sentences, quote_around


def cite_passage(passage: FoundPassage, quote: Span) -> Citation:
    """A citation of `passage.text[quote]`, its offsets counted in the version's text."""
    return Citation(
        document_id=passage.document.id,
        version=passage.document.version,
        title=passage.document.title,
        doc_number=passage.document.doc_number,
        issuer=passage.document.issuer,
        published_on=passage.document.published_on,
        validity=passage.document.validity,
        locator=passage.locator,
        trail=passage.trail or None,
        quote=quote.of(passage.text),
        start=passage.start + quote.start,
        end=passage.start + quote.end,
        layer="text",
        passage_id=passage.id,
    )


def cite_stretch(passage: FoundPassage, stored: str, quote: Span, extent: str | None) -> Citation:
    """A citation of `stored[quote]`, the passage with what stands around it in the version.

    `extent` tells where all of it stands if that is more than the passage.
    """
    cited = cite_passage(passage, Span(0, len(passage.text)))
    quoted = quote.of(stored)
    return replace(cited, extent=extent, quote=quoted, start=quote.start, end=quote.end)


def quote_in(stored: str, passage: FoundPassage, answer: Span) -> Span:
    """The quote around an answer, as a span of the version's text `stored`.

    It holds the sentence of the answer (a span of the passage) and, in turn, those before and
    behind it, also of neighbouring passages, while LONGEST_QUOTE allows and none is a question.
    """
    start, end = passage.start + answer.start, passage.start + answer.end
    first = stored.rfind("\n", 0, max(0, start - LONGEST_QUOTE)) + 1
    last = stored.find("\n", end + LONGEST_QUOTE)
    near = stored[first : last if last >= 0 else len(stored)]
    quote = quote_around(near, answering_sentences(near), Span(start - first, end - first))
    return Span(first + quote.start, first + quote.end)


def cite_field(document: DocumentFacts, proof: FieldProof, label: str, raw_text: str) -> Citation:
    """A citation of a metadata field as printed, its offsets counted in the raw text."""
    return Citation(
        document_id=document.id,
        version=proof.version,
        title=document.title,
        doc_number=document.doc_number,
        issuer=document.issuer,
        published_on=document.published_on,
        validity=document.validity,
        locator=f"《{document.title}》{label}",
        trail=None,
        quote=raw_text[proof.start : proof.end],
        start=proof.start,
        end=proof.end,
        layer="raw",
        passage_id=None,
    )


def cite_clause(document: DocumentFacts, clause: Clause, locator: str, quote: str) -> Citation:
    """A citation of a clause in the version that was quoted, whichever is the newest."""
    return Citation(
        document_id=document.id,
        version=clause.version,
        title=document.title,
        doc_number=document.doc_number,
        issuer=document.issuer,
        published_on=document.published_on,
        validity=document.validity,
        locator=locator,
        trail=None,
        quote=quote,
        start=clause.start,
        end=clause.end,
        layer="text",
        passage_id=None,
    )


def suggest_passage(passage: FoundPassage) -> Suggestion:
    """The passage shown as near the question, cut to the length of a quote."""
    citation = cite_passage(passage, Span(0, min(len(passage.text), LONGEST_QUOTE)))
    return Suggestion(passage.document.title, citation.quote, citation)
