"""How one goes about it, as the documents themselves print it: where, when, how, whom to call.

The elements of service guides (国务院关于在线政务服务的若干规定 第六条) stand in the store with
each document's structure, whatever kind of document prints them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Part, Version, stands
from knowledge.negative_list import negative_list

#: The level of parts that are elements of a guide.
_ELEMENT = "element"
#: The elements that a caller is told of, in the order in which they are told.
TOLD = ("办理流程", "申请材料", "办理地点", "办公时间", "办理时限", "收费", "联系电话")
#: Characters of an element that is read aloud at most; longer ones are for reading in the document.
LONGEST = 1200

_PHONE = re.compile(
    r"(?<![0-9])(?:0[0-9]{2,3}[-—－ ]?[0-9]{7,8}|1[3-9][0-9]{9}|[2-9][0-9]{6,7}"
    r"|400[-—－]?[0-9]{3,4}[-—－]?[0-9]{3,4}|1[0-9]{4}|9[0-9]{4})(?![0-9])"
)
_AFTER_LABEL = " \u3000\t\n：:|】〗"

_DOCUMENTS, _VERSIONS, _PARTS = table(Document), table(Version), table(Part)


@dataclass(frozen=True)
class Element:
    """An element of a guide as its document prints it.

    `name` is its standard name; `text`, verbatim, is what stands behind the printed label, and
    `stored_text(version, "text")[start:end] == text`.
    """

    document_id: DocumentId
    version: int
    name: str
    locator: str
    text: str
    start: int
    end: int

    @property
    def phone(self) -> str | None:
        """The first telephone number of the text."""
        found = _PHONE.search(self.text)
        return found[0] if found else None


def elements_of(
    session: Session, ids: Collection[DocumentId]
) -> dict[DocumentId, tuple[Element, ...]]:
    """The elements that the current versions of these documents print, in the order of TOLD.

    One statement. Of an element that stands in another of its name only the inner one is told;
    none that stands under a term of the negative list, by its own words or its document's title.
    """
    barred = negative_list(session)
    # The text of the part alone: whole texts are long, and most of them is not asked for.
    words = func.substr(_VERSIONS.c.text, _PARTS.c.start + 1, _PARTS.c.end - _PARTS.c.start)
    query = (
        select(
            _VERSIONS.c.title, _VERSIONS.c.document_id, _VERSIONS.c.number, _PARTS.c.heading,
            _PARTS.c.label, _PARTS.c.locator, _PARTS.c.start, _PARTS.c.end, words,
        )
        .join(_VERSIONS, _PARTS.c.version_id == _VERSIONS.c.id)
        .join(_DOCUMENTS, stands())
        .where(
            _DOCUMENTS.c.id.in_(ids),
            _PARTS.c.level == _ELEMENT,
            _PARTS.c.heading.in_(TOLD),
            _PARTS.c.end - _PARTS.c.start <= LONGEST,
        )
        .order_by(_DOCUMENTS.c.id, _PARTS.c.ordinal)
    )  # fmt: skip
    found = defaultdict(list)
    for title, *row in session.execute(query):
        if not barred.bars(f"{title}\n{row[-1]}"):
            found[DocumentId(row[0])].append(_element(*row))
    return {document: tuple(_in_order(elements)) for document, elements in found.items()}


def _element(
    document: str,
    version: int,
    name: str,
    label: str,
    locator: str,
    start: int,
    _end: int,
    text: str,
) -> Element:
    before = text.find(label) + len(label) if label in text else 0
    while before < len(text) and text[before] in _AFTER_LABEL:
        before += 1
    said = text[before:].rstrip()
    if name == "联系电话":
        said, skipped = _line_with_phone(said)
        before += skipped
    begin = start + before
    return Element(DocumentId(document), version, name, locator, said, begin, begin + len(said))


def _line_with_phone(text: str) -> tuple[str, int]:
    """The first line that holds a telephone number, and where it begins; all where none does."""
    start = 0
    for line in text.split("\n"):
        if _PHONE.search(line):
            return line, start
        start += len(line) + 1
    return text, 0


def _in_order(elements: Sequence[Element]) -> Iterator[Element]:
    for name in TOLD:
        named = [each for each in elements if each.name == name and each.text]
        for each in named:
            if not any(_within(other, each) for other in named):
                yield each


def _within(inner: Element, outer: Element) -> bool:
    return inner is not outer and outer.start <= inner.start and inner.end <= outer.end
