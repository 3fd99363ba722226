"""Metadata values that people give in place of what was read: how they are written and applied.

A value given has no place in the source: its evidence says who gave it (清单, 人工更正) and has
the empty span 0:0, so nothing is ever quoted for it. What had been read stays beside it, unchosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.dates import find_dates
from knowledge.document_numbers import read_number
from knowledge.errors import KnowledgeError
from knowledge.metadata.organs import region_of
from knowledge.outline import FieldReading, Metadata
from knowledge.titles import carried_by
from knowledge.validity import BY_STAFF, STATES_SHOWN, ValidityState

#: Who gave a value, as people read it; what staff gave is not overwritten by a manifest.
MANIFEST = "清单"
STAFF = BY_STAFF

#: Written in place of a value: the document has none.
NONE = "-"

#: Characters of a value at most: that of a title by which documents find one another.
LONGEST_VALUE = 500

LONGEST_KIND = 32

LEVELS = ("国家", "省", "市", "县", "乡镇")


class WrongValue(KnowledgeError):
    """A value that a person gave cannot be the field's; the message says what it should be."""


@dataclass(frozen=True)
class GivenValue:
    """A value for the field `name` (a key of FIELDS), in its normal form; empty: it has none."""

    name: str
    value: str
    read_from: str = MANIFEST


@dataclass(frozen=True)
class GivenField:
    """A field that people may give: its label, the normal form of its text, what it changes."""

    label: str
    normal: Callable[[str], str]
    applied: Callable[[Metadata, GivenValue], Metadata]


def given_value(name: str, text: str, read_from: str = MANIFEST) -> GivenValue:
    """The value that `text` gives for the field `name`; `-` or nothing: the document has none.

    Raises WrongValue where there is no such field, or the text cannot be its value.
    """
    field = FIELDS.get(name)
    if field is None:
        known = "、".join(f"{each.label}（{key}）" for key, each in FIELDS.items())
        raise WrongValue(f"没有“{name}”这一项；能更正的有：{known}")
    compact = " ".join(text.split())
    if compact in ("", NONE, "—", "－"):
        if name == "title":
            raise WrongValue("标题不能为空")
        return GivenValue(name, "", read_from)
    if len(compact) > LONGEST_VALUE:
        raise WrongValue(f"{field.label}超过 {LONGEST_VALUE} 个字")
    if not compact.isprintable():
        raise WrongValue(f"{field.label}里有无法保存的字符")
    return GivenValue(name, field.normal(compact), read_from)


def apply_given(metadata: Metadata, given: Iterable[GivenValue]) -> Metadata:
    """The metadata with the values given; of a field given twice the last one counts.

    Given again to their own outcome they change nothing.
    """
    values = {each.name: each for each in given}
    for value in (values[name] for name in FIELDS if name in values):
        metadata = FIELDS[value.name].applied(metadata, value)
        read = tuple(
            replace(each, chosen=False) if each.name == value.name else each
            for each in metadata.evidence
            if each.name != value.name or each.read_from not in (MANIFEST, STAFF)
        )
        metadata = replace(metadata, evidence=(*read, *_evidence(value)))
    return metadata


def _evidence(given: GivenValue) -> list[FieldReading]:
    values = given.value.split("、") if given.name == "issuer" else [given.value]
    return [FieldReading(given.name, each, given.read_from, 0, 0) for each in values]


def _as_it_is(text: str) -> str:
    return text


def _kind(text: str) -> str:
    if len(text) > LONGEST_KIND:
        raise WrongValue(f"文种超过 {LONGEST_KIND} 个字；应是 通知、意见、办法 这样的词")
    return text


def _day(text: str) -> str:
    found = find_dates(text)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        raise WrongValue(f"“{text}”不是日历上有的日期，应写成 2024-03-01 或 2024年3月1日")
    return found[0].day.isoformat()


def _number(text: str) -> str:
    number = read_number(text)
    if number is None:
        raise WrongValue(f"“{text}”不是文号，应写成 青政发〔2024〕3号（要有年份）或 某机关令第3号")
    return text


