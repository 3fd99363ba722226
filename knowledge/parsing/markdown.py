"""Markdown: markup removed, headings and tables kept as kinds of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.cleaned import LineKind, LineRole, ParsedDocument
from knowledge.errors import UnsupportedSource
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.linear import Linear

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,2000}>|<!--.*?-->", re.DOTALL)
#: A soft break inside a line this long is the editor's wrapping, not the author's line.
_WRAPPED_FROM = 30
_SENTENCE_END = tuple("。；！？：;!?:”）)》")
#: Deeper down the reader drops text without a word, so the file is refused.
_MAX_NESTING = 100
_CELL_SEPARATOR = " | "


def parse_markdown(decoded: DecodedText) -> ParsedDocument:
    """Read Markdown; front matter gives OUTSIDE lines, ordered items keep their numbers.

    Raises UnsupportedSource where quotes or lists are nested beyond what the reader follows.
    """
    linear = Linear()
    text = decoded.text
    front = _FRONT_MATTER.match(text)
    if front is not None:
        linear.add(front.group(1), LineRole.OUTSIDE)
        text = text[front.end() :]
    reader = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    tokens = reader.enable(["table", "strikethrough"]).parse(text)
    if any(token.level >= _MAX_NESTING - 2 for token in tokens):
        raise UnsupportedSource(
            f"Markdown 的引用或列表嵌套超过 {_MAX_NESTING} 层，后面的文字读不出来"
        )
    for line, kind in _lines(tokens):
        if line.strip():
            linear.add(line.strip(), LineRole.BODY, kind)
    return linear.document("text/markdown", decoded.charset)


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[str, LineKind]]:
    """Lines of the document with their kinds, in reading order."""
    kind, number, cells, row_kind = LineKind.PARAGRAPH, "", list[str](), LineKind.TABLE_ROW
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            kind = LineKind.HEADING
        elif token.type == "heading_close":
            kind = LineKind.PARAGRAPH
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        elif token.type in ("thead_open", "tbody_open"):
            row_kind = LineKind.TABLE_HEAD if token.type == "thead_open" else LineKind.TABLE_ROW
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield _CELL_SEPARATOR.join(cells), row_kind
        elif token.type == "inline":
            pieces = _inline_lines(token.children or ())
            if in_table:
                cells.append(" ".join(pieces))
                continue
            for index, piece in enumerate(pieces):
                yield (number if index == 0 else "") + piece, kind
            number = ""
        elif token.type in ("fence", "code_block"):
            yield token.content.strip("\n"), LineKind.PARAGRAPH
        elif token.type == "html_block":
            yield _TAG.sub("", token.content).strip(), LineKind.PARAGRAPH


def _inline_lines(children: Sequence[Token]) -> list[str]:
    """The text of inline tokens, cut where the author began a new line."""
    lines = [""]
    for child in children:
        if child.type == "hardbreak":
            lines.append("")
        elif child.type == "softbreak":
            wrapped = len(lines[-1]) >= _WRAPPED_FROM and not lines[-1].endswith(_SENTENCE_END)
            if not wrapped:
                lines.append("")
            elif lines[-1][-1].isascii():
                lines[-1] += " "
        elif child.type in ("text", "code_inline"):
            lines[-1] += child.content
    return [line.strip() for line in lines if line.strip()]
