"""DOCX files made for tests: the parts that matter, in the form in which Word writes them."""

from __future__ import annotations

import io
import zipfile

from knowledge.sources import SourceFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ROOT = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PART_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Target="styles.xml" Type="{_OFFICE}/styles"/>'
    f'<Relationship Id="rId2" Target="numbering.xml" Type="{_OFFICE}/numbering"/>'
    "</Relationships>"
)
#: Styles as Word names them: a title, two headings, one based on a heading, a table of contents.
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("a", "Normal", ""),
        ("T", "Title", ""),
        ("1", "heading 1", ""),
        ("Own", "章标题", '<w:basedOn w:val="1"/>'),
        ("TOC1", "toc 1", ""),
        (
            "Art",
            "条",
            '<w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>',
        ),
    )
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, *, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """A paragraph of a run (or of runs, where `text` is XML); `listed`: list id and level."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed is not None:
        properties += (
            f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>'
        )
    inner = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def level(index: int, number_format: str, text: str, more: str = "") -> str:
    """A level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(definitions: dict[int, str], lists: dict[int, tuple[int, str]]) -> str:
    """word/numbering.xml: definitions by id; lists by id, each with its definition and changes."""
    return "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>'
        for key, levels in definitions.items()
    ) + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{changes}</w:num>'
        for key, (definition, changes) in lists.items()
    )


def docx(body: str, *, numbered: str = "", name: str = "通知.docx") -> SourceFile:
    """A DOCX of this body."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": PART_RELATIONSHIPS,
        "word/document.xml": f"<w:document {_ROOT}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_ROOT}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_ROOT}>{numbered}</w:numbering>",
    }
    return SourceFile(f"/in/{name}", name, packed(parts))


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
