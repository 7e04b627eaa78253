"""Everything one page about a measure shows, for one area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.periods import month_name
from peelian.figures.releases.figure import Figure
from peelian.public import wording
from peelian.public.selectors import definition, pictures, plan, readings, tables
from peelian.public.site import Site
from peelian.ui.components import ChartBlock, EmptyState, Fact, FigureTable, Link


@dataclass(frozen=True)
class MeasurePage:
    """A measure at an area; what no source carries is None or empty."""

    site: Site
    measure: Measure
    area: Area
    query: Mapping[str, str]

    @cached_property
    def figure(self) -> Figure | None:
        """What the page leads with."""
        return readings.latest(self.site.release, self.measure, self.area)

    @property
    def address(self) -> str:
        """The page, without the form of a download."""
        return readings.measure_address(self.measure, self.area, self.site.plan)

    @property
    def has_series(self) -> bool:
        """Whether a loaded source carries it here."""
        return readings.has_series(self.site.release, self.measure, self.area)

    @property
    def say(self) -> str:
        """The one sentence."""
        return wording.say(self.figure) if self.figure else ""

    @property
    def after_plan(self) -> str:
        """Said where the figure is from after the plan."""
        return plan.after_plan_note(self.site.release, self.site.plan, self.figure.period.last) if self.figure else ""

    @property
    def title(self) -> str:
        """``Burglary in Havering``."""
        return f"{self.measure.title} {wording.place_known(self.area)}"

    @property
    def where(self) -> str:
        """The line beneath the title."""
        series = self.site.release.series(self.measure.id, self.area.kind)
        parts = [self.measure.question]
        if self.figure and self.has_series and series is not None:
            how = {1: "By month", 3: "By quarter, twelve months each", 12: "By year"}[series.step]
            parts.append(f"{how}, to {month_name(self.figure.period.last)}.")
        parts.append(f"Released {wording.released(self.site.release)}.")
        return " ".join(parts)

    @cached_property
    def reading(self) -> readings.Reading | None:
        """The figure in words."""
        return readings.Reading(self.figure, self.site.plan) if self.figure else None

    @cached_property
    def chart(self) -> ChartBlock | None:
        """Over time."""
        drawn = pictures.over_time(self.site, self.measure, self.area)
        if drawn is None:
            return self._printed_chart()
        source, source_href = self._source()
        return ChartBlock(
            "over-time", _heading(self.site, self.measure, self.area), drawn, how_to_read=_how_to_read(drawn),
            source=source, source_href=source_href,
            links=(Link("The numbers", "#numbers"), Link("CSV", f"{self.address}.csv"), Link("JSON", f"{self.address}.json"),
                   *self._working_link(), Link("Cite", "#cite")),
        )  # fmt: skip

    def _source(self) -> tuple[str, str]:
        """The newest file of the chart in words, and its page."""
        found = self._newest_input()
        newest = self.site.release.inputs[found] if found else None
        if newest is None:
            return "", ""
        dataset = self.site.release.catalogue.datasets[newest["dataset"]]
        when = pictures.vintage_words(newest["vintage"])
        return (
            f"{dataset.publisher}, {dataset.title.lower()}, newest file: {when}",
            f"/snapshots/{newest['snapshot'][:12]}",
        )

    def _working_link(self) -> tuple[Link, ...]:
        return (Link("How this figure is made", readings.figure_address(self.figure)),) if self.figure else ()

    def _newest_input(self) -> str | None:
        series = self.site.release.series(self.measure.id, self.area.kind)
        if series is None or not len(series.origin) or series.origin.max() < 0:
            return None
        found = series.inputs[int(series.origin[series.origin >= 0][-1])]
        return found if found in self.site.release.inputs else None

    def _printed_chart(self) -> ChartBlock | None:
        found = [
            readings.try_figure(self.site.release, self.measure, self.area, period)
            for period in self._printed_periods()
        ]
        drawn = pictures.printed_line(self.measure, self.area, [item for item in found if item is not None])
        if drawn is None:
            return None
        return ChartBlock("over-time", "As printed in reports", drawn, links=self._working_link(),
                          how_to_read="Only what documents print: each point is one printed figure.")  # fmt: skip

    def _printed_periods(self) -> list[tables.Period]:
        found = {}
        for row in readings.printed_rows(self.site.release, self.measure, self.area):
            for period, value in ((row["period"], row["value"]), (row["compared_period"], row["compared_value"])):
                if period and value != "":
                    found[period] = tables.Period.parse(period)
        return sorted(found.values())

    @cached_property
    def history(self) -> FigureTable | None:
        """The chart's numbers."""
        series = self.site.release.series(self.measure.id, self.area.kind)
        if series is None or self.area.id not in series.row_of:
            return None
        newest = self.site.release.latest(self.measure.id, self.area.kind)
        return tables.history_table(self.measure, self.area, series, newest.last if newest else None)

    @cached_property
    def boroughs(self) -> tables.AreaFigures | None:
        """The measure across all boroughs."""
        areas = self.site.release.areas.of_kind("borough")
        return tables.at_areas(self.site.release, self.measure, areas, "borough")

    @cached_property
    def tiles(self) -> ChartBlock | None:
        """All boroughs, one tile each: rates where residents are known."""
        if self.boroughs is None or self.area.kind == "ward":
            return None
        shown = self.boroughs.rates or self.boroughs.found
        unit = "per 1,000 residents" if self.boroughs.rates else self.measure.counts
        drawn = pictures.tile_grid(self.site, self.measure, shown, self.area, self.boroughs.period)
        return ChartBlock("tiles", "Across London" if self.area.kind == "region" else "Borough by borough", drawn,
                          how_to_read=f"{unit[:1].upper()}{unit[1:]}, {self.boroughs.period.label()}. Every borough the same size, "
                          "roughly where it lies; each shade holds a sixth of them. Hatched: no figure.",
                          links=(Link("Table of boroughs", "#boroughs"),))  # fmt: skip

    @cached_property
    def borough_table(self) -> FigureTable | None:
        """All boroughs, sortable; the whole force beneath."""
        if self.boroughs is None or self.area.kind == "ward":
            return None
        areas = self.site.release.areas
        order = tables.Order.of(self.query, tables.columns_of(self.boroughs)[:-1])
        return tables.area_table(
            self.site, self.boroughs, areas.of_kind("borough"), table_id="boroughs", order=order, current=self.area,
            caption=f"{self.measure.title} by borough, {self.boroughs.period.label()} against the year before",
            total=areas[self.site.plan.area],
        )  # fmt: skip

    @cached_property
    def units(self) -> tables.AreaFigures | None:
        """The command units, on the page of the force or of one of them."""
        if self.area.kind not in ("force", "bcu"):
            return None
        return tables.at_areas(self.site.release, self.measure, self.site.release.areas.of_kind("bcu"), "bcu")

    @cached_property
    def units_table(self) -> FigureTable | None:
        """The same as a table."""
        shown = self.units
        if shown is None or not shown.found:
            return None
        order = tables.Order.of(self.query, tables.columns_of(shown)[:-1])
        areas = self.site.release.areas.of_kind("bcu")
        return tables.area_table(self.site, shown, areas, table_id="units", order=order, current=self.area,
                                 caption=f"{self.measure.title} by command unit, {shown.period.label()}")  # fmt: skip

    @cached_property
    def others(self) -> list[readings.Reading]:
        """Places in the force's total that are no boroughs."""
        found = [readings.reading(self.site.release, self.site.plan, self.measure, area)
                 for area in self.site.release.areas.of_kind("other")]  # fmt: skip
        return [item for item in found if item and not item.printed]

    @cached_property
    def ward_figures(self) -> tables.AreaFigures | None:
        """The wards of the borough that the page is about or lies in."""
        home = self.area.id if self.area.kind == "borough" else (self.area.parent if self.area.kind == "ward" else None)
        wards = [area for area in self.site.release.areas.of_kind("ward") if home and area.parent == home]
        shown = tables.at_areas(self.site.release, self.measure, wards, "ward") if wards else None
        return shown if shown and shown.found else None

    @cached_property
    def ward_table(self) -> FigureTable | None:
        """Those wards, sortable."""
        shown = self.ward_figures
        if shown is None:
            return None
        areas = self.site.release.areas
        home = areas[self.area.parent or ""] if self.area.kind == "ward" else self.area
        order = tables.Order.of(self.query, tables.columns_of(shown)[:-1])
        return tables.area_table(
            self.site, shown, [areas[name] for name in shown.found], table_id="wards", order=order, current=self.area,
            caption=f"{self.measure.title} by ward of {home.name}, {shown.period.label()}",
        )  # fmt: skip

    @cached_property
    def yardsticks(self) -> list[plan.YardstickReading]:
        """What the plan wants of this measure: one or two readings."""
        return [plan.read(self.site, item) for item in self.site.plan.yardsticks_on(self.measure.id)]

    @property
    def opposed(self) -> bool:
        """Whether the plan reads the series both ways."""
        return any(item.opposite for item in self.yardsticks)

    @cached_property
    def printed(self) -> list[tables.Printed]:
        """Printed figures beside the files' own."""
        return tables.printed_beside(self.site.release, self.measure, self.area)

    @cached_property
    def printed_table(self) -> FigureTable | None:
        """The same as a table."""
        return tables.printed_table(self.measure, self.printed) if self.printed else None

    @property
    def breaks(self) -> list[Break]:
        """Breaks of the measure, earliest first."""
        return self.site.release.catalogue.breaks_of(self.measure)

    @property
    def crossed(self) -> list[Break]:
        """Breaks between the figure and the year before."""
        compared = self.figure.comparison if self.figure else None
        return [self.site.release.catalogue.breaks[name] for name in compared.breaks] if compared else []

    @property
    def empty(self) -> EmptyState | None:
        """What is missing, who holds it."""
        return None if self.has_series else definition.nothing_here(self.site, self.measure, self.area)

    @property
    def definition(self) -> list[Fact]:
        """What is counted, by whom, and who checked that."""
        return definition.facts(self.site.release.catalogue, self.measure)

    @property
    def all_figures(self) -> list[Figure]:
        """Every figure of the page, for its downloads: the chart, then the tables."""
        release = self.site.release
        found = tables.history_figures(release, self.measure, self.area)
        found += [self.figure] if self.figure else []
        for shown in (self.boroughs if self.area.kind != "ward" else None, self.ward_figures, self.units):
            found += shown.all if shown else []
        found += [item.figure for item in self.others] if self.borough_table else []
        unique = {(item.area.id, str(item.period), item.kind): item for item in found}
        return list(unique.values())


def _heading(site: Site, measure: Measure, area: Area) -> str:
    series = site.release.series(measure.id, area.kind)
    if series is not None and series.step == 3:
        return "The survey’s rolling year, quarter by quarter"
    return "Year by year" if series is not None and series.step == 12 else "Month by month"


def _how_to_read(drawn: pictures.charts.LineChart) -> str:
    parts = []
    if drawn.points and len(drawn.points) > 1 and drawn.points[1].at - drawn.points[0].at == 3:
        parts.append("Each point is twelve months of interviews: two neighbours share nine of them.")
    if drawn.window:
        parts.append("Shaded: the plan’s years.")
    if drawn.joins:
        parts.append("Ticks on the axis: a newer file starts.")
    if drawn.marks:
        parts.append("Rings: provisional, later files may still change them.")
    if any(point.value is None for point in drawn.points):
        parts.append("Gaps: [x] not available.")
    return " ".join(parts)
