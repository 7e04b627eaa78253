"""What a chart is told: frozen inputs, in the reader's words. A chart formats and places; it computes no figure.

Positions along time are month ordinals (``figures.periods``); a quarter, a year or a rolling year stands at its last
month.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from peelian.figures.periods import Period

Value = int | float | Decimal
MarkKind = Literal["dot", "ring", "up", "down", "square"]
Tone = Literal["", "better", "worse", "moved"]
MAX_SERIES = 4
SHADES = 6


@dataclass(frozen=True)
class Point:
    """One value at one month. ``value`` None is a gap; its symbol says why."""

    at: int
    value: Value | None
    symbol: str | None = None
    tick: str | None = None  # how the axis names this point, where it is not a calendar year or month

    @classmethod
    def of(cls, period: Period, value: Value | None, symbol: str | None = None) -> Point:
        """A point for a period of the house notation, named on the axis as its kind is."""
        year = period.first // 12
        ticks = {"year": str(year), "fy": f"{year}/{(year + 1) % 100:02d}"}
        return cls(period.last, value, symbol, ticks.get(period.kind))


@dataclass(frozen=True)
class Break:
    """From month ``at`` on, things are counted differently."""

    at: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class Join:
    """Month ``at`` is the first that comes from a newer file."""

    at: int
    title: str


@dataclass(frozen=True)
class Window:
    """A span of months to shade, such as a plan's years."""

    first: int
    last: int
    label: str


@dataclass(frozen=True)
class Mark:
    """A point that means something, and what; ``tone`` is the colour of a judgement beside its shape."""

    at: int
    kind: MarkKind
    title: str
    tone: Tone = ""


@dataclass(frozen=True)
class LineChart:
    """One series over time."""

    title: str
    description: str
    points: tuple[Point, ...]
    unit: str
    breaks: tuple[Break, ...] = ()
    joins: tuple[Join, ...] = ()
    window: Window | None = None
    marks: tuple[Mark, ...] = ()
    y_from_zero: bool = True  # false for a survey's levels, where the distance from zero says little
    kind: str = ""  # the last value is written as ``format.figure`` writes this kind; empty: as it comes


@dataclass(frozen=True)
class ControlChart:
    """One series with what is usual and its limits at each point; ``breaks`` are where these are made anew."""

    title: str
    description: str
    points: tuple[Point, ...]
    centre: tuple[Value | None, ...]
    lower: tuple[Value | None, ...]
    upper: tuple[Value | None, ...]
    unit: str
    breaks: tuple[Break, ...] = ()
    marks: tuple[Mark, ...] = ()
    y_from_zero: bool = True
    kind: str = ""

    def __post_init__(self) -> None:
        if len({len(line) for line in (self.points, self.centre, self.lower, self.upper)}) != 1:
            raise ValueError("each point has a centre and two limits")


@dataclass(frozen=True)
class Series:
    """One of several lines, named at its end."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class MultiLineChart:
    """Two to four areas on one measure."""

    title: str
    description: str
    series: tuple[Series, ...]
    unit: str
    breaks: tuple[Break, ...] = ()
    window: Window | None = None
    y_from_zero: bool = True
    kind: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MAX_SERIES:
            raise ValueError(f"a comparison draws one to {MAX_SERIES} series, not {len(self.series)}")


@dataclass(frozen=True)
class Tile:
    """One area of the grid. ``detail`` is what its link says after the name: value, then change."""

    name: str
    abbreviation: str
    column: int
    row: int
    text: str
    detail: str
    href: str
    shade: int | None = None  # 0 (lowest) to 5 (highest); None is hatched: there is no value
    current: bool = False
    short_text: str = ""  # for a small tile, where the text does not fit

    def __post_init__(self) -> None:
        if self.shade is not None and not 0 <= self.shade < SHADES:
            raise ValueError(f"a shade is 0 to {SHADES - 1}, not {self.shade}")


@dataclass(frozen=True)
class LegendEntry:
    """A shade and the values it stands for, in words; shade None explains the hatching."""

    shade: int | None
    words: str


@dataclass(frozen=True)
class TileGrid:
    """All areas at the same size, where each roughly lies."""

    title: str
    description: str
    tiles: tuple[Tile, ...]
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True)
class Spark:
    """A line the size of a word, for a table's cell."""

    title: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True)
class FunnelPoint:
    """A place: what is expected of it, and what there is as a multiple of that; ``beyond`` as ``judge.funnels`` counts it."""

    abbreviation: str
    detail: str
    expected: float
    ratio: float
    beyond: int
    current: bool = False


@dataclass(frozen=True)
class FunnelChart:
    """Places side by side. ``curves`` are the inner and outer limits: (expected, low, high) from left to right."""

    title: str
    description: str
    points: tuple[FunnelPoint, ...]
    curves: tuple[tuple[tuple[float, float, float], ...], ...]
    unit: str
    along: str


@dataclass(frozen=True)
class WaitPoint:
    """From a day on: the share (0 to 1) that still waits, with its limits."""

    days: int
    waiting: float
    low: float
    high: float


@dataclass(frozen=True)
class WaitChart:
    """What still waits after so many days. ``points`` begin on day 0; the line ends at ``longest``.

    ``waits`` are how many days each wait has been watched, ended or not: how many were at risk stands under the days along the
    foot. ``open`` are the days of those that were still waiting when last seen, each a tick on the line.
    """

    title: str
    description: str
    points: tuple[WaitPoint, ...]
    longest: int
    unit: str
    along: str
    waits: tuple[int, ...] = ()
    open: tuple[int, ...] = ()
    at_risk: str = "still watched"
    entered: tuple[int, ...] = ()
    """From which day each of ``waits`` was watched, where any began after day 0."""


@dataclass(frozen=True)
class Icon:
    """A result the size of a word: ``common``, ``high``, ``low``; of a target ``passes``, ``fails``, ``hit-and-miss``."""

    title: str
    shape: str
    tone: Tone = ""


@dataclass(frozen=True)
class Outline:
    """An area's boundary: rings of (longitude, latitude)."""

    id: str
    name: str
    href: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class LocatorMap:
    """Where an area lies among its neighbours."""

    title: str
    description: str
    outlines: tuple[Outline, ...]
    current_id: str | None = None


Chart = LineChart | ControlChart | MultiLineChart | TileGrid | Spark | Icon | FunnelChart | LocatorMap | WaitChart
