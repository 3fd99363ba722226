"""What was read of a document held against its gold: one check a value, right or not.

Names, titles and numbers are compared after folding of width (NFKC) and without white space; main
texts also without the pipes of tables and marks of images, as the sets' README asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.metrics import agreement, runs
from knowledge.cleaned import Attachment, PageType
from knowledge.outline import Reading, ReferenceKind
from knowledge.validity import Validity, ValidityState
from service.extraction_sets import GoldPage, GoldSeed, GoldValidity

#: Share of a seed's characters that must agree with its gold text.
SEED_AGREEMENT = 0.995
#: States in which a reader says of a document that it is in force.
_IN_FORCE = frozenset(
    {
        ValidityState.IN_FORCE,
        ValidityState.EXTENDED,
        ValidityState.AMENDED,
        ValidityState.PARTLY_LAPSED,
    }
)
_NOT_COMPARED = re.compile(r"[\s|]|\[IMG\]")
#: What stands around the name of an annex, differently in every list of them.
_AROUND_NAME = re.compile(
    r"^附件[\d一二三四五六七八九十-]*(?:下载)?[:.、]?|\.[A-Za-z]{2,5}$|[《》]"
)
_SEED_LEVELS = {"一、": "level1", "（一）": "level2", "1.": "level3"}


@dataclass(frozen=True)
class Check:
    """One value of one document: what it should be and what was read."""

    figure: str
    right: bool
    expected: Any
    got: Any


@dataclass(frozen=True)
class Overlap:
    """Runs of eight characters that the text read shares with the gold text; both 0..1."""

    recall: float
    precision: float


def folded(text: str) -> str:
    """`text` in compatibility forms, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def compared(text: str) -> str:
    """A main text as it is compared: without white space, pipes of tables, marks of images."""
    return _NOT_COMPARED.sub("", text)


def overlap(text: str, gold: str) -> Overlap:
    """How much of `gold` is in `text`, and how much of `text` is in `gold`."""
    found, wanted = runs(compared(text)), runs(compared(gold))
    common = len(found & wanted)
    return Overlap(
        common / len(wanted) if wanted else 1.0, common / len(found) if found else float(not wanted)
    )


def page_checks(gold: GoldPage, reading: Reading, validity: Validity) -> Iterator[Check]:
    """Every check that the gold of a page allows."""
    yield from header_checks(gold, reading)
    yield _same("doc_number", gold.doc_number, reading.metadata.doc_number)
    yield Check(
        "page_type",
        gold.is_index == (reading.page_type is PageType.INDEX),
        "index" if gold.is_index else "article",
        reading.page_type.value,
    )
    if gold.validity is not None:
        yield from _validity_checks(gold.validity, validity)
    text = compared(reading.text)
    if not gold.is_index:
        for figure, marks in (("body_start", gold.starts), ("body_end", gold.ends)):
            if marks:
                present = any(compared(mark) in text for mark in marks)
                yield Check(figure, present, marks[0], "" if not present else marks[0])
    kept = [mark for mark in gold.unwanted if compared(mark) in text]
    if gold.unwanted:
        yield Check("no_boilerplate", not kept, [], kept)
    for evidence in gold.table_evidence:
        kept_evidence = compared(evidence) in text
        yield Check("table_evidence", kept_evidence, evidence, evidence if kept_evidence else "")
    yield from _attachment_checks(gold, reading.attachments)


def header_checks(gold: GoldPage, reading: Reading) -> Iterator[Check]:
    """Title, day of publication and issuers: what is also asked of a page without meta tags."""
    metadata = reading.metadata
    right = folded(metadata.title) in map(folded, gold.titles)
    yield Check("title", right, gold.titles[0], metadata.title)
    yield _same("publish_date", gold.published_on, metadata.published_on)
    yield _same_names("issuers", gold.issuers, metadata.issuers)


def _validity_checks(gold: GoldValidity, validity: Validity) -> Iterator[Check]:
    shown = f"{validity.state.value}（{validity.reason}）"
    in_force = validity.state in _IN_FORCE
    yield Check("in_force", in_force == gold.in_force, gold.in_force, shown)
    yield _same("until", gold.until, validity.until)


def _attachment_checks(gold: GoldPage, found: Iterable[Attachment]) -> Iterator[Check]:
    """Each annex of the gold named, the linked ones with an address."""
    listed = list(found)
    for wanted in gold.attachments:
        same = [each for each in listed if _same_annex(each.name, wanted.name)]
        got = [f"{each.name}（{each.url or '无链接'}）" for each in same or listed]
        yield Check("attachments", bool(same), wanted.name, got)
        if wanted.linked:
            yield Check("attachment_links", any(each.url for each in same), wanted.name, got)


