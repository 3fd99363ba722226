"""Breaks of GBK text and pinyin set beside characters, as text farms leave them.

Both come together: a page is turned into traditional characters with the reading beside each,
and where a lead byte A1 was lost on the way, the bytes after it are read shifted by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Edit, Ledger, edited

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GROUP = re.compile(rf"(?<=[{_CJK}])(?:[(（]([a-zA-Zɡü{_TONED}]{{1,7}})[)）])+")
_GROUP_ANYWHERE = re.compile(rf"[(（][a-zA-Zɡü{_TONED}]{{1,7}}[)）]")
_SYLLABLE = re.compile(r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcswy])?[aeiouü]{1,3}(?:ng|n|r)?")
_HAS_TONE = re.compile(rf"[{_TONED}]")
#: Groups without a tone mark are pinyin (neutral tone) only in a text full of pinyin.
_TONED_GROUPS_OF_AN_ANNOTATED_TEXT = 3

#: `?` for the lost byte, characters read shifted, one ASCII letter that was a second byte.
_SHIFTED = r"\?([^\x00-\x7f]|[,!():;?]){0,24}?[@-~](?![a-zA-Z])"
_BEFORE_BREAK = rf"(?<=[{_CJK}“”《》）)】〕〉])"
_BREAK = re.compile(_BEFORE_BREAK + _SHIFTED)
#: A break that follows another at once stands after a letter of the first.
_NEXT_BREAK = re.compile(_SHIFTED)
#: Breaks that cannot be mended: the run seems shifted, or its last byte is lost too.
_SUSPECT = re.compile(
    _BEFORE_BREAK + r"\?(?:[,，!！][^\s，。]{0,6}|[^\x00-\x7f]{0,30}?\N{REPLACEMENT CHARACTER})"
)
_UNFOLDED = str.maketrans(",!():;?", "，！（）：；？")
_RESTORED = re.compile(
    rf"[。、《》“”‘’—…·〈〉「」【】〔〕][{_CJK}。、《》“”‘’—…·〈〉，！（）：；？]+"
)


def repair_annotations(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """Undo the breaks first, then delete the pinyin, which would otherwise stand after a letter."""
    groups = [match for line in lines for match in _groups(line.text)]
    if not groups and not any("?" in line.text for line in lines):
        return list(lines)
    readings: dict[str, set[str]] = defaultdict(set)
    for match in groups:
        readings[match.string[match.start() - 1]].add(match.group(1))
    toned = sum(1 for match in groups if _HAS_TONE.search(match.group(1)))
    annotated = toned >= _TONED_GROUPS_OF_AN_ANNOTATED_TEXT
    repaired = (_repair_breaks(line, readings, ledger) for line in lines)
    return [_delete_pinyin(line, annotated, ledger) for line in repaired]


def _groups(text: str) -> list[re.Match[str]]:
    # Most lines have none: that is seen sooner by a pattern that begins with a bracket.
    return list(_GROUP.finditer(text)) if _GROUP_ANYWHERE.search(text) else []


def _repair_breaks(line: CleanLine, readings: Mapping[str, set[str]], ledger: Ledger) -> CleanLine:
    if "?" not in line.text:
        return line
    edits = []
    for match in _breaks(line.text):
        text = _unshifted(match.group())
        beside = re.match(rf"\(([a-zɡü{_TONED}]{{1,7}})\)", line.text[match.end() :])
        known = readings.get(text[-1], set()) if text else set()
        if text and (beside is None or not known or beside.group(1) in known):
            edits.append(Edit(match.start(), match.end(), text))
            ledger.note("gbk_break", match.group(), text)
    line = edited(line, edits)
    for suspect in _SUSPECT.finditer(line.text):
        ledger.doubt("gbk_break", suspect.group(), "疑似丢失字节造成的错码，无法可靠还原，保留原样")
    return line


def _breaks(text: str) -> Iterator[re.Match[str]]:
    """Runs that read as shifted, also such as follow one another directly."""
    match = _BREAK.search(text)
    while match is not None:
        yield match
        at = match.end()
        match = _NEXT_BREAK.match(text, at) or _BREAK.search(text, at)


def _unshifted(damaged: str) -> str:
    """What `damaged` was before its first byte A1 was lost; empty where nothing sensible results.

    The rule: undo the folding of punctuation, encode as GBK, put A1 for the question mark, decode.
    """
    try:
        data = ("?" + damaged[1:].translate(_UNFOLDED)).encode("gbk")
        text = (b"\xa1" + data[1:]).decode("gbk")
    except UnicodeError:
        return ""
    return text if _RESTORED.fullmatch(text) else ""


def _delete_pinyin(line: CleanLine, annotated: bool, ledger: Ledger) -> CleanLine:
    edits = [
        Edit(match.start(), match.end(), "")
        for match in _groups(line.text)
        if _HAS_TONE.search(match.group(1))
        or (annotated and _SYLLABLE.fullmatch(match.group(1).replace("ɡ", "g").lower()))
    ]
    if edits:
        first = edits[0]
        character = line.text[first.start - 1]
        ledger.note("pinyin", line.text[first.start - 1 : first.end], character, len(edits))
    return edited(line, edits)
