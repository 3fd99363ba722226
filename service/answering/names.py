"""Places, years and organs that a question names, to be held against what would answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources

#: What a place's name ends in where its official form is written out.
_ENDINGS = ("自治区", "自治州", "地区", "省", "市", "州", "盟")
#: 天河区, 林口县: a place below the prefecture, by its last character.
_BY_ENDING = re.compile(r"[\u4e00-\u9fff]{2}[县区旗]")
#: Common nouns that end alike: 本地区, 各市县, 风险区, 自治区.
_NO_PLACE = re.compile(
    r"[\u4e00-\u9fff]?([地社小园校辖市城郊景学片灾疫库林牧山各本我全该外跨新特专禁战湖海误时服治]区|[各我本全该外市跨]县)$"
    r"|(开发|工业|生活|办公|功能|保护|风险|居住|住宅|管控|防范|试验|试点|示范|高新|保税|缓冲|封控|商业|隔离|自贸|等候"
    r"|经济|贫困|户籍|所在|居民|老年|污染|清洁|工作|公共|活动|接待|候诊|观察|就餐|服务|作业|边境|牧业|农业|办事|等待)[县区]$"
    r"|[和及与在到的全各]..$"
)
#: 2025年, and 25年 only where a month, a batch or a half follows: 签了25年 is no year.
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d)|(?<![\d.])([012]\d)年(?=\d|头|第|度|底|末|[上下]半年|[春夏秋冬]季?)"
)
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}


#: 教育局, 卫健委, 税务总局: a word for an organ, by its last character.
_ORGAN = re.compile(r"[\u4e00-\u9fff]+(局|委|厅|部|办|院|署|委员会|办公室|中心|集团|公司|银行)")
#: How many characters an abbreviation may leave out between two of its own: 卫(生)健(康)委.
_LEFT_OUT = 3


@dataclass(frozen=True)
class Gazetteer:
    """Names of places, without what they end in (省, 市, 自治区, 县).

    `names` are provinces and prefectures, `counties` what lies below.
    """

    names: frozenset[str]
    counties: frozenset[str]

    def places(self, text: str, words: Iterable[str]) -> frozenset[str]:
        """The places that the text names; `words` are its words, so that 加大理赔 names no 大理."""
        named = {place for word in words if (place := self._place(word))}
        named.update(match for match in _BY_ENDING.findall(text) if not _NO_PLACE.search(match))
        return frozenset(named)

    def named_counties(self, words: Iterable[str]) -> frozenset[str]:
        """Places below the prefecture that are named without saying county or district (安陆)."""
        return self.counties.intersection(words)

    def _place(self, word: str) -> str | None:
        if word in self.names:
            return word
        for ending in _ENDINGS:
            if word.endswith(ending) and word[: -len(ending)] in self.names:
                return word[: -len(ending)]
        return None


def load_gazetteer() -> Gazetteer:
    """Read `places.txt` and `counties.txt`."""
    return Gazetteer(_names("places.txt"), _names("counties.txt"))


def _names(file: str) -> frozenset[str]:
    """Names parted by blanks; lines that begin with # are comments."""
    content = resources.files("service.answering").joinpath(file)
    lines = content.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def organs(words: Iterable[str]) -> frozenset[str]:
    """The words that name an organ, a bank or a company."""
    return frozenset(word for word in words if _ORGAN.fullmatch(word))


def organ_stands(organ: str, text: str) -> bool:
    """Whether the text names the organ, also where it writes out what the name abbreviates."""
    if organ in text:
        return True
    between = f"[\u4e00-\u9fff]{{0,{_LEFT_OUT}}}"
    return re.search(between.join(map(re.escape, organ)), text) is not None


def years(text: str, day: date) -> frozenset[int]:
    """The years that the text names, 今年 and 明年 counted from `day`, 25年 read as 2025年."""
    named = {int(full) if full else 2000 + int(short) for full, short in _YEAR.findall(text)}
    named.update(day.year + distance for word, distance in _RELATIVE_YEARS.items() if word in text)
    return frozenset(named)
