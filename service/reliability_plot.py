"""The reliability plot: confidence against the share that was right, as a small SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indexer.metrics import Bin

#: Pixels: the square that is drawn in, and the room beside it for the scales.
_SIDE, _LEFT, _TOP, _BOTTOM, _RIGHT = 320, 52, 34, 44, 16
_DOT = 4
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability_svg(name: str, bins: Sequence[Bin]) -> str:
    """A dot for each bin; on the diagonal, confidence is what was right."""
    width, height = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(name)}：把握与实际</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{escape(name)}：把握与实际</text>',
        *(line for tick in _TICKS for line in _scales(tick)),
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="4 4"/>',
        _curve(bins),
        *(_dot(each) for each in bins),
        f'<text x="{_x(0.5)}" y="{height - 8}" text-anchor="middle">把握</text>',
        f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">答对</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _scales(tick: float) -> tuple[str, ...]:
    return (
        f'<path d="M{_x(tick)} {_y(0)}V{_y(1)}M{_x(0)} {_y(tick)}H{_x(1)}" stroke="#ddd"/>',
        f'<text x="{_x(tick)}" y="{_y(0) + 16}" text-anchor="middle">{tick:.1f}</text>',
        f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>',
    )


def _curve(bins: Sequence[Bin]) -> str:
    points = " ".join(f"{_x(each.confidence)},{_y(each.right)}" for each in bins)
    return f'<polyline points="{points}" fill="none" stroke="#1a5fb4"/>'


def _dot(each: Bin) -> str:
    told = f"把握 {each.confidence:.3f}，答对 {each.right:.3f}，{each.questions} 题"
    return (
        f'<circle cx="{_x(each.confidence)}" cy="{_y(each.right)}" r="{_DOT}"'
        f' fill="#1a5fb4"><title>{told}</title></circle>'
    )


def _x(share: float) -> float:
    return round(_LEFT + _SIDE * share, 1)


def _y(share: float) -> float:
    return round(_TOP + _SIDE * (1 - share), 1)
