"""A measure's pictures: over time for one area, across all boroughs, and small in a table's cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute import derive
from peelian.figures.compute.series import MISSING, PRESENT, PROVISIONAL, Series
from peelian.figures.periods import Period, month_name, parse_month
from peelian.figures.releases.figure import Figure
from peelian.figures.releases.release import Release
from peelian.plans.records import Plan
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words

SPARK_MONTHS, SPARK_MOST, SPARK_STEP = (
    60,
    30,
    3,
)  # five years, by quarter: as much as a line the size of a word can show


def plan_window(plan: Plan) -> charts.Window:
    """The plan's own years, shaded on every chart."""
    first, last = parse_month(plan.first_month), parse_month(plan.last_month)
    return charts.Window(first, last, f"the plan’s years, {first // 12}–{last // 12 % 100:02d}")


def held_places(series: Series) -> range:
    """From the first to the last period that a file holds."""
    held = series.supplied
    return range(held[0], held[-1] + 1) if held else range(0)


def own_period(series: Series, place: int) -> Period:
    """The period at a place of a series: a month, a survey's twelve months, a year."""
    last = series.first + series.step * place
    return Period.of({1: "month", 3: "r12", 12: "year"}[series.step], last)  # type: ignore[arg-type]


def symbol_at(series: Series, row: int, place: int) -> str | None:
    """Why a cell has no value."""
    state = int(series.states[row, place])
    return None if state == PRESENT else ("[x]" if state == MISSING else "[c]")


def value_at(series: Series, row: int, place: int) -> Decimal | None:
    """A cell's value."""
    return series.value(int(series.values[row, place])) if series.states[row, place] == PRESENT else None


def points(series: Series, area: Area, upto: int | None = None) -> tuple[charts.Point, ...]:
    """The whole history of an area, gaps included; projections beyond ``upto`` stay out."""
    row = series.row_of[area.id]
    return tuple(
        charts.Point.of(own_period(series, place), value_at(series, row, place), symbol_at(series, row, place))
        for place in held_places(series)
        if upto is None or series.first + series.step * place <= upto
    )


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
    series = site.release.series(measure.id, area.kind)
    if series is None or area.id not in series.row_of:
        return None
    shown = points(series, area, _last_shown(site.release, measure, area))
    if not shown:
        return None
    return charts.LineChart(
        title=f"{measure.title} {wording.place_known(area)}, {_range_words(series, shown)}",
        description=describe(measure, shown),
        points=shown,
        unit=unit_of(measure, series),
        breaks=within(breaks_of(site.release, measure), shown),
        joins=_joins(site, series),
        window=_window(site.plan, shown),
        marks=_provisional(series, area),
        y_from_zero=measure.kind == "count",
    )


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
    how = {1: "by month", 3: "twelve months to each quarter", 12: "by year"}[series.step]
    return f"{how}, {month_name(shown[0].at)} to {month_name(shown[-1].at)}"


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


def _provisional(series: Series, area: Area) -> tuple[charts.Mark, ...]:
    row = series.row_of[area.id]
    return tuple(
        charts.Mark(series.first + series.step * place, "ring",
                    f"{month_name(series.first + series.step * place)}: provisional, later files may still change it")
        for place in held_places(series)
        if series.flags[row, place] & PROVISIONAL
    )  # fmt: skip


def spark_span(series: Series) -> str:
    """What a small line of a series covers: ``2021 to 2025``."""
    shown = _spark_places(series)
    if not shown:
        return ""
    first, last = (month_name(series.first + series.step * place) for place in (shown[0], shown[-1]))
    return f"{first} to {last}" if series.step < 12 else f"{first[-4:]} to {last[-4:]}"


