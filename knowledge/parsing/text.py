"""Plain text: each line of the file is a line of the document."""

from __future__ import annotations

from knowledge.cleaned import LineRole, ParsedDocument
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.linear import Linear


def parse_text(decoded: DecodedText) -> ParsedDocument:
    """Read plain text; `raw_text` is the text itself, every line BODY until repair sorts them."""
    linear = Linear()
    linear.add(decoded.text, LineRole.BODY)
    return linear.document("text/plain", decoded.charset)
