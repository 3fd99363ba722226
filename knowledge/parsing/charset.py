"""From bytes to text: which charset a source is really in.

The order: a byte order mark, then strict UTF-8, then of what the page declares, what the server
declared, GB18030 and Big5 the one that gives everyday Chinese, and a statistical guess at last. A
server declares one charset for all its pages, often the one it was installed with: it counts after
the page. The labels gb2312 and gbk are read as GB18030, which contains both: pages use its
characters under the older names.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from knowledge.errors import UnsupportedSource

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAME_AS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "utf8": "utf-8",
}
_DECLARATION = re.compile(
    rb"""(?:charset\s*=|<\?xml[^>]{0,80}encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.I
)
_SINGLE_BYTES = ("ascii", "iso8859", "cp125", "latin")
#: A declaration stands near the top; HTML itself asks for the first 1,024 bytes, pages take more.
_DECLARED_WITHIN = 8192
#: Share of unreadable bytes above which a declared charset is not believed.
_MAX_DAMAGE = 0.002

_ASCII = bytes(range(128))
#: So many bytes beyond ASCII are not valid UTF-8 by chance: no declaration is believed against it.
_CERTAIN_UTF8 = 30
#: Everyday characters that are written alike in simplified and traditional Chinese, and marks.
_EVERYDAY = (
    "的一是不在有人中大上和地以要出可也生子得下自之年作用道行所家事成方多法如同面起定天分好"
    "小部主心本前日者意力把十民第公此工使情明性知全三正外高由最重物手文相二等制身加月合次常"
    "平安政府市委局通知，。、；：（）《》"
)

_LINE_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")


@dataclass(frozen=True)
class DecodedText:
    """Text of a source, its line breaks all `\\n`, and the charset it was read in."""

    text: str
    charset: str


def byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The mark that `data` begins with and the charset it stands for."""
    return next(((mark, name) for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def decode(data: bytes, served: str | None = None) -> DecodedText:
    """Decode `data`; `served` is the charset that its server declared, where there was one.

    Raises UnsupportedSource when no charset gives text.
    """
    marked = byte_order_mark(data)
    if marked is not None:
        mark, charset = marked
        return _unified(data[len(mark) :].decode(charset, errors="replace"), charset)
    declared = _declared_charset(data)
    certain = len(data.translate(None, _ASCII)) >= _CERTAIN_UTF8
    if certain or declared in (None, "utf-8"):
        try:
            return _unified(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    told = (declared, "utf-8", _served_charset(served), "gb18030", "big5hkscs")
    charsets = [*dict.fromkeys(name for name in told if name)]
    whole = [(text, name) for name in charsets if (text := _strictly(data, name)) is not None]
    if whole:
        return _unified(*max(whole, key=lambda candidate: _plausibility(candidate[0])))
    damaged = [(data.decode(name, errors="replace"), name) for name in charsets]
    little = [each for each in damaged if _is_little_damaged(each[0])]
    if little:
        return _unified(*max(little, key=lambda candidate: _plausibility(candidate[0])))
    return _guessed(data)


def _guessed(data: bytes) -> DecodedText:
    from charset_normalizer import from_bytes  # slow to import, and hardly ever asked

    guess = from_bytes(data).best()
    if guess is None:
        raise UnsupportedSource("认不出文字编码；请另存为 UTF-8 后再导入")
    return _unified(str(guess), guess.encoding)


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _is_little_damaged(text: str) -> bool:
    return text.count("\N{REPLACEMENT CHARACTER}") <= len(text) * _MAX_DAMAGE + 1


def _plausibility(text: str) -> float:
    """Share of everyday characters in what is not ASCII: high in Chinese, near nothing in mojibake.

    GB18030 gives some character for nearly any bytes, Latin-1 for all of them.
    """
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return sum(map(text.count, _EVERYDAY)) / beyond_ascii if beyond_ascii else 0.0


def _declared_charset(data: bytes) -> str | None:
    """The charset that the head of a page declares, if Python knows it."""
    match = _DECLARATION.search(data[:_DECLARED_WITHIN])
    return _known_charset(match.group(1).decode("ascii")) if match else None


def _served_charset(label: str | None) -> str | None:
    """The charset that a server declared; one of single bytes fits anything, so proves nothing."""
    name = _known_charset(label) if label else None
    return None if name is None or name.startswith(_SINGLE_BYTES) else name


def _known_charset(label: str) -> str | None:
    """Python's name of the charset called `label`; None where it knows no charset of text."""
    label = _SAME_AS.get(label.lower(), label.lower())
    try:
        b"a".decode(label, "replace")  # refuses codecs that are no charset: hex, rot13
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # A page read this far byte by byte cannot be in a wide charset, whatever it says.
    return None if name.startswith(("utf-16", "utf-32")) else name


def _unified(text: str, charset: str) -> DecodedText:
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    return DecodedText(text, charset)
