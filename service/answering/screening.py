"""What is not searched: greetings, emergencies, and people who want what belongs elsewhere.

The rules are a data file, `redirects.toml`; this module only applies them. A question *about* a
rule (怎么申请信息公开) is no wish to do it and goes on to the search.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

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
class _Rule:
    name: str
    reply: str
    whole: tuple[re.Pattern[str], ...]
    within: tuple[re.Pattern[str], ...]
    asking_goes_on: bool
    except_asking: tuple[str, ...]
    elsewhere: bool
    with_questions: bool

    def fits(self, utterance: str, asking: re.Pattern[str]) -> bool:
        if not (
            any(pattern.fullmatch(utterance) for pattern in self.whole)
            or any(pattern.search(utterance) for pattern in self.within)
        ):
            return False
        if not self.asking_goes_on:
            return True
        for words in self.except_asking:
            utterance = utterance.replace(words, "")
        return not asking.search(utterance)


@dataclass(frozen=True)
class Screen:
    """The rules, in order; the first that fits counts."""

    rules: Sequence[_Rule]
    asking: re.Pattern[str]

    def redirect(self, question: str) -> Redirect | None:
        """The fixed reply for this question; None when it is to be searched."""
        utterance = _utterance(question)
        if not utterance or len(utterance) > LONGEST_REDIRECTED:
            return None
        for rule in self.rules:
            if rule.fits(utterance, self.asking):
                return Redirect(rule.name, rule.reply, rule.elsewhere, rule.with_questions)
        return None


def load_screen(hotline: str) -> Screen:
    """Read the rules of `redirects.toml`; `hotline` is filled into the replies."""
    table = resources.files("service.answering").joinpath("redirects.toml")
    content = tomllib.loads(table.read_text(encoding="utf-8"))
    rules = tuple(
        _Rule(
            name=row["name"],
            reply=row["reply"].replace("{hotline}", hotline),
            whole=tuple(re.compile(pattern) for pattern in row.get("whole", ())),
            within=tuple(re.compile(pattern) for pattern in row.get("within", ())),
            asking_goes_on=row["asking_goes_on"],
            except_asking=tuple(row.get("except_asking", ())),
            elsewhere=row.get("elsewhere", True),
            with_questions=row.get("with_questions", False),
        )
        for row in content["redirect"]
    )
    return Screen(rules, re.compile("|".join(content["asking"])))


def _utterance(question: str) -> str:
    normal = unicodedata.normalize("NFKC", question).lower()
    return "".join(c for c in normal if unicodedata.category(c)[0] in "LN")
