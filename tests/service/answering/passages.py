"""A found passage for tests that need no store; what a test leaves unsaid is filled in."""

from __future__ import annotations

from knowledge.documents import DocumentId, PassageId
from knowledge.queries.findings import DocumentFacts, FoundPassage
from knowledge.validity import Validity, ValidityState


def found_passage(text: str) -> FoundPassage:
    """A passage of one document in force."""
    facts = DocumentFacts(
        id=DocumentId("d1"),
        version=1,
        title="青禾县临时救助办法",
        carried_title=None,
        doc_number=None,
        issuers=("青禾县人民政府",),
        kind=None,
        region="青禾县",
        written_on=None,
        published_on=None,
        source_url=None,
        file_name="relief.txt",
        validity=Validity(ValidityState.IN_FORCE, None, "在有效期内", "正文"),
    )
    return FoundPassage(
        PassageId(1), facts, 0, "a1", "《青禾县临时救助办法》第一条", "", 10, 10 + len(text), text
    )
