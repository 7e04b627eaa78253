"""A measure across places: tiles and tables of boroughs, command units, wards and small areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.pack import KindName
from peelian.figures.releases.figure import Figure
from peelian.public.paging import Paged, paged
from peelian.public.selectors import pictures, readings, tables
from peelian.public.selectors.areas import SMALLEST
from peelian.public.selectors.beside import SideBySide, side_by_side
from peelian.public.site import Site
from peelian.ui.components import ChartBlock, FigureTable, Link, Row

PAGE = 25
INNER = {"ward": "wards", "lsoa": "small"}
"""Kinds that lie in a borough, and what their table is called in addresses."""


@dataclass(frozen=True)
class Inner:
    """The smallest places of one kind in a borough: their table, a page at a time, and what to know before they are added up."""

    kind: str
    table: FigureTable
    pages: Paged[Row]
    what: str
    note: str


@dataclass(frozen=True)
class Places:
    """A measure across the places around an area; what no source carries is None or empty."""

    site: Site
    measure: Measure
    area: Area
    query: Mapping[str, str]

    @property
    def _borough(self) -> KindName:
        return self.site.words.kind("borough")

    @cached_property
    def boroughs(self) -> tables.AreaFigures | None:
        """The measure across all boroughs; not on the page of a place inside one."""
        if self.area.kind in SMALLEST:
            return None
        areas = self.site.release.areas.of_kind("borough")
        shown = tables.at_areas(self.site.release, self.measure, areas, "borough")
        return shown if shown and shown.found else None

    @cached_property
    def beside(self) -> SideBySide | None:
        """The boroughs side by side."""
        return side_by_side(self.site, self.measure, self.area, self.boroughs)

    @cached_property
    def tiles(self) -> ChartBlock | None:
        """All boroughs, one tile each: rates where residents are known."""
        if self.boroughs is None:
            return None
        shown = self.boroughs.rates or self.boroughs.found
        unit = "per 1,000 residents" if self.boroughs.rates else self.measure.counts
        drawn = pictures.tile_grid(self.site, self.measure, shown, self.area, self.boroughs.period)
        if drawn is None:
            return None
        name = self._borough
        doubt = f" {self.boroughs.doubt}" if self.boroughs.doubt else ""
        links = [Link(f"Table of {name.many}", "#boroughs"), *([tables.RESIDENTS] if doubt else [])]
        how = f"{unit[:1].upper()}{unit[1:]}, {self.boroughs.period.label()}. Every {name.one} the same size, roughly where it "
        how += f"lies; each shade holds a sixth of them. Hatched: no figure.{doubt}"
        heading = f"{name.one[:1].upper()}{name.one[1:]} by {name.one}"
        return ChartBlock("tiles", heading, drawn, how_to_read=how, links=tuple(links))

    @cached_property
    def borough_table(self) -> FigureTable | None:
        """All boroughs, sortable; the whole force beneath."""
        if self.boroughs is None:
            return None
        against = " against the year before" if "before" in tables.columns_of(self.boroughs) else ""
        caption = f"{self.measure.title} by {self._borough.one}, {self.boroughs.period.label()}{against}"
        areas = self.site.release.areas.of_kind("borough")
        told = {area.id: self.beside.said(area) for area in areas} if self.beside else {}
        return self._table(replace(self.boroughs, beside=told), areas, "boroughs", caption, total=self.site.home)

    @cached_property
    def units(self) -> tables.AreaFigures | None:
        """The command units, on the page of the force or of one of them."""
        if self.area.kind not in ("force", "bcu"):
            return None
        shown = tables.at_areas(self.site.release, self.measure, self.site.release.areas.of_kind("bcu"), "bcu")
        return shown if shown and shown.found else None

    @cached_property
    def units_table(self) -> FigureTable | None:
        """The same as a table."""
        if self.units is None:
            return None
        caption = f"{self.measure.title} by {self.site.words.kind('bcu').one}, {self.units.period.label()}"
        return self._table(self.units, self.site.release.areas.of_kind("bcu"), "units", caption)

    def _table(
        self, shown: tables.AreaFigures, areas: list[Area], name: str, caption: str, total: Area | None = None
    ) -> FigureTable:
        order = tables.Order.of(self.query, name, tables.columns_of(shown)[:-1])
        return tables.area_table(
            self.site, shown, areas, table_id=name, order=order, current=self.area, caption=caption, total=total
        )

    @cached_property
    def others(self) -> list[readings.Reading]:
        """Places in the force's total that are no boroughs."""
        found = [readings.reading(self.site, self.measure, area) for area in self.site.release.areas.of_kind("other")]
        return [item for item in found if item and not item.printed]

    @cached_property
    def home(self) -> Area | None:
        """The borough that the area is or lies in; of a force, the one that it has, if it has but one."""
        areas = self.site.release.areas
        if self.area.kind == "force":
            inside = [area for area in areas.of_kind("borough") if area.policed_by == self.area.id]
            return inside[0] if len(inside) == 1 else None
        return areas.by_id.get(areas.within(self.area, "borough") or "")

    @cached_property
    def inner_figures(self) -> dict[str, tables.AreaFigures]:
        """The smallest places of that borough, by kind."""
        found = {}
        areas = self.site.release.areas
        for kind in INNER if self.home else ():
            inside = [
                area for area in areas.of_kind(kind) if self.home and areas.within(area, "borough") == self.home.id
            ]
            shown = tables.at_areas(self.site.release, self.measure, inside, kind) if inside else None
            if shown and shown.found:
                found[kind] = shown
        return found

    @cached_property
    def inner(self) -> list[Inner]:
        """The same as tables: on the page of the borough, and of one of its smallest places those of its own kind."""
        kinds = [kind for kind in self.inner_figures if self.area.kind in (kind, "borough", "force")]
        return [self._inner(kind, self.inner_figures[kind]) for kind in kinds]

    def _inner(self, kind: str, shown: tables.AreaFigures) -> Inner:
        name, words = INNER[kind], self.site.words.kind(kind)
        areas = [self.site.release.areas[area] for area in shown.found]
        caption = (
            f"{self.measure.title} by {words.one} of {self.home.name if self.home else ''}, {shown.period.label()}"
        )
        whole = self._table(shown, areas, name, caption)
        here = next((place for place, row in enumerate(whole.rows) if row.current), 0)
        asked = {f"{name}-page": str(here // PAGE + 1), **self.query}
        pages = paged(whole.rows, asked, PAGE, name=f"{name}-page", at=name)
        source = self.measure.source.get(kind)
        note = self.site.release.catalogue.datasets[source.dataset].adds_up if source else ""
        return Inner(kind, replace(whole, rows=tuple(pages.items), sortable=pages.pages == 1), pages, words.many, note)

    @property
    def all_figures(self) -> list[Figure]:
        """Every figure that the tables show."""
        found: list[Figure] = []
        for shown in (self.boroughs, *self.inner_figures.values(), self.units):
            found += shown.all if shown else []
        return found + ([item.figure for item in self.others] if self.borough_table else [])