def _spark_places(series: Series) -> list[int]:
    """The places of a series that a small line draws: those of five years, thinned."""
    places = [place for place in held_places(series) if place >= (11 if series.step == 1 else 0)]
    recent = places[-(SPARK_MONTHS // series.step) :]
    return recent[::-1][:: SPARK_STEP if len(recent) > SPARK_MOST else 1][::-1]


def history_sparks(series: Series, areas: Sequence[Area], title: str) -> dict[str, charts.Spark]:
    """Up to five years of rolling twelve months (or of a survey's own figures) for some areas of a series."""
    held = [area for area in areas if area.id in series.row_of]
    rows = [series.row_of[area.id] for area in held]
    part = replace(
        series, areas=tuple(area.id for area in held),
        values=series.values[rows], states=series.states[rows], flags=series.flags[rows],
    )  # fmt: skip
    window = derive.sums(part, 12) if series.step == 1 else part
    shown, scale = _spark_places(series), 10**series.scale
    named = f"{title}, {spark_span(series)}"
    return {
        area.id: charts.Spark(named, tuple(int(values[at]) / scale if states[at] == PRESENT else None for at in shown))
        for area, values, states in zip(held, window.values, window.states, strict=True)
    }


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
    if not tiles:
        return None
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
    shades = {area: ordered.index(value) * 6 // len(ordered) for area, value in values.items()}
    entries = []
    for shade in sorted(set(shades.values())):
        inside = sorted(values[area] for area, at in shades.items() if at == shade)
        kind = next(iter(found.values())).kind
        low, high = (wording.amount(measure, value, kind) for value in (inside[0], inside[-1]))
        entries.append(charts.LegendEntry(shade, low if low == high else f"{low} to {high}"))
    return shades, (*entries, charts.LegendEntry(None, "not available"))


def comparison_lines(site: Site, measure: Measure, areas: Sequence[Area]) -> charts.MultiLineChart | None:
    """Two to four areas on one measure; counts as rolling twelve months, which seasons do not hide."""
    lines = [(area, line) for area in areas if (line := rolling(site.release, measure, area))]
    if not lines:
        return None
    longest = max((line for _area, line in lines), key=len)
    return charts.MultiLineChart(
        title=f"{measure.title} in {', '.join(area.name for area, _line in lines)}",
        description=" ".join(f"{area.name}: {describe(measure, line)}" for area, line in lines),
        series=tuple(charts.Series(area.name, line) for area, line in lines),
        unit=f"{measure.counts} in 12 months" if measure.derives else unit_of(measure, None),
        breaks=within(breaks_of(site.release, measure), longest),
        window=_window(site.plan, longest),
        y_from_zero=measure.kind == "count",
    )


def rolling(release: Release, measure: Measure, area: Area) -> tuple[charts.Point, ...]:
    """What a comparison draws of one area."""
    series = release.series(measure.id, area.kind)
    if series is None or area.id not in series.row_of:
        return ()
    if not measure.derives:
        last = release.latest(measure.id, area.kind)
        return points(series, area, last.last if last else None)
    window, row = derive.sums(series, 12), series.row_of[area.id]
    return tuple(
        charts.Point(series.first + place, series.value(int(window.values[row, place])))
        if window.states[row, place] == PRESENT else charts.Point(series.first + place, None, "[x]")
        for place in held_places(series)
        if place >= 11
    )  # fmt: skip


def printed_line(measure: Measure, area: Area, found: Sequence[Figure]) -> charts.LineChart | None:
    """A small line of printed figures of one kind of period; None where there are not two."""
    kinds = {figure.period.kind for figure in found if figure.value is not None}
    if len(kinds) != 1 or len({figure.period for figure in found}) < 2:
        return None
    shown = tuple(
        charts.Point.of(figure.period, figure.value) for figure in sorted(found, key=lambda item: item.period.last)
    )
    return charts.LineChart(
        title=f"{measure.title} {wording.place_known(area)}, as printed", description=describe(measure, shown), points=shown,
        unit=unit_of(measure, None), y_from_zero=measure.kind == "count",
    )  # fmt: skip
