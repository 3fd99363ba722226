"""Metadata and structure of the real seeds and pages, through the whole way from the file."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.cleaned import CleanDocument
from knowledge.metadata.reading import read_metadata
from knowledge.outline import Metadata
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import read_source
from knowledge.structure import read_structure
from knowledge.validity import judge

SHARED = Path(__file__).parents[3] / "shared"
AS_OF = date(2026, 11, 22)
pytestmark = pytest.mark.shared


def read(path: Path) -> tuple[CleanDocument, Metadata]:
    parsed = parse(read_source(path))
    document = clean(parsed)
    return document, read_metadata(document, parsed.source_url)


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def seeds() -> list[dict[str, Any]]:
    gold = SHARED / "seeds" / "gold.json"
    if not gold.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(gold.read_text(encoding="utf-8"))["seeds"]
    return found


def pages() -> Iterator[dict[str, Any]]:
    for line in (SHARED / "eval/pages/pages.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.mark.parametrize("gold", seeds(), ids=lambda gold: gold["seed"])
def test_the_seeds_tell_what_the_gold_tells(gold: dict[str, Any]) -> None:
    document, metadata = read(SHARED / "seeds" / gold["file"])
    assert metadata.title == gold["标题"]
    assert metadata.doc_number == gold["文号"]
    assert metadata.issuers == (gold["发文机关"],)
    assert day(metadata.written_on) == gold["成文日期"]
    assert day(metadata.published_on) == gold["发布日期"]
    assert metadata.carried_title == gold["附带文件"]
    assert metadata.kind == gold["文种"]
    assert (metadata.region or "") in gold["地区"]
    outline = read_structure(document, metadata.title)
    levels = Counter(part.level for part in outline.parts)
    assert {
        "level1": levels["一、"],
        "level2": levels["（一）"],
        "level3": levels["1."],
    } == gold["section_count"]
    headings = [part.label + part.heading for part in outline.parts if part.level == "一、"]
    assert headings == gold["level1_headings"]


def compare(gold: dict[str, Any], metadata: Metadata) -> dict[str, bool]:
    validity = gold["validity"] or {}
    judged = judge(metadata.validity, [], AS_OF)
    return {
        "title": metadata.title in (gold["title"], *gold["title_alt"]),
        "doc_number": metadata.doc_number == gold["doc_number"],
        "issuers": list(metadata.issuers) == gold["issuers"],
        "published_on": day(metadata.published_on) == gold["publish_date"],
        "written_on": day(metadata.written_on) == gold["written_date"],
        "until": day(judged.until) == validity.get("until"),
        "in_force": judged.ended == (validity.get("in_force") is False),
    }


def test_the_pages_tell_what_their_gold_tells() -> None:
    right: Counter[str] = Counter()
    total = 0
    for gold in pages():
        _, metadata = read(SHARED / "eval/pages/html" / gold["file"])
        right.update(name for name, same in compare(gold, metadata).items() if same)
        total += 1
    assert {name: count / total for name, count in right.items() if count / total < 0.95} == {}
    assert len(right) == 7


def test_values_stand_in_the_raw_text_as_the_evidence_says() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s〔〕\[\]（）()《》]", "", text)

    for gold in pages():
        document, metadata = read(SHARED / "eval/pages/html" / gold["file"])
        for each in metadata.evidence:
            shown = document.raw_text[each.start : each.end]
            if each.name in ("title", "carried_title", "doc_number", "issuer"):
                assert bare(each.value) == bare(shown)
            elif each.name in ("written_on", "published_on"):
                assert [int(n) for n in re.findall(r"\d+", shown)][:3] == [
                    int(n) for n in each.value.split("-")
                ]
            else:
                assert shown.strip()


def test_articles_of_the_pages_are_counted_as_in_the_gold() -> None:
    for gold in pages():
        document, metadata = read(SHARED / "eval/pages/html" / gold["file"])
        outline = read_structure(document, metadata.title)
        articles = sum(1 for part in outline.parts if part.level == "条")
        assert articles == gold["n_articles"], gold["file"]
