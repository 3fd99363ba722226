"""Building `raw_text` line by line, with the RawLines that point into it."""

from __future__ import annotations

from knowledge.cleaned import LineKind, LineRole, ParsedDocument, RawLine


class Linear:
    """Collects the lines of one source in reading order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._lines: list[RawLine] = []

    def add(self, text: str, role: LineRole, kind: LineKind = LineKind.PARAGRAPH) -> None:
        """Add `text` as one line, or as several where it holds line breaks."""
        for piece in text.split("\n"):
            self._put("", piece, role, kind)

    def add_meta(self, name: str, content: str) -> None:
        """Add a meta value; `raw_text` shows `name: content`, the line is the content alone."""
        single = " ".join(content.split())
        if single:
            self._put(f"{name}: ", single, LineRole.META, name=name)

    def _put(
        self,
        lead: str,
        text: str,
        role: LineRole,
        kind: LineKind = LineKind.PARAGRAPH,
        name: str = "",
    ) -> None:
        start = self._length + len(lead)
        end = start + len(text)
        self._pieces.append(f"{lead}{text}")
        self._lines.append(RawLine(start, end, role, kind, name))
        self._length = end + 1

    def document(
        self, media_type: str, charset: str, source_url: str | None = None
    ) -> ParsedDocument:
        """The parsed document of all that was added."""
        return ParsedDocument(
            media_type, charset, "\n".join(self._pieces), tuple(self._lines), source_url
        )
