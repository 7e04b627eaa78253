"""Small shapes that mark a point, told apart without colour."""

from __future__ import annotations

from peelian.ui.charts.svg import PAPER, esc, num

_PATHS = {
    "up": "M{x} {y0}l5.5 9.5h-11z",
    "down": "M{x} {y1}l5.5-9.5h-11z",
    "square": "M{xl} {yt}h8v8h-8z",
    "diamond": "M{x} {yd}l5.5 5.5-5.5 5.5-5.5-5.5z",
}


def shape(kind: str, x: float, y: float, colour: str, *, title: str = "", css: str = "pc-mark") -> str:
    """A shape centred on a point, with a paper edge so that it stands off the line."""
    inner = f"><title>{esc(title)}</title>" if title else ">"
    edge = f'class="{css}" fill="{colour}" stroke="{PAPER}" stroke-width="1"'
    if kind == "ring":
        edge = f'class="{css} pc-mark--ring" fill="{PAPER}" stroke="{colour}" stroke-width="2"'
    if kind not in _PATHS:
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="4.2" {edge}{inner}</circle>'
    path = _PATHS[kind].format(
        x=num(x), xl=num(x - 4), yt=num(y - 4), y0=num(y - 5.5), y1=num(y + 5.5), yd=num(y - 5.5)
    )
    return f'<path d="{path}" {edge}{inner}</path>'
