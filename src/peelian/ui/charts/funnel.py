"""A funnel plot: each place by how much is expected of it and how far it is from that; only what lies outside is named."""

from __future__ import annotations

from collections.abc import Sequence

from peelian.ui.charts.frame import FOOT, PLOT_HEIGHT, WIDTHS
from peelian.ui.charts.lanes import spread
from peelian.ui.charts.scales import YScale, y_scale
from peelian.ui.charts.shapes import shape
from peelian.ui.charts.specs import FunnelChart, FunnelPoint
from peelian.ui.charts.svg import INK, LAMP, QUIET, RULE, TONES, Size, document, label, line, num, rows, text_width

TOP, ROW = 34, 17


class _Plot:
    """Where things stand: expected numbers along the foot, ratios up the side."""

    def __init__(self, chart: FunnelChart, size: Size) -> None:
        ratios = [point.ratio for point in chart.points] + [
            edge for curve in chart.curves for _, low, high in curve for edge in (low, high)
        ]
        self.y: YScale = y_scale([100 * ratio for ratio in ratios], from_zero=False)
        self.x: YScale = y_scale([place for curve in chart.curves for place, _, _ in curve], from_zero=True)
        self.words = rows(chart.unit, WIDTHS[size])
        self.left = max(text_width(f"{self.y.words(tick)}%") for tick in self.y.ticks) + 10
        self.right = WIDTHS[size] - (52.0 if size == "wide" else 40.0)
        self.top = TOP + ROW * (len(self.words) - 1)
        self.bottom = self.top + PLOT_HEIGHT[size]

    def x_of(self, value: float) -> float:
        return self.left + (value - self.x.low) / (self.x.high - self.x.low) * (self.right - self.left)

    def y_of(self, ratio: float) -> float:
        low, high = self.y.low, self.y.high
        return self.bottom - (min(max(100 * ratio, low), high) - low) / (high - low) * (self.bottom - self.top)


def funnel_chart(chart: FunnelChart, *, size: Size, id_prefix: str) -> str:
    """The SVG of a funnel. Limits are drawn once for all places; names of what lies outside keep apart."""
    plot = _Plot(chart, size)
    body = [label(0, 15 + ROW * place, row) for place, row in enumerate(plot.words)]
    body += _rules(plot) + _foot(plot, chart.along)
    body += [_curve(plot, curve, dashed=place > 0) for place, curve in enumerate(chart.curves)]
    body += [
        _point(plot, point) for point in sorted(chart.points, key=lambda point: (point.current, abs(point.beyond)))
    ]
    body += _names(plot, chart.points)
    return document(
        body, width=WIDTHS[size], height=plot.bottom + FOOT + 20, title=chart.title, description=chart.description,
        id_prefix=id_prefix, size=size, css="pc-funnel",
    )  # fmt: skip


def _rules(plot: _Plot) -> list[str]:
    parts = []
    for tick in plot.y.ticks:
        y = plot.y_of(tick / 100)
        whole = abs(tick - 100) < 1e-9
        parts.append(
            line(plot.left, y, plot.right, y, css="pc-base" if whole else "pc-rule", stroke=QUIET if whole else RULE)
        )
        parts.append(label(plot.left - 8, y + 4.5, f"{plot.y.words(tick)}%", anchor="end"))
    return parts


def _foot(plot: _Plot, along: str) -> list[str]:
    ticks = plot.x.ticks[:: 1 if len(plot.x.ticks) < 6 else 2]
    parts = [label(plot.x_of(tick), plot.bottom + 20, plot.x.words(tick), anchor="middle") for tick in ticks]
    return [*parts, label(plot.right, plot.bottom + 40, along, anchor="end")]


def _curve(plot: _Plot, curve: Sequence[tuple[float, float, float]], *, dashed: bool) -> str:
    lower = "L".join(f"{num(plot.x_of(x))} {num(plot.y_of(low))}" for x, low, _ in curve)
    upper = "L".join(f"{num(plot.x_of(x))} {num(plot.y_of(high))}" for x, _, high in curve)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{lower}M{upper}" class="pc-line pc-limit" fill="none" stroke="{QUIET}" stroke-width="1.2"{dash}/>'
    )


def _point(plot: _Plot, point: FunnelPoint) -> str:
    x, y = plot.x_of(point.expected), plot.y_of(point.ratio)
    kind = "dot" if not point.beyond else "up" if point.beyond > 0 else "down"
    colour = LAMP if point.current else TONES["moved"] if point.beyond else QUIET
    return shape(kind, x, y, colour, title=point.detail)


def _names(plot: _Plot, points: Sequence[FunnelPoint]) -> list[str]:
    """Abbreviations of the current place and of what lies outside, beside their points, from the top down."""
    named = sorted(
        (point for point in points if point.beyond or point.current), key=lambda point: plot.y_of(point.ratio)
    )
    wanted = [plot.y_of(point.ratio) for point in named]
    heights = spread(wanted, [14.0] * len(named), plot.top - 8, plot.bottom + 8) if named else []
    parts = []
    for point, y in zip(named, heights, strict=True):
        x, at = plot.x_of(point.expected), plot.y_of(point.ratio)
        if abs(y - at) > 6:
            parts.append(line(x + 5, at, x + 11, y, css="pc-leader", stroke=QUIET))
        parts.append(label(x + 12, y + 4.5, point.abbreviation, bold=point.current, fill=INK))
    return parts
