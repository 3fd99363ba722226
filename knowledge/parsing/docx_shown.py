"""A DOCX as its reader sees it: changes accepted, hidden text gone, lists numbered in the text.

What a reader of the running text does not read goes too: pictures, tables of contents, page
numbers, marks of footnotes and comments. Headers, footers and notes stand in other parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.parsing.docx_numbering import Numbering
from knowledge.parsing.docx_styles import NAMESPACES, Styles, W, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: What was deleted or moved away, marks of notes and comments, what is not text.
_GONE = "del moveFrom footnoteReference endnoteReference commentReference"
#: Elements that are nothing but their content.
_WRAPPERS = "ins moveTo hyperlink fldSimple smartTag customXml dir bdo"
#: Drawings: text boxes in them are read, pictures are not.
_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")
_TEXT_BOX = f"{W}txbxContent"
#: Fields whose result is no text of the document.
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_CONTENTS_FIELD = re.compile(r"\s*TOC\b", re.IGNORECASE)
_AROUND_PAGE_NUMBER = re.compile(r"[\s—–\-－第页共/]*")


def show(body: Any, styles: Styles, numbering: Numbering) -> None:
    """Change `body` into what its reader sees; labels of lists become text."""
    _choose_alternatives(body)
    _accept_changes(body)
    _take_out_text_boxes(body)
    _drop_fields(body)
    _drop_hidden(body)
    _keep_formulas(body)
    for paragraph in list(body.iter(f"{W}p")):
        if styles.lists_contents(value(paragraph, "w:pPr/w:pStyle")):
            _remove(paragraph)
            continue
        _number(paragraph, numbering)


def _choose_alternatives(body: Any) -> None:
    """Of the versions of one thing keep the one with text, the plainest of these."""
    for each in list(body.iter(f"{_MC}AlternateContent")):
        versions = [*each.iterchildren(f"{_MC}Fallback"), *each.iterchildren(f"{_MC}Choice")]
        boxes = [version for version in versions if next(version.iter(_TEXT_BOX), None) is not None]
        _replace(each, list((boxes or versions)[0]) if versions else [])


def _accept_changes(body: Any) -> None:
    for name in _GONE.split():
        for each in list(body.iter(f"{W}{name}")):
            # The same name in properties marks the paragraph or row itself.
            if each.getparent().tag not in (f"{W}rPr", f"{W}trPr", f"{W}tcPr"):
                _remove(each)
    for name in _WRAPPERS.split():
        for each in list(body.iter(f"{W}{name}")):
            if each.getparent().tag not in (f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}numPr"):
                _unwrap(each, name)
    for each in list(body.iter(f"{W}ruby")):
        _replace(each, [run for base in each.iterchildren(f"{W}rubyBase") for run in base])
    for each in body.iter(f"{W}cr"):
        each.tag = f"{W}br"
    for row in list(body.iter(f"{W}tr")):
        if row.find("w:trPr/w:del", NAMESPACES) is not None:
            _remove(row)
    _join_paragraphs(body)


def _unwrap(each: Any, name: str) -> None:
    instruction = each.get(f"{W}instr", "")
    paged = name == "fldSimple" and _PAGE_FIELD.match(instruction) is not None
    _replace(each, [] if paged else [child for child in each if not child.tag.endswith("Pr")])


def _join_paragraphs(body: Any) -> None:
    """A paragraph whose end was deleted runs on into the next one."""
    for paragraph in list(body.iter(f"{W}p")):
        if paragraph.find("w:pPr/w:rPr/w:del", NAMESPACES) is None:
            continue
        following = paragraph.getnext()
        content = [child for child in paragraph if child.tag != f"{W}pPr"]
        if following is not None and following.tag == f"{W}p":
            at = 1 if following.find(f"{W}pPr") is not None else 0
            following[at:at] = content
            _remove(paragraph)
        elif not content:
            _remove(paragraph)


def _take_out_text_boxes(body: Any) -> None:
    """Text boxes become paragraphs below the one that they are anchored in."""
    for drawing in list(body.iter(*_DRAWINGS)):
        if any(outer.tag in _DRAWINGS for outer in drawing.iterancestors()):
            continue
        host = next(drawing.iterancestors(f"{W}p"), None)
        boxes = list(drawing.iter(_TEXT_BOX))
        for box in reversed(boxes):
            for block in reversed(box):
                if host is not None and block.tag in (f"{W}p", f"{W}tbl"):
                    host.addnext(block)
        _remove(drawing)
    for drawing in list(body.iter(*_DRAWINGS)):
        _remove(drawing)


def _drop_fields(body: Any) -> None:
    """Page numbers and tables of contents: fields that Word fills in, over several runs."""
    opened: list[str] = []
    part = "instruction"
    dropped: list[Any] = []
    emptied: dict[Any, None] = {}
    for run in body.iter(f"{W}r"):
        drop = any(_is_dropped(instruction) for instruction in opened)
        for each in run:
            kind = each.get(f"{W}fldCharType") if each.tag == f"{W}fldChar" else None
            if kind == "begin":
                opened.append("")
                part = "instruction"
            elif kind == "separate":
                part = "result"
            elif kind == "end" and opened:
                drop = _is_dropped(opened.pop()) or drop
                part = "result"
            elif each.tag == f"{W}instrText" and opened and part == "instruction":
                opened[-1] += each.text or ""
        if drop:
            dropped.append(run)
            emptied.update(dict.fromkeys(run.iterancestors(f"{W}p")))
    if any(_is_dropped(instruction) for instruction in opened):
        return  # a field without an end: what it holds cannot be told from the text below it
    for run in dropped:
        _remove(run)
    for paragraph in emptied:
        if _AROUND_PAGE_NUMBER.fullmatch("".join(_texts(paragraph))):
            _remove(paragraph)


def _is_dropped(instruction: str) -> bool:
    return bool(_PAGE_FIELD.match(instruction) or _CONTENTS_FIELD.match(instruction))


def _drop_hidden(body: Any) -> None:
    for vanish in list(body.iterfind(".//w:r/w:rPr/w:vanish", NAMESPACES)):
        if vanish.get(f"{W}val") not in ("0", "false", "off"):
            _remove(vanish.getparent().getparent())


def _keep_formulas(body: Any) -> None:
    """The characters of a formula, in their order."""
    for formula in list(body.iter(f"{_MATH}oMath")):
        text = "".join(each.text or "" for each in formula.iter(f"{_MATH}t"))
        _replace(formula, [_run(text)])
    for paragraph in list(body.iter(f"{_MATH}oMathPara")):
        _replace(paragraph, list(paragraph.iterchildren(f"{W}r")))


def _number(paragraph: Any, numbering: Numbering) -> None:
    """Write the label of a list's paragraph before its text; an empty one only counts."""
    label = numbering.label(paragraph)
    properties = paragraph.find(f"{W}pPr")
    listed = properties.find(f"{W}numPr") if properties is not None else None
    if listed is not None:
        properties.remove(listed)
    if label and "".join(_texts(paragraph)).strip():
        paragraph.insert(0 if properties is None else 1, _run(label))


def _texts(paragraph: Any) -> Iterator[str]:
    for each in paragraph.iter(f"{W}t", f"{W}sym"):
        yield each.text or " " if each.tag == f"{W}t" else "□"


def _run(text: str) -> Any:
    run = etree.Element(f"{W}r")
    inner = etree.SubElement(run, f"{W}t")
    inner.text = text
    inner.set(_SPACE, "preserve")
    return run


def _replace(element: Any, others: list[Any]) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = others


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
