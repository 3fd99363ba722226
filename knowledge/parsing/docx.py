"""Word documents (DOCX): mammoth reads what `docx_shown` leaves, tables are read as those of pages.

Titles and dates of the file's properties are not read: they are those of whatever file the
document was made from.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

import mammoth
from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.cleaned import LineKind, LineRole, ParsedDocument
from knowledge.errors import DamagedSource, OversizedSource
from knowledge.parsing.docx_numbering import Numbering
from knowledge.parsing.docx_shown import show
from knowledge.parsing.docx_styles import Styles, W, value
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.html_nodes import HEADING_TAGS
from knowledge.parsing.html_page import Page
from knowledge.parsing.html_tables import data_table_rows
from knowledge.parsing.linear import Linear
from knowledge.parsing.packages import Package, parse_xml
from knowledge.sources import SourceFile

_MAIN_PART = "/officeDocument"
#: Namespaces of the strict form (ISO/IEC 29500) and those that Word writes for the same.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_HEADING_STYLE = "Heading1"
_STYLE_SHEET = (
    f'<w:styles xmlns:w="{W[1:-1]}"><w:style w:type="paragraph" w:styleId="{_HEADING_STYLE}">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
#: A heading of more characters, or one that ends as a sentence does, is a paragraph in its style.
_MAX_HEADING = 80
_SENTENCE_END = tuple("。；;！，")
#: mammoth goes down into tables within tables by calling itself.
_MAX_NESTED_TABLES = 12


def parse_docx(source: SourceFile) -> ParsedDocument:
    """Read a DOCX; every line is BODY, headings by their styles, lists with their numbers.

    Raises DamagedSource where the main part is missing or broken, OversizedSource, and
    ProtectedSource.
    """
    package = Package(source.data)
    main = _main_part(package)
    root = _transitional(package, main)
    styles = Styles(_beside(package, main, "styles.xml"))
    numbering = Numbering(_beside(package, main, "numbering.xml"), styles)
    body = root.find(f"{W}body")
    if body is None:
        raise DamagedSource("文件里没有 Word 正文，内容不完整；请重新取得后再导入")
    _refuse_bottomless(body)
    show(body, styles, numbering)
    _plain_styles(body, styles)
    page = LexborHTMLParser(_html(root))
    linear = Linear()
    for text, kind in _lines(page.body) if page.body is not None else ():
        linear.add(text, LineRole.BODY, kind)
    return linear.document(SourceFormat.DOCX.value, "utf-8")


def _main_part(package: Package) -> str:
    """The name of the part that holds the text, as the package tells it."""
    relationships = package.optional_xml("_rels/.rels")
    for each in relationships if relationships is not None else ():
        if isinstance(each.tag, str) and each.get("Type", "").endswith(_MAIN_PART):
            return normpath(str(each.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _beside(package: Package, main: str, name: str) -> Any | None:
    """The part of this name in the folder of the main part, where there is one."""
    path = join(dirname(main), name)
    return _transitional(package, path) if path in package.names else None


def _transitional(package: Package, name: str) -> Any:
    """The root of a part, in the namespaces that Word writes."""
    data = package.read(name)
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return parse_xml(data, name)


def _refuse_bottomless(body: Any) -> None:
    for table in body.iter(f"{W}tbl"):
        depth = sum(1 for _ in table.iterancestors(f"{W}tbl"))
        if depth > _MAX_NESTED_TABLES:
            raise OversizedSource(f"文件里的表格嵌套超过 {_MAX_NESTED_TABLES} 层，不是正常的文档")


def _plain_styles(body: Any, styles: Styles) -> None:
    """Leave one style, that of headings: mammoth is to see no list and no other style."""
    for properties in list(body.iter(f"{W}pPr")):
        heads = styles.heads(value(properties, "w:pStyle"))
        for child in list(properties):
            properties.remove(child)
        if heads:
            etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", _HEADING_STYLE)
    for properties in list(body.iter(f"{W}rPr", f"{W}tblPr")):
        properties.getparent().remove(properties)


def _html(root: Any) -> str:
    """The document as HTML, by way of a package that holds its text and nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("_rels/.rels", _RELATIONSHIPS)
        archive.writestr("word/styles.xml", _STYLE_SHEET)
        archive.writestr("word/document.xml", etree.tostring(root, encoding="UTF-8"))
    packed.seek(0)
    return str(mammoth.convert_to_html(packed, include_embedded_style_map=False).value)


def _lines(parent: LexborNode) -> Iterator[tuple[str, LineKind]]:
    """Lines of the blocks below `parent`, tables by rows; layout tables cell by cell."""
    for node in parent.iter():
        tag = node.tag or ""
        if tag == "table":
            table = Page(node)
            rows = data_table_rows(table, table.root)
            yield from rows if rows is not None else _layout(node)
            continue
        for text in _paragraph(node):
            headed = tag in HEADING_TAGS and len(text) <= _MAX_HEADING
            heading = headed and not text.endswith(_SENTENCE_END)
            yield text, LineKind.HEADING if heading else LineKind.PARAGRAPH


def _layout(table: LexborNode) -> Iterator[tuple[str, LineKind]]:
    for cell in table.css("td, th"):
        if _table_of(cell) == table.mem_id:
            yield from _lines(cell)


def _table_of(cell: LexborNode) -> int | None:
    """The id of the table that `cell` is a cell of."""
    above = cell.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above.mem_id if above is not None else None


def _paragraph(node: LexborNode) -> Iterator[str]:
    """The lines of a paragraph: it is cut where its author began a new line."""
    for line in node.css("br"):
        line.replace_with("\n")
    for text in (node.text(deep=True) or "").split("\n"):
        if tidy := " ".join(text.split()):
            yield tidy
