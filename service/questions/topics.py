"""The known questions by topic: by the first matter of the table of subjects that they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from service.answering.subjects import MATTER, load_subjects
from service.questions.bank import KnownQuestion, QuestionBank

#: What a question is under that names no matter of the table.
OTHER = "其他"


def by_topic(bank: QuestionBank) -> Mapping[str, tuple[KnownQuestion, ...]]:
    """The bank's questions by topic, the topic with the most first, OTHER last."""
    grouped: defaultdict[str, list[KnownQuestion]] = defaultdict(list)
    for each in bank.questions:
        grouped[topic_of((each.question, each.title))].append(each)
    order = sorted(grouped, key=lambda topic: (topic == OTHER, -len(grouped[topic]), topic))
    return {topic: tuple(grouped[topic]) for topic in order}


def topic_of(texts: Iterable[str]) -> str:
    """The topic that the first of the texts names which names any, else OTHER."""
    pattern, topics = _names()
    named = (pattern.search(text) for text in texts)
    return next((topics[found.group()] for found in named if found), OTHER)


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern of all names, the longest first, and the topic of each."""
    matters = [each for each in load_subjects().known if each.kind == MATTER]
    topics = {name: matter.names[0] for matter in reversed(matters) for name in matter.names}
    longest_first = sorted(topics, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), topics
