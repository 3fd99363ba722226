"""Whether a question names a matter of its own, or leaves it to the talk before it.

高铁站什么时候通车 after a talk of medical insurance is no word on that; 那要什么材料 is. A question
stands alone where it names what nobody has spoken of: a matter, a noun, an age that neither the
earlier turns nor the documents they are about have. Nouns by which it says what kind of answer it
wants (材料, 期限), for whom (低保户) or where (外地) name no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from indexer.analysis import Analyzer, QuestionTerms
from indexer.general_language import GeneralLanguage
from indexer.vocabulary import Relation
from knowledge.numbering import chinese_number
from service.answering.expected import AnswerKind, announced_kinds, expected_kinds, shows
from service.answering.ranges import rules_age
from service.answering.subjects import MATTER, POPULATION, Subject, Subjects

#: Parts of speech, as jieba's dictionary tags them, of which the names of things are made.
_NAMING = frozenset({"n", "nz", "nt", "l", "f"})
#: Names of people and abbreviations, under which it also has 养老院, but 一共 as well: such a word
#: counts where the lexicon has it.
_DOUBTFUL = frozenset({"nr", "j"})
#: Its tag for a time (过期).
_WHEN = "t"
#: What our own vocabulary has is not tagged.
_OURS = ""
#: What a noun weighs at least in Chinese at large to name a matter: 公务员 .78, but 原因 .41.
_TELLING = 0.6

#: Fields of the lexicon whose words tell who someone is, or fit any matter: 老伴, 批下来, 到账.
_ANY_MATTER = frozenset({"家庭", "办事", "行政", "金额", "时间"})

#: Who, and who or where, by how such words end; a matter before who is a person (低保家庭).
_WHO = "(?:家庭|家属|对象|人员|人|户|者|员)"
_WHO_OR_WHERE = re.compile(
    rf"{_WHO}$|[爸妈爹娘爷奶公婆伴孩娃孙哥姐弟妹夫妻媳婿]$|[县市区镇乡村城省]$|[外本当异各]地$"
)
_PERSON_FOLLOWS = re.compile(f"的?{_WHO}")

#: Words that point back to what was said (这样还能申请吗), so that a noun may be a circumstance.
_POINTING = re.compile(r"^那?么?[他她它]|这(样|种情况|笔?钱|个?价|时候|算)|那样")

_AGE = re.compile(r"(\d{1,3}|[一二三四五六七八九十百]{1,5})(?=[多几]?(?:周岁|岁))")


@dataclass(frozen=True)
class OwnMatter:
    """Tells what a question names; loaded once and shared between threads."""

    analyzer: Analyzer
    language: GeneralLanguage
    subjects: Subjects

    def unsaid(self, terms: QuestionTerms, said: str) -> tuple[str, ...]:
        """What the question names that the text does not have; empty where it only follows up."""
        matters = [each.pattern for each in self._matters(terms) if not each.pattern.search(said)]
        named = [match[0] for pattern in matters if (match := pattern.search(terms.text))]
        things = [word for word in self._things(terms, said) if not _has(said, word, terms)]
        return (*named, *things, *_unruled_ages(terms.text, said))

    def in_title(self, terms: QuestionTerms, title: str, said: str) -> bool:
        """Whether the question names a matter that the title has and nothing that was said has."""
        matters = any(
            each.pattern.search(title) and not each.pattern.search(said)
            for each in self._matters(terms)
        )
        return matters or any(
            _has(title, word, terms) and not _has(said, word, terms)
            for word in self._things(terms, said)
        )

    def _matters(self, terms: QuestionTerms) -> Iterator[Subject]:
        """The matters that the question names, but for those by which it says for whom."""
        for subject in self.subjects.named(MATTER, terms.text):
            found = subject.pattern.finditer(terms.text)
            if not all(_PERSON_FOLLOWS.match(terms.text, match.end()) for match in found):
                yield subject

    def _things(self, terms: QuestionTerms, said: str) -> Iterator[str]:
        """The nouns and the everyday phrases by which the question may name a matter.

        There are none in a question that points back to what was said.
        """
        if said and _POINTING.search(terms.text):
            return
        phrases = (
            each.lay
            for each in terms.expansions
            if each.domain not in _ANY_MATTER and each.relation is not Relation.RELATED
        )
        for word in (*filter(partial(self._is_noun, terms), terms.own_words), *phrases):
            if len(word) > 1 and not (self._is_aspect(word) or self._qualifies(word, terms)):
                yield word

    def _is_aspect(self, word: str) -> bool:
        """Whether the word only says what kind of answer is wanted: 办公时间, but not 护理补贴."""
        if expected_kinds(word) or shows(AnswerKind.PAPERS, word):
            return True
        ends = (end for end in range(len(word) - 2, -1, -1) if announced_kinds(word[end:]))
        modifier = word[: next(ends, len(word))]
        if modifier == word:
            return False
        tags = self.analyzer.parts_of_speech(word)
        plain = len(tags) == 1 and _OURS not in tags
        return plain or self.language.weight(modifier) < _TELLING or self._is_aspect(modifier)

    def _is_noun(self, terms: QuestionTerms, word: str) -> bool:
        if self.language.weight(word) < _TELLING:
            return False
        tags = frozenset(self.analyzer.parts_of_speech(word))
        if tags & _DOUBTFUL:
            return any(_officials(word, terms))
        return tags == {_OURS} or (bool(tags) and tags <= _NAMING)

    def _qualifies(self, word: str, terms: QuestionTerms) -> bool:
        """Whether the word only tells who, where or when."""
        if self.analyzer.parts_of_speech(word) == (_WHEN,):
            return True
        if _WHO_OR_WHERE.search(word):
            return True
        who = [each.pattern for each in self.subjects.known if each.kind == POPULATION]
        names = (word, *_officials(word, terms))
        return any(pattern.fullmatch(name) for pattern in who for name in names)


def _has(said: str, word: str, terms: QuestionTerms) -> bool:
    """Whether the text has the word or an official term for it."""
    return word in said or any(official in said for official in _officials(word, terms))


def _officials(word: str, terms: QuestionTerms) -> Iterator[str]:
    """The official terms that stand for the word, in whole or as a part of a phrase."""
    return chain.from_iterable(
        each.official
        for each in terms.expansions
        if word in each.lay and each.relation is not Relation.RELATED
    )


def _unruled_ages(question: str, said: str) -> Iterator[str]:
    """The ages that the question names and that the text neither names nor rules."""
    for match in _AGE.finditer(question):
        age = int(match[0]) if match[0].isdigit() else chinese_number(match[0])
        named = age is not None and re.search(rf"(?<!\d){age}(周岁|岁)", said)
        if age is not None and not named and not rules_age(said, age):
            yield match[0]
