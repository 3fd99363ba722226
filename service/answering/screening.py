"""What is not searched: greetings, emergencies, and people who want what belongs elsewhere.

The rules are a data file, `redirects.toml`; this module only applies them. A question *about* a
rule (怎么申请信息公开) is no wish to do it and goes on to the search.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

#: A wish or an alarm is short; in a long text the same words belong to a story.
LONGEST_REDIRECTED = 60


@dataclass(frozen=True)
class Redirect:
    """A fixed reply; `name` says which rule gave it, `elsewhere` that it names another channel.

    `with_questions` asks for questions that documents answer to be offered beside it.
    """

    name: str
    reply: str
    elsewhere: bool
    with_questions: bool


@dataclass(frozen=True)
class Rule:
    """A fixed reply and the patterns of what it is given to, over utterances.

    `label` is what people call it; `examples` are questions that it catches. An emergency comes
    before every other rule. `asking_goes_on`: a question that only asks about the matter is
    searched instead, unless the words of `except_asking` are all that asks.
    """

    name: str
    label: str
    reply: str
    whole: tuple[re.Pattern[str], ...] = ()
    within: tuple[re.Pattern[str], ...] = ()
    asking_goes_on: bool = False
    except_asking: tuple[str, ...] = ()
    elsewhere: bool = True
    with_questions: bool = False
    emergency: bool = False
    examples: tuple[str, ...] = ()

    def fits(self, said: str, asking: re.Pattern[str]) -> bool:
        """Whether the utterance gets this reply; `asking` finds the words of who only asks."""
        if not (
            any(pattern.fullmatch(said) for pattern in self.whole)
            or any(pattern.search(said) for pattern in self.within)
        ):
            return False
        if not self.asking_goes_on:
            return True
        for words in self.except_asking:
            said = said.replace(words, "")
        return not asking.search(said)


@dataclass(frozen=True)
class Screen:
    """The rules, in order; the first that fits counts."""

    rules: Sequence[Rule]
    asking: re.Pattern[str]

    def redirect(self, question: str) -> Redirect | None:
        """The fixed reply for this question; None when it is to be searched."""
        said = utterance(question)
        if not said or len(said) > LONGEST_REDIRECTED:
            return None
        for rule in self.rules:
            if rule.fits(said, self.asking):
                return Redirect(rule.name, rule.reply, rule.elsewhere, rule.with_questions)
        return None


def load_screen(hotline: str) -> Screen:
    """Read the rules of `redirects.toml`; `hotline` is filled into the replies."""
    rules = tuple(
        replace(rule, reply=rule.reply.replace("{hotline}", hotline)) for rule in read_rules()
    )
    return Screen(rules, re.compile("|".join(_content()["asking"])))


def read_rules() -> tuple[Rule, ...]:
    """The rules of `redirects.toml`, their replies as written there."""
    return tuple(
        Rule(
            name=row["name"],
            label=row["label"],
            reply=row["reply"],
            whole=tuple(re.compile(pattern) for pattern in row.get("whole", ())),
            within=tuple(re.compile(pattern) for pattern in row.get("within", ())),
            asking_goes_on=row["asking_goes_on"],
            except_asking=tuple(row.get("except_asking", ())),
            elsewhere=row.get("elsewhere", True),
            with_questions=row.get("with_questions", False),
            emergency=row.get("emergency", False),
            examples=tuple(row["examples"]),
        )
        for row in _content()["redirect"]
    )


@cache
def _content() -> dict[str, Any]:
    table = resources.files("service.answering").joinpath("redirects.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))


def utterance(question: str) -> str:
    """The question as rules see it: NFKC, lower case, letters and digits alone."""
    normal = unicodedata.normalize("NFKC", question).lower()
    return "".join(c for c in normal if unicodedata.category(c)[0] in "LN")
