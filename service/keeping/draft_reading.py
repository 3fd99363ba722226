"""What was read of a draft, and how it is shown: put together, and kept with the draft."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.comparing.provisions import provisions_of
from knowledge.errors import SourceError
from knowledge.identity.similarity import documents_near
from knowledge.ingesting.review import to_review
from knowledge.outline import Reading
from knowledge.queries.values import values_in
from knowledge.reader import read_document
from knowledge.showing.locating import Mark
from knowledge.showing.rendering import Rendering, ToShow, render
from knowledge.sources import SourceFile
from knowledge.version_rows import version_columns
from service.keeping.fields import LONGEST_SOURCE, fields_read, marks_of
from service.keeping.records import Draft, DraftNear, DraftPage, DraftRendering, DraftState


@dataclass(frozen=True)
class ReadDraft:
    """What was read of a file, and how it is shown; None where it cannot be."""

    reading: Reading
    rendering: Rendering | None


def read_here(file: SourceFile) -> ReadDraft:
    """Read a small plain file in this process; raises SourceError."""
    reading = read_document(file)
    try:
        return ReadDraft(reading, render(to_show(file, reading)))
    except SourceError:
        return ReadDraft(reading, None)


def to_show(file: SourceFile, reading: Reading) -> ToShow:
    """The file with the places of what was read of it, those in doubt told apart."""
    evidence = reading.metadata.evidence
    read = fields_read(values_in(version_columns(reading)), evidence, {}, reading.raw_text)
    spans = marks_of(evidence, min(len(reading.raw_text), LONGEST_SOURCE))
    marks = tuple(
        Mark(number, start, end, number in read.doubtful_places)
        for number, (start, end) in enumerate(spans, 1)
    )
    return ToShow(file, reading.media_type, reading.raw_text, marks)


def keep_reading(session: Session, draft: Draft, read: ReadDraft) -> None:
    """Keep with a stored draft what was read; what was kept of it before is replaced."""
    reading, doubts = read.reading, list(to_review(read.reading))
    draft.state, draft.failure = DraftState.EDITING.value, ""
    draft.title = reading.metadata.title
    draft.read_values = values_in(version_columns(reading))
    draft.evidence = [list(astuple(each)) for each in reading.metadata.evidence]
    draft.doubts, draft.doubt_count = doubts, len(doubts)
    draft.raw_text, draft.text = reading.raw_text, reading.text
    provisions = provisions_of(reading.outline, reading.text)
    draft.provisions = [list(astuple(each)) for each in provisions]
    for table in (DraftRendering, DraftPage, DraftNear):
        session.execute(delete(table).where(table.draft_id == draft.id))
    if read.rendering is not None:
        _keep_rendering(session, draft.id, read.rendering)
    for near in documents_near(session, reading.text):
        row = DraftNear(
            draft_id=draft.id, document_id=near.document_id, resemblance=near.resemblance
        )
        session.add(row)
    session.flush()


def keep_failure(draft: Draft, why: str) -> None:
    """Keep why the draft cannot be read: it stays in the list, to be tried again or closed."""
    draft.state, draft.failure, draft.doubt_count = DraftState.EDITING.value, why, 1


def _keep_rendering(session: Session, draft_id: int, rendering: Rendering) -> None:
    row = DraftRendering(
        draft_id=draft_id,
        markup=rendering.markup,
        drawn=len(rendering.pictures),
        page_count=rendering.page_count,
        marked=[[number, page] for number, page in rendering.marked.items()],
    )
    session.add(row)
    session.add_all(
        DraftPage(draft_id=draft_id, number=number, picture=picture)
        for number, picture in enumerate(rendering.pictures, 1)
    )
