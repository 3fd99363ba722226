"""Where the document says plainly which of its sentences answers: an element's label, an age."""

from __future__ import annotations

from collections.abc import Sequence, Set

from service.answering.expected import EXACT_KINDS, AnswerKind, shows
from service.answering.guide_elements import answering_labels, asked_element, printed_labels
from service.answering.ranges import asked_age, rules_age
from service.answering.sentence_scores import ScoredSentence, Source
from service.answering.sentences import Span


def of_asked_element(
    question: str,
    sources: Sequence[Source],
    cut: Sequence[Sequence[Span]],
    ranked: list[ScoredSentence],
) -> list[ScoredSentence]:
    """Where a guide's element is asked for and printed, the sentences under its label alone."""
    if asked_element(question) is None:
        return ranked
    labels = [
        printed_labels(source.text, source.trail, spans)
        for source, spans in zip(sources, cut, strict=True)
    ]
    wanted = answering_labels(question, [each for found in labels for each in found])
    if not wanted:
        return ranked
    return [each for each in ranked if labels[each.source][each.order] in wanted]


def of_asked_age(
    kinds: Set[AnswerKind],
    question: str,
    sources: Sequence[Source],
    ranked: list[ScoredSentence],
) -> list[ScoredSentence]:
    """Where an age is named, the sentences that rule a range of ages with it, if any tells."""
    age = asked_age(question)
    if age is None:
        return ranked
    exact = kinds & EXACT_KINDS
    texts = [each.span.of(sources[each.source].text) for each in ranked]
    told = [
        each
        for each, text in zip(ranked, texts, strict=True)
        if rules_age(text, age) and (not exact or any(shows(kind, text) for kind in exact))
    ]
    return told or ranked
