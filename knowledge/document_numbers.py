"""The grammar of document numbers (发文字号): 代字〔2021〕17号, 令第179号, 公告2017年第5号.

A number without a year (中办发208号, a damaged one) is no document number: its year is not guessed.
Brackets that hold a 责任 note (〔牵头单位：…〕) hold no year, and so are none either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_OPEN = "〔\\[［【﹝(（〈「『{｛〖<＜《"
_CLOSE = "〕\\]］】﹞)）〉」』}｝〗>＞》"
_HAN = "\u4e00-\u9fff"
_DIGIT = "0-9０-９"
_YEAR = f"(?P<year>[1１][9９][{_DIGIT}]{{2}}|[2２][0０][{_DIGIT}]{{2}})"
_GAP = "[ \\t\u00a0\u3000]{0,3}"

#: 代字〔2021〕17号 in every form of bracket, with blanks and 第 inside.
_BRACKETED = re.compile(
    f"(?P<mark>[{_HAN}]{{1,16}}){_GAP}[{_OPEN}]{_GAP}{_YEAR}{_GAP}年?{_GAP}[{_CLOSE}]"
    f"{_GAP}(?:第{_GAP})?(?P<number>[{_DIGIT}]{{1,5}})(?P<sign>{_GAP}号)?"
)
#: What every number in brackets has, found sooner than the 代字 before it.
_BRACKETED_YEAR = re.compile(f"[{_OPEN}]{_GAP}{_YEAR}")
#: The same as people type it: without brackets, or with one of the two.
_TYPED = re.compile(
    f"(?P<mark>[{_HAN}]{{1,16}}){_GAP}[{_OPEN}]?{_GAP}{_YEAR}"
    f"{_GAP}[年 \\-—/.·第{_CLOSE}]{_GAP}(?:第{_GAP})?"
    f"(?P<number>[{_DIGIT}]{{1,5}})(?P<sign>{_GAP}号)?"
)
#: 国务院令第746号; the issuer and the number may stand on two lines.
_ORDER = re.compile(
    f"(?P<mark>[{_HAN}]{{0,20}})令[ \\t\\n\u00a0\u3000]{{0,6}}第?{_GAP}"
    f"(?P<number>[{_DIGIT}]{{1,4}}){_GAP}号(?!令)"
)
#: 第179号令, with the issuer before it where it is named.
_ORDER_LAST = re.compile(
    f"(?P<mark>[{_HAN}]{{0,20}}?)第?{_GAP}(?P<number>[{_DIGIT}]{{1,4}}){_GAP}号令"
)
#: 国家税务总局公告2017年第5号, 青川市公安局通告（2025年第3号）.
_NOTICE = re.compile(
    f"(?P<mark>[{_HAN}]{{0,20}})(?P<kind>公告|通告){_GAP}[{_OPEN}]?{_GAP}{_YEAR}{_GAP}[年{_CLOSE}]"
    f"{_GAP}第?{_GAP}(?P<number>[{_DIGIT}]{{1,5}}){_GAP}号"
)
#: Ministries also count their notices through the years: 农业农村部公告第282号.
_NOTICE_WITHOUT_YEAR = re.compile(
    f"(?P<mark>[{_HAN}]{{1,18}}(?:部|委|委员会|总局|局|署|会|院|银行|政府|海关))(?P<kind>公告|通告)"
    f"{_GAP}[{_OPEN}]?{_GAP}第{_GAP}(?P<number>[{_DIGIT}]{{1,5}}){_GAP}号"
)
#: The last character of a 代字 as it is misprinted in real documents, and what is meant.
_SLIPS = {"含": "函"}

#: Words that are part of no 代字: it begins after the last of them.
_WORDS_BEFORE = re.compile(
    "^.*(?:请问|查询|查一下|依据|根据|按照|遵照|参照|贯彻|落实|执行|文号|文件|编号|通知|规定|办法|意见|方案|细则|决定"
    "|关于|以及|下发|印发|发布|制定|转发|的)"
)
#: Characters that more often stand before a 代字 than in one; they cut only a run of characters
#: that is too long for a 代字 (京建法, 和政发 and 将政发 are whole).
_LETTERS_BEFORE = re.compile("^.*(?:[知则案于及对由据按照与次或见是查找看问]|(?<!共)和)")
_LONGEST_MARK = 8
#: Behind these 和 joins two numbers.
_CLOSINGS = ("》", "）", ")", "号")
#: 原林政办发…: a former number; 原政发 and the like are of 原州.
_FORMERLY = re.compile("原(?![政党办])[\u4e00-\u9fff]{2}")
#: What a 代字 ends with (发, 字, 函 …); needed where no bracket shows that a number stands here.
_MARK_END = tuple("发字函规办令文电号厅政任批通议审安建财税教民人医计综府法")


@dataclass(frozen=True)
class DocumentNumber:
    """A document number found in a text: `text[start:end]` shows it as printed.

    `year` is None for an order (令), which has none. `certain` is False where the beginning of
    the 代字 had to be found inside a sentence.
    """

    mark: str
    year: int | None
    number: int
    start: int
    end: int
    certain: bool = True

    @property
    def key(self) -> str:
        """`代字|year|number`, the same for every way of writing the number."""
        return f"{self.mark}|{self.year or ''}|{self.number}"

    @property
    def is_order(self) -> bool:
        """Whether this is the number of an order (令), counted by its issuer without a year."""
        return self.year is None

    @property
    def is_bracketed(self) -> bool:
        """Whether its normal form is that of GB/T 9704; orders and notices name their issuer."""
        return self.year is not None and not self.mark.endswith(("公告", "通告"))

    @property
    def likely_mark(self) -> str | None:
        """The 代字 that was meant where this one is a known misprint (粤办含 for 粤办函)."""
        meant = _SLIPS.get(self.mark[-1:])
        return self.mark[:-1] + meant if meant else None

    @property
    def normal(self) -> str:
        """The number in the form that GB/T 9704 prescribes."""
        if self.year is None:
            return f"{self.mark}第{self.number}号"
        if not self.is_bracketed:
            return f"{self.mark}{self.year}年第{self.number}号"
        return f"{self.mark}〔{self.year}〕{self.number}号"


def find_numbers(text: str) -> list[DocumentNumber]:
    """Every document number that `text` prints, in order, without overlaps."""
    if "号" not in text:
        return []
    found = _orders(text)
    if "公告" in text or "通告" in text:
        found += [*_dated(_NOTICE, text), *_notices_without_year(text)]
    if _BRACKETED_YEAR.search(text):
        found += [each for each in _dated(_BRACKETED, text) if text[each.end - 1] == "号"]
    return _without_overlaps(found)


def read_number(typed: str) -> DocumentNumber | None:
    """The document number that a person typed, alone or within a question; None if there is none.

    More forgiving than `find_numbers`: brackets and 号 may be missing (林政办发2021 17号,
    林政办发[2021]17).
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    strict = find_numbers(text)
    if strict:
        return strict[0]
    for number in _dated(_BRACKETED, text):
        return number
    for number in _dated(_TYPED, text):
        whole = number.start == 0 and number.end == len(text)
        signed = text[number.end - 1] == "号"
        dated = text[number.end : number.end + 1] in set("月年日.-/")
        if not dated and (signed or whole) and number.mark.endswith(_MARK_END):
            return number
    return None


