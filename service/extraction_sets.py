"""Gold of extraction: what saved pages and seed documents truly say, as the sets write it.

A set is a folder with `pages.jsonl` (a page a line, the pages in `html/`) or with `gold.json`
(under `seeds`, the files beside it or in `files/`); both have the true main texts in `gold_text/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.judged_rows import SetError

_FOLDERS = ("html", "files", ".")


@dataclass(frozen=True)
class GoldAttachment:
    """An annex that the page names."""

    name: str
    linked: bool
    inline: bool


@dataclass(frozen=True)
class GoldValidity:
    """What a reader says of the validity on the day for which the set was made."""

    in_force: bool
    until: date | None


@dataclass(frozen=True)
class GoldPage:
    """A saved page and what is true of it; None where the page does not tell.

    `titles`, `starts` and `ends` list what counts as right; `text` is None where the page has no
    main text (a list of links); `table_evidence` are words that stand in one row of a table.
    """

    path: Path
    is_index: bool
    titles: tuple[str, ...]
    doc_number: str | None
    issuers: tuple[str, ...]
    published_on: date | None
    validity: GoldValidity | None
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    unwanted: tuple[str, ...]
    attachments: tuple[GoldAttachment, ...]
    table_evidence: tuple[str, ...]
    text: str | None


@dataclass(frozen=True)
class GoldSeed:
    """A seed document: its row of `gold.json`, the labels as written there, and its true text."""

    path: Path
    row: Mapping[str, Any]
    text: str


@dataclass(frozen=True)
class ExtractionSet:
    """A set on disk; one of both kinds of documents is empty."""

    folder: Path
    pages: tuple[GoldPage, ...] = ()
    seeds: tuple[GoldSeed, ...] = ()

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    @property
    def documents(self) -> list[GoldPage | GoldSeed]:
        """Every document of the set, in its order."""
        return [*self.pages, *self.seeds]

    @property
    def files(self) -> list[Path]:
        """The files to read, in the order of the set."""
        return [each.path for each in self.documents]


def read_extraction_set(folder: Path) -> ExtractionSet:
    """Read the gold of `folder`; raises SetError naming the file and the fault."""
    pages, seeds = folder / "pages.jsonl", folder / "gold.json"
    try:
        if pages.is_file():
            evidence = _table_evidence(folder / "questions.jsonl")
            return ExtractionSet(
                folder, pages=tuple(_page(folder, row, evidence) for row in _json_lines(pages))
            )
        if seeds.is_file():
            rows = json.loads(seeds.read_text(encoding="utf-8"))["seeds"]
            return ExtractionSet(folder, seeds=tuple(_seed(folder, row) for row in rows))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetError(f"{folder} 的标准答案读不出来：{error!r}") from error
    raise SetError(f"{folder} 里没有 pages.jsonl 或 gold.json，不是检验正文和字段的评测集")


def _page(folder: Path, row: Mapping[str, Any], evidence: Mapping[str, list[str]]) -> GoldPage:
    path = _file(folder, row["file"])
    validity = row.get("validity")
    text = folder / "gold_text" / f"{path.stem}.txt"
    return GoldPage(
        path=path,
        is_index=row.get("page_type") == "index",
        titles=_given(row["title"], *row.get("title_alt", ())),
        doc_number=row["doc_number"],
        issuers=_given(*(row["issuers"] or ())),
        published_on=_day(row["publish_date"]),
        validity=GoldValidity(validity["in_force"], _day(validity["until"])) if validity else None,
        starts=_given(row.get("body_start"), *row.get("body_start_alt", ())),
        ends=_given(row.get("body_end"), *row.get("body_end_alt", ())),
        unwanted=_given(*row.get("must_not_contain", ())),
        attachments=tuple(
            GoldAttachment(each["name"], each["linked"], each["inline"])
            for each in row.get("attachments", ())
        ),
        table_evidence=tuple(evidence.get(row["file"], ())),
        text=text.read_text(encoding="utf-8") if text.is_file() else None,
    )


def _seed(folder: Path, row: Mapping[str, Any]) -> GoldSeed:
    text = (folder / row["gold_text"]).read_text(encoding="utf-8")
    return GoldSeed(_file(folder, row["file"]), row, text)


def _file(folder: Path, name: str) -> Path:
    found = [folder / place / name for place in _FOLDERS if (folder / place / name).is_file()]
    if not found:
        raise SetError(f"{folder} 里没有标准答案提到的文件 {name}")
    return found[0]


def _table_evidence(questions: Path) -> dict[str, list[str]]:
    """Evidence of the set's questions that stands in a table, by file."""
    evidence: dict[str, list[str]] = {}
    for row in _json_lines(questions) if questions.is_file() else ():
        if row.get("evidence_in_table"):
            evidence.setdefault(row["evidence_file"], []).append(row["evidence"])
    return evidence


def _json_lines(path: Path) -> Iterable[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _given(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
