"""From glyphs to lines in reading order: columns one after the other, rows from left to right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.parsing.geometry import Box, Glyph, Grid, TextLine, around
from knowledge.parsing.scripts import is_wide

#: Shares of the size of type (1 em): glyphs of one row have their middles closer than this,
_SAME_ROW = 0.35
#: glyphs of one run stand closer than this, and overlap by less than that,
_SAME_RUN = 1.4
_OVERLAP = -0.7
#: a gap between Chinese characters, or between Latin ones, from which a blank is meant.
_CHINESE_BLANK = 0.6
_LATIN_BLANK = 0.22
_PRINTED_BLANK = 0.12
#: Columns: rows that have a gap at one place, how much of a column its rows fill, its width as a
#: share of the whole, and the characters of a usual row.
_MIN_GAPS = 4
_MIN_FILL = 0.5
_MIN_COLUMN = 0.22
_MIN_ROW_LENGTH = 8
#: Columns within columns: deeper there is no page.
_MAX_DEPTH = 4
_STEP = 2.0


@dataclass(frozen=True)
class Run:
    """Glyphs printed without a wide gap between them."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float


@dataclass(frozen=True)
class Block:
    """Rows of one column from top to bottom: lines of text and tables."""

    items: tuple[TextLine | Grid, ...]

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """The rows that are text."""
        return tuple(item for item in self.items if isinstance(item, TextLine))


_Item = Run | Grid


def lay_out(glyphs: Sequence[Glyph], tables: Sequence[Grid] = ()) -> list[Block]:
    """The blocks of a page in reading order."""
    items: list[_Item] = [*_runs(glyphs), *tables]
    return [Block(tuple(_rows(items))) for items in _ordered(items, 0)]


