"""Issuing organs (发文机关) and the regions they serve."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SUFFIX = (
    "(?:人民政府|政府|办公厅|办公室|委员会|管委会|居委会|村委会|总局|分局|局|厅|部|委|院|署|社|中心"
    "|联合会|协会|集团|银行|支行|学校|大学|小组|指挥部|政府办|处|科|会|办|网信办|队|所|公司)"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff（）()·]{{1,40}}{_SUFFIX}(?:（[^（）]{{2,40}}）)?")
_PLACE = (
    "[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|自治州|州|盟|县|区|旗|镇|(?<!城)乡)"
    "(?![镇乡长]|民(?![政族]))"
)
_PLACES = re.compile(f"(?:{_PLACE}){{1,4}}")
_NATION = re.compile("^(?:国务院|中华人民共和国|国家|中共中央|全国人民代表大会)")
_SEPARATORS = re.compile(r"[\s、，,；;]+")
_MORE = re.compile("等[0-9一二三四五六七八九十]{1,3}(?:个)?(?:部门|单位|厅局)$")
#: What pages print where an organ should stand, and is none.
_NO_ORGAN = re.compile(
    r"^(?:本站|本网|本网站|原创|admin|管理员|网络|转载|未知|佚名)$", re.IGNORECASE
)
_PAGE_PREFIX = re.compile("(?:本网站?|本站)")
_PAGE_SUFFIX = re.compile("(?:官网|官方网站|门户网站|网站|官方微信|微信公众号|公众号)$")


def split_organs(text: str) -> list[tuple[str, int, int]]:
    """The organs that `text` names, each with its offsets; empty where any piece is none.

    Joint issuers stand apart by blanks or commas, or glued: there the next one begins where the
    first one's place name comes again after an organ's ending.
    """
    organs = []
    for start, end in _pieces(text):
        piece = text[start:end]
        shorter = _MORE.sub("", piece)
        if not _ORGAN.fullmatch(shorter) or _NO_ORGAN.match(shorter):
            return []
        organs.append((shorter, start, start + len(shorter)))
    return organs


def source_organs(text: str) -> list[tuple[str, int, int]]:
    """The organs of a page's source field, without what pages add to them (本网…, …官网)."""
    start, end = 0, len(text)
    if match := _PAGE_PREFIX.match(text):
        start = match.end()
    if match := _PAGE_SUFFIX.search(text):
        end = match.start()
    return [
        (name, start + first, start + last) for name, first, last in split_organs(text[start:end])
    ]


def region_of(organ: str) -> str | None:
    """The region that an organ's name begins with (广州市天河区); 全国 for national ones."""
    if _NATION.match(organ):
        return "全国"
    match = _PLACES.match(organ)
    return match.group() if match else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for separator in [*_SEPARATORS.finditer(text), None]:
        end = separator.start() if separator else len(text)
        if start < end:
            yield from _unglue(text, start, end)
        start = separator.end() if separator else end


def _unglue(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = _PLACES.match(text, start, end)
    while place is not None:
        again = text.find(place.group(), place.end(), end)
        while again >= 0 and not re.search(f"{_SUFFIX}$", text[start:again]):
            again = text.find(place.group(), again + 1, end)
        if again < 0:
            break
        yield start, again
        start = again
    yield start, end
