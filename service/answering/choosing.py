"""A choice made: the reply to a question that was asked back for a word of several meanings."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis import Analyzer, QuestionTerms
from service.answering.conversations import Turn


def offered(terms: QuestionTerms) -> tuple[str, ...]:
    """What an everyday word with several meanings may mean; none where the question tells."""
    for ambiguity in terms.ambiguous:
        if not any(choice in terms.text for choice in ambiguity.choices):
            return ambiguity.choices
    return ()


def completed(question: str, turns: Sequence[Turn], analyzer: Analyzer) -> str | None:
    """The question of the turn before, its ambiguous word told by the choice that this one is.

    大病能报多少 and then 大病保险 is 大病保险能报多少. None for what is no choice offered there.
    """
    if not turns:
        return None
    before = analyzer.analyse_question(turns[0].question)
    chosen = analyzer.analyse_question(question).text
    if chosen not in offered(before):
        return None
    words = next(each.lay for each in before.ambiguous if chosen in each.choices)
    return before.text.replace(words, chosen)
