"""Two to four areas on one measure. Lines differ by dash and by marker, and each is named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peelian.ui.charts.frame import WIDTHS, draw_breaks, draw_frame, draw_gaps, frame, path_of, value_words
from peelian.ui.charts.lanes import spread
from peelian.ui.charts.scales import Box
from peelian.ui.charts.shapes import shape
from peelian.ui.charts.specs import MultiLineChart, Point, Series
from peelian.ui.charts.svg import FONT, INK, LAMP, QUIET, Size, document, fit, label, line, text_width
from peelian.ui.format import month_short

ROW = 18
MAX_LABEL = 158
MARKER_GAP = 72  # a marker about every so many units along a line


@dataclass(frozen=True)
class Style:
    """How one of the lines is told from the others."""

    colour: str
    dash: str
    marker: str


# One family of calm tones: the hues of judgements and of ratings are kept for judgements and ratings.
STYLES = (
    Style(LAMP, "", "dot"),
    Style(INK, "8 4", "square"),
    Style("#5c7fae", "2.5 4", "up"),
    Style("#7a6f5a", "12 4 2.5 4", "diamond"),
)


def multi_line_chart(chart: MultiLineChart, *, size: Size, id_prefix: str) -> str:
    """The SVG of a comparison: names at the line ends where there is room, above the plot where there is not."""
    chart_points = [tuple(sorted(series.points, key=lambda point: point.at)) for series in chart.series]
    labels = [_words(series, points, chart) for series, points in zip(chart.series, chart_points, strict=True)]
    wide = size == "wide"
    right = max(text_width(row, bold=True) for rows in labels for row in rows) + 22 if wide else 12
    head = 0 if wide else len(labels) * (ROW + 3) + 4
    drawn = frame(
        chart_points, unit=chart.unit, breaks=chart.breaks, window=chart.window, size=size,
        from_zero=chart.y_from_zero, right_margin=right,
    )  # fmt: skip
    every = [point for points in chart_points for point in points]
    body = draw_frame(drawn, sorted(_distinct(every), key=lambda p: p.at), chart.unit, chart.window)
    body += draw_breaks(drawn, chart.breaks)
    for points, style in zip(chart_points, STYLES, strict=False):
        body += _line(drawn.box, points, style)
    body += draw_gaps(drawn.box, chart_points[0]) if len(chart_points) == 1 else []
    if wide:
        body += _ends(drawn.box, chart_points, labels)
    else:
        body = [*_key(labels), f'<g transform="translate(0 {head})">', *body, "</g>"]
    return document(
        body, width=WIDTHS[size], height=drawn.height + head, title=chart.title, description=chart.description,
        id_prefix=id_prefix, size=size, css="pc-multi-line",
    )  # fmt: skip


def _distinct(points: Sequence[Point]) -> list[Point]:
    return list({point.at: point for point in points}.values())


def _last(points: Sequence[Point]) -> Point | None:
    return next((point for point in reversed(points) if point.value is not None), None)


def _words(series: Series, points: Sequence[Point], chart: MultiLineChart) -> list[str]:
    """The name, in two rows where it is long, then the last value with its month."""
    last = _last(points)
    if last is None:
        return [*wrap(series.name, MAX_LABEL), "no values"]
    value = value_words(last.value or 0, chart.unit, chart.kind)
    return [*wrap(series.name, MAX_LABEL), f"{value}, {last.tick or month_short(last.at)}"]


def wrap(text: str, width: float) -> list[str]:
    """A name in one row, or in two of about the same length."""
    if text_width(text, bold=True) <= width or " " not in text:
        return [text]
    words = text.split(" ")
    cuts = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(cuts, key=lambda pair: max(map(text_width, pair)))


def _line(box: Box, points: Sequence[Point], style: Style) -> list[str]:
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    path = (
        f'<path d="{path_of(box, points)}" class="pc-line" fill="none" stroke="{style.colour}"'
        f' stroke-width="2"{dash} stroke-linejoin="round"/>'
    )
    return [path] + [_marker(box, point, style) for point in _marked(box, points)]


def _marked(box: Box, points: Sequence[Point]) -> list[Point]:
    """Points a hand's breadth apart, and always the last."""
    present = [point for point in points if point.value is not None]
    chosen: list[Point] = []
    for point in reversed(present):
        if not chosen or box.x_of(chosen[-1].at) - box.x_of(point.at) >= MARKER_GAP:
            chosen.append(point)
    return chosen


def _marker(box: Box, point: Point, style: Style) -> str:
    return shape(style.marker, box.x_of(point.at), box.y_of(float(point.value or 0)), style.colour)


def _ends(box: Box, series: Sequence[Sequence[Point]], labels: Sequence[list[str]]) -> list[str]:
    lasts = [_last(points) for points in series]
    wanted = [box.y_of(float(last.value or 0)) if last else box.bottom for last in lasts]
    heights = [len(rows) * ROW + 6.0 for rows in labels]
    centres = spread(wanted, heights, box.top - 8, box.bottom + 24)
    parts: list[str] = []
    for last, rows, y, centre, style in zip(lasts, labels, wanted, centres, STYLES, strict=False):
        if last:
            x = box.x_of(last.at) + 6
            parts.append(line(x, y, box.right + 16, centre, css="pc-leader", stroke=style.colour))
        parts += _block(box.right + 20, centre, rows)
    return parts


def _block(x: float, centre: float, rows: Sequence[str]) -> list[str]:
    first = centre - (len(rows) - 1) * ROW / 2 + FONT * 0.35
    return [
        label(x, first + index * ROW, row, bold=index < len(rows) - 1, fill=INK if index < len(rows) - 1 else QUIET)
        for index, row in enumerate(rows)
    ]


def _key(labels: Sequence[list[str]]) -> list[str]:
    """Above a narrow plot: a sample of each line with its marker, the name and the last value."""
    parts: list[str] = []
    crowded = any(_long(" ".join(rows[:-1]), rows[-1]) for rows in labels)
    for index, (rows, style) in enumerate(zip(labels, STYLES, strict=False)):
        y = index * (ROW + 3) + 14
        dash = f' stroke-width="2" stroke-dasharray="{style.dash}"' if style.dash else ' stroke-width="2"'
        parts.append(line(0, y - 5, 34, y - 5, css="pc-line", stroke=style.colour, extra=dash))
        parts.append(shape(style.marker, 17, y - 5, style.colour))
        name, value = " ".join(rows[:-1]), rows[-1]
        shown = value.rpartition(", ")[0] or value if crowded else value
        room = WIDTHS["narrow"] - 42 - 10 - text_width(shown)
        parts.append(label(42, y, fit(name, room, bold=True), bold=True, fill=INK))
        parts.append(label(WIDTHS["narrow"], y, shown, anchor="end"))
    return parts


def _long(name: str, value: str) -> bool:
    return 42 + text_width(name, bold=True) + 10 + text_width(value) > WIDTHS["narrow"]
