"""From candidates to the one answer that stands up best, with its confidence.

Documents in force are judged first; one that has ended, or has not begun, is quoted only where
nothing in force answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from indexer.analysis import Analyzer, QuestionTerms
from knowledge.queries.corpus import field_evidence, stored_text
from knowledge.queries.findings import DocumentFacts
from knowledge.superseded_rules import SupersededRule
from service.answering.answer import AnswerText, Citation
from service.answering.confidence import Signals, Wording, confidence, wanted, wording
from service.answering.expected import TELLING_KINDS, expected_kinds, shows
from service.answering.extraction import Excerpt, Reading, extract, read
from service.answering.fields import AskedField, asked_field, prove, without_field
from service.answering.models import HAND_SET, Models
from service.answering.names import Gazetteer, years
from service.answering.notices import passage_notice, validity_notice
from service.answering.quoting import cite_field, cite_stretch, quote_in
from service.answering.retrieval import Candidate, Rarity, Retrieved
from service.answering.sentence_scores import Source

#: Passages of the best document from which the words of an answer may come.
EXTRACTED = 12

#: A document not in force is judged only where its score comes so near to the best in force.
RIVAL = 0.7


@dataclass(frozen=True)
class Judged:
    """An answer that could be given, and how sure it is."""

    text: AnswerText
    citation: Citation
    signals: Signals

    @property
    def confidence(self) -> float:
        """How sure the answer is, 0..1."""
        return confidence(self.signals)


@dataclass(frozen=True)
class Inquiry:
    """A question under judgement: its words, what it wants found, and the day it is asked."""

    question: str
    own: QuestionTerms
    enriched: QuestionTerms
    rarity: Rarity
    day: date
    models: Models = HAND_SET


@dataclass(frozen=True)
class Judge:
    """Extracts and judges; holds what is loaded once."""

    analyzer: Analyzer
    gazetteer: Gazetteer
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
        current = self._of_passages(session, inquiry, in_force, found)
        if current is not None and current.confidence >= answered_at:
            return current
        if current is None:
            return self._of_passages(session, inquiry, others, found)
        if not others or others[0].score < RIVAL * in_force[0].score:
            return current
        past = self._of_passages(session, inquiry, others, found)
        if past is None:
            return current
        # Neither is sure unless the past one is; then the nearer one is shown.
        nearer = in_force[0].score >= others[0].score
        return current if nearer and past.confidence < answered_at else past

    def _of_passages(
        self,
        session: Session,
        inquiry: Inquiry,
        candidates: Sequence[Candidate],
        found: Retrieved,
    ) -> Judged | None:
        """The best excerpt of the first document among the candidates."""
        if not candidates:
            return None
        considered = considered_passages(candidates)
        excerpt = extract(self.reading(inquiry, considered), self.analyzer, inquiry.models.spans)
        if excerpt is None:
            return None
        chosen = considered[excerpt.source]
        signals = self._signals(session, inquiry, found, chosen, excerpt)
        passage = chosen.passage
        stored = stored_text(session, passage.document.id, passage.document.version, "text")
        quote = quote_in(stored, passage, excerpt.text)
        text = AnswerText(
            text=excerpt.text.of(passage.text),
            quote=quote.of(stored),
            notice=passage_notice(passage, quote.of(stored), self.rules, inquiry.day),
            completeness="complete" if excerpt.complete else "partial",
        )
        return Judged(text, cite_stretch(passage, stored, quote), signals)

    def reading(self, inquiry: Inquiry, considered: Sequence[Candidate]) -> Reading:
        """The passages of one document, best first, read for the question."""
        best = considered[0].score or 1.0
        sources = [
            Source(each.passage.text, each.passage.trail, each.score / best) for each in considered
        ]
        title = _titles(considered[0].document)
        return read(inquiry.enriched, title, sources, self.analyzer, inquiry.rarity)

    def _signals(
        self,
        session: Session,
        inquiry: Inquiry,
        found: Retrieved,
        chosen: Candidate,
        excerpt: Excerpt,
    ) -> Signals:
        passage, document = chosen.passage, chosen.document
        want = wanted(inquiry.own, self.analyzer, inquiry.rarity.telling)
        head = self._wording(f"{_titles(document)}\n{passage.trail}")
        everywhere = head | self._wording(passage.text)
        quote = excerpt.quote.of(passage.text)
        sentence = head | self._wording(quote)
        of_others = [each.score for each in found.candidates if each.document.id != document.id]
        of_own = max(each.score for each in found.candidates if each.document.id == document.id)
        kinds = expected_kinds(inquiry.own.text) & TELLING_KINDS
        return Signals(
            coverage=want.coverage(everywhere),
            in_sentence=want.coverage(sentence),
            missing=want.heaviest_missing(everywhere),
            margin=1 - max(of_others, default=0.0) / of_own if of_own > 0 else 0.0,
            absent_names=self._absent_names(session, inquiry, document),
            kind_shown=any(shows(kind, quote) for kind in kinds) if kinds else None,
            topic_only=len(inquiry.own.own_words) < 2 and not expected_kinds(inquiry.own.text),
        )

    def _of_field(
        self,
        session: Session,
        inquiry: Inquiry,
        field: AskedField,
        candidates: Sequence[Candidate],
    ) -> Judged | None:
        """The document whose title fits best what the question names, and its evidence."""
        terms = self.analyzer.analyse_question(without_field(inquiry.question))
        want = wanted(terms, self.analyzer, inquiry.rarity.telling)
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
        signals = Signals(
            coverage=fits[best],
            in_sentence=fits[best],
            missing=want.heaviest_missing(self._wording(_titles(document))),
            margin=0.0,
            absent_names=self._absent_names(session, inquiry, document),
            kind_shown=True,
            topic_only=False,
        )
        citation = cite_field(document, proof, field.label, raw)
        text = AnswerText(
            citation.quote, citation.quote, validity_notice(document.validity), "complete"
        )
        return Judged(text, citation, signals)

    def _absent_names(self, session: Session, inquiry: Inquiry, document: DocumentFacts) -> int:
        """How many places and years the question names that the document nowhere has."""
        named = self.gazetteer.places(inquiry.own.text, self.analyzer.words(inquiry.own.text))
        named_years = years(inquiry.own.text, inquiry.day)
        if not named and not named_years:
            return 0
        text = "\n".join(
            (
                _titles(document),
                document.issuer or "",
                document.region or "",
                stored_text(session, document.id, document.version, "text"),
            )
        )
        dated = {day.year for day in (document.written_on, document.published_on) if day}
        absent_years = named_years - years(text, inquiry.day) - dated
        return sum(place not in text for place in named) + len(absent_years)

    def _wording(self, text: str) -> Wording:
        return wording(self.analyzer.words(text))


def considered_passages(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of the candidates, best first, those of the first one's document that may be quoted."""
    first = candidates[0].document.id
    return [each for each in candidates if each.document.id == first][:EXTRACTED]


def _titles(document: DocumentFacts) -> str:
    return f"{document.title}\n{document.carried_title or ''}\n{document.doc_number or ''}"
