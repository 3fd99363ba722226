"""How well documents are read: the files of a set ingested, read, and held against their gold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.clock import standing_clock
from knowledge.database import open_store
from knowledge.errors import SourceError
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.outline import Reading
from knowledge.queries.corpus import document_facts
from knowledge.reading import read_document
from knowledge.sources import SourceFile, read_source
from knowledge.validity import Validity, judge
from service.extraction_checks import (
    Check,
    Overlap,
    header_checks,
    overlap,
    page_checks,
    seed_checks,
)
from service.extraction_sets import ExtractionSet, GoldPage, GoldSeed
from service.schema import upgrade

#: Told of each step: what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]

_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class ReadDocument:
    """A document of the set as it was read, with its checks; `reason` tells why it was not read.

    `bare_checks` are those of the page with every meta tag removed, `overlap` is of its text.
    """

    file: str
    checks: tuple[Check, ...]
    bare_checks: tuple[Check, ...] = ()
    overlap: Overlap | None = None
    reason: str | None = None


def read_and_check(judged: ExtractionSet, as_of: date, progress: Progress) -> list[ReadDocument]:
    """Read every file of the set and hold it against its gold; validity is judged on `as_of`."""
    total = len(judged.files)
    with _stored(judged, as_of, progress) as validities:
        read = []
        for done, gold in enumerate(judged.documents, start=1):
            read.append(_checked(gold, validities.get(gold.path), as_of))
            progress("核对", done, total)
        return read


@contextmanager
def _stored(
    judged: ExtractionSet, as_of: date, progress: Progress
) -> Iterator[dict[Path, Validity]]:
    """The validity of each file after all were ingested into a store of their own.

    It is judged from the store because another document of the set may end this one.
    """
    with TemporaryDirectory(prefix="yihaoda-extraction-") as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'knowledge.sqlite3'}")
        try:
            upgrade(store)
            report = ingest_paths(
                store,
                judged.files,
                standing_clock(as_of),
                lambda done, total, _name: progress("入库", done, total),
            )
            by_name = {
                Path(each.name).name: each.document_id
                for each in report.outcomes
                if each.document_id is not None
            }
            with store.reading() as session:
                facts = document_facts(session, set(by_name.values()), as_of)
            yield {
                path: facts[by_name[path.name]].validity
                for path in judged.files
                if path.name in by_name and by_name[path.name] in facts
            }
        finally:
            store.dispose()


def _checked(gold: GoldPage | GoldSeed, validity: Validity | None, as_of: date) -> ReadDocument:
    file = gold.path.name
    try:
        source = read_source(gold.path)
        reading = read_document(source)
    except SourceError as error:
        return ReadDocument(file, (), reason=str(error))
    stood = validity or judge(reading.metadata.validity, (), as_of)
    if isinstance(gold, GoldSeed):
        return ReadDocument(file, tuple(seed_checks(gold, reading, stood)))
    return ReadDocument(
        file,
        tuple(page_checks(gold, reading, stood)),
        tuple(_bare_checks(gold, source)),
        _page_overlap(gold, reading),
    )


def _bare_checks(gold: GoldPage, source: SourceFile) -> Iterable[Check]:
    """The page's own header must tell what its meta tags told."""
    try:
        reading = read_document(replace(source, data=_META.sub(b"", source.data)))
    except SourceError as error:
        return [Check(name, False, "", str(error)) for name in ("title", "publish_date", "issuers")]
    return header_checks(gold, reading)


def _page_overlap(gold: GoldPage, reading: Reading) -> Overlap | None:
    return overlap(reading.text, gold.text) if gold.text and not gold.is_index else None


def extraction_figures(judged: ExtractionSet, read: Sequence[ReadDocument]) -> dict[str, Any]:
    """Everything that is told of the set: shares with their counts, overlaps, and all faults."""
    failed = [{"file": each.file, "reason": each.reason} for each in read if each.reason]
    found: dict[str, Any] = {"set": judged.name, "documents": len(read), "failed": failed}
    found["figures"] = _shares(read, [each.checks for each in read])
    if judged.pages:
        found["without_meta"] = _shares(read, [each.bare_checks for each in read])
        found["text"] = {
            name: _spread(
                [(getattr(each.overlap, name), each.file) for each in read if each.overlap]
            )
            for name in ("recall", "precision")
        }
    found["faults"] = [
        {
            "file": each.file,
            "figure": f"{check.figure}{where}",
            "expected": check.expected,
            "got": check.got,
        }
        for each in read
        for where, checks in (("", each.checks), ("（去掉 meta）", each.bare_checks))
        for check in checks
        if not check.right
    ]
    return found


def _shares(read: Sequence[ReadDocument], checks: Sequence[tuple[Check, ...]]) -> dict[str, Any]:
    """Of each figure how many are right, of how many; a file that was not read has none right."""
    every = [check for each in checks for check in each]
    unread = sum(1 for each in read if each.reason)
    shares = {}
    for figure in dict.fromkeys(check.figure for check in every):
        of = [check for check in every if check.figure == figure]
        right = sum(1 for check in of if check.right)
        total = len(of) + unread
        shares[figure] = {"right": right, "of": total, "share": round(right / total, 4)}
    return shares


def _spread(values: Sequence[tuple[float, str]]) -> dict[str, Any]:
    """Mean of the pages, and the worst of them."""
    if not values:
        return {"mean": 0.0, "worst": 0.0, "worst_file": None}
    worst, file = min(values)
    mean = sum(value for value, _ in values) / len(values)
    return {"mean": round(mean, 4), "worst": round(worst, 4), "worst_file": file}
