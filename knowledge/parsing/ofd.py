"""OFD, the national format of fixed pages (GB/T 33190-2016), read from its ZIP of XML parts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, OversizedSource, ProtectedSource
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.geometry import Box, PageContent
from knowledge.parsing.ofd_objects import (
    POINTS,
    boundary_of,
    local_name,
    numbers,
    prints_of,
    rules_of,
)
from knowledge.parsing.packages import Package
from knowledge.parsing.page_text import judge_pages
from knowledge.parsing.paged import read_pages
from knowledge.parsing.printed_page import Print, PrintedPage, upright
from knowledge.sources import SourceFile

#: No document of an office has more pages.
MAX_PAGES = 500
_ROOT = "OFD.xml"
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Where a package says that its parts are enciphered (GM/T 0099, OFD cryptography).
_ENCIPHERED = ("encryptions.xml", "decryptseed.dat")
#: What the writer tells of the document, by the name under which it is kept. A title is trusted
#: only where the text prints it too: writers leave that of the file they began with.
_TOLD = {
    "Title": "title",
    "Author": "ofd:Author",
    "Subject": "ofd:Subject",
    "CreationDate": "ofd:CreationDate",
    "ModDate": "ofd:ModDate",
}
#: Objects within objects: deeper than this no writer goes.
_MAX_DEPTH = 20


def parse_ofd(source: SourceFile) -> ParsedDocument:
    """Read an OFD file, every document in it one after the other.

    Raises ProtectedSource where it is enciphered, DamagedSource where parts are missing or no
    XML, OversizedSource above MAX_PAGES, NeedsOcr where no page has text.
    """
    package = Package(source.data)
    if any(posixpath.basename(name).lower() in _ENCIPHERED for name in package.names):
        raise ProtectedSource("OFD 文件加了密，读不出来；请导出未加密的文件后再导入")
    root = package.xml(_ROOT)
    meta: list[tuple[str, str]] = []
    pages: list[PageContent] = []
    for body in _children(root, "DocBody"):
        meta += _told(body)
        pages += _Document(package, body, len(pages)).pages()
    if not pages:
        raise DamagedSource("OFD 里一页也没有，文件可能已损坏；请重新取得后再导入")
    readable, doubts = judge_pages(pages, "OFD")
    return read_pages(readable, SourceFormat.OFD, meta, doubts)


def _told(body: Any) -> Iterator[tuple[str, str]]:
    for info in _children(body, "DocInfo"):
        for child in info.iter():
            name, text = local_name(child), (child.text or "").strip()
            if text and name in _TOLD:
                yield _TOLD[name], text
            elif text and name == "CustomData" and child.get("Name"):
                yield f"ofd:{child.get('Name')}", text


class _Document:
    """One document of a package: its page size, its templates and its pages."""

    def __init__(self, package: Package, body: Any, before: int) -> None:
        self._package = package
        self._before = before
        self._place = _resolved("", _text(body, "DocRoot"))
        self._root = package.xml(self._place)
        self._size = _A4
        self._templates: dict[str, str] = {}
        for common in _children(self._root, "CommonData"):
            self._size = _area(common) or self._size
            for template in _children(common, "TemplatePage"):
                self._templates[template.get("ID", "")] = template.get("BaseLoc", "")

    def pages(self) -> Iterator[PageContent]:
        """The pages in their order."""
        listed = [page for pages in _children(self._root, "Pages") for page in pages]
        listed = [page for page in listed if local_name(page) == "Page"]
        if self._before + len(listed) > MAX_PAGES:
            raise OversizedSource(f"OFD 超过 {MAX_PAGES} 页；请拆分后再导入")
        for number, page in enumerate(listed, start=self._before + 1):
            yield self._page(number, self._package.xml(self._part(page.get("BaseLoc", ""))))

    def _part(self, location: str) -> str:
        return _resolved(posixpath.dirname(self._place), location)

    def _page(self, number: int, page: Any) -> PageContent:
        left, top, width, height = _area(page) or self._size
        prints: list[Print] = []
        rules: list[Box] = []
        pictures: list[Box] = []
        for layer in (*self._template_layers(page), page):
            for drawn in _drawn(layer, 0):
                name = local_name(drawn)
                if name == "TextObject":
                    prints += prints_of(drawn)
                elif name == "PathObject":
                    rules += rules_of(drawn)
                else:
                    pictures.append(boundary_of(drawn))
        if left or top:
            pictures = [_moved(box, -left, -top) for box in pictures]
            rules = [_moved(box, -left, -top) for box in rules]
            prints = [
                Print(each.text, _moved(each.box, -left, -top), each.turn, each.red)
                for each in prints
            ]
        return upright(
            PrintedPage(number, width * POINTS, height * POINTS, prints, rules, pictures)
        )

    def _template_layers(self, page: Any) -> Iterator[Any]:
        for used in _children(page, "Template"):
            location = self._templates.get(used.get("TemplateID", ""))
            if location:
                yield self._package.xml(self._part(location))


def _drawn(element: Any, depth: int) -> Iterator[Any]:
    """The text, path and picture objects of a page or template, blocks opened."""
    if depth > _MAX_DEPTH:
        return
    for child in element:
        name = local_name(child)
        if name in ("TextObject", "PathObject", "ImageObject"):
            yield child
        elif name in ("Content", "Layer", "PageBlock"):
            yield from _drawn(child, depth + 1)


def _area(element: Any) -> tuple[float, float, float, float] | None:
    """The PhysicalBox of a page or document in millimetres; None where none is told."""
    for name in ("Area", "PageArea"):
        for area in _children(element, name):
            told = numbers(_text(area, "PhysicalBox"))
            if len(told) == 4 and told[2] > 0 and told[3] > 0:
                return told[0], told[1], told[2], told[3]
    return None


def _moved(box: Box, x: float, y: float) -> Box:
    x, y = x * POINTS, y * POINTS
    return Box(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y)


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if local_name(child) == name]


def _text(element: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(element, name)), "")


def _resolved(folder: str, location: str) -> str:
    """The name of the part at `location`, which is told from `folder` or from the root (`/…`)."""
    if not location:
        raise DamagedSource("OFD 没有写明正文的位置，文件可能已损坏；请重新取得后再导入")
    location = location.replace("\\", "/")
    steps: list[str] = []
    for step in ("" if location.startswith("/") else folder).split("/") + location.split("/"):
        if step == ".." and not steps:
            raise DamagedSource("OFD 里的位置指到了文件之外，文件可能是恶意构造的")
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
