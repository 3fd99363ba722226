"""What is read aloud to a caller: made of the answer, every line verbatim and with its source.

Only parts that are there are told: a document that prints no place has no place read from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.findings import ISSUER_BORDER
from service.answering.answer import Answer, Citation
from service.consultations.routing import is_organ
from service.hotline.guides import Element, elements_of
from service.staff.organs import list_organs, row_of


class ScriptPart(StrEnum):
    """A part of what is read aloud; the value is what stands before it."""

    CONCLUSION = "结论"
    BASIS = "依据"
    STEPS = "办理途径"
    MATERIALS = "申请材料"
    PLACE = "办理地点"
    HOURS = "办公时间"
    TERM = "办理时限"
    FEE = "收费"
    PHONE = "联系电话"


#: What an element of a guide is called when it is read aloud, where that is another word.
_PART_OF = {"办理流程": ScriptPart.STEPS}


@dataclass(frozen=True)
class Place:
    """Where words stand: `stored_text(version, layer)[start:end]` are they."""

    document_id: str
    version: int
    start: int
    end: int
    layer: Literal["text", "raw"]


@dataclass(frozen=True)
class ScriptLine:
    """One part: its words, what they are taken from, and where they stand there.

    `items` are the single steps or rows of words that have several. A number that the office
    itself keeps of an organ has no place.
    """

    part: ScriptPart
    text: str
    source: str
    place: Place | None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """What is read aloud; `notice` is the system's own sentence on validity.

    `phone` is the number to give, `organ` whose it is.
    """

    lines: tuple[ScriptLine, ...]
    notice: str | None
    organ: str | None
    phone: str | None

    @property
    def words(self) -> str:
        """The whole as text to be copied, each line with its source."""
        told = [f"{line.part.value}：{line.text}{_told(line)}" for line in self.lines]
        return "\n".join((*told, *((f"提示：{self.notice}",) if self.notice else ())))


@dataclass(frozen=True)
class OrganPhone:
    """The number that the office keeps of an organ, by the name that a document gives it."""

    organ: str
    number: str


def script_of(session: Session, answer: Answer) -> Script | None:
    """The script of an answer that claims to be one; None of any other.

    Two statements.
    """
    if answer.answer is None or not answer.citations:
        return None
    cited = DocumentId(answer.citations[0].document_id)
    elements = elements_of(session, [cited]).get(cited, ())
    lines = [*_conclusion(answer), *_elements(answer, elements)]
    issuer = answer.citations[0].issuer
    printed = next((each.phone for each in elements if each.phone), None)
    kept = phones_of(session, [issuer or ""]).get(issuer or "")
    if kept and printed is None:
        source = f"{kept.organ}，承办单位表"
        lines.append(ScriptLine(ScriptPart.PHONE, kept.number, source, None))
    number = printed or (kept.number if kept else None)
    return Script(tuple(lines), answer.answer.notice, issuer, number)


def phones_of(session: Session, issuers: Sequence[str]) -> dict[str, OrganPhone]:
    """The numbers that the office keeps of the organs that issued something, by issuers' names.

    Of several issuers it is the first one's whose number is kept.
    """
    organs = [row_of(organ) for organ in list_organs(session) if organ.phone]
    found: dict[str, OrganPhone] = {}
    for issuer in issuers:
        kept = (
            OrganPhone(name, organ.phone)
            for name in issuer.split(ISSUER_BORDER)
            for organ in organs
            if is_organ(name, organ)
        )
        if phone := next(kept, None):
            found[issuer] = phone
    return found


def _conclusion(answer: Answer) -> Iterator[ScriptLine]:
    first, said = answer.citations[0], answer.answer
    if said is None:
        return
    items = tuple(part.text for part in said.parts)
    place = _place(first)
    yield ScriptLine(ScriptPart.CONCLUSION, said.text, "", place, items)
    for citation in answer.citations:
        yield ScriptLine(ScriptPart.BASIS, cited_as(citation), "", _place(citation))


def _elements(answer: Answer, elements: Sequence[Element]) -> Iterator[ScriptLine]:
    """What the cited document prints beside the words that are told already."""
    citation, said = answer.citations[0], answer.answer
    for element in elements:
        if element.version != citation.version or (said and element.text in said.text):
            continue
        place = Place(element.document_id, element.version, element.start, element.end, "text")
        part = _PART_OF.get(element.name) or ScriptPart(element.name)
        source = titled(citation.title) + element.locator.rstrip("、")
        yield ScriptLine(part, element.text, source, place)


def cited_as(citation: Citation) -> str:
    """A citation in one line: title, number, clause, validity."""
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    place = citation.locator.rstrip("、，")
    return f"{titled(citation.title)}{number}{place}，{citation.validity.state.value}"


def titled(title: str) -> str:
    """The title in its marks; one that holds such marks itself (《…》解读) is left as it is."""
    return title if "《" in title else f"《{title}》"


def _place(citation: Citation) -> Place:
    return Place(
        citation.document_id, citation.version, citation.start, citation.end, citation.layer
    )


def _told(line: ScriptLine) -> str:
    return f"（出处：{line.source}）" if line.source else ""
