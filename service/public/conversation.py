"""What the templates of the conversation draw with: the sentences, and the reasons to choose from.

The scripts import the same sentences; so they stand in a module of theirs, whose text is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import widgets
from service.feedback.records import Shortcoming

CATALOGUE = Path(widgets.__file__).parent / "page" / "strings.js"
_BEFORE = "export const strings = "
_SHORT_NUMBER = re.compile(r"(?<!\d)1\d{2,4}(?!\d)")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """The sentences by group and name; {names} in braces are filled in by `str.format`."""
    text = CATALOGUE.read_text(encoding="utf-8").partition(_BEFORE)[2]
    return cast("Mapping[str, Mapping[str, str]]", json.loads(text.rstrip().removesuffix(";")))


def phones(message: str | None) -> list[str]:
    """The short numbers (110, 120, 12345) that a sentence of ours names, each once.

    A number that takes text messages (短信) alone is none to call.
    """
    called = re.sub(sentences()["turn"]["texting"] + r"\d+", "", message or "")
    return list(dict.fromkeys(_SHORT_NUMBER.findall(called)))


def conversation_context() -> dict[str, Any]:
    """What every template may draw with.

    The groups are no mappings there: `strings.tools.clear` would be the method of a mapping.
    """
    groups = {name: SimpleNamespace(**group) for name, group in sentences().items()}
    return {"strings": SimpleNamespace(**groups), "shortcomings": tuple(Shortcoming)}
