"""From candidates to the one answer that stands up best, with its confidence.

Documents in force are judged first; one that has ended, or has not begun, is quoted only where
nothing in force answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.queries.corpus import field_evidence, stored_text, stretch_place
from knowledge.queries.findings import DocumentFacts, FoundPassage
from knowledge.superseded_rules import SupersededRule
from service.answering.absences import absent_names
from service.answering.answer import AnswerPart, AnswerText, Citation
from service.answering.circumstances import Circumstances
from service.answering.confidence import confidence, hand_set_confidence
from service.answering.expected import expected_kinds
from service.answering.extraction import Excerpt, extract
from service.answering.fields import AskedField, asked_field, prove, without_field
from service.answering.inquiry import Bearings, Inquiry
from service.answering.notices import passage_notice, validity_notice
from service.answering.parts import parts_of, whole_list
from service.answering.quoting import cite_field, cite_stretch, quote_in
from service.answering.reading import Reading, read
from service.answering.retrieval import Candidate, Retrieved
from service.answering.sentence_scores import Source
from service.answering.sentences import Span
from service.answering.signals import signals
from service.answering.wording import Wording, wanted, wording

#: Passages of the best document from which the words of an answer may come.
EXTRACTED = 12

#: A document not in force is judged only where its score comes so near to the best in force.
RIVAL = 0.7

#: What goes before a document in force only where that one's confidence is below this share: of
#: what a direct answer needs, a document not yet in force, since what holds today is asked for; of
#: its own confidence, one whose successor is found too.
UNLIKELY = 0.5


@dataclass(frozen=True)
class Judged:
    """An answer that could be given, what tells how sure it is, and how sure (0..1)."""

    text: AnswerText
    citation: Citation
    signals: Mapping[str, float]
    confidence: float


@dataclass(frozen=True)
class Judge:
    """Extracts and judges."""

    bearings: Bearings
    rules: Sequence[SupersededRule]

    def best(
        self, session: Session, inquiry: Inquiry, found: Retrieved, answered_at: float
    ) -> Judged | None:
        """The best answer of the candidates; None where there is nothing to quote.

        One from a document not in force is taken only where it is sure and none in force is.
        """
        field = asked_field(inquiry.question)
        if field is not None and found.candidates:
            by_field = self._of_field(session, inquiry, field, found.candidates)
            if by_field is not None:
                return by_field
        in_force = [each for each in found.candidates if each.document.validity.answerable]
        others = [each for each in found.candidates if not each.document.validity.answerable]
        current = self.of_passages(session, inquiry, in_force, found)
        if current is not None and current.confidence >= answered_at:
            return current
        if current is None:
            return self.of_passages(session, inquiry, others, found)
        if not others or others[0].score < RIVAL * in_force[0].score:
            return current
        past = self.of_passages(session, inquiry, others, found)
        if past is None:
            return current
        ended = others[0].document.validity.ended
        may_lead = ended and not _followed(others[0], in_force)
        if past.confidence >= answered_at:
            unlikely = current.confidence < UNLIKELY * (past.confidence if ended else answered_at)
            return past if may_lead or unlikely else current
        # Neither is sure. What has ended may be nearer; what has not begun never goes before.
        return past if may_lead and others[0].score > in_force[0].score else current

    def of_passages(
        self,
        session: Session,
        inquiry: Inquiry,
        candidates: Sequence[Candidate],
        found: Retrieved,
    ) -> Judged | None:
        """The best excerpt of the first document among the candidates; None where there is none.

        `found` is all that was found with them, which tells how the candidates stand out.
        """
        if not candidates:
            return None
        considered = considered_passages(candidates)
        read_by = self.bearings.analyzer
        excerpt = extract(self.reading(inquiry, considered), read_by, inquiry.models.spans)
        if excerpt is None:
            return None
        chosen = considered[excerpt.source]
        passage = chosen.passage
        stored = stored_text(session, passage.document.id, passage.document.version, "text")
        quote = quote_in(stored, passage, excerpt.text)
        kinds = expected_kinds(inquiry.enriched.text)
        stands = excerpt.text.moved(passage.start)
        parts = parts_of(kinds, stored, quote, stands)
        complete = excerpt.complete or whole_list(kinds, stored, quote, parts)
        text = AnswerText(
            text=excerpt.text.of(passage.text),
            quote=quote.of(stored),
            notice=passage_notice(passage, quote.of(stored), self.rules, inquiry.day),
            completeness="complete" if complete else "partial",
            parts=tuple(AnswerPart(each.of(stored), each.start, each.end) for each in parts),
            start=stands.start - quote.start,
        )
        told = signals(self._circumstances(inquiry, found, chosen, text, stored, excerpt))
        citation = cite_stretch(passage, stored, quote, _extent(session, passage, quote))
        return Judged(text, citation, told, confidence(told, inquiry.models))

    def reading(self, inquiry: Inquiry, considered: Sequence[Candidate]) -> Reading:
        """The passages of one document, best first, read for the question."""
        best = considered[0].score or 1.0
        sources = [
            Source(each.passage.text, each.passage.trail, each.score / best) for each in considered
        ]
        title = _titles(considered[0].document)
        return read(inquiry.enriched, title, sources, self.bearings.analyzer, inquiry.rarity)

    def _circumstances(
        self,
        inquiry: Inquiry,
        found: Retrieved,
        chosen: Candidate,
        text: AnswerText,
        stored: str,
        excerpt: Excerpt,
    ) -> Circumstances:
        document = _everything(chosen.document, stored)
        return Circumstances(
            inquiry=inquiry,
            bearings=self.bearings,
            candidates=found.candidates,
            chosen=chosen,
            text=text.text,
            quote=text.quote,
            document=document,
            excerpt=excerpt,
        )

    def _of_field(
        self,
        session: Session,
        inquiry: Inquiry,
        field: AskedField,
        candidates: Sequence[Candidate],
    ) -> Judged | None:
        """The document whose title fits best what the question names, and its evidence."""
        terms = self.bearings.analyzer.analyse_question(without_field(inquiry.question))
        want = wanted(terms, self.bearings.analyzer, inquiry.rarity.telling)
        documents = {each.document.id: each.document for each in candidates}
        fits = {
            document_id: want.coverage(self._wording(_titles(document)))
            for document_id, document in documents.items()
        }
        best = max(documents, key=lambda document_id: fits[document_id])
        document = documents[best]
        proof = prove(field, field_evidence(session, document.id))
        if proof is None:
            return None
        raw = stored_text(session, document.id, proof.version, "raw")
        stored = stored_text(session, document.id, document.version, "text")
        told = {
            "coverage": fits[best],
            "in_sentence": fits[best],
            "missing": want.heaviest_missing(self._wording(_titles(document))),
            "margin": 0.0,
            "populations_absent_passage": 0.0,
            "matters_absent_passage": 0.0,
            "topic_only": 0.0,
            "kind_in_quote": 1.0,
            **absent_names(inquiry, self.bearings, document, _everything(document, stored)),
        }
        citation = cite_field(document, proof, field.label, raw)
        text = AnswerText(
            citation.quote, citation.quote, validity_notice(document.validity), "complete"
        )
        return Judged(text, citation, told, hand_set_confidence(told))

    def _wording(self, text: str) -> Wording:
        return wording(self.bearings.analyzer.words(text))


def _everything(document: DocumentFacts, stored: str) -> str:
    """The whole text of the document with its titles, its issuers and its region."""
    return "\n".join((_titles(document), document.issuer or "", document.region or "", stored))


def considered_passages(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of the candidates, best first, those of the first one's document that may be quoted."""
    first = candidates[0].document.id
    return [each for each in candidates if each.document.id == first][:EXTRACTED]


def _titles(document: DocumentFacts) -> str:
    return f"{document.title}\n{document.carried_title or ''}\n{document.doc_number or ''}"


def _followed(past: Candidate, in_force: Sequence[Candidate]) -> bool:
    """Whether the document that took the place of the past one is among those in force."""
    successor = past.document.validity.successor
    if successor is None:
        return False
    return any(each.document.id == successor.document_id for each in in_force)


def _extent(session: Session, passage: FoundPassage, quote: Span) -> str | None:
    """Where a quote stands that reaches beyond the passage of its answer, else None."""
    if passage.start <= quote.start and quote.end <= passage.end:
        return None
    held = passage.document
    extent = stretch_place(session, held.id, held.version, quote.start, quote.end)
    return extent if extent != passage.locator else None