def _dated(pattern: re.Pattern[str], text: str) -> list[DocumentNumber]:
    found = []
    for match in pattern.finditer(text):
        start, certain = _mark_start(text, match.start("mark"), match.end("mark"))
        mark = text[start : match.end("mark")]
        if pattern is _NOTICE:
            mark = _issuer(mark) + match["kind"]
        if not mark or "年" in mark:
            continue
        found.append(
            DocumentNumber(
                mark,
                int(unicodedata.normalize("NFKC", match["year"])),
                int(unicodedata.normalize("NFKC", match["number"])),
                start,
                match.end(),
                certain and mark[-1] not in _SLIPS,
            )
        )
    return found


def _orders(text: str) -> list[DocumentNumber]:
    found = []
    for pattern in (_ORDER, _ORDER_LAST) if "令" in text else ():
        for match in pattern.finditer(text):
            start, certain = _mark_start(text, match.start("mark"), match.end("mark"))
            issuer = _order_issuer(text[start : match.end("mark")])
            number = int(unicodedata.normalize("NFKC", match["number"]))
            if issuer is None:
                start, issuer = match.end("mark"), "人民政府"
            found.append(DocumentNumber(issuer + "令", None, number, start, match.end(), certain))
    return found


def _notices_without_year(text: str) -> list[DocumentNumber]:
    found = []
    for match in _NOTICE_WITHOUT_YEAR.finditer(text):
        start, certain = _mark_start(text, match.start("mark"), match.end("mark"))
        mark = _issuer(text[start : match.end("mark")]) + match["kind"]
        number = int(unicodedata.normalize("NFKC", match["number"]))
        found.append(DocumentNumber(mark, None, number, start, match.end(), certain))
    return found


def _order_issuer(before: str) -> str | None:
    """Who issued an order, as its key names it: 国务院, 人民政府 (of wherever), a ministry.

    People write 市政府令第179号 for 广州市人民政府令第179号; the region is therefore no part of it.
    """
    issuer = _issuer(before)
    if issuer.endswith(("人民政府", "政府")):
        return "人民政府"
    if issuer.endswith(("国务院", "主席", "部", "委", "委员会", "总局", "局", "署", "银行", "会")):
        return issuer
    return None


def _issuer(text: str) -> str:
    return re.sub("^(?:中华人民共和国|国家)", "", text)


def _mark_start(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the 代字 in `text[start:end]` begins, and whether that is certain.

    One that starts a line or follows punctuation is not cut, unless words that are part of no
    代字 stand in it (请问林政办发…), or it is too long for one.
    """
    certain = True
    if text[start - 1 : start] in _CLOSINGS and text[start] in "和及与或":
        start += 1
    if text[start - 1 : start].isdigit() and text[start] in "日号" and end - start > 1:
        start += 1  # 2021年1月29日青川市人民政府令第17号
    if _FORMERLY.match(text, start, end):
        start += 1
    for pattern, longest in ((_WORDS_BEFORE, 0), (_LETTERS_BEFORE, _LONGEST_MARK)):
        cut = pattern.match(text[start:end])
        if cut is not None and end - start > longest and cut.end() < end - start:
            start, certain = start + cut.end(), False
    return start, certain


def _without_overlaps(found: list[DocumentNumber]) -> list[DocumentNumber]:
    kept: list[DocumentNumber] = []
    for number in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept
