"""What every chart over time shares: the plot's rectangle, its rules and axis, the plan's years, breaks and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peelian.ui.charts.lanes import LANE, Item, place
from peelian.ui.charts.scales import Box, YScale, runs, tick_reach, time_ticks, values_of, y_scale
from peelian.ui.charts.specs import Break, Join, Point, Value, Window
from peelian.ui.charts.svg import BAND, DEEP, INK, QUIET, RULE, Size, esc, fit, label, line, num, rows, text_width
from peelian.ui.format import figure, plain, symbol_words

WIDTHS: dict[Size, int] = {"wide": 720, "narrow": 320}
PLOT_HEIGHT: dict[Size, int] = {"wide": 240, "narrow": 190}
FOOT = 28
MAX_LANES = 4
DISC = 9  # radius of the numbered discs that stand for breaks


@dataclass(frozen=True)
class Frame:
    """A plot with the words above it already placed."""

    box: Box
    items: tuple[Item, ...]
    width: float
    height: float

    def lane_y(self, item: Item) -> float:
        """The baseline of a label above the plot."""
        return item.lane * LANE + 15


def frame(
    series: Sequence[Sequence[Point]], *, unit: str, breaks: Sequence[Break], window: Window | None, size: Size,
    from_zero: bool, right_margin: float, head: float = 0,
) -> Frame:  # fmt: skip
    """Scales from the data, margins from the widths of the words, lanes from what stands above."""
    y = y_scale(values_of(series), from_zero=from_zero)
    every = [point for points in series for point in points] or [Point(0, None)]
    first, last = min(point.at for point in every), max(point.at for point in every)
    reach, width = tick_reach(every, last - first), WIDTHS[size]
    left = max(reach, max(text_width(y.words(tick)) for tick in y.ticks) + 10)
    sketch = Box(left, 0, width - max(right_margin, reach), 1, first, last, y)
    items = place(_items(sketch, unit_rows(unit, y, width), breaks, window, width), right=width, max_lanes=MAX_LANES)
    top = head + (max(item.lane for item in items) + 1) * LANE + 8
    bottom = top + PLOT_HEIGHT[size]
    box = Box(left, top, sketch.right, bottom, sketch.first, sketch.last, y)
    return Frame(box, tuple(items), width, bottom + FOOT)


def unit_rows(unit: str, y: YScale, width: float) -> list[str]:
    """The unit, and where the scale starts if that is not zero: a cut axis says so."""
    return rows(unit if y.low <= 0 else f"{unit} · scale starts at {y.words(y.low)}", width)


def value_words(value: Value, unit: str, kind: str) -> str:
    """A value beside a line's end, to the digit that the page around it shows."""
    if kind:
        return figure(value, kind)
    return f"{plain(value)}%" if unit.startswith("%") else plain(value)


def inside(box: Box, first: int, last: int | None = None) -> bool:
    """Whether a month, or any of a span of months, is on the axis."""
    return first <= box.last and (last if last is not None else first) >= box.first


def _items(box: Box, unit: Sequence[str], breaks: Sequence[Break], window: Window | None, width: float) -> list[Item]:
    items = [Item("unit", 0, text_width(row)) for row in unit]
    if window and inside(box, window.first, window.last):
        words = text_width(fit(window.label, width))
        items.append(Item("window", box.x_of(max(window.first, box.first)), words))
    for index, a_break in enumerate(breaks):
        if inside(box, a_break.at):
            width = text_width(a_break.title) + DISC + 6
            items.append(Item(str(index), box.x_of(a_break.at), width, short=DISC + 2))
    return items


def draw_frame(frame: Frame, points: Sequence[Point], unit: str, window: Window | None) -> list[str]:
    """What lies behind the lines: band, rules, axis of time, unit."""
    box = frame.box
    parts = [_band(frame, item, window) for item in frame.items if window and item.key == "window"]
    parts += _rules(box)
    units = (item for item in frame.items if item.key == "unit")
    words = unit_rows(unit, box.y, frame.width)
    parts += [label(0, frame.lane_y(item), row) for item, row in zip(units, words, strict=True)]
    return parts + _time_axis(box, points)


def _band(frame: Frame, item: Item, window: Window) -> str:
    box = frame.box
    x1, x2 = box.x_of(max(window.first, box.first)), box.x_of(min(window.last, box.last))
    top = frame.lane_y(item) + 5
    rect = f'<rect x="{num(x1)}" y="{num(top)}" width="{num(max(x2 - x1, 2))}" height="{num(box.bottom - top)}"'
    words, anchor = fit(window.label, frame.width), "end" if item.flipped else ""
    text = label(item.x, frame.lane_y(item), words, anchor=anchor, fill=DEEP)
    return f'{rect} class="pc-band" fill="{BAND}"/>{text}'


def _rules(box: Box) -> list[str]:
    rules, words = [], []
    for tick in box.y.ticks:
        y = box.y_of(tick)
        base = abs(y - box.bottom) < 0.05
        rules.append(f'<path d="M{num(box.left)} {num(y)}H{num(box.right)}"{_BASE_RULE if base else ""}/>')
        words.append(f'<text x="{num(box.left - 8)}" y="{num(y + 4.5)}">{esc(box.y.words(tick))}</text>')
    return [
        f'<g class="pc-rule" stroke="{RULE}">{"".join(rules)}</g>',
        f'<g class="pc-t" fill="{QUIET}" text-anchor="end">{"".join(words)}</g>',
    ]


_BASE_RULE = f' class="pc-base" stroke="{QUIET}"'


def _time_axis(box: Box, points: Sequence[Point]) -> list[str]:
    ticks = [(box.x_of(tick.at), tick.words) for tick in time_ticks(points, box)]
    marks = "".join(f"M{num(x)} {num(box.bottom)}v5" for x, _ in ticks)
    words = "".join(f'<text x="{num(x)}" y="{num(box.bottom + 20)}">{esc(text)}</text>' for x, text in ticks)
    return [
        f'<path d="{marks}" class="pc-base" stroke="{QUIET}"/>' if marks else "",
        f'<g class="pc-t" fill="{QUIET}" text-anchor="middle">{words}</g>',
    ]


def draw_breaks(frame: Frame, breaks: Sequence[Break]) -> list[str]:
    """A numbered disc, a dotted line to the foot, and the reason where it fits; the caption lists them all."""
    parts = []
    for item in frame.items:
        if not item.key.isdigit():
            continue
        a_break, y = breaks[int(item.key)], frame.lane_y(item)
        title = esc(a_break.title)
        stroke = f' stroke="{DEEP}" stroke-dasharray="1.5 3.5" stroke-width="1.5"'
        parts.append(
            f'<g class="pc-break"><title>{title}</title>'
            f'<path d="M{num(item.x)} {num(y + 5)}V{num(frame.box.bottom)}"{stroke}/>'
            f'<circle cx="{num(item.x)}" cy="{num(y - 5)}" r="{DISC}" fill="{DEEP}"/>'
            f'<text x="{num(item.x)}" y="{num(y - 0.2)}" text-anchor="middle" font-weight="600"'
            f' fill="#fff" class="pc-disc">{int(item.key) + 1}</text></g>'
        )
        if not item.shortened:
            parts.append(label(item.x + DISC + 5, y, a_break.title, fill=INK))
    return parts


def draw_joins(box: Box, joins: Iterable[Join]) -> list[str]:
    """A heavy tick on the axis where a newer file takes over."""
    return [
        line(box.x_of(j.at), box.bottom - 3, box.x_of(j.at), box.bottom + 9, css="pc-join", stroke=INK,
             extra=' stroke-width="2"', title=j.title)
        for j in joins if inside(box, j.at)
    ]  # fmt: skip


def draw_gaps(box: Box, points: Sequence[Point]) -> list[str]:
    """The symbol of each run of missing values at the axis, where there is room for one."""
    parts, free_from = [], box.left - 20
    for present, run in runs(points):
        if present:
            continue
        mark = next((point.symbol for point in run if point.symbol), "[x]")
        middle = (box.x_of(run[0].at) + box.x_of(run[-1].at)) / 2
        half = text_width(mark) / 2
        if middle - half < free_from:
            continue
        free_from = middle + half + 4
        title = esc(symbol_words(mark))
        text = label(middle, box.bottom - 7, mark, css="pc-t pc-gap", anchor="middle", fill=INK)
        parts.append(f"<g><title>{title}</title>{text}</g>")
    return parts


def path_of(box: Box, points: Sequence[Point]) -> str:
    """The line as one path, lifted over gaps; a value alone between gaps is a dot of the line's own width."""
    # The one hot loop of a chart: the scales' slopes are taken out, and a trailing ".0" costs less than its removal.
    x0, per_month = box.x_of(box.first), box.x_of(box.first + 1) - box.x_of(box.first)
    y0, per_unit = box.y_of(0), box.y_of(1) - box.y_of(0)
    strokes = []
    for present, run in runs(points):
        if present:
            places = [
                f"{x0 + (p.at - box.first) * per_month:.1f} {y0 + float(p.value or 0) * per_unit:.1f}" for p in run
            ]
            strokes.append(f"M{'L'.join(places)}" if len(places) > 1 else f"M{places[0]}h0")
    return "".join(strokes)
