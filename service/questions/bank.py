"""The known questions, found again by pairs of characters: while one types, and after an answer.

Both searches look only at the questions that share a pair with what was typed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from knowledge.relying.questions import AnsweredQuestion
from service.consultations.likeness_terms import terms_of
from service.replies.question_likeness import likeness, matter_of

#: Offered at most, while one types and after an answer.
NEAR, RELATED = 5, 3

#: What a pair weighs that stands in the question, and one that only its document's title has.
_IN_QUESTION, _IN_TITLE = 1.0, 0.6
#: The share of what was typed that a question must hold to be offered.
_HELD = 0.5
#: From this likeness on two questions are the same, and below that other they are not related.
_SAME, _LEAST = 0.8, 0.12
#: Questions that the one asked is compared with: those that share the most pairs with it.
_COMPARED = 40
#: What standing in a document that the answer shows adds to the likeness.
_OF_SHOWN = 0.3

#: Characters of its matter in a row by which a question is understood; two may be 调整 or 补贴.
_NAMING = 3
#: What the titles of pages of questions say besides their matter.
_KIND = re.compile("^咨询问答：|(?:政策)?(?:常见)?(?:问题|问答|答疑|解答)+$")


@dataclass(frozen=True)
class KnownQuestion:
    """A question as a document prints it; `asked` can be understood without the document."""

    document_id: str
    title: str
    question: str
    asked: str


class QuestionBank:
    """The known questions of a moment; nothing of it changes, threads share it."""

    def __init__(self, questions: Iterable[AnsweredQuestion]) -> None:
        self._known: list[KnownQuestion] = []
        self._in_question: defaultdict[str, list[int]] = defaultdict(list)
        self._in_title: defaultdict[str, list[int]] = defaultdict(list)
        self._of_document: defaultdict[str, list[int]] = defaultdict(list)
        seen: set[str] = set()
        for each in questions:
            known = _known(each)
            if known.asked not in seen:
                seen.add(known.asked)
                self._add(known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def questions(self) -> tuple[KnownQuestion, ...]:
        """All of them, those of the newest documents first."""
        return tuple(self._known)

    def near(self, typed: str) -> list[KnownQuestion]:
        """The questions that hold most of what was typed, best first, NEAR at most."""
        wanted = matter_of(typed)
        scores: defaultdict[int, float] = defaultdict(float)
        for pair in wanted:
            for place in self._in_question.get(pair, ()):
                scores[place] += _IN_QUESTION
            for place in self._in_title.get(pair, ()):
                scores[place] += _IN_TITLE
        least = _HELD * len(wanted)
        found = [place for place, score in scores.items() if score >= least]
        found.sort(key=lambda place: (-scores[place], len(self._known[place].question), place))
        return [self._known[place] for place in found[:NEAR]]

    def related(self, question: str, shown: Collection[str]) -> list[KnownQuestion]:
        """Other questions near the one that was asked, RELATED at most, best first.

        `shown` are the ids of the documents that its answer shows.
        """
        matter = matter_of(question)
        shared = Counter(place for pair in matter for place in self._in_question.get(pair, ()))
        places = {place for place, _ in shared.most_common(_COMPARED)}
        places |= {place for each in shown for place in self._of_document.get(each, ())}
        scored = []
        for place in places:
            known = self._known[place]
            alike = likeness(matter, matter_of(known.asked))
            score = alike + (_OF_SHOWN if known.document_id in shown else 0.0)
            if alike < _SAME and not _repeats(question, known) and score >= _LEAST:
                scored.append((-score, place))
        return [self._known[place] for _, place in sorted(scored)[:RELATED]]

    def _add(self, known: KnownQuestion) -> None:
        place = len(self._known)
        self._known.append(known)
        self._of_document[known.document_id].append(place)
        own = terms_of(known.question)
        for pair in own:
            self._in_question[pair].append(place)
        for pair in terms_of(known.title) - own:
            self._in_title[pair].append(place)


def _repeats(question: str, known: KnownQuestion) -> bool:
    """Whether what was asked is the known question, or ends with it."""
    ends = (known.question, known.asked)
    return question.strip().rstrip("？?").endswith(tuple(each.rstrip("？?") for each in ends))


def _known(answered: AnsweredQuestion) -> KnownQuestion:
    matter = _KIND.sub("", answered.title).strip("：: ")
    alone = not matter or _names(answered.question, matter)
    asked = answered.question if alone else f"{matter}：{answered.question}"
    return KnownQuestion(answered.document_id, answered.title, answered.question, asked)


def _names(question: str, matter: str) -> bool:
    """Whether the question names the matter: a run of characters of it, not a common verb alone."""
    runs = {matter[at : at + _NAMING] for at in range(max(1, len(matter) - _NAMING + 1))}
    return any(run in question for run in runs)
