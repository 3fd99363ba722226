"""A published answer as a document: the page that is stored, and the values that count for it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from knowledge.dates import chinese_date
from knowledge.given import GivenValue, given_value
from knowledge.outline import Reading, ReferenceKind
from knowledge.sources import OWN_ORIGIN, SourceFile
from service.replies.texts import KeptCitation, SavedText

#: Who gave the values of a published answer, as its evidence names it.
GIVEN_BY = "公布答复"
KIND = "问答"
#: What its title begins with, so that it is told from the question that citizens type.
TITLE = "咨询问答："

#: What the words of an answer may speak of though the answer itself has none.
_HAS_NONE = ("doc_number", "written_on", "effective_on", "stated_validity")

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day}">
<meta name="ContentSource" content="{organ}">
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
{paragraphs}
</body>
</html>
"""


def pair_source(text: SavedText, number: str) -> SourceFile:
    """The page of the pair that was made of the consultation `number`, with its values."""
    title = escape(title_of(text), quote=True)
    lines = (
        f"问：{text.question}",
        *_spoken("答：", text.conclusion),
        *_spoken("办理途径：", text.way),
        *(f"依据：{_named(each)}。" for each in text.citations),
        f"答复单位：{text.organ}。联系电话：{text.phone}。",
        *([f"有效期至{chinese_date(text.expires_on)}。"] if text.expires_on else []),
    )
    page = _PAGE.format(
        title=title,
        day=text.day.isoformat(),
        organ=escape(text.organ, quote=True),
        paragraphs="\n".join(f"<p>{escape(line)}</p>" for line in lines),
    )
    return SourceFile(
        origin=f"{OWN_ORIGIN}{number}",
        name=f"咨询问答 {number}.html",
        data=page.encode(),
        given=_given(text),
    )


def title_of(text: SavedText) -> str:
    """The document's title."""
    return f"{TITLE}{(text.question or '').rstrip('？?。 ')}"


def read_pair(source: SourceFile) -> Reading:
    """Read the page; whatever its words say, an answer ends or changes no other document."""
    from knowledge.reading import read_document  # every reader, for those who publish

    reading = read_document(source)
    cites = tuple(each for each in reading.metadata.references if each.kind is ReferenceKind.CITES)
    return replace(reading, metadata=replace(reading.metadata, references=cites))


def _given(text: SavedText) -> tuple[GivenValue, ...]:
    values = {
        "title": title_of(text),
        "issuer": text.organ,
        "kind": KIND,
        "published_on": text.day.isoformat(),
        "expires_on": text.expires_on.isoformat() if text.expires_on else "",
        **dict.fromkeys(_HAS_NONE, ""),
    }
    return tuple(given_value(name, value, GIVEN_BY) for name, value in values.items())


def _spoken(label: str, words: str) -> list[str]:
    first, *others = words.splitlines() or [""]
    return [f"{label}{first}", *others] if first else []


def _named(citation: KeptCitation) -> str:
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    # The clause of a carried document names it already.
    if citation.locator.startswith("《"):
        return f"{citation.locator}{number}"
    return f"《{citation.title}》{number}{citation.locator}"
