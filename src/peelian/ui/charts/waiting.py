"""A curve of what still waits after so many days: a step line in its band of limits, with how many were at risk under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peelian.ui.charts.frame import PLOT_HEIGHT, WIDTHS
from peelian.ui.charts.specs import WaitChart, WaitPoint
from peelian.ui.charts.svg import BAND, INK, LAMP, QUIET, RULE, Size, document, label, num, text_width

Place = Callable[[float], float]
"""From a value to where it stands."""
LEFT, TOP, FOOT, AT_RISK = 46, 34, 46, 46
TICK = 5
"""Half the height of the tick where a wait was still open when last seen."""
STEPS = (7, 14, 28, 50, 100, 200, 365, 730, 1461, 3652)
"""Distances between the days that the axis names: weeks, hundreds, years."""


def wait_chart(chart: WaitChart, *, size: Size, id_prefix: str) -> str:
    """The SVG of a curve. The last share that waits is named at the end of the line."""
    width, height = WIDTHS[size], PLOT_HEIGHT[size]
    words = f"{round(chart.points[-1].waiting * 100)}%"
    right, bottom = width - text_width(words, 17, bold=True) - 16, TOP + height
    longest = max(chart.longest, 1)

    def x_of(days: float) -> float:
        return LEFT + (right - LEFT) * min(days, longest) / longest

    def y_of(share: float) -> float:
        return bottom - height * share

    places = [(x_of(one.days), one) for one in chart.points]
    days = _named_days(longest, (right - LEFT) / 4)
    body = [
        _rules(right, y_of),
        _days(days, bottom, x_of),
        _band(places, right, y_of),
        _at_risk(chart, days, bottom, x_of),
    ]
    body += [
        label(0, 14, chart.unit), label((LEFT + right) / 2, bottom + 40, chart.along, anchor="middle"),
        f'<path d="{_stairs([(x, y_of(one.waiting)) for x, one in places], right)}" class="pc-line" fill="none" stroke="{LAMP}" '
        'stroke-width="2" stroke-linejoin="round"/>',
        _ticks(chart, x_of, y_of),
        label(right + 8, min(y_of(chart.points[-1].waiting) + 6, bottom), words, css="pc-t pc-value", bold=True, fill=INK).replace(
            " class=", ' font-size="17" class=', 1
        ),
    ]  # fmt: skip
    return document(
        body, width=width, height=bottom + FOOT + (AT_RISK if chart.waits else 0),
        title=chart.title, description=chart.description, id_prefix=id_prefix, size=size,
        css="pc-wait-chart",
    )  # fmt: skip


def _rules(right: float, y_of: Place) -> str:
    rules = "".join(f'<path d="M{LEFT} {num(y_of(share / 4))}H{num(right)}"/>' for share in range(5))
    words = "".join(f'<text x="{LEFT - 8}" y="{num(y_of(share / 4) + 4.5)}">{share * 25}%</text>' for share in range(5))
    return f'<g class="pc-rule" stroke="{RULE}">{rules}</g><g class="pc-t" fill="{QUIET}" text-anchor="end">{words}</g>'


def _named_days(longest: int, room: float) -> range:
    """Days named along the foot, as many as there is room for."""
    least = longest * 54 / max(room * 4, 1)
    return range(0, longest + 1, next((one for one in STEPS if one >= least), STEPS[-1]))


def _at_risk(chart: WaitChart, days: Sequence[int], bottom: float, x_of: Place) -> str:
    """Under each day how many were still watched as it began: few of them make a wide band."""
    if not chart.waits:
        return ""
    watched = tuple(zip(chart.entered or (0,) * len(chart.waits), chart.waits, strict=True))
    counts = "".join(
        f'<text x="{num(x_of(day))}" y="{num(bottom + FOOT + 34)}">{sum(first <= day <= last for first, last in watched):,}</text>'
        for day in days
    )
    return (
        label(0, bottom + FOOT + 14, chart.at_risk)
        + f'<g class="pc-t pc-at-risk" fill="{INK}" text-anchor="middle">{counts}</g>'
    )


def _ticks(chart: WaitChart, x_of: Place, y_of: Place) -> str:
    marks = []
    for day in sorted(set(chart.open)):
        share = [one for one in chart.points if one.days <= day][-1].waiting
        marks.append(f"M{num(x_of(day))} {num(y_of(share) - TICK)}v{2 * TICK}")
    return f'<path d="{"".join(marks)}" class="pc-open" stroke="{LAMP}" stroke-width="1.5"/>' if marks else ""


def _days(days: Sequence[int], bottom: float, x_of: Place) -> str:
    marks = "".join(f"M{num(x_of(day))} {num(bottom)}v5" for day in days)
    words = "".join(f'<text x="{num(x_of(day))}" y="{num(bottom + 20)}">{day:,}</text>' for day in days)
    return f'<path d="{marks}" class="pc-base" stroke="{QUIET}"/><g class="pc-t" fill="{QUIET}" text-anchor="middle">{words}</g>'


def _band(places: Sequence[tuple[float, WaitPoint]], right: float, y_of: Place) -> str:
    top = _stairs([(x, y_of(one.high)) for x, one in places], right)
    low = [(x, y_of(one.low)) for x, one in places]
    ends = [x for x, _ in low[1:]] + [right]
    back = "".join(f"L{num(end)} {num(y)}H{num(x)}" for (x, y), end in zip(reversed(low), reversed(ends), strict=True))
    return f'<path d="{top}{back}Z" class="pc-band" fill="{BAND}"/>'


def _stairs(corners: Sequence[tuple[float, float]], right: float) -> str:
    """A line that stays level until the next corner, and to the right edge after the last."""
    x, y = corners[0]
    return f"M{num(x)} {num(y)}" + "".join(f"H{num(x)}V{num(y)}" for x, y in corners[1:]) + f"H{num(right)}"
