"""A line the size of a word."""

from __future__ import annotations

from peelian.ui.charts.specs import Spark
from peelian.ui.charts.svg import LAMP, esc, num

WIDTH, HEIGHT, PAD = 104, 26, 4


def spark(chart: Spark, *, id_prefix: str) -> str:
    """The SVG of a spark line, its last value marked. It shows a shape, not a level: it does not start at zero."""
    values = [None if value is None else float(value) for value in chart.values]
    present = [value for value in values if value is not None]
    title = f'<title id="{esc(id_prefix)}-t">{esc(chart.title)}</title>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pc pc-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" aria-labelledby="{esc(id_prefix)}-t">{title}'
    )
    if not present:
        return f"{head}</svg>"
    low, spread = min(present), (max(present) - min(present)) or 1.0
    step = (WIDTH - 2 * PAD) / max(len(values) - 1, 1)
    places = [
        None if value is None else (PAD + index * step, HEIGHT - PAD - (value - low) / spread * (HEIGHT - 2 * PAD))
        for index, value in enumerate(values)
    ]
    x, y = next(place for place in reversed(places) if place)
    return (
        f'{head}<path d="{_path(places)}" class="pc-line" fill="none" stroke="{LAMP}" stroke-width="1.5"'
        f' stroke-linejoin="round" stroke-linecap="round"/>'
        f'<circle cx="{num(x)}" cy="{num(y)}" r="2.6" class="pc-mark" fill="{LAMP}"/></svg>'
    )


def _path(places: list[tuple[float, float] | None]) -> str:
    path, drawing = [], False
    for index, place in enumerate(places):
        if place:
            alone = not drawing and (index + 1 == len(places) or places[index + 1] is None)
            path.append(f"{'L' if drawing else 'M'}{num(place[0])} {num(place[1])}{'h0' if alone else ''}")
        drawing = place is not None
    return "".join(path)
