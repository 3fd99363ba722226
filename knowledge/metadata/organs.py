"""Issuing organs (发文机关), the regions they serve and the levels they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SUFFIX = (
    "(?:人民政府|政府|办公厅|办公室|委员会|管委会|居委会|村委会|总局|分局|局|厅|部|委|院|署|社|中心"
    "|联合会|协会|集团|银行|支行|学校|大学|小组|指挥部|政府办|处|科|会|办|网信办|队|所|公司|街道|馆|站"
    "|学院|法院|检察院|服务区|股|室)"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff（）()·0-9]{{1,40}}{_SUFFIX}(?:（[^（）]{{2,40}}）)?")
_PLACE = (
    "(?:[\u4e00-\u9fff]{2,12}?自治[区州县旗]"
    "|[\u4e00-\u9fff]{2,4}?(?:省|市|州|盟|县|区|旗|镇|(?<!城)乡)(?![镇乡长]|民(?![政族])))"
)
_PLACES = re.compile(f"(?:{_PLACE}){{1,4}}")
#: Offices of the nation that stand in a place: their name comes before the place's.
_VERTICAL = (
    "国家税务总局|国家统计局|国家外汇管理局|国家金融监督管理总局|国家矿山安全监察局|中国人民银行"
    "|中国气象局|国家邮政局|中国共产党|中共|共青团"
)
_BEFORE_PLACE = re.compile(f"(?:{_VERTICAL})?")
_NATION = re.compile("^(?:国务院|中华人民共和国|国家|中共中央|全国|中国)")
_SEPARATORS = re.compile(r"[\s、，,；;|｜/]+")
_MORE = re.compile("等[0-9一二三四五六七八九十]{0,3}个?(?:部门|单位|厅局|委办局|机关)$")
_SEAL = re.compile("[（(](?:代章|盖章|章|印章|公章)[）)]$")
#: What pages print where an organ should stand, and is none.
_NO_ORGAN = re.compile(
    r"^(?:本站|本网|本网站|原创|admin|管理员|网络|转载|未知|佚名|本部门|本单位|本局|互联网)$",
    re.IGNORECASE,
)
_PAGE_PREFIX = re.compile(
    "(?:本网站?|本站)(?:讯|消息)?[ \u3000:：]*|(?:转载自?|摘自|来自)[ \u3000:：]*"
)
_PAGE_SUFFIX = re.compile(
    "(?:政务网|官网|官方网站|门户网站|网站|官方微信|官微|微信公众号|公众号|官方微博|微信|微博)$"
)
_NOT_SOURCE = re.compile("[12][0-9]{3}[-年/.]|作者|编辑|浏览|点击")
#: The place in a short form: 市民政局, not 市场监管局.
_LETTER = re.compile("[省市区县州旗镇](?=[\u4e00-\u9fff])(?![场域])")

#: The municipalities that stand beside the provinces.
_MUNICIPALITIES = frozenset({"北京市", "上海市", "天津市", "重庆市"})
_TOWNSHIP = re.compile("(?:街道|镇|乡)(?:人民政府|政府|办事处|党政办公室|党政办)?$")
_LEVEL_OF_ENDING = (
    (re.compile("(?:省|自治区)$"), "省"),
    (re.compile("(?:自治县|自治旗|县|区|旗)$"), "县"),
    (re.compile("(?:市|自治州|州|盟)$"), "市"),
    (re.compile("[镇乡]$"), "乡镇"),
)
_LEVEL_OF_LETTER = {
    "省": "省",
    "市": "市",
    "州": "市",
    "县": "县",
    "区": "县",
    "旗": "县",
    "镇": "乡镇",
}


def split_organs(text: str) -> list[tuple[str, int, int]]:
    """The organs that `text` names, each with its offsets; empty where any piece is none.

    Joint issuers stand apart by blanks or commas, or glued: there the next one begins where the
    first one's place name comes again after an organ's ending.
    """
    organs = []
    for start, end in _pieces(text):
        shorter = _SEAL.sub("", _MORE.sub("", text[start:end]))
        if not _ORGAN.fullmatch(shorter) or _NO_ORGAN.match(shorter):
            return []
        organs.append((shorter, start, start + len(shorter)))
    return organs


def names_more(text: str) -> bool:
    """Whether the text stands for more organs than it names: 青禾县民政局等4部门."""
    return _MORE.search(text.strip()) is not None


def source_organs(text: str) -> list[tuple[str, int, int]]:
    """The organs of a page's source field, without what pages add to them (本网…, …官网)."""
    start, end = 0, len(text)
    if match := _NOT_SOURCE.search(text):
        end = match.start()
    if match := _PAGE_PREFIX.match(text, 0, end):
        start = match.end()
    if match := _PAGE_SUFFIX.search(text, start, end):
        end = match.start()
    return [
        (name, start + first, start + last)
        for name, first, last in split_organs(text[start:end].rstrip("（(："))
    ]


def region_of(organ: str) -> str | None:
    """The region that an organ's name begins with (广州市天河区); 全国 for national ones."""
    place = _place(organ)
    if place is not None:
        return place
    return "全国" if _NATION.match(organ) else None


def level_of(organ: str) -> str | None:
    """国家, 省, 市, 县 or 乡镇: the level of an organ, also by its short form (市民政局)."""
    if _TOWNSHIP.search(organ):
        return "乡镇"
    place = _place(organ)
    if place in _MUNICIPALITIES:
        return "省"
    if place is not None:
        if re.fullmatch("[\u4e00-\u9fff]{2,4}市[\u4e00-\u9fff]{2,4}市", place):
            return "县"
        return next(level for ending, level in _LEVEL_OF_ENDING if ending.search(place))
    if _NATION.match(organ):
        return "国家"
    letter = _LETTER.match(organ)
    return _LEVEL_OF_LETTER[letter.group()] if letter else None


def _place(organ: str) -> str | None:
    before = _BEFORE_PLACE.match(organ)
    match = _PLACES.match(organ, before.end() if before else 0)
    return match.group() if match and not _NATION.match(match.group()) else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for separator in [*_SEPARATORS.finditer(text), None]:
        end = separator.start() if separator else len(text)
        if start < end:
            yield from _unglue(text, start, end)
        start = separator.end() if separator else end


def _unglue(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The organs of a run: each begins with the place (or its letter) that the first shows."""
    again = _again(text, start, end)
    while again is not None:
        following = next(
            (
                match.start()
                for match in again.finditer(text, start + 1, end)
                if re.search(f"{_SUFFIX}$", text[start : match.start()])
                and not re.search(f"(?:{_VERTICAL})$", text[start : match.start()])
            ),
            None,
        )
        if following is None:
            break
        yield start, following
        start = following
    yield start, end


def _again(text: str, start: int, end: int) -> re.Pattern[str] | None:
    """What the next organ of a run begins with; None where the first shows no place."""
    before = _BEFORE_PLACE.match(text, start, end)
    place = _PLACES.match(text, before.end() if before else start, end)
    if place is not None:
        return re.compile(f"(?:{_VERTICAL})?{re.escape(place.group())}")
    letter = _LETTER.match(text, start, end)
    return re.compile(f"{letter.group()}(?=[\u4e00-\u9fff])") if letter else None
