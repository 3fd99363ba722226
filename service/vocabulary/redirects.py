"""The table of fixed replies (问候与转办): greetings, emergencies, what belongs to other channels.

An office writes plain phrases; what the shipped rules catch beside them is shown by examples.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from service.answering.screening import Rule, Screen, read_rules, utterance
from service.config import Settings
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.kinds import Cells, Column, Kind, first_cell, listed
from service.vocabulary.overlay import Own, Standing, rows_of

EMERGENCY, ELSEWHERE, TALK = "紧急", "转办", "问候"
#: What becomes of a question that only asks about the matter: it is searched, or replied to.
SEARCHED, REPLIED = "照常检索", "照样这样答复"

#: What of a shipped rule stays as it is.
_SETTLED = ("sort", "asking")

#: The shortest phrase, in characters that count: a shorter one would catch what it should not.
_SHORTEST = 2


@cache
def _rules() -> dict[str, Rule]:
    return {rule.label: rule for rule in read_rules()}


@cache
def _shipped_rows() -> dict[str, Cells]:
    return {label: _cells(rule) for label, rule in _rules().items()}


def _shipped(_settings: Settings) -> Mapping[str, Cells]:
    return _shipped_rows()


def _cells(rule: Rule) -> Cells:
    return {
        "name": rule.label,
        "sort": EMERGENCY if rule.emergency else ELSEWHERE if rule.elsewhere else TALK,
        "reply": rule.reply,
        "whole": "",
        "within": "",
        "asking": SEARCHED if rule.asking_goes_on else REPLIED,
    }


def _check(cells: Cells, _others: Mapping[str, Cells], _settings: Settings) -> None:
    shipped = _shipped_rows().get(cells["name"])
    if shipped is not None:
        if any(cells[name] != shipped[name] for name in _SETTLED):
            raise VocabularyRefused("随系统来的规则只能改答复、增加说法，类别和提问时的处理不能改")
    elif cells["sort"] == EMERGENCY:
        raise VocabularyRefused("紧急的规则随系统而来；可以在已有的里增加说法，不能另立")
    elif not (cells["whole"] or cells["within"]):
        raise VocabularyRefused("要写至少一种说法，否则这条规则永远用不上")
    for phrase in (*listed(cells["whole"]), *listed(cells["within"])):
        if len(utterance(phrase)) < _SHORTEST:
            raise VocabularyRefused(f"“{phrase}”太短，会挡住不相干的提问；至少 {_SHORTEST} 个字")


def _stays(key: str, _settings: Settings) -> str:
    emergency = key in _rules() and _rules()[key].emergency
    return "紧急的规则关系人身安全，不能去掉；答复可以改，说法可以增加" if emergency else ""


def screen(settings: Settings, own: Own, shipped: Screen) -> Screen:
    """The rules in force: emergencies first, then the office's own, then the other shipped ones."""
    rows = rows_of(REDIRECTS, settings, own)
    emergencies: list[Rule] = []
    added: list[Rule] = []
    others: list[Rule] = []
    for key, row in rows.items():
        if row.standing is Standing.REMOVED:
            continue
        known = _rules().get(key)
        rule = _rule(row.cells, known, settings.hotline)
        (added if known is None else emergencies if known.emergency else others).append(rule)
    return Screen((*emergencies, *added, *others), shipped.asking)


def _rule(cells: Cells, shipped: Rule | None, hotline: str) -> Rule:
    base = shipped or Rule(
        name=cells["name"],
        label=cells["name"],
        reply="",
        elsewhere=cells["sort"] == ELSEWHERE,
        with_questions=cells["sort"] == TALK,
        asking_goes_on=cells["asking"] == SEARCHED,
    )
    return replace(
        base,
        reply=cells["reply"].replace("{hotline}", hotline),
        whole=(*base.whole, *_plain(cells["whole"])),
        within=(*base.within, *_plain(cells["within"])),
    )


def _plain(cell: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of the very phrases, as questions are looked through for them."""
    return tuple(re.compile(re.escape(utterance(phrase))) for phrase in listed(cell))


def _examples(key: str) -> tuple[str, ...]:
    return _rules()[key].examples if key in _rules() else ()


REDIRECTS = Kind(
    slug="redirects",
    title="问候与转办",
    lead="不检索、直接答复的提问：问好道谢、紧急情况、该找别处办的事。紧急的总在最前，随后是本单位新增的。",
    columns=(
        Column("name", "名称", 20, 14),
        Column("sort", "类别", 4, 8, choices=(ELSEWHERE, TALK, EMERGENCY)),
        Column("reply", "答复", 300, 60, hint="写上 {hotline} 的地方会换成本单位的热线号码。"),
        Column(
            "whole",
            "整句说法",
            500,
            40,
            required=False,
            lists=True,
            hint="整句就是这样说的才算；几种说法用“、”分开。",
        ),
        Column(
            "within",
            "句中说法",
            500,
            40,
            required=False,
            lists=True,
            hint="句子里有就算，写具体些；几种说法用“、”分开。",
        ),
        Column(
            "asking",
            "只是打听时",
            8,
            14,
            choices=(SEARCHED, REPLIED),
            hint="比如“举报电话是多少”只是打听：照常检索，还是也这样答复。",
        ),
    ),
    shipped=_shipped,
    key_of=first_cell("name"),
    check=_check,
    stays=_stays,
    facet="sort",
    settled=_SETTLED,
    examples=_examples,
)
