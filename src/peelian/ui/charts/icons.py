"""What a control chart says of its last point, as a picture the size of a word: drawn by us, with the standard meanings.

Five points about a line: near it (common cause), the last ones above or below it (special cause, high or low), in the colour of
better, worse or neither. Beside a target: all on one side of a dashed line, or on both.
"""

from __future__ import annotations

from peelian.ui.charts.specs import Icon
from peelian.ui.charts.svg import INK, QUIET, TONES, esc, num

WIDTH, HEIGHT = 46, 26
_STEP, _LEFT, _MIDDLE = 9.0, 5.0, 13.0
_SHAPES = {
    "common": (0, -3, 2, -2, 3), "high": (2, 3, 1, -6, -9), "low": (-2, -3, -1, 6, 9),
    "passes": (0, -3, 2, -2, 3), "fails": (0, -3, 2, -2, 3), "hit-and-miss": (-6, 5, -4, 6, -5),
}  # fmt: skip
_TARGETS = {"passes": 10.0, "fails": -10.0, "hit-and-miss": 0.0}


def icon(chart: Icon, *, id_prefix: str) -> str:
    """The SVG of an icon. Raises KeyError for a shape that there is not."""
    colour = TONES.get(chart.tone, QUIET)
    title = f'<title id="{esc(id_prefix)}-t">{esc(chart.title)}</title>'
    places = [(_LEFT + _STEP * place, _MIDDLE + offset) for place, offset in enumerate(_SHAPES[chart.shape])]
    path = "L".join(f"{num(x)} {num(y)}" for x, y in places)
    dots = "".join(f'<circle cx="{num(x)}" cy="{num(y)}" r="2.4" class="pc-mark" fill="{colour}"/>' for x, y in places)
    level = _MIDDLE + _TARGETS.get(chart.shape, 0.0)
    dash = ' stroke-dasharray="3 3"' if chart.shape in _TARGETS else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pc pc-icon" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" aria-labelledby="{esc(id_prefix)}-t">{title}'
        f'<path d="M0 {num(level)}H{WIDTH}" class="pc-line" stroke="{INK}" stroke-width="1"{dash}/>'
        f'<path d="M{path}" class="pc-line" fill="none" stroke="{colour}" stroke-width="1.5"/>{dots}</svg>'
    )
