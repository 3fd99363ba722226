"""Which pages have text that can be read, and what is said of those that have none."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.cleaned import Doubt
from knowledge.errors import NeedsOcr
from knowledge.parsing.geometry import PageContent

#: A page of which pictures cover this share shows a scan.
_SCANNED = 0.5
#: A scan with fewer characters than this has none but a stamp, a page number or the scanner's mark.
_FEW = 25
#: Above this share of glyphs of unknown meaning a page cannot be read.
_MAX_UNREADABLE = 0.2
_OCR = "需要先做文字识别（OCR），把带文字层的文件导入"


def judge_pages(
    pages: Sequence[PageContent], format_name: str
) -> tuple[list[PageContent], list[Doubt]]:
    """The pages to read, and doubts that name those that could not be, or not surely.

    Raises NeedsOcr where no page can be read.
    """
    scans = [page.number for page in pages if _is_scan(page)]
    garbled = [page.number for page in pages if _is_garbled(page)]
    lost = {*scans, *garbled}
    readable = [page for page in pages if page.number not in lost]
    if not any(_has_text(page) for page in readable):
        if garbled:
            raise NeedsOcr(
                f"{format_name} 里的字体没有文字编码，复制出来是乱码，不能当作文字读；{_OCR}"
            )
        raise NeedsOcr(f"{format_name} 是扫描件或图片，没有文字层；{_OCR}")
    doubts = [
        *_doubt("scanned_pages", scans, f"没有文字层，没有读；{_OCR}"),
        *_doubt("garbled_pages", garbled, f"字体没有文字编码，没有读；{_OCR}"),
        *_doubt(
            "unreadable_glyphs",
            [page.number for page in readable if page.unreadable],
            "有个别字的字体没有文字编码，读不出来，原处记作 \N{REPLACEMENT CHARACTER}；请对照原件",
        ),
        *_doubt(
            "recognised_text",
            [page.number for page in readable if page.pictured >= 0.8 and _has_text(page)],
            "整页是图片，文字可能由识别得来，会有错字；请对照原件抽查",
        ),
    ]
    return readable, doubts


def _has_text(page: PageContent) -> bool:
    return bool(page.glyphs or page.tables)


def _characters(page: PageContent) -> int:
    cells = sum(len(cell) for grid in page.tables for row in grid.rows for cell in row)
    return len(page.glyphs) + cells


def _is_scan(page: PageContent) -> bool:
    return page.pictured >= _SCANNED and _characters(page) + page.unreadable < _FEW


def _is_garbled(page: PageContent) -> bool:
    return page.unreadable > _MAX_UNREADABLE * max(_characters(page), 1)


def _doubt(kind: str, numbers: Sequence[int], reason: str) -> list[Doubt]:
    return [Doubt(kind, f"第 {_ranges(numbers)} 页", reason)] if numbers else []


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: 1、3—5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    return "、".join("—".join(map(str, dict.fromkeys(each))) for each in ranges)
