"""PDF files made for tests: glyphs, rules and pictures at chosen places, fonts not embedded.

Lengths are in points, heights are measured from the upper edge, pages are A4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 80.0, 512.0
#: A password is asked for: no empty password gives this entry.
_LOCKED = (
    b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"4f" * 32 + b"> /U <" + b"55" * 32 + b"> >>"
)


def advance(text: str, size: float) -> float:
    """The width of `text`: ASCII takes half an em, everything else one."""
    return sum(size / 2 if character.isascii() else size for character in text)


def broken(text: str, width: float, size: float, indent: bool = True) -> list[str]:
    """The lines of a paragraph set to `width`, the first one two characters narrower."""
    lines, line, room = [], "", width - (2 * size if indent else 0)
    for character in text:
        if advance(line + character, size) > room:
            lines.append(line)
            line, room = "", width
        line += character
    return [*lines, line]


@dataclass
class PdfPage:
    """A page under the pen."""

    rotate: int = 0
    operators: list[str] = field(default_factory=list)

    def put(
        self,
        text: str,
        x: float,
        top: float,
        size: float = 16,
        *,
        red: bool = False,
        angle: float = 0,
        font: str = "Song",
    ) -> PdfPage:
        """Print one line; its glyphs stand between `top` and `top + size`."""
        colour = "0.9 0 0 rg" if red else "0 g"
        a, b = cos(radians(angle)), sin(radians(angle))
        y = HEIGHT - top - size * 0.88
        code = text.encode("utf-16-be").hex()
        self.operators.append(
            f"BT {colour} /{font} {size} Tf {a:.4f} {b:.4f} {-b:.4f} {a:.4f} {x} {y} Tm "
            f"<{code}> Tj ET"
        )
        return self

    def centred(self, text: str, top: float, size: float = 16, *, red: bool = False) -> PdfPage:
        """Print one line in the middle of the text area."""
        return self.put(text, (LEFT + RIGHT - advance(text, size)) / 2, top, size, red=red)

    def flow(
        self,
        paragraphs: Sequence[str],
        top: float,
        *,
        left: float = LEFT,
        right: float = RIGHT,
        size: float = 16,
        indent: bool = True,
    ) -> float:
        """Set paragraphs as offices do, and return where the next line would stand."""
        for text in paragraphs:
            for at, line in enumerate(broken(text, right - left, size, indent)):
                self.put(line, left + (2 * size if indent and not at else 0), top, size)
                top += size * 1.75
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> PdfPage:
        """Draw a line."""
        self.operators.append(f"0.5 w {x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S")
        return self

    def frame(self, x0: float, top: float, x1: float, bottom: float) -> PdfPage:
        """Draw the four sides of a box."""
        return (
            self.rule(x0, top, x1, top)
            .rule(x0, bottom, x1, bottom)
            .rule(x0, top, x0, bottom)
            .rule(x1, top, x1, bottom)
        )

    def table(self, rows: Sequence[Sequence[str]], columns: Sequence[float], top: float) -> float:
        """Draw a table of 24-point rows with every rule, and return where it ends."""
        bottom = top + 24 * len(rows)
        for x in columns:
            self.rule(x, top, x, bottom)
        for at in range(len(rows) + 1):
            self.rule(columns[0], top + 24 * at, columns[-1], top + 24 * at)
        for at, row in enumerate(rows):
            for x, cell in zip(columns, row, strict=False):
                self.put(cell, x + 4, top + 24 * at + 6, 12)
        return bottom

    def picture(
        self, x0: float = 0, top: float = 0, x1: float = WIDTH, bottom: float = HEIGHT
    ) -> PdfPage:
        """Show a grey picture, as a scanned page is one."""
        self.operators.append(
            f"q {x1 - x0} 0 0 {bottom - top} {x0} {HEIGHT - bottom} cm /Picture Do Q"
        )
        return self


def pdf_bytes(pages: Sequence[PdfPage], *, locked: bool = False) -> bytes:
    """The file of these pages; a `locked` one asks for a password."""
    kids = " ".join(f"{8 + 2 * at} 0 R" for at in range(len(pages)))
    descriptor = (
        b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        b"/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 "
        b"/StemV 80 >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        + descriptor
        + b" >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /NoCodes /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /NoCodes /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        + descriptor
        + b" >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream",
    ]
    for at, page in enumerate(pages):
        content = "\n".join(page.operators).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:.0f} {HEIGHT:.0f}] "
            f"/Rotate {page.rotate} /Contents {9 + 2 * at} 0 R /Resources << /Font << /Song 3 0 R "
            f"/NoCodes 5 0 R >> /XObject << /Picture 7 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects, b" /Encrypt " + _LOCKED + b" /ID [<00> <00>]" if locked else b"")


def _file(objects: Sequence[bytes], more: bytes) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, more, len(data))
    )
