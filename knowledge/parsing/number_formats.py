"""How list numbers are written: the values of ST_NumberFormat (ECMA-376 Part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_PLAIN = "零一二三四五六七八九", "十百千"
_LEGAL = "零壹贰叁肆伍陆柒捌玖", "拾佰仟"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖", "拾佰仟"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
#: Numbers that people count parts with end here; larger ones are written in digits.
_MAX = 9999


def written(number: int, number_format: str) -> str:
    """`number` in the format of this name; in digits where the format has no sign for it."""
    write = _FORMATS.get(number_format)
    text = write(number) if write is not None and 0 < number <= _MAX else ""
    return text or str(number)


def _counted(number: int, signs: tuple[str, str] = _PLAIN, *, bare_ten: bool = True) -> str:
    """Chinese numerals with units: 十一, 一百零八; with `bare_ten` 10 to 19 begin with 十."""
    digits, units = signs
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    ten = digits[1] + units[0]
    return text[1:] if bare_ten and text.startswith(ten) else text


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _sign(first: str, count: int) -> Callable[[int], str]:
    """One character for each of the first `count` numbers, running from `first`."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else ""


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def _letters(number: int) -> str:
    """A to Z, then AA, BB, as Word goes on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_circled = _sign("①", 20)
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(each) + 0xFEE0) for each in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(each) + 0xFEE0) for each in str(number)),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, bare_ten=False),
    "ideographLegalTraditional": lambda number: _counted(
        number, _LEGAL_TRADITIONAL, bare_ten=False
    ),
    "japaneseLegal": lambda number: _counted(number, _LEGAL, bare_ten=False),
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _sign("⒈", 20),
    "decimalEnclosedParen": _sign("⑴", 20),
    "ideographEnclosedCircle": _sign("㊀", 10),
}
