"""A control chart: the values, what is usual as a thin grey line, dashed limits named at their ends, marks on what is a signal."""

from __future__ import annotations

from collections.abc import Sequence

from peelian.ui.charts.frame import Frame, draw_breaks, draw_frame, draw_gaps, frame, path_of, value_words
from peelian.ui.charts.lanes import spread
from peelian.ui.charts.scales import runs
from peelian.ui.charts.shapes import shape
from peelian.ui.charts.specs import ControlChart, Mark, Point, Value
from peelian.ui.charts.svg import INK, LAMP, QUIET, TONES, Size, document, label, num, text_width

ROW = 18
_NAMES: dict[Size, tuple[str, str, str]] = {
    "wide": ("upper limit", "usual", "lower limit"), "narrow": ("upper", "usual", "lower"),
}  # fmt: skip


def control_chart(chart: ControlChart, *, size: Size, id_prefix: str) -> str:
    """The SVG of a control chart. Limits that follow a base, or are made anew at a baseline, are steps."""
    points = tuple(sorted(chart.points, key=lambda point: point.at))
    lines = [_line_points(points, line) for line in (chart.upper, chart.centre, chart.lower)]
    words = [_words(name, line, chart) for name, line in zip(_NAMES[size], lines, strict=True)]
    drawn = frame(
        [points, *lines], unit=chart.unit, breaks=chart.breaks, window=None, size=size, from_zero=chart.y_from_zero,
        right_margin=max(map(text_width, words)) + 14,
    )  # fmt: skip
    body = draw_frame(drawn, points, chart.unit, None) + draw_breaks(drawn, chart.breaks) + draw_gaps(drawn.box, points)
    body += [_limit(drawn, line, dashed=place != 1) for place, line in enumerate(lines)]
    body += _values(drawn, points) + _marks(drawn, points, chart.marks) + _ends(drawn, lines, words)
    return document(
        body, width=drawn.width, height=drawn.height, title=chart.title, description=chart.description,
        id_prefix=id_prefix, size=size, css="pc-control",
    )  # fmt: skip


def _line_points(points: Sequence[Point], line: Sequence[Value | None]) -> list[Point]:
    return [Point(point.at, value) for point, value in zip(points, line, strict=True)]


def _last(line: Sequence[Point]) -> Point | None:
    return next((point for point in reversed(line) if point.value is not None), None)


def _words(name: str, line: Sequence[Point], chart: ControlChart) -> str:
    last = _last(line)
    return f"{name} {value_words(last.value or 0, chart.unit, chart.kind)}" if last else ""


def _limit(drawn: Frame, line: Sequence[Point], *, dashed: bool) -> str:
    """A step from month to month, half a month to each side of its own."""
    box, strokes = drawn.box, []
    half = (box.x_of(box.first + 1) - box.x_of(box.first)) / 2 if box.last > box.first else 0
    for present, run in runs(line):
        if not present:
            continue
        steps = [f"M{num(max(box.left, box.x_of(run[0].at) - half))} {num(box.y_of(float(run[0].value or 0)))}"]
        for point in run:
            steps.append(f"V{num(box.y_of(float(point.value or 0)))}H{num(min(box.right, box.x_of(point.at) + half))}")
        strokes += steps
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    css = "pc-limit" if dashed else "pc-centre"
    return f'<path d="{"".join(strokes)}" class="pc-line {css}" fill="none" stroke="{QUIET}" stroke-width="1.2"{dash}/>'


def _values(drawn: Frame, points: Sequence[Point]) -> list[str]:
    box = drawn.box
    dots = "".join(
        f'<circle cx="{num(box.x_of(point.at))}" cy="{num(box.y_of(float(point.value)))}" r="2.6"/>'
        for point in points
        if point.value is not None
    )
    path = path_of(box, points)
    line = f'<path d="{path}" class="pc-line" fill="none" stroke="{LAMP}" stroke-width="1.5" stroke-linejoin="round"/>'
    return [line, f'<g class="pc-dots" fill="{LAMP}">{dots}</g>'] if path else []


def _marks(drawn: Frame, points: Sequence[Point], marks: Sequence[Mark]) -> list[str]:
    box, held = drawn.box, {point.at: point.value for point in points if point.value is not None}
    return [
        shape(mark.kind, box.x_of(mark.at), box.y_of(float(held[mark.at])), TONES.get(mark.tone, INK), title=mark.title)
        for mark in marks
        if mark.at in held
    ]


def _ends(drawn: Frame, lines: Sequence[Sequence[Point]], words: Sequence[str]) -> list[str]:
    """Each line named where it ends; names keep apart where lines are near."""
    box = drawn.box
    named = [(last, text) for line, text in zip(lines, words, strict=True) if (last := _last(line))]
    wanted = [box.y_of(float(last.value or 0)) for last, _ in named]
    centres = spread(wanted, [float(ROW)] * len(named), box.top - 8, box.bottom + 18)
    return [label(box.right + 10, y + 4.5, text) for y, (_, text) in zip(centres, named, strict=True)]
