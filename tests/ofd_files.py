"""OFD files made for tests, by the structure of GB/T 33190-2016; lengths are millimetres."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass
class OfdPage:
    """A page under the pen; `template` is the ID of a template page below it."""

    template: int | None = None
    objects: list[str] = field(default_factory=list)

    def put(
        self,
        text: str,
        x: float,
        top: float,
        size: float = 5.6,
        *,
        red: bool = False,
        ctm: str = "",
        delta: str | None = None,
    ) -> OfdPage:
        """Print one line; `delta` are the distances of its characters, else by their widths."""
        if delta is None:
            widths = [size / 2 if character.isascii() else size for character in text[:-1]]
            delta = " ".join(f"{width:g}" for width in widths)
        colour = '<ofd:FillColor Value="220 0 0"/>' if red else ""
        turned = f' CTM="{ctm}"' if ctm else ""
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 10}" Boundary="{x:g} {top:g} 180 {size:g}" '
            f'Font="1" Size="{size:g}"{turned}>{colour}<ofd:TextCode X="0" Y="{size * 0.88:g}" '
            f'DeltaX="{delta}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
        return self

    def flow(self, text: str, top: float, size: float = 5.6) -> float:
        """Set a paragraph of 28 characters a line, and return where the next line would stand."""
        at, room = 0, 26
        while at < len(text):
            self.put(text[at : at + room], 28 + (2 * size if not at else 0), top, size)
            at, room, top = at + room, 28, top + 9.8
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> OfdPage:
        """Draw a line."""
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 10}" Boundary="{x0:g} {top:g} 200 200" '
            f'LineWidth="0.3"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {bottom - top:g}'
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
        return self

    def picture(self) -> OfdPage:
        """Show a picture over the whole page."""
        self.objects.append(
            '<ofd:ImageObject ID="9" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
        )
        return self

    def xml(self) -> str:
        """The Content.xml of the page."""
        below = f'<ofd:Template TemplateID="{self.template}"/>' if self.template else ""
        return (
            f'{_HEAD}<ofd:Page xmlns:ofd="{NAMESPACE}">{below}<ofd:Content>'
            f'<ofd:Layer ID="2" Type="Body"><ofd:PageBlock ID="3">{"".join(self.objects)}'
            "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
        )


def ofd_bytes(
    *documents: Sequence[OfdPage],
    info: str = "",
    templates: Mapping[int, OfdPage] | None = None,
    more: Mapping[str, str] | None = None,
    root: str = "",
) -> bytes:
    """The file of these documents; `more` adds parts or takes the place of some."""
    parts: dict[str, str] = {}
    bodies = ""
    for number, pages in enumerate(documents):
        bodies += (
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID>{info}</ofd:DocInfo>"
            f"<ofd:DocRoot>{root or f'Doc_{number}/Document.xml'}</ofd:DocRoot></ofd:DocBody>"
        )
        listed = "".join(
            f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
            for at in range(len(pages))
        )
        below = "".join(
            f'<ofd:TemplatePage ID="{key}" BaseLoc="/Doc_{number}/Tpls/Tpl_{key}/Content.xml"/>'
            for key in templates or {}
        )
        parts[f"Doc_{number}/Document.xml"] = (
            f'{_HEAD}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>99'
            "</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea>{below}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        for at, page in enumerate(pages):
            parts[f"Doc_{number}/Pages/Page_{at}/Content.xml"] = page.xml()
        for key, page in (templates or {}).items():
            parts[f"Doc_{number}/Tpls/Tpl_{key}/Content.xml"] = page.xml()
    parts["OFD.xml"] = (
        f'{_HEAD}<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'
    )
    parts |= more or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items(), key=lambda part: part[0] != "OFD.xml"):
            archive.writestr(name, content)
    return buffer.getvalue()
