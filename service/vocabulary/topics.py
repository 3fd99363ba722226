"""The table of topics (主题): how the known questions are ordered, by the words that they name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy.orm import Session

from knowledge.editions import PerEdition
from service.config import Settings
from service.questions.topics import OTHER, Topics, shipped_topics
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.kinds import LISTED, Cells, Column, Kind, first_cell, listed, never_stays
from service.vocabulary.overlay import Own, in_force, own_rows, rows_of

_SHORTEST = 2


@cache
def _shipped_rows() -> dict[str, Cells]:
    return {
        name: {"name": name, "words": LISTED.join(words)}
        for name, words in shipped_topics().words.items()
    }


def _shipped(_settings: Settings) -> Mapping[str, Cells]:
    return _shipped_rows()


def _check(cells: Cells, others: Mapping[str, Cells], _settings: Settings) -> None:
    name = cells["name"]
    if name == OTHER:
        raise VocabularyRefused(f"“{OTHER}”是没有归入主题的问题，不能用作主题")
    for word in listed(cells["words"]):
        if len(word) < _SHORTEST:
            raise VocabularyRefused(f"“{word}”太短，至少 {_SHORTEST} 个字")
    if cells == _shipped_rows().get(name):
        return  # where shipped topics share a word, the first of them has it
    words = set(listed(cells["words"]))
    for key, other in others.items():
        shared = words.intersection(listed(other["words"])) if key != name else ()
        for word in shared:
            raise VocabularyRefused(f"“{word}”已经属于主题“{key}”")


def topics(settings: Settings, own: Own) -> Topics:
    """The topics in force; the shipped ones themselves where the office has none."""
    if not own.get(TOPICS.slug):
        return shipped_topics()
    rows = in_force(rows_of(TOPICS, settings, own))
    return Topics({key: tuple(listed(cells["words"])) for key, cells in rows.items()})


class OfficeTopics:
    """Hands out the topics in force, made anew when one was changed; threads share it."""

    def __init__(self, settings: Settings) -> None:
        self._made = PerEdition(lambda session: topics(settings, own_rows(session, TOPICS.slug)))

    def at(self, session: Session) -> Topics:
        """The topics that count for the session."""
        return self._made.at(session)


TOPICS = Kind(
    slug="topics",
    title="主题",
    lead="群众页面上“常见问题”的分类：问题或者所在文件的题目里有右边的词，就归到这个主题。",
    columns=(
        Column("name", "主题", 20, 20),
        Column("words", "归入的词", 500, 60, lists=True, hint="几个词用“、”分开。"),
    ),
    shipped=_shipped,
    key_of=first_cell("name"),
    check=_check,
    stays=never_stays,
)
