"""One spelling for what means the same, alike for documents and for questions."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from knowledge.folding import nfkc_of_line
from knowledge.numbering import NUMERAL_CHARACTERS, chinese_number

#: Chinese characters that the segmenter knows; blanks between them carry no meaning.
HAN = "\u4e00-\u9fd5"

#: Characters that NFKC turns into plain digits: ① ⑴ ⒈ ² ½ ㈠. Left glued, ①2023年 would read 12023.
_COMPOUND_DIGITS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2460-\u24ff"
    "\u2776-\u2793\u3220-\u3247\u3280-\u32bf]"
)

#: 总　则, 索 引 号: single characters set apart to fill a line.
_SPREAD_WORD = re.compile(rf"(?<![{HAN}])(?:[{HAN}][^\S\n]+)+[{HAN}](?![{HAN}])")

_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")

_AGE = re.compile("([一二两三四五六七八九十][一二三四五六七八九十百零]{0,4})周?岁")

_ARTICLE = re.compile(rf"第\s*([0-9]+|[{NUMERAL_CHARACTERS}]+)\s*([编章节条款项])")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """The text in simplified characters, lower case and half width, numbers in one form.

    NFKC without gluing circled or raised digits to their neighbours; 第二百三十六条 becomes
    第236条, 1,200 becomes 1200, 总　则 becomes 总则. The length changes, so offsets do not carry
    over.
    """
    spaced = _COMPOUND_DIGITS.sub(r" \g<0> ", text)
    plain = _simplifier().convert(nfkc_of_line(spaced)).lower()
    plain = _SPREAD_WORD.sub(lambda match: "".join(match[0].split()), plain)
    plain = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), plain)
    return _ARTICLE.sub(_numbered, plain)


def ages_in_figures(plain: str) -> str:
    """Ages in Chinese numerals as documents write them: 八十二岁 becomes 82周岁."""
    return _AGE.sub(lambda match: f"{chinese_number(match[1])}周岁", plain)


def _numbered(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    return match[0] if number is None else f"第{number}{match[2]}"
