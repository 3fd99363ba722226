"""A place that holds something else now: a new version that has next to nothing of the old."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge.documents import DocumentId, Version
from knowledge.identity.minhash import resemblance, shingles

#: Below this share of common text two versions are not revisions of one document. A thorough
#: revision keeps more; what only portals and formulas have in common is less.
ALIKE = 0.1


def replaced(session: Session, document_id: DocumentId, number: int) -> list[str]:
    """A sentence where the version `number` is hardly the document that was there before.

    It shares neither title nor number with the version before, and almost none of its text.
    """
    if number == 1:
        return []
    before, now = (_version(session, document_id, each) for each in (number - 1, number))
    if before is None or now is None or not _keys(before).isdisjoint(_keys(now)):
        return []
    if resemblance(shingles(before.text), shingles(now.text)) >= ALIKE:
        return []
    return [
        f"原来是《{before.title}》，现在是《{now.title}》，正文几乎没有相同的："
        f"已记为第 {number} 版，请核对来源是不是换了文件，或者显示的是别的页面"
    ]


def _version(session: Session, document_id: DocumentId, number: int) -> Version | None:
    query = select(Version).where(Version.document_id == document_id, Version.number == number)
    return session.scalars(query.options(undefer(Version.text))).one_or_none()


def _keys(version: Version) -> set[str]:
    keys = (version.title_key, version.carried_title_key, version.number_key)
    return {key for key in keys if key}
