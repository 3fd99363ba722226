"""Ages that a clause rules: of 85岁, the item for 80周岁至89周岁 tells, and no other."""

from __future__ import annotations

import re

_YEARS = r"(\d{1,3})\s*(?:周岁|岁)?"
_AGE = re.compile(r"(?<![\d.])(\d{1,3})\s*(?:周岁|岁)(?!以上|以下|及以|至|到|[-—－~～])")
_BETWEEN = re.compile(
    rf"(?<![\d.]){_YEARS}(?:（含）|\(含\))?\s*(?:至|到|[-—－~～])\s*(\d{{1,3}})\s*(?:周岁|岁)"
)
_FROM = re.compile(r"(?<![\d.至到—－~～-])(\d{1,3})\s*(?:周岁|岁)(?:（含）|\(含\))?(?:以上|及以上)")


def asked_age(question: str) -> int | None:
    """The one age that a question names; None where it names none, or several, or a range."""
    found = {int(match[1]) for match in _AGE.finditer(question)}
    return found.pop() if len(found) == 1 and not _BETWEEN.search(question) else None


def rules_age(text: str, age: int) -> bool:
    """Whether the text names a range of ages, and the age lies in one of those it names."""
    between = ((int(match[1]), int(match[2])) for match in _BETWEEN.finditer(text))
    if any(first <= age <= last for first, last in between):
        return True
    return any(int(match[1]) <= age for match in _FROM.finditer(text))
