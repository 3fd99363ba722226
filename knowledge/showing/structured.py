"""What was read of a source as headings, paragraphs and tables: for formats that are no pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.cleaned import LineKind, LineRole, ParsedDocument, RawLine
from knowledge.parsing.grids import CELL_SEPARATOR
from knowledge.showing.markup import Markup

_ROWS = frozenset((LineKind.TABLE_HEAD, LineKind.TABLE_ROW))


def structured_markup(parsed: ParsedDocument) -> Markup:
    """The lines in order, those of a table together, without what meta tags tell."""
    markup = Markup()
    lines = [line for line in parsed.lines if line.role is not LineRole.META]
    for in_table, some in groupby(lines, key=lambda line: line.kind in _ROWS):
        write = _table if in_table else _paragraphs
        write(markup, parsed.raw_text, list(some))
    return markup


def _paragraphs(markup: Markup, raw: str, lines: Sequence[RawLine]) -> None:
    for line in lines:
        tag = "h2" if line.kind is LineKind.HEADING else "p"
        markup.add_tag(f"<{tag}>")
        markup.add_text(raw[line.start : line.end])
        markup.add_tag(f"</{tag}>")


def _table(markup: Markup, raw: str, lines: Sequence[RawLine]) -> None:
    rows = [(line.kind, raw[line.start : line.end].split(CELL_SEPARATOR)) for line in lines]
    widest = max(len(cells) for _, cells in rows)
    markup.add_tag("<table>")
    for kind, cells in rows:
        tag = "th" if kind is LineKind.TABLE_HEAD else "td"
        markup.add_tag("<tr>")
        for cell, span in _spread(cells, widest):
            markup.add_tag(f'<{tag} colspan="{span}">' if span > 1 else f"<{tag}>")
            markup.add_text(cell)
            markup.add_tag(f"</{tag}>")
        markup.add_tag("</tr>")
    markup.add_tag("</table>")


def _spread(cells: Sequence[str], widest: int) -> Iterator[tuple[str, int]]:
    """The cells with the columns that they take: one alone fills its row."""
    for cell in cells:
        yield cell, widest if len(cells) == 1 else 1
