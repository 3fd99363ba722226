"""Which lines are the document's text: the head begins at its title, the tail ends with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.cleaned import CleanLine, LineKind, LineRole
from knowledge.repair.boilerplate import BoilerplateFinder, Place, folded
from knowledge.repair.forms import blank_forms
from knowledge.repair.letterheads import letterhead
from knowledge.repair.lines import Ledger, piece, with_role

_TITLE_END = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|办法|规定|细则|条例|规则|规程"
    r"|方案|计划|规划|要点|指南|指引|须知|标准|章程|措施|清单|目录|预案|解读|问答)(?:[(（].{1,20}[)）])?》?$"
)
_NUMBER = (
    r"[\u4e00-\u9fff]{2,14}[〔\[［【﹝(（]\s*(?:19|20)\d{2}\s*[〕\]］】﹞)）]"
    r"\s*(?:第\s*)?\d{1,5}\s*号"
)
_GLUED_NUMBER = re.compile(rf"({_NUMBER})\s*(?=《?[\u4e00-\u9fff])")
_OWN_NUMBER = re.compile(_NUMBER)
#: The upper line of a title: it ends with an organ, the line below goes on with 关于.
_ISSUER = re.compile(r"(?:政府|局|委员会|委|厅|办公室|院|会|部)$")
_ISSUER_INSIDE = re.compile(r"[\u4e00-\u9fff]{2,30}(?:政府|局|委员会|委|厅|办公室|院|会|部)\s*关于")
_PART = re.compile(r"第[一二三四五六七八九十百\d]{1,5}[章条]|[一二三四五六七八九十]{1,3}、")
_SENTENCE = re.compile(r"[。；，]")
_SENTENCE_END = re.compile(r"[。；]")
_MAX_LINKS = 40
_MAX_TITLE_LINES = 4
_MAX_TITLE = 120
_MIN_TITLE = 6
_MIN_PARAGRAPH = 40
#: The head of a page is short; further down the same words are text.
_MAX_HEAD = 60


def choose_body(
    lines: Sequence[CleanLine], finder: BoilerplateFinder, ledger: Ledger
) -> list[CleanLine]:
    """`lines` with everything that is not the document's text made OUTSIDE."""
    result = list(lines)
    body = [index for index, line in enumerate(result) if line.role is LineRole.BODY]
    texts = [result[index].text for index in body]
    reasons = dict.fromkeys(range(letterhead(texts)), "letterhead")
    reasons |= _anywhere(texts, finder)
    reasons |= _tail(texts, finder)
    head_end = _head_length(texts, reasons)
    reasons |= _head(texts[:head_end], reasons, finder)
    for at, reason in sorted(reasons.items()):
        index = body[at]
        ledger.note(reason, texts[at], "")
        result[index] = with_role(result[index], LineRole.OUTSIDE)
    return _split_glued_number(result, ledger)


def _anywhere(texts: Sequence[str], finder: BoilerplateFinder) -> dict[int, str]:
    found = ((at, finder.find(text, Place.ANYWHERE)) for at, text in enumerate(texts))
    return {at: entry.kind for at, entry in found if entry is not None}


def _tail(texts: Sequence[str], finder: BoilerplateFinder) -> dict[int, str]:
    """Lines after the text's end: footers and page numbers from the last line up, blank forms."""
    reasons: dict[int, str] = {}
    certain = False
    at = len(texts) - 1
    while at >= 0 and (entry := finder.find(texts[at], Place.TAIL)) is not None:
        reasons[at] = entry.kind
        certain = certain or entry.certain
        at -= 1
    if not certain:
        reasons.clear()
        at = len(texts) - 1
    links = _related_links(texts[: at + 1], finder)
    reasons.update(dict.fromkeys(range(links, at + 1), "related_links"))
    at = min(at, links - 1)
    reasons.update(dict.fromkeys(blank_forms(texts[: at + 1]), "blank_form"))
    return reasons


def _related_links(texts: Sequence[str], finder: BoilerplateFinder) -> int:
    """Where a list of related links begins at the end of `texts`; their number where none does.

    Below its heading stand titles only: short lines without sentences.
    """
    for at in range(len(texts) - 1, max(len(texts) - _MAX_LINKS, 0) - 1, -1):
        entry = finder.find(texts[at], Place.TAIL)
        if entry is not None and entry.kind == "related_heading":
            return at
        if len(texts[at]) > _MAX_TITLE or _SENTENCE_END.search(texts[at]):
            break
    return len(texts)


