"""Whether bare digits are an identity or a bank card number: divisions, days, check sums."""

from __future__ import annotations

from datetime import date

#: First two digits of an identity number (GB/T 2260): the province-level divisions.
_DIVISIONS = frozenset(
    str(division)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    )
    for division in range(first, last + 1)
)
#: Check character of an 18-character identity number (GB 11643-1999), and the weights by place.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST, _YOUNGEST = 1890, 2099


def is_identity(number: str) -> bool:
    """18 characters that begin with a division and hold a day of birth or the check character."""
    divided = number[:2] in _DIVISIONS and "X" not in number[:17]
    return divided and (_is_day(number[6:14]) or _is_checked(number))


def is_certain_identity(number: str) -> bool:
    """The same where chance is likelier, within more digits: both must hold."""
    return number[:2] in _DIVISIONS and _is_day(number[6:14]) and _is_checked(number)


def is_old_identity(number: str) -> bool:
    """15 digits as given until 1999: division and day of birth, the century left out."""
    return number[:2] in _DIVISIONS and _is_day("19" + number[6:12])


def _is_checked(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17]


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which somebody living may be born, or that is near."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _OLDEST <= day.year <= _YOUNGEST


def is_card(number: str) -> bool:
    """Digits whose Luhn sum holds, and which are no date with its time or with another date."""
    rest = number[8:]
    timed = len(rest) == 6 and rest[:2] < "24" and rest[2:4] < "60" and rest[4:] < "60"
    if _is_day(number[:8]) and (timed or (len(rest) == 8 and _is_day(rest))):
        return False
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    total = sum(int(digit) for digit in number[-1::-2])
    return (total + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0
