"""One series over time: a single line in lamp blue."""

from __future__ import annotations

from collections.abc import Sequence

from peelian.ui.charts.frame import (
    FOOT,
    Frame,
    draw_breaks,
    draw_frame,
    draw_gaps,
    draw_joins,
    frame,
    path_of,
    value_words,
)
from peelian.ui.charts.scales import Box
from peelian.ui.charts.shapes import shape
from peelian.ui.charts.specs import LineChart, Mark, Point
from peelian.ui.charts.svg import INK, LAMP, QUIET, Size, document, label, line, num, text_width
from peelian.ui.format import month_short

RING_ROOM = 6  # rings nearer to each other than this would run together
BRACKET = 16
PROVISIONAL = "provisional"
DOT_ROOM = 11  # where points stand this far apart each has a dot: the line between two is then only a help to the eye


def line_chart(chart: LineChart, *, size: Size, id_prefix: str) -> str:
    """The SVG of one series, drawn for the width it will be shown at."""
    points = tuple(sorted(chart.points, key=lambda point: point.at))
    last = _last(points)
    words = _end_words(last, chart) if last else ("", "")
    right = max(text_width(words[0]), text_width(words[1], 17, bold=True)) + 14
    drawn = frame(
        [points], unit=chart.unit, breaks=chart.breaks, window=chart.window, size=size,
        from_zero=chart.y_from_zero, right_margin=right,
    )  # fmt: skip
    body = draw_frame(drawn, points, chart.unit, chart.window) + draw_breaks(drawn, chart.breaks)
    body += draw_joins(drawn.box, chart.joins) + draw_gaps(drawn.box, points)
    rings, bracket = _rings(drawn, points, chart.marks)
    body += _series(drawn.box, points) + _marks(drawn.box, points, [*_others(chart.marks), *rings]) + bracket
    ringed = last is not None and any(mark.at == last.at and mark.kind == "ring" for mark in chart.marks)
    body += _end(drawn, last, words, ringed) if last else [_nothing(drawn)]
    height = drawn.height + (BRACKET if bracket else 0)
    return document(
        body, width=drawn.width, height=height, title=chart.title, description=chart.description,
        id_prefix=id_prefix, size=size, css="pc-line-chart",
    )  # fmt: skip


def _last(points: Sequence[Point]) -> Point | None:
    return next((point for point in reversed(points) if point.value is not None), None)


def _end_words(point: Point, chart: LineChart) -> tuple[str, str]:
    return point.tick or month_short(point.at), value_words(point.value or 0, chart.unit, chart.kind)


def _series(box: Box, points: Sequence[Point]) -> list[str]:
    path = path_of(box, points)
    parts = [
        f'<path d="{path}" class="pc-line" fill="none" stroke="{LAMP}" stroke-width="2"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    ]
    if (box.right - box.left) / max(len(points) - 1, 1) >= DOT_ROOM:
        dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.6"/>' for x, y in _places(box, points))
        parts.append(f'<g class="pc-dots" fill="{LAMP}">{dots}</g>')
    return parts if path else []


def _places(box: Box, points: Sequence[Point]) -> list[tuple[str, str]]:
    return [(num(box.x_of(p.at)), num(box.y_of(float(p.value)))) for p in points if p.value is not None]


def _others(marks: Sequence[Mark]) -> list[Mark]:
    """Marks that are no rings: these never run together, because few points have one."""
    return [mark for mark in marks if mark.kind != "ring"]


def _rings(drawn: Frame, points: Sequence[Point], marks: Sequence[Mark]) -> tuple[list[Mark], list[str]]:
    """Every ring where points stand apart; else the last one, and beneath the axis a bracket from the first to the last."""
    held = {point.at for point in points if point.value is not None}
    rings = sorted((mark for mark in marks if mark.kind == "ring" and mark.at in held), key=lambda mark: mark.at)
    box = drawn.box
    if len(rings) < 2 or box.x_of(box.first + 1) - box.x_of(box.first) >= RING_ROOM:
        return rings, []
    first, last = box.x_of(rings[0].at), box.x_of(rings[-1].at)
    first = min(first, last - 4)
    y = box.bottom + FOOT + 3
    stroke = f'class="pc-line pc-bracket" fill="none" stroke="{INK}" stroke-width="2"'
    path = f'<path d="M{num(first)} {num(y)}v5H{num(last)}v-5" {stroke}/>'
    return rings[-1:], [path, label(first - 7, y + 8, PROVISIONAL, anchor="end")]


def _marks(box: Box, points: Sequence[Point], marks: Sequence[Mark]) -> list[str]:
    values = {point.at: point.value for point in points if point.value is not None}
    return [
        shape(mark.kind, box.x_of(mark.at), box.y_of(float(values[mark.at])), INK, title=mark.title)
        for mark in marks
        if mark.at in values
    ]


def _end(drawn: Frame, last: Point, words: tuple[str, str], ringed: bool) -> list[str]:
    """The last value in the margin, level with its point; joined by a thin line where months are missing after it."""
    box = drawn.box
    x, y = box.x_of(last.at), box.y_of(float(last.value or 0))
    middle = min(max(y, box.top + 16), box.bottom - 18)
    text_x = box.right + 12
    leader = [line(x + 7, y, text_x - 4, middle, css="pc-leader", stroke=QUIET)] if x < box.right - 14 else []
    full = f'<circle cx="{num(x)}" cy="{num(y)}" r="4.2" class="pc-mark pc-mark--last" fill="{LAMP}"/>'
    dot = [] if ringed else [full]
    return [
        *leader,
        *dot,
        label(text_x, middle - 4, words[0]),
        label(text_x, middle + 14, words[1], css="pc-t pc-value", bold=True, fill=INK).replace(
            " class=", ' font-size="17" class=', 1
        ),
    ]


def _nothing(drawn: Frame) -> str:
    box = drawn.box
    return label((box.left + box.right) / 2, (box.top + box.bottom) / 2, "No values in these years", anchor="middle")