def _organs(text: str) -> str:
    return "、".join(part for part in re.split(r"[\s、，,；;]+", text) if part)


def _state(text: str) -> str:
    state = STATES_SHOWN.get(text.replace("(", "（").replace(")", "）"))
    if state is None and text not in set(ValidityState):
        known = "、".join(dict.fromkeys([*ValidityState, *STATES_SHOWN]))
        raise WrongValue(f"不认识文件状态“{text}”；可以写：{known}")
    return state.value if state else text


def _level(text: str) -> str:
    if text not in LEVELS:
        raise WrongValue(f"不认识层级“{text}”；可以写：{'、'.join(LEVELS)}")
    return text


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text, re.IGNORECASE):
        raise WrongValue(f"“{text}”不是网址，应以 http:// 或 https:// 开头")
    return text


def _text_field(name: str) -> Callable[[Metadata, GivenValue], Metadata]:
    def applied(metadata: Metadata, given: GivenValue) -> Metadata:
        changed: dict[str, Any] = {name: given.value or None}
        return replace(metadata, **changed)

    return applied


def _day_field(name: str) -> Callable[[Metadata, GivenValue], Metadata]:
    def applied(metadata: Metadata, given: GivenValue) -> Metadata:
        changed: dict[str, Any] = {name: _as_day(given)}
        return replace(metadata, **changed)

    return applied


def _as_day(given: GivenValue) -> date | None:
    return date.fromisoformat(given.value) if given.value else None


def _title(metadata: Metadata, given: GivenValue) -> Metadata:
    carried = metadata.carried_title or carried_by(given.value)
    return replace(metadata, title=given.value, carried_title=carried)


def _issuers(metadata: Metadata, given: GivenValue) -> Metadata:
    """The issuers, and the region that the first one's name tells: it was that of another organ."""
    issuers = tuple(given.value.split("、")) if given.value else ()
    region = region_of(issuers[0]) if issuers else None
    return replace(metadata, issuers=issuers, region=region or metadata.region)


def _stated(metadata: Metadata, given: GivenValue) -> Metadata:
    stated = ValidityState(given.value) if given.value else None
    facts = replace(metadata.validity, stated=stated, stated_from=given.read_from if stated else "")
    return replace(metadata, validity=facts)


def _term(end: str) -> Callable[[Metadata, GivenValue], Metadata]:
    def applied(metadata: Metadata, given: GivenValue) -> Metadata:
        day = _as_day(given)
        changed: dict[str, Any] = {f"{end}_on": day, f"{end}_from": given.read_from if day else ""}
        return replace(metadata, validity=replace(metadata.validity, **changed))

    return applied


#: The fields that people may give, by the name of their evidence. The issuers stand before the
#: region: a region that is given counts over the one that the issuer's name tells.
FIELDS = {
    "title": GivenField("标题", _as_it_is, _title),
    "doc_number": GivenField("文号", _number, _text_field("doc_number")),
    "issuer": GivenField("发文机关", _organs, _issuers),
    "kind": GivenField("文种", _kind, _text_field("kind")),
    "level": GivenField("层级", _level, _text_field("level")),
    "region": GivenField("地区", _as_it_is, _text_field("region")),
    "index_number": GivenField("索引号", _as_it_is, _text_field("index_number")),
    "unified_number": GivenField("统一编号", _as_it_is, _text_field("unified_number")),
    "topic": GivenField("主题分类", _as_it_is, _text_field("topic")),
    "written_on": GivenField("成文日期", _day, _day_field("written_on")),
    "published_on": GivenField("发布日期", _day, _day_field("published_on")),
    "effective_on": GivenField("施行日期", _day, _term("effective")),
    "expires_on": GivenField("失效日期", _day, _term("expires")),
    "stated_validity": GivenField("文件状态", _state, _stated),
    "source_url": GivenField("来源网址", _address, _text_field("source_url")),
}