def _same_annex(ours: str, theirs: str) -> bool:
    """Whether two names of annexes mean one: alike but for numbers and endings around them."""
    if folded(ours) == folded(theirs):
        return True
    bare = [_AROUND_NAME.sub("", folded(name)) for name in (ours, theirs)]
    return bool(bare[0]) and bare[0] == bare[1]


def seed_checks(gold: GoldSeed, reading: Reading, validity: Validity) -> Iterator[Check]:
    """Every value of the seed's gold that a reading holds."""
    row, metadata = gold.row, reading.metadata
    text, whole = folded(reading.text), folded(gold.text)
    agreed = agreement(text, whole)
    yield Check("text", agreed >= SEED_AGREEMENT, SEED_AGREEMENT, round(agreed, 5))
    yield _same("title", row["标题"], metadata.title)
    yield _same("doc_number", row["文号"], metadata.doc_number)
    yield _same_names("issuers", [row["发文机关"]], metadata.issuers)
    yield _same("written_on", row["成文日期"], _printed(metadata.written_on))
    yield _same("published_on", row["发布日期"], _printed(metadata.published_on))
    yield _same("index_number", row["索引号"], metadata.index_number)
    yield _same("kind", row["文种"], metadata.kind)
    yield _same("carried_title", row["附带文件"], metadata.carried_title)
    yield _same("level", row["层级"].removesuffix("级部门"), metadata.level)
    region = metadata.region or ""
    yield Check("region", bool(region) and row["地区"].endswith(region), row["地区"], region)
    yield _same("validity", ValidityState.UNVERIFIED.value, validity.state.value)
    yield from _seed_text_checks(gold, reading, text)
    yield from _seed_lists(gold, reading)


def _seed_text_checks(gold: GoldSeed, reading: Reading, text: str) -> Iterator[Check]:
    for label in ("主送机关", "first_sentence", "last_sentence", "last_complete_sentence"):
        # The last sentence of a seed that is cut off stands under a label of its own.
        if wanted := gold.row.get(label):
            yield Check("sentences", folded(wanted) in text, wanted, f"{label}不在正文里")
    parts = reading.outline.parts
    counts = Counter(part.level for part in parts)
    found = {label: counts[level] for level, label in _SEED_LEVELS.items()}
    yield _same("section_count", gold.row["section_count"], found)
    headings = [part.label + part.heading for part in parts if part.level == "一、"]
    yield _same("level1_headings", gold.row["level1_headings"], headings)


def _seed_lists(gold: GoldSeed, reading: Reading) -> Iterator[Check]:
    """Annexes, the documents that it rests on, and the notes of responsibility."""
    names = [each.name for each in reading.attachments]
    for annex in gold.row.get("attachments", ()):
        wanted = annex["title_in_list"]
        yield Check("attachments", any(_same_annex(name, wanted) for name in names), wanted, names)
    cited = [
        each.printed for each in reading.metadata.references if each.kind is ReferenceKind.CITES
    ]
    for number in gold.row.get("依据文件", ()):
        present = any(_bracketed(number) in _bracketed(each) for each in cited)
        yield Check("cited_documents", present, number, cited)
    if tags := gold.row.get("responsibility_tags"):
        duties = reading.metadata.duties
        found = {
            "count": len(duties),
            "with_牵头单位": sum(1 for duty in duties if duty.lead),
            "with_责任单位": sum(1 for duty in duties if duty.responsible),
            "with_完成时限": sum(1 for duty in duties if duty.due),
        }
        yield _same("duties", {name: tags[name] for name in found}, found)


def _bracketed(number: str) -> str:
    return folded(number).replace("[", "〔").replace("]", "〕")


def _printed(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _same(figure: str, expected: Any, got: Any) -> Check:
    if isinstance(expected, str) and isinstance(got, str):
        return Check(figure, folded(expected) == folded(got), expected, got)
    return Check(figure, expected == got, expected, got)


def _same_names(figure: str, expected: Iterable[str], got: Iterable[str]) -> Check:
    """Names as sets: their order means nothing, a short form of a name is another name."""
    wanted, found = list(expected), list(got)
    return Check(figure, set(map(folded, wanted)) == set(map(folded, found)), wanted, found)
