"""A measure's pictures: over time for one area, across all boroughs, and small in a table's cell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import Series
from peelian.figures.periods import Period, month_name, parse_month
from peelian.figures.releases.figure import Figure
from peelian.figures.releases.release import Release
from peelian.plans.records import Plan
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.lines import RHYTHMS, Line, line
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words

SHADES = 6
"""Of a grid of tiles, each for a sixth of the places."""


def plan_window(plan: Plan) -> charts.Window:
    """The plan's own years, shaded on every chart."""
    first, last = parse_month(plan.first_month), parse_month(plan.last_month)
    return charts.Window(first, last, f"the plan’s years, {first // 12}–{last // 12 % 100:02d}")


def counted(measure: Measure) -> bool:
    """Whether a chart's axis begins at zero: of counts, and of shares that are worked out from counts."""
    return measure.kind == "count" or measure.ratio


def unit_of(measure: Measure, series: Series | None) -> str:
    """The axis' words: ``offences a month``, ``% of residents``."""
    if measure.per_cent:
        return measure.counts.replace("per cent", "%")
    return (
        f"{measure.counts} a month"
        if series is not None and series.step == 1 and measure.kind == "count"
        else measure.counts
    )


def breaks_of(release: Release, measure: Measure) -> tuple[charts.Break, ...]:
    """The breaks that a series of the measure has, for a chart."""
    return tuple(charts.Break(item.month, item.title, item.text) for item in release.catalogue.breaks_within(measure))


def within(breaks: Sequence[charts.Break], shown: Sequence[charts.Point]) -> tuple[charts.Break, ...]:
    """Only the breaks that lie in the chart."""
    return tuple(item for item in breaks if shown and shown[0].at <= item.at <= shown[-1].at)


def over_time(site: Site, measure: Measure, area: Area) -> charts.LineChart | None:
    """The line of one area: every month (or quarter, or year), with breaks, joins, provisional months and the plan's years."""
    found = line(site.release, measure, area)
    shown = found.points(_last_shown(site.release, measure, area)) if found else ()
    if found is None or sum(point.value is not None for point in shown) < 2:
        return None  # a line needs two points
    series = found.series
    return charts.LineChart(
        title=f"{measure.title} {wording.place_known(area)}, {_range_words(series, shown)}",
        description=describe(measure, shown),
        points=shown,
        unit=unit_of(measure, series),
        breaks=within(breaks_of(site.release, measure), shown),
        joins=_joins(site, series),
        window=_window(site.plan, shown),
        marks=_provisional(found),
        y_from_zero=counted(measure),
        kind=_label_kind(measure, shown),
    )


def _label_kind(measure: Measure, shown: Sequence[charts.Point]) -> str:
    """How the last value is written: a headcount without its hundredths, which the table keeps, as in the page's sentence."""
    posts = measure.kind == "level" and not measure.per_cent
    whole = posts and all(abs(_value(point)) >= words.SMALL_BASE for point in shown if point.value is not None)
    return "share" if measure.ratio else ("count" if whole else "")


def _last_shown(release: Release, measure: Measure, area: Area) -> int | None:
    """Population projections reach to 2050: a chart ends with the period that the page leads with."""
    period = release.latest(measure.id, area.kind)
    return period.last if period else None


def _window(plan: Plan | None, shown: Sequence[charts.Point]) -> charts.Window | None:
    if plan is None:
        return None
    window = plan_window(plan)
    return window if shown[0].at <= window.last and shown[-1].at >= window.first else None


def _range_words(series: Series, shown: Sequence[charts.Point]) -> str:
    return f"{RHYTHMS[series.step].title}, {month_name(shown[0].at)} to {month_name(shown[-1].at)}"


def describe(measure: Measure, shown: Sequence[charts.Point]) -> str:
    """The line in words: its highest and lowest point and its last."""
    held = [point for point in shown if point.value is not None]
    if not held:
        return "No values in these years."
    low, high, last = min(held, key=_value), max(held, key=_value), held[-1]
    said = [f"{label} {wording.amount(measure, Decimal(_text(point)), measure.kind)} in {month_name(point.at)}"
            for label, point in (("Lowest", low), ("highest", high), ("last", last))]  # fmt: skip
    return f"{', '.join(said)}."


def _value(point: charts.Point) -> float:
    return float(point.value or 0)


def _text(point: charts.Point) -> str:
    return str(point.value)


def _joins(site: Site, series: Series) -> tuple[charts.Join, ...]:
    return tuple(
        charts.Join(month, f"From {month_name(month)} on: the file {readings.file_words(site, after)}")
        for month, _before, after in series.joins()
        if after in site.release.inputs
    )


def _provisional(found: Line) -> tuple[charts.Mark, ...]:
    return tuple(
        charts.Mark(
            found.month(place),
            "ring",
            f"{month_name(found.month(place))}: provisional, later files may still change it",
        )
        for place in found.places
        if found.provisional(place)
    )