def _head_length(texts: Sequence[str], known: dict[int, str]) -> int:
    """The number of lines before the text proper: addressees, a paragraph or a numbered part."""
    for at, text in enumerate(texts[:_MAX_HEAD]):
        if at in known:
            continue
        paragraph = len(text) >= _MIN_PARAGRAPH and _SENTENCE.search(text)
        if _PART.match(text) or (paragraph and not _is_title(text)):
            return at
    return min(len(texts), _MAX_HEAD) if len(texts) > 1 else 0


def _head(texts: Sequence[str], known: dict[int, str], finder: BoilerplateFinder) -> dict[int, str]:
    """Lines of a page's header within the head.

    Where such lines or an earlier print of the title stand before the title, all before it is
    header; after it only the header fields are.
    """
    reasons: dict[int, str] = {}
    found = {at: finder.find(text, Place.HEAD) for at, text in enumerate(texts)}
    certain = any(entry is not None and entry.certain for entry in found.values())
    for at, entry in found.items():
        if entry is not None and (certain or entry.certain):
            reasons[at] = entry.kind
    open_lines = [at for at in range(len(texts)) if at not in reasons and at not in known]
    titles = [at for at in open_lines if _is_title(texts[at])]
    if not titles:
        return reasons
    begins, printed = _title_start(texts, titles, open_lines)
    earlier = [at for at in open_lines if at < begins]
    if any(at < begins for at in (*reasons, *known)):
        reasons |= dict.fromkeys(earlier, "page_header")
    reasons |= dict.fromkeys(printed, "duplicate_title")
    return reasons


def _title_start(
    texts: Sequence[str], titles: Sequence[int], open_lines: Sequence[int]
) -> tuple[int, list[int]]:
    """Where the document's title begins, and the lines above that print it before.

    `titles` are the lines that read as ends of titles. The last one that was printed before is
    the document's, each print cut into lines in its own way; where none was, it is the first,
    with its number and issuers above it.
    """
    for title in reversed(titles):
        for begins in _possible_starts(title, open_lines):
            key = _title_key("".join(texts[begins : title + 1]))
            printed = _earlier_print(texts, [at for at in open_lines if at < begins], key)
            if printed:
                return begins, printed
    begins = titles[0]
    for above in reversed(_possible_starts(begins, open_lines)[:-1]):
        if not _goes_on(texts[above], texts[begins]):
            break
        begins = above
    return begins, []


def _possible_starts(title: int, open_lines: Sequence[int]) -> list[int]:
    """The lines at which a title that ends at `title` may begin, uppermost first."""
    top = title
    while top - 1 in open_lines and title - top < _MAX_TITLE_LINES:
        top -= 1
    return list(range(top, title + 1))


def _goes_on(above: str, below: str) -> bool:
    """Whether a title printed over two lines may run from `above` to `below`."""
    issuer_above = _ISSUER.search(above) and not _ISSUER_INSIDE.match(below)
    return bool(issuer_above) or _OWN_NUMBER.fullmatch(above) is not None


def _earlier_print(texts: Sequence[str], earlier: Sequence[int], key: str) -> list[int]:
    """Lines of `earlier` that together print the title `key`, with or without its issuers."""
    for first in earlier:
        together, at = "", first
        while at in earlier and len(together) < len(key):
            together += _title_key(texts[at])
            at += 1
            bare = together.startswith("关于") and key.endswith(together)
            if together == key or (bare and len(together) >= _MIN_TITLE):
                return list(range(first, at))
    return []


def _is_title(text: str) -> bool:
    bare = text.strip()
    return (
        _MIN_TITLE <= len(bare) <= _MAX_TITLE
        and "。" not in bare
        and _TITLE_END.search(bare) is not None
        and not _PART.match(bare)
    )


def _title_key(text: str) -> str:
    """A title without the number glued to it, brackets and blanks."""
    return folded(re.sub(rf"^{_NUMBER}", "", text.strip())).strip("《》")


def _split_glued_number(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """A first line `文号标题` of the text becomes two lines."""
    result = list(lines)
    first = next((at for at, line in enumerate(lines) if line.role is LineRole.BODY), None)
    if first is None:
        return result
    line = lines[first]
    match = _GLUED_NUMBER.match(line.text)
    if match is None or not _is_title(line.text) or line.kind is LineKind.TABLE_ROW:
        return result
    parts = [piece(line, 0, match.end(1)), piece(line, match.end(1), len(line.text))]
    ledger.note("glued_number", line.text, "⏎".join(part.text for part in parts))
    result[first : first + 1] = parts
    return result
