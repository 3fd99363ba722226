"""Files that people bring in, read into drafts: from their computers, archives, or an address.

What is small and plain is read at once; what may hang, explode or break a reader is read in
processes of their own. A file that cannot be read becomes a draft too, with the reason: whoever
brought twenty files finds all twenty in the list.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.errors import FetchError, SourceError
from knowledge.fetching.fetcher import Fetcher, Surroundings
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import source_of
from knowledge.fetching.responses import FetchedFile
from knowledge.ingesting.archives import open_archive
from knowledge.ingesting.processes import Limits
from knowledge.ingesting.review import to_review
from knowledge.ingesting.workers import Workers
from knowledge.outline import Reading
from knowledge.queries.values import values_in
from knowledge.reader import read_document
from knowledge.sources import UPLOAD_ORIGIN, Refusal, SourceFile
from knowledge.version_rows import version_columns
from service.keeping.errors import KeepingRefused
from service.keeping.records import Draft, DraftState
from service.staff.actors import Actor
from service.staff.audit_log import record

#: Files of one upload, those in archives among them.
MOST_FILES = 200
#: Bytes of a plain file that is read at once, and what files of other kinds begin with.
_SMALL = 256 * 1024
_BUILT = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
#: What one file may take: somebody waits.
_LIMITS = Limits(seconds=30.0)
#: Seconds that somebody waits for a page, and for the site's pauses.
PATIENCE = 20.0


def uploaded(name: str, data: bytes) -> SourceFile:
    """A file from somebody's computer; its place is known to nobody else."""
    return SourceFile(f"{UPLOAD_ORIGIN}{secrets.token_hex(8)}/{name}", name, data)


def fetched(policy: FetchPolicy, address: str, around: Surroundings | None = None) -> SourceFile:
    """What the address gives, under the policy but with little patience; raises FetchError."""
    hurried = replace(policy, total_seconds=PATIENCE, retries=0, longest_pause=PATIENCE)
    found = Fetcher(hurried, around).fetch(address)
    if not isinstance(found, FetchedFile):
        raise FetchError("网页没有给出内容")
    return source_of(found)


def drafts_of(sources: Iterable[SourceFile], actor: Actor, now: datetime) -> list[Draft]:
    """A draft of every file, archives unpacked; raises KeepingRefused for too many, or none."""
    files = [each for source in sources for each in _unpacked(source)]
    if not files:
        raise KeepingRefused("没有选择文件，也没有填写网址")
    if len(files) > MOST_FILES:
        raise KeepingRefused(f"一次最多 {MOST_FILES} 个文件，更多的请分几次上传")
    with Workers(_LIMITS, 2) as workers:
        return [_draft(file, actor, now, workers) for file in files]


def add_drafts(session: Session, actor: Actor, drafts: Iterable[Draft], now: datetime) -> list[int]:
    """Store the drafts; returns their ids."""
    ids = []
    for draft in drafts:
        session.add(draft)
        session.flush()
        told = {"文件名": draft.name, **({"读不了": draft.failure} if draft.failure else {})}
        record(session, actor, "上传文件", f"draft:{draft.id}", told, now)
        ids.append(draft.id)
    return ids


def _unpacked(source: SourceFile) -> Iterator[SourceFile | Refusal]:
    try:
        yield from open_archive(source)
    except SourceError as error:
        yield Refusal(source.origin, source.name, str(error))


def _draft(file: SourceFile | Refusal, actor: Actor, now: datetime, workers: Workers) -> Draft:
    if isinstance(file, Refusal):
        empty = SourceFile(file.origin, file.name, b"")
        return _row(empty, actor, now, None, file.reason)
    try:
        return _row(file, actor, now, _read(file, workers), "")
    except SourceError as error:
        return _row(file, actor, now, None, str(error))


def _read(file: SourceFile, workers: Workers) -> Reading:
    plain = len(file.data) <= _SMALL and not file.data.startswith(_BUILT)
    return read_document(file) if plain else workers.read(file)


def _row(
    file: SourceFile, actor: Actor, now: datetime, reading: Reading | None, failure: str
) -> Draft:
    doubts = to_review(reading) if reading else ()
    evidence = reading.metadata.evidence if reading else ()
    return Draft(
        version=1,
        round=0,
        state=DraftState.EDITING.value,
        attribute="",
        organ_id=actor.organ_id,
        uploader_id=actor.user_id,
        uploader=actor.name,
        uploaded_at=now,
        origin=file.origin,
        name=file.name,
        url=file.url,
        charset=file.charset,
        sha256=file.sha256,
        data=file.data,
        failure=failure,
        title=reading.metadata.title if reading else "",
        read_values=values_in(version_columns(reading)) if reading else {},
        evidence=[list(astuple(each)) for each in evidence],
        doubts=list(doubts),
        doubt_count=len(doubts) + (1 if failure else 0),
        raw_text=reading.raw_text if reading else "",
        text=reading.text if reading else "",
    )