def tile_grid(
    site: Site, measure: Measure, found: dict[str, Figure], current: Area | None, period: Period
) -> charts.TileGrid | None:
    """All boroughs at the same size, where the pack says where each stands.

    Shades hold a sixth of them each; hatched ones have no value.
    """
    release = site.release
    shade_of, legend = _shades(measure, found)
    tiles = tuple(
        charts.Tile(
            name=area.name, abbreviation=area.abbr or area.name[:3].upper(), column=area.tile[0], row=area.tile[1],
            text=_tile_text(found.get(area.id)), short_text=_tile_text(found.get(area.id), short=True),
            detail=_tile_detail(found.get(area.id)), href=f"/measures/{measure.id}/{area.id}",
            shade=shade_of.get(area.id), current=current is not None and area.id == current.id,
        )
        for area in release.areas.of_kind("borough")
        if area.tile
    )  # fmt: skip
    if not tiles or sum(figure.value is not None for figure in found.values()) < SHADES:
        return None  # too few for shades that hold a sixth each
    some = next(iter(found.values()), None)
    unit = some.unit if some else measure.counts
    one = site.words.kind("borough").one
    return charts.TileGrid(f"{measure.title} by {one}, {period.label()}", f"{unit[:1].upper()}{unit[1:]} in each {one}.",
                           tiles, legend)  # fmt: skip


def _tile_text(figure: Figure | None, short: bool = False) -> str:
    if figure is None or figure.value is None:
        return figure.symbol or "[x]" if figure else "[x]"
    whole = figure.kind in ("count", "level") and not figure.measure.per_cent
    return words.compact(figure.value) if short and whole else wording.value(figure)


def _tile_detail(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "not available"
    change = wording.change(figure)
    unit = "" if figure.measure.per_cent else f" {figure.unit}"
    return f"{wording.value(figure)}{unit}{', ' if change else ''}{change}"


def _shades(measure: Measure, found: dict[str, Figure]) -> tuple[dict[str, int], tuple[charts.LegendEntry, ...]]:
    """Sixths by rank, equal values alike, and what each sixth holds."""
    values = {area: figure.value for area, figure in found.items() if figure.value is not None}
    ordered = sorted(values.values())
    shades = {area: ordered.index(value) * SHADES // len(ordered) for area, value in values.items()}
    entries = []
    for shade in sorted(set(shades.values())):
        inside = sorted(values[area] for area, at in shades.items() if at == shade)
        kind = next(iter(found.values())).kind
        low, high = (wording.amount(measure, value, kind) for value in (inside[0], inside[-1]))
        entries.append(charts.LegendEntry(shade, low if low == high else f"{low} to {high}"))
    return shades, (*entries, charts.LegendEntry(None, "not available"))


def comparison_lines(site: Site, measure: Measure, areas: Sequence[Area]) -> charts.MultiLineChart | None:
    """Two to four areas on one measure; counts as rolling twelve months, which seasons do not hide."""
    found = [(area, rolling(site.release, measure, area)) for area in areas]
    lines = [(area, points) for area, points in found if points]
    if not any(sum(point.value is not None for point in points) > 1 for _area, points in lines):
        return None  # a line needs two points
    longest = max((points for _area, points in lines), key=len)
    return charts.MultiLineChart(
        title=f"{measure.title} in {', '.join(area.name for area, _points in lines)}",
        description=" ".join(f"{area.name}: {describe(measure, points)}" for area, points in lines),
        series=tuple(charts.Series(area.name, points) for area, points in lines),
        unit=f"{measure.counts} in 12 months"
        if measure.kind == "count" and measure.derives
        else unit_of(measure, None),
        breaks=within(breaks_of(site.release, measure), longest),
        window=_window(site.plan, longest),
        y_from_zero=counted(measure),
        kind="share" if measure.ratio else "",
    )


def rolling(release: Release, measure: Measure, area: Area) -> tuple[charts.Point, ...]:
    """What a comparison draws of one area."""
    found = line(release, measure, area)
    if found is None:
        return ()
    if measure.derives and found.series.step == 1:
        return found.rolling()
    last = release.latest(measure.id, area.kind)
    return found.points(last.last if last else None)


def printed_line(measure: Measure, area: Area, found: Sequence[Figure]) -> charts.LineChart | None:
    """A small line of printed figures of one kind of period; None where there are not two."""
    kinds = {figure.period.kind for figure in found if figure.value is not None}
    if len(kinds) != 1 or len({figure.period for figure in found}) < 2:
        return None
    shown = tuple(
        charts.Point.of(figure.period, figure.value) for figure in sorted(found, key=lambda item: item.period.last)
    )
    parts = any(item.value != item.value.to_integral_value() for item in found if item.value is not None)
    return charts.LineChart(
        title=f"{measure.title} {wording.place_known(area)}, as printed", description=describe(measure, shown), points=shown,
        unit=unit_of(measure, None), y_from_zero=counted(measure), kind="share" if measure.ratio and parts else "",
    )  # fmt: skip
