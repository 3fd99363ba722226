"""The catalogue of the conversation's sentences: used by templates and scripts, and complete."""

from __future__ import annotations

import re
from pathlib import Path

import service.public
from service.public.conversation import CATALOGUE, phones, sentences

SCRIPTS = sorted(CATALOGUE.parent.glob("*.js"))
TEMPLATES = [
    Path(service.public.__file__).parent / "templates" / name
    for name in (
        "_answer.html",
        "_validity.html",
        "answer.html",
        "consultation.html",
        "feedback.html",
        "home.html",
        "lookup.html",
        "panel.html",
        "receipt.html",
        "status.html",
    )
]
USE = re.compile(r"\bstrings\.(\w+)\.(\w+)")
#: A template's short name for a group, and its uses until the next one.
GROUP = re.compile(r"{% set words = strings\.(\w+) %}(.*?)(?={% set words|\Z)", re.DOTALL)
#: A script that takes a sentence of a group by a computed name: `strings.state[state]`.
COMPUTED = re.compile(r"\bstrings\.(\w+)\[")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|{#.*?#}", re.DOTALL)
DRAWN = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def uses() -> set[tuple[str, str]]:
    """Group and name of every sentence that a template or a script names."""
    found: set[tuple[str, str]] = set()
    for file in (*SCRIPTS, *TEMPLATES):
        text = COMMENT.sub("", file.read_text(encoding="utf-8"))
        found |= set(USE.findall(text))
        for group, body in GROUP.findall(text):
            found |= {(group, name) for name in re.findall(r"\bwords\.(\w+)", body)}
        for group in COMPUTED.findall(text):
            found |= {(group, name) for name in sentences()[group]}
    return found


def test_every_sentence_that_is_named_is_there_and_every_one_that_is_there_is_used() -> None:
    known = {(group, name) for group, names in sentences().items() for name in names}
    assert uses() - known == set()
    assert known - uses() == set()


def test_no_script_of_the_conversation_speaks_for_itself() -> None:
    for file in SCRIPTS:
        if file != CATALOGUE:
            text = COMMENT.sub("", file.read_text(encoding="utf-8"))
            assert CHINESE.findall(text) == [], file.name


def test_no_template_of_the_conversation_speaks_for_itself() -> None:
    spoken = {
        word
        for file in TEMPLATES
        for word in CHINESE.findall(DRAWN.sub("", file.read_text(encoding="utf-8")))
    }
    assert spoken <= {"一号答"}, "the service's own name stands in titles"


def test_numbers_to_call_are_those_that_take_calls() -> None:
    assert phones("请拨打110；不便说话时可以发短信到12110。也可以打12345、110。") == [
        "110",
        "12345",
    ]
    assert phones("2027年的430元、文号12号，热线0600-12345678") == []
    assert phones(None) == []
