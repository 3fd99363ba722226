"""The guide for staff says what the program's tables say: roles, states, moves, terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.answering.screening import read_rules
from service.consultations.moves import MOVES
from service.consultations.states import ConsultationState, Move
from service.consultations.terms import Terms
from service.staff.roles import ROLE_NAMES, Role
from service.vocabulary.kinds import Kind
from service.vocabulary.previewing import ASKED, DAYS_BACK
from service.vocabulary.tables import KINDS

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "staff.md").read_text(encoding="utf-8")


def row_of(move: Move) -> str:
    """The move as a row of the guide's table: word, from where to where, by whom."""
    rule = MOVES[move]
    sources = "、".join(state.value for state in ConsultationState if state in rule.sources)
    target = rule.target.value if rule.target else "原来的状态"
    part = "协办单位的" if rule.by_assisting else ""
    who = [part + ROLE_NAMES[role] for role in rule.roles]
    who += ["群众"] * rule.citizen + ["系统"] * rule.system
    return f"| {move.value} | {sources} | {target} | {'、'.join(who)} |"


@pytest.mark.parametrize("move", MOVES)
def test_every_move_stands_in_the_guide_as_in_the_table(move: Move) -> None:
    assert row_of(move) in GUIDE


@pytest.mark.parametrize("role", Role)
def test_every_role_is_told(role: Role) -> None:
    assert f"| {ROLE_NAMES[role]} |" in GUIDE


def test_every_state_is_named_and_the_terms_are_those_of_the_program() -> None:
    terms = Terms()
    assert [state.value for state in ConsultationState if state.value not in GUIDE] == []
    assert (
        f"简单的 {terms.simple_days} 个工作日，一般的 {terms.normal_days} 个，"
        f"复杂的 {terms.complex_days} 个" in GUIDE
    )
    assert f"收到满 {terms.alarm_days} 天" in GUIDE


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_table_of_the_vocabulary_is_told(kind: Kind) -> None:
    assert f"| {kind.title} |" in GUIDE


def test_emergencies_and_limits_of_the_preview_are_those_of_the_program() -> None:
    labels = [rule.label for rule in read_rules() if rule.emergency]
    assert f"{'、'.join(labels)}五类紧急的" in GUIDE
    assert f"近 {DAYS_BACK} 天的提问里" in GUIDE
    assert f"最多取 {ASKED} 个" in GUIDE
