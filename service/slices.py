"""Which slices a judged question belongs to: those its set tells, and two that are found out."""

from __future__ import annotations

from collections.abc import Callable

from indexer.analysis import Analyzer
from service.judged_sets import JudgedQuestion, JudgedSet, Slice
from service.training.folds import FOLDS, fold_of


def slicer(judged: JudgedSet, analyzer: Analyzer) -> Callable[[JudgedQuestion], frozenset[Slice]]:
    """From a question of the set to all its slices.

    Lay words are those that the program's own lexicon expands, so that slice grows with it. A
    question's relevant passages are new where no question of the other folds has one of them:
    only models of its own fold have then never seen them as right.
    """
    relevant = [
        frozenset(
            passage
            for question in judged.questions
            if fold_of(question.id) != fold
            for passage in question.passages
        )
        for fold in range(FOLDS)
    ]

    def slices(question: JudgedQuestion) -> frozenset[Slice]:
        found = set(question.slices)
        if question.answerable and analyzer.analyse_question(question.question).expansions:
            found.add(Slice.LAY_WORDS)
        if question.passages and not question.passages & relevant[fold_of(question.id)]:
            found.add(Slice.NEW_PASSAGES)
        return frozenset(found)

    return slices
