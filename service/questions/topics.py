"""The known questions by topic: by the first word of a topic that they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from service.answering.subjects import MATTER, load_subjects
from service.questions.bank import KnownQuestion, QuestionBank

#: What a question is under that names no topic.
OTHER = "其他"
#: Finds nothing.
_NEVER = re.compile(r"(?!)")


class Topics:
    """The topics with the words by which questions are put under them; threads share it.

    A word that several topics have counts for the first of them.
    """

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self._topic = {word: topic for topic in reversed(list(words)) for word in words[topic]}
        longest_first = sorted(self._topic, key=len, reverse=True)
        pattern = "|".join(map(re.escape, longest_first))
        self._names = re.compile(pattern) if pattern else _NEVER

    def topic_of(self, texts: Iterable[str]) -> str:
        """The topic that the first of the texts names which names any, else OTHER."""
        named = (self._names.search(text) for text in texts)
        return next((self._topic[found.group()] for found in named if found), OTHER)


@cache
def shipped_topics() -> Topics:
    """The matters of the table of subjects, each by its first name."""
    matters = [each.names for each in load_subjects().known if each.kind == MATTER]
    return Topics({names[0]: names for names in matters})


def by_topic(bank: QuestionBank, topics: Topics) -> Mapping[str, tuple[KnownQuestion, ...]]:
    """The bank's questions by topic, the topic with the most first, OTHER last."""
    grouped: defaultdict[str, list[KnownQuestion]] = defaultdict(list)
    for each in bank.questions:
        grouped[topics.topic_of((each.question, each.title))].append(each)
    order = sorted(grouped, key=lambda topic: (topic == OTHER, -len(grouped[topic]), topic))
    return {topic: tuple(grouped[topic]) for topic in order}
