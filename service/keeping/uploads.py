"""Files that people bring in as drafts: from their computers, archives, or an address.

What is small and plain is read at once; what may hang, explode or break a reader waits and is read
outside of the request, in processes of their own. A file that cannot be read becomes a draft too,
with the reason: whoever brought twenty files finds all twenty in the list.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from knowledge.errors import FetchError, SourceError
from knowledge.fetching.fetcher import Fetcher, Surroundings
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import source_of
from knowledge.fetching.responses import FetchedFile
from knowledge.ingesting.archives import Budget, open_archive
from knowledge.sources import UPLOAD_ORIGIN, Refusal, SourceFile
from service.keeping.draft_reading import ReadDraft, keep_failure, keep_reading, read_here
from service.keeping.errors import KeepingRefused
from service.keeping.records import Draft, DraftState
from service.staff.actors import Actor
from service.staff.audit_log import record

#: Files of one upload, those in archives among them, and bytes that its archives may unpack to.
MOST_FILES = 200
MOST_UNPACKED = 64 * 1024 * 1024
#: Bytes of a plain file that is read at once, and what files of other kinds begin with. However it
#: is made, so small a one is read in a moment; of ten times as much some take minutes.
_SMALL = 16 * 1024
_BUILT = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
#: Seconds that somebody waits for a page, and for the site's pauses.
PATIENCE = 20.0


def uploaded(name: str, data: bytes) -> SourceFile:
    """A file from somebody's computer; its place is known to nobody else."""
    return SourceFile(f"{UPLOAD_ORIGIN}{secrets.token_hex(8)}/{name}", name, data)


def fetched(policy: FetchPolicy, address: str, around: Surroundings | None = None) -> SourceFile:
    """What the address gives, under the policy but with little patience; raises FetchError."""
    hurried = replace(policy, total_seconds=PATIENCE, retries=0, longest_pause=PATIENCE)
    return source_at(Fetcher(hurried, around), address)


def source_at(fetcher: Fetcher, address: str) -> SourceFile:
    """What the fetcher gets from the address; raises FetchError."""
    found = fetcher.fetch(address)
    if not isinstance(found, FetchedFile):
        raise FetchError("网页没有给出内容")
    return source_of(found)


@dataclass(frozen=True)
class Arrived:
    """A file that was brought in: `read` where it was small and plain, `failure` if unreadable."""

    draft: Draft
    read: ReadDraft | None = None
    failure: str = ""


def drafts_of(sources: Iterable[SourceFile], actor: Actor, now: datetime) -> list[Arrived]:
    """A draft of every file, archives unpacked; raises KeepingRefused for too many, or none.

    What is small and plain is read, all else waits for `waiting.read_waiting`.
    """
    budget = Budget(MOST_FILES, MOST_UNPACKED)
    unpacked = (each for source in sources for each in _unpacked(source, budget))
    files = list(islice(unpacked, MOST_FILES + 1))
    if not files:
        raise KeepingRefused("没有选择文件，也没有填写网址")
    if len(files) > MOST_FILES:
        raise KeepingRefused(f"一次最多 {MOST_FILES} 个文件，更多的请分几次上传")
    return [_arrived(file, actor, now) for file in files]


def add_drafts(
    session: Session, actor: Actor, arrived: Iterable[Arrived], now: datetime
) -> list[int]:
    """Store the drafts; returns their ids."""
    ids = []
    for each in arrived:
        draft = each.draft
        session.add(draft)
        session.flush()
        if each.read is not None:
            keep_reading(session, draft, each.read)
        elif each.failure:
            keep_failure(draft, each.failure)
        told = {"文件名": draft.name, **({"读不了": each.failure} if each.failure else {})}
        record(session, actor, "上传文件", f"draft:{draft.id}", told, now)
        ids.append(draft.id)
    return ids


def _unpacked(source: SourceFile, budget: Budget) -> Iterator[SourceFile | Refusal]:
    try:
        yield from open_archive(source, budget)
    except SourceError as error:
        yield Refusal(source.origin, source.name, str(error))


def _arrived(file: SourceFile | Refusal, actor: Actor, now: datetime) -> Arrived:
    if isinstance(file, Refusal):
        empty = SourceFile(file.origin, file.name, b"")
        return Arrived(_row(empty, actor, now), failure=file.reason)
    row = _row(file, actor, now)
    if len(file.data) > _SMALL or file.data.startswith(_BUILT):
        return Arrived(row)
    try:
        return Arrived(row, read_here(file))
    except SourceError as error:
        return Arrived(row, failure=str(error))


def _row(file: SourceFile, actor: Actor, now: datetime) -> Draft:
    return Draft(
        version=1,
        round=0,
        state=DraftState.READING.value,
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
        attempts=0,
        failure="",
        title="",
        read_values={},
        evidence=[],
        doubts=[],
        doubt_count=0,
        raw_text="",
        text="",
        provisions=[],
    )