def rows_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of a cell or box, without looking for columns."""
    return [row for row in _rows(_runs(glyphs)) if isinstance(row, TextLine)]


def _runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """Glyphs that stand side by side, joined; what is printed twice for bold print is read once."""
    pieces: list[list[Glyph]] = []
    seen: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        if _is_reprint(glyph, seen):
            continue
        if pieces and _follows(pieces[-1][-1], glyph):
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    pieces.sort(key=lambda piece: piece[0].box.x0)
    open_rows: dict[int, list[list[Glyph]]] = defaultdict(list)
    joined: list[list[Glyph]] = []
    for piece in pieces:
        bucket = round(piece[0].box.middle / _STEP / 2)
        before = next(
            (
                other
                for near in (bucket, bucket - 1, bucket + 1)
                for other in reversed(open_rows[near])
                if _follows(other[-1], piece[0])
            ),
            None,
        )
        if before is None:
            joined.append(piece)
            open_rows[bucket].append(piece)
        else:
            before.extend(piece)
    return [_run(piece) for piece in joined]


def _run(glyphs: Sequence[Glyph]) -> Run:
    return Run(
        tuple(glyphs),
        around(glyph.box for glyph in glyphs),
        median(glyph.size for glyph in glyphs),
    )


def _is_reprint(glyph: Glyph, seen: set[tuple[str, int, int]]) -> bool:
    step = max(glyph.size * 0.2, 0.5)
    x, y = int(glyph.box.x0 / step), int(glyph.box.top / step)
    if any((glyph.text, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        return True
    seen.add((glyph.text, x, y))
    return False


def _follows(left: Glyph, right: Glyph) -> bool:
    em = max(left.size, right.size)
    gap = right.box.x0 - left.box.x1
    return (
        abs(left.box.middle - right.box.middle) < _SAME_ROW * em
        and _OVERLAP * em <= gap <= _SAME_RUN * em
        and right.box.x0 > left.box.x0
    )


def _ordered(items: list[_Item], depth: int) -> Iterator[list[_Item]]:
    """Items by blocks in reading order: where a gutter runs down, its left side comes first."""
    gutter = _gutter(items) if depth < _MAX_DEPTH else None
    if gutter is None:
        if items:
            yield items
        return
    plain: list[_Item] = []
    least = _MIN_COLUMN * around(item.box for item in items).width
    for left, right, across in _bands(items, gutter):
        if _is_column(left, least) and _is_column(right, least):
            yield from [plain] if plain else []
            plain = []
            yield from _ordered(left, depth + 1)
            yield from _ordered(right, depth + 1)
        else:
            plain += left + right
        plain += across
    if plain:
        yield plain


def _gutter(items: Sequence[_Item]) -> float | None:
    """The place at which most rows have a gap; None where too few have one at the same place."""
    runs = sorted((item for item in items if isinstance(item, Run)), key=lambda run: run.box.top)
    votes: Counter[int] = Counter()
    for index, run in enumerate(runs):
        beside = None
        for other in _near(runs, index):
            right = other.box.x0 >= run.box.x1
            if right and (beside is None or other.box.x0 < beside):
                beside = other.box.x0
        if beside is not None:
            first, last = int(run.box.x1 / _STEP), int(beside / _STEP)
            votes.update(range(first, last + 1))
    if not votes:
        return None
    most = max(votes.values())
    places = [place for place, count in votes.items() if count == most]
    return median(places) * _STEP if most >= _MIN_GAPS else None


def _near(runs: Sequence[Run], index: int) -> Iterator[Run]:
    """Runs that stand at the height of `runs[index]`; `runs` are sorted by their tops."""
    run = runs[index]
    for direction in (range(index - 1, -1, -1), range(index + 1, len(runs))):
        for at in direction:
            other = runs[at]
            if abs(other.box.top - run.box.top) > 2 * max(run.size, other.size):
                break
            if abs(other.box.middle - run.box.middle) < max(run.size, other.size) * 0.8:
                yield other


def _bands(
    items: Sequence[_Item], gutter: float
) -> Iterator[tuple[list[_Item], list[_Item], list[_Item]]]:
    """Items left and right of the gutter, down to the next one that runs across it."""
    left: list[_Item] = []
    right: list[_Item] = []
    for item in sorted(items, key=lambda each: each.box.middle):
        if item.box.x0 < gutter < item.box.x1:
            yield left, right, [item]
            left, right = [], []
        elif item.box.centre < gutter:
            left.append(item)
        else:
            right.append(item)
    yield left, right, []


def _is_column(items: Sequence[_Item], least: float) -> bool:
    """Whether the items are rows of prose below one another, not cells beside labels.

    A column is at least `least` points wide.
    """
    runs = [item for item in items if isinstance(item, Run)]
    if len(runs) < _MIN_GAPS - 1:
        return False
    box = around(item.box for item in items)
    area = sum(item.box.width * item.box.height for item in items)
    return (
        box.width >= least
        and area >= _MIN_FILL * box.width * _covered(items)
        and median(len(run.glyphs) for run in runs) >= _MIN_ROW_LENGTH
    )


def _covered(items: Sequence[_Item]) -> float:
    """The height that the items cover together."""
    covered, reached = 0.0, float("-inf")
    for box in sorted((item.box for item in items), key=lambda box: box.top):
        covered += max(0.0, box.bottom - max(reached, box.top))
        reached = max(reached, box.bottom)
    return max(covered, 1.0)


def _rows(items: Iterable[_Item]) -> Iterator[TextLine | Grid]:
    """Items of one column from top to bottom, runs of a row joined."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda each: each.box.middle):
        last = rows[-1][0] if rows else None
        if (
            isinstance(item, Run)
            and isinstance(last, Run)
            and abs(last.box.middle - item.box.middle) < _SAME_ROW * max(last.size, item.size)
        ):
            rows[-1].append(item)
        else:
            rows.append([item])
    for row in rows:
        if isinstance(row[0], Grid):
            yield row[0]
        else:
            runs = sorted(
                (item for item in row if isinstance(item, Run)), key=lambda run: run.box.x0
            )
            yield _line(runs)


def _line(runs: Sequence[Run]) -> TextLine:
    glyphs = [glyph for run in runs for glyph in run.glyphs]
    return TextLine(
        "".join(_spaced(glyphs)),
        around(run.box for run in runs),
        median(glyph.size for glyph in glyphs),
        sum(glyph.red for glyph in glyphs) * 2 > len(glyphs),
    )


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """The texts of the glyphs with the blanks that are meant between them.

    A line set to the full width has equal gaps everywhere: only one that stands out is a blank.
    """
    gaps = [
        (right.box.x0 - left.box.x1) / max(left.size, right.size, 1.0)
        for left, right in pairwise(glyphs)
    ]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    yield glyphs[0].text
    for gap, left, right in zip(gaps, glyphs, glyphs[1:], strict=False):
        wide = is_wide(left.text[-1]) or is_wide(right.text[0])
        least = _CHINESE_BLANK if wide else _LATIN_BLANK
        if gap > max(least, usual * 1.6) or (
            right.spaced and gap > usual + _PRINTED_BLANK and not right.text.isspace()
        ):
            yield " "
        yield right.text
