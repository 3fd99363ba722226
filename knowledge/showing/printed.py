"""The pages of a PDF as pictures, with the places of what was read marked in them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from knowledge.showing.locating import Located, Mark, locate

#: Pages that are drawn of a document.
MOST_PAGES = 30
#: Pixels a point, as long as no side of a page gets longer than the other figure.
_SCALE, _LONGEST = 1.6, 1800
_PAPER, _DOUBTFUL, _EDGE = (255, 240, 150), (255, 205, 130), (190, 80, 0)
_QUALITY = 74
#: Pixels around the letters of a mark.
_MARGIN = 2
#: Share of a letter's height by which its neighbour may stand higher or lower in its line.
_IN_LINE = 0.6

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PrintedPages:
    """The first pages as WebP pictures, how many there are, and on which page each mark stands."""

    pictures: tuple[bytes, ...]
    count: int
    marked: dict[int, int]


def printed_pages(data: bytes, raw: str, marks: Sequence[Mark]) -> PrintedPages:
    """Draw the first pages; `marks` are places of `raw`. Raises PdfiumError where they cannot."""
    document = pdfium.PdfDocument(data)
    try:
        drawn = range(min(len(document), MOST_PAGES))
        texts = [_letters(document[number]) for number in drawn]
        begins = _begins(texts)
        boxes: dict[int, list[tuple[Mark, _Box]]] = defaultdict(list)
        marked: dict[int, int] = {}
        for each in locate(raw, marks, "".join(text for text, _ in texts)):
            for number, box in _boxes(each, texts, begins):
                boxes[number].append((each.mark, box))
                marked.setdefault(each.mark.number, number + 1)
        pictures = tuple(_picture(document[number], boxes[number]) for number in drawn)
        return PrintedPages(pictures, len(document), marked)
    finally:
        document.close()


def _letters(page: pdfium.PdfPage) -> tuple[str, list[_Box]]:
    """The letters of a page, each with its box (left, bottom, right, top) in points."""
    words = page.get_textpage()
    try:
        count = words.count_chars()
        text = [words.get_text_range(place, 1)[:1] or " " for place in range(count)]
        return "".join(text), [words.get_charbox(place) for place in range(count)]
    finally:
        words.close()


def _begins(texts: Sequence[tuple[str, list[_Box]]]) -> list[int]:
    """Where each page's text begins in that of all."""
    begins, at = [], 0
    for text, _ in texts:
        begins.append(at)
        at += len(text)
    return begins


def _boxes(
    each: Located, texts: Sequence[tuple[str, list[_Box]]], begins: Sequence[int]
) -> Iterator[tuple[int, _Box]]:
    """The boxes that the mark has: one a line, each with the index of its page."""
    for number, (text, letters) in enumerate(texts):
        start, end = max(each.start - begins[number], 0), min(each.end - begins[number], len(text))
        line: _Box | None = None
        for place in range(start, end):
            if text[place].isspace():
                continue
            box = letters[place]
            if line is not None and _in_line(line, box):
                line = _joined(line, box)
                continue
            if line is not None:
                yield number, line
            line = box
        if line is not None:
            yield number, line


def _in_line(line: _Box, box: _Box) -> bool:
    middles = (line[1] + line[3]) / 2, (box[1] + box[3]) / 2
    return abs(middles[0] - middles[1]) <= _IN_LINE * max(line[3] - line[1], box[3] - box[1])


def _joined(one: _Box, other: _Box) -> _Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _picture(page: pdfium.PdfPage, marks: Sequence[tuple[Mark, _Box]]) -> bytes:
    width, height = page.get_size()
    scale = min(_SCALE, _LONGEST / max(width, height, 1.0))
    bitmap = page.render(scale=scale)
    picture = bitmap.to_pil().convert("RGB")
    for mark, (left, bottom, right, top) in marks:
        spots = bitmap.get_posconv(page)
        corners = (spots.to_bitmap(left, top), spots.to_bitmap(right, bottom))
        _draw(picture, mark, *corners)
    packed = io.BytesIO()
    picture.save(packed, "WEBP", quality=_QUALITY)
    return packed.getvalue()


def _draw(picture: Image.Image, mark: Mark, one: tuple[int, int], other: tuple[int, int]) -> None:
    """Tint the place as a marker pen does; what is in doubt gets an edge too."""
    box = (
        max(min(one[0], other[0]) - _MARGIN, 0),
        max(min(one[1], other[1]) - _MARGIN, 0),
        min(max(one[0], other[0]) + _MARGIN, picture.width),
        min(max(one[1], other[1]) + _MARGIN, picture.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    place = picture.crop(box)
    tint = Image.new("RGB", place.size, _DOUBTFUL if mark.doubtful else _PAPER)
    picture.paste(ImageChops.multiply(place, tint), box[:2])
    if mark.doubtful:
        ImageDraw.Draw(picture).rectangle(
            (box[0], box[1], box[2] - 1, box[3] - 1), outline=_EDGE, width=2
        )
