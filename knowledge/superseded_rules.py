"""Rules that a later law replaced without a mark on the documents that still print them.

A document repeats the law of its day: once the law changes, the document is not repealed and yet
no longer right. `superseded_rules.tsv` lists such wordings with the rule that holds instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.errors import RuleTableError

TABLE = Path(__file__).with_name("superseded_rules.tsv")

_HEADINGS = ("words", "context", "except", "since", "rule", "source")
_SENTENCE = re.compile(r"[^。；;\n]+")

#: Groups of words: of each group one at least has to be there.
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SupersededRule:
    """A wording that was right until `since`, and what holds from that day on.

    A sentence repeats it when it has a word of each group of `words` and none of `exceptions`,
    in a passage (with its title and headings) that has a word of each group of `context`.
    """

    words: Groups
    context: Groups
    exceptions: tuple[str, ...]
    since: date
    rule: str
    source: str

    def told_in(self, quote: str, context: str) -> bool:
        """Whether a sentence of `quote`, which stands in `context`, repeats the old rule."""
        if not _has_each(_folded(context), self.context):
            return False
        return any(
            _has_each(sentence, self.words)
            and not any(word in sentence for word in self.exceptions)
            for sentence in _SENTENCE.findall(_folded(quote))
        )


def load_superseded_rules(path: Path = TABLE) -> tuple[SupersededRule, ...]:
    """The rules of the table; raises RuleTableError naming the line that is wrong."""
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines or tuple(lines[0][1]) != _HEADINGS:
        raise RuleTableError(f"{path.name} 的表头应当是：{'、'.join(_HEADINGS)}")
    return tuple(_rule(path, number, values) for number, values in lines[1:])


def superseded(
    rules: Sequence[SupersededRule], quote: str, context: str, dated: date | None, day: date
) -> list[SupersededRule]:
    """The rules that `quote` repeats although others hold on `day`.

    `dated` is the day of the document: what was issued after a change has taken it into account.
    """
    return [
        rule
        for rule in rules
        if rule.since <= day
        and (dated is None or dated < rule.since)
        and rule.told_in(quote, context)
    ]


def _rule(path: Path, number: int, values: Sequence[str]) -> SupersededRule:
    where = f"{path.name} 第 {number} 行"
    if len(values) != len(_HEADINGS):
        raise RuleTableError(f"{where}：应当有 {len(_HEADINGS)} 栏，有 {len(values)} 栏")
    words, context, exceptions, since, rule, source = (value.strip() for value in values)
    if not all((words, context, since, rule, source)):
        raise RuleTableError(f"{where}：只有 except 一栏可以空着")
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise RuleTableError(f"{where}：since“{since}”不是 2019-05-15 这样的日期") from error
    return SupersededRule(
        _groups(words), _groups(context), _alternatives(exceptions), day, rule, source
    )


def _groups(text: str) -> Groups:
    return tuple(_alternatives(group) for group in text.split())


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in text.split("|") if word)


def _has_each(text: str, groups: Groups) -> bool:
    return all(any(word in text for word in group) for group in groups)


def _folded(text: str) -> str:
    """Without differences of width; blanks within a line away."""
    return re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
