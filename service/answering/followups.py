"""Follow-ups: what a question leaves unsaid, because the turns before it said it.

The words of earlier turns are searched with the question's own, at lower weights. Whether the
matter of the talk belongs to the question is told by what was found: where the best document is
about it, its words count as the question's own when the answer is judged (农村的呢 after
城里低保一个月多少). A question that names a matter of its own is asked without the talk; `seeking`
sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from indexer.analysis import Analyzer, QuestionTerms
from service.answering.conversations import Turn
from service.answering.expected import expected_kinds
from service.answering.own_matter import OwnMatter

#: What earlier turns' words weigh in a follow-up, halved for each turn further back.
EARLIER_QUESTION = 0.4
EARLIER_ANSWER = 0.2

#: Words by which people say that they turn to another matter.
_TURNING = re.compile(
    r"^(另外|此外|换个|换一个|还有(个|一个|件)|再问(个|一个|下|一下)|顺便(再)?问|不说这个)|(另外|别的)(的)?(问题|事)"
)


@dataclass(frozen=True)
class Talk:
    """The earlier turns that a question may lean on, newest first, each with its terms."""

    turns: tuple[Turn, ...] = ()
    questions: tuple[QuestionTerms, ...] = ()
    answers: tuple[QuestionTerms, ...] = ()

    @property
    def began_with(self) -> str | None:
        """The question that named the matter of the talk; None where there was no talk."""
        return self.turns[-1].question if self.turns else None

    def searched(self, terms: QuestionTerms) -> QuestionTerms:
        """The question's terms with the words of the talk beside them, at lower weights."""
        words, bigrams = dict(terms.words), dict(terms.bigrams)
        for said, weight in ((self.questions, EARLIER_QUESTION), (self.answers, EARLIER_ANSWER)):
            for back, earlier in enumerate(said):
                for known, new in ((words, earlier.words), (bigrams, earlier.bigrams)):
                    for term, own in new.items():
                        known[term] = max(known.get(term, 0.0), own * weight / 2**back)
        return replace(terms, words=words, bigrams=bigrams)

    def judged(self, terms: QuestionTerms, titles: str) -> QuestionTerms:
        """The question as one who heard the talk understands it.

        `titles` are those of the document found. Where an earlier question named its matter by
        words of these, they join the question's own; a question that asks for nothing itself
        (二级的呢) also asks for what was asked then.
        """
        for earlier in self.questions:
            matter = tuple(word for word in earlier.own_words if _names(earlier, word, titles))
            if matter:
                return _joined(terms, earlier, matter)
        return terms


def listen(turns: Sequence[Turn], question: str, analyzer: Analyzer, own_matter: OwnMatter) -> Talk:
    """The talk before a question, turns newest first; none where it turns to another matter.

    Nor is there any for a question without words, or one that was asked word for word before.

    It goes back to where its matter was named: what was said before of another is no part of it.
    """
    wordless = not any(map(str.isalnum, question))
    again = any(turn.question == question for turn in turns)
    if not turns or wordless or again or _TURNING.search(question):
        return Talk()
    heard: list[Turn] = []
    said: list[QuestionTerms] = []
    for turn in turns:
        if said and own_matter.unsaid(said[-1], "") and not _shares(turn, heard):
            break
        heard.append(turn)
        said.append(analyzer.analyse_question(turn.question))
    answers = tuple(analyzer.analyse_question(turn.answer) for turn in heard)
    return Talk(tuple(heard), tuple(said), answers)


def _shares(turn: Turn, later: Sequence[Turn]) -> bool:
    """Whether the turn quoted a document that one of the later ones quoted."""
    return any(set(turn.document_ids).intersection(each.document_ids) for each in later)


def _names(terms: QuestionTerms, word: str, titles: str) -> bool:
    """Whether a word, or an official term for it, stands in the titles; one character cannot."""
    official = (each.official for each in terms.expansions if word in each.lay)
    names = (word, *chain.from_iterable(official))
    return any(len(name) > 1 and name in titles for name in names)


def _joined(terms: QuestionTerms, earlier: QuestionTerms, matter: tuple[str, ...]) -> QuestionTerms:
    says_what = bool(expected_kinds(terms.text))
    return replace(
        terms,
        text=terms.text if says_what else f"{earlier.text}\n{terms.text}",
        own_words=tuple(dict.fromkeys((*terms.own_words, *matter))),
        expansions=tuple(dict.fromkeys((*terms.expansions, *earlier.expansions))),
    )
