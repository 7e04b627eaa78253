"""Charts: pure functions from frozen inputs to SVG text.

Every text is escaped here, so a template may trust the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peelian.ui.charts.control import control_chart
from peelian.ui.charts.funnel import funnel_chart
from peelian.ui.charts.icons import icon
from peelian.ui.charts.line import line_chart
from peelian.ui.charts.locator import locator_map
from peelian.ui.charts.multiline import multi_line_chart
from peelian.ui.charts.spark import spark
from peelian.ui.charts.specs import (
    Break,
    Chart,
    ControlChart,
    FunnelChart,
    FunnelPoint,
    Icon,
    Join,
    LegendEntry,
    LineChart,
    LocatorMap,
    Mark,
    MultiLineChart,
    Outline,
    Point,
    Series,
    Spark,
    Tile,
    TileGrid,
    Tone,
    WaitChart,
    WaitPoint,
    Window,
)
from peelian.ui.charts.svg import Size
from peelian.ui.charts.tiles import tile_grid
from peelian.ui.charts.waiting import wait_chart
from peelian.ui.format import month_full

__all__ = [
    "Break", "BreakNote", "Chart", "ControlChart", "FunnelChart", "FunnelPoint", "Icon", "Join", "LegendEntry",
    "LineChart", "LocatorMap", "Mark", "MultiLineChart", "Outline", "Point", "Series", "Size", "Spark", "Tile",
    "TileGrid", "Tone", "WaitChart", "WaitPoint", "Window", "break_notes", "control_chart", "draw", "funnel_chart",
    "icon", "line_chart", "locator_map", "multi_line_chart", "spark", "tile_grid", "wait_chart",
]  # fmt: skip


@dataclass(frozen=True)
class BreakNote:
    """A break as a caption lists it, under the number that stands in the chart."""

    number: int
    since: str
    title: str
    text: str


def break_notes(chart: Chart) -> list[BreakNote]:
    """The breaks that a chart shows, for its caption, numbered as ``draw`` numbers them."""
    if not isinstance(chart, LineChart | ControlChart | MultiLineChart):
        return []
    series = [one.points for one in chart.series] if isinstance(chart, MultiLineChart) else [chart.points]
    months = [point.at for points in series for point in points] or [0]
    shown = ((i, b) for i, b in enumerate(chart.breaks, start=1) if min(months) <= b.at <= max(months))
    return [BreakNote(i, month_full(b.at), b.title, b.text) for i, b in shown]


_DRAWN: dict[type, Callable[..., str]] = {
    LineChart: line_chart, ControlChart: control_chart, MultiLineChart: multi_line_chart, TileGrid: tile_grid,
    LocatorMap: locator_map, FunnelChart: funnel_chart, WaitChart: wait_chart,
}  # fmt: skip
_SMALL: dict[type, Callable[..., str]] = {Spark: spark, Icon: icon}
"""What has one size, that of a word."""


def draw(chart: Chart, *, size: Size, id_prefix: str) -> str:
    """Any chart as SVG text. ``id_prefix`` must be unique on the page."""
    if type(chart) in _SMALL:
        return _SMALL[type(chart)](chart, id_prefix=id_prefix)
    return _DRAWN[type(chart)](chart, size=size, id_prefix=id_prefix)
