"""The passages of one document read for a question: sentences cut, scored, narrowed down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.analysis import Analyzer, QuestionTerms
from service.answering.announcing import announces
from service.answering.expected import expected_kinds
from service.answering.narrowing import of_asked_age, of_asked_element
from service.answering.runs import SoughtWords
from service.answering.sentence_scores import ScoredSentence, Source, score_sentences
from service.answering.sentences import Span, answering_and_asking, questions_in

#: What a word counts that the document's title has: it tells nothing of which sentence answers.
IN_TITLE = 0.3

#: What a word tells by being rare; larger is rarer.
Rarity = Callable[[str], float]


@dataclass(frozen=True)
class Reading:
    """The passages read for a question: their sentences (`cut`, by source), the best ones first.

    `announced` is 1 for a source that announces what is asked for, -1 for one that announces
    something else. `narrowed` says that only those of the element or the age asked for are left
    among the ranked.
    """

    terms: QuestionTerms
    question: SoughtWords
    title: frozenset[str]
    sources: Sequence[Source]
    trails: Sequence[frozenset[str]]
    asking: Sequence[frozenset[str]]
    announced: Sequence[float]
    cut: Sequence[Sequence[Span]]
    ranked: Sequence[ScoredSentence]
    narrowed: bool


def read(
    terms: QuestionTerms,
    title: str,
    sources: Sequence[Source],
    analyzer: Analyzer,
    rarity: Rarity,
) -> Reading:
    """Cut the sources, passages of the document of that title, and score their sentences."""
    title_words, title_pairs = map(frozenset, analyzer.words_and_bigrams(title))
    question = _asked(terms, title_words, title_pairs, rarity)
    parted = [answering_and_asking(source.text) for source in sources]
    cut = [answering for answering, _ in parted]
    questions = [
        questions_in(source.text, asking)
        for source, (_, asking) in zip(sources, parted, strict=True)
    ]
    trails = [frozenset(analyzer.words(source.trail)) for source in sources]
    announced = [
        announces(question.kinds, source.trail, source.text, asked)
        for source, asked in zip(sources, questions, strict=True)
    ]
    ranked = sorted(
        score_sentences(question, sources, trails, announced, cut, analyzer),
        key=lambda sentence: (-sentence.score, sentence.source, sentence.order),
    )
    kept = of_asked_age(
        question.kinds, terms.text, sources, of_asked_element(terms.text, sources, cut, ranked)
    )
    asking = [frozenset(analyzer.words(asked)) for asked in questions]
    narrowed = len(kept) < len(ranked)
    return Reading(
        terms, question, title_words, sources, trails, asking, announced, cut, kept, narrowed
    )


def _asked(
    terms: QuestionTerms, named: frozenset[str], paired: frozenset[str], rarity: Rarity
) -> SoughtWords:
    """The question as extraction weighs it, knowing the words and bigrams of the title."""
    return SoughtWords(
        words={
            word: weight * rarity(word) * (IN_TITLE if word in named else 1)
            for word, weight in terms.words.items()
        },
        bigrams={
            pair: weight * (IN_TITLE if pair in paired else 1)
            for pair, weight in terms.bigrams.items()
        },
        kinds=expected_kinds(terms.text),
    )
