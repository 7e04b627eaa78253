"""Places: what lies where, and every measure that exists there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.pack import KindName
from peelian.figures.releases.figure import Figure
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors import judging, readings, tables
from peelian.public.selectors.lines import sparks
from peelian.public.selectors.readings import Reading
from peelian.public.selectors.signals import Looks
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui.components import ChartBlock
from peelian.ui.format import number

SMALLEST = ("ward", "lsoa")
"""Kinds that lie in a borough, have no outline of their own, and are too many for one list."""


@dataclass(frozen=True)
class Line:
    """A measure at the area: the latest figure, its recent past, and whether its last months are beyond chance."""

    reading: Reading
    spark: charts.Spark | None
    judged: judging.Judged | None


@dataclass(frozen=True)
class Group:
    """Measures under one heading."""

    title: str
    lines: list[Line]

    @property
    def period(self) -> str:
        """The period that all of them are of, said once beneath the heading; empty where they differ."""
        periods = {line.reading.period for line in self.lines}
        return periods.pop() if len(periods) == 1 else ""

    @property
    def compares(self) -> bool:
        """Whether anything can be said of the year before for any of them."""
        return any(line.reading.figure.comparison for line in self.lines)


@dataclass(frozen=True)
class AreaPage:
    """A place with everything known of it."""

    site: Site
    area: Area

    @property
    def release(self) -> Release:
        """The release shown."""
        return self.site.release

    @property
    def place(self) -> str:
        """The name within a sentence: ``the City of London``."""
        return wording.place(self.area)

    @property
    def kind(self) -> str:
        """``borough``."""
        return self.site.words.kind(self.area.kind).one

    @cached_property
    def total(self) -> Figure | None:
        """The pack's headline measure in its latest period, where a file holds it for the place."""
        measure = self.release.catalogue.measures.get(self.site.words.headline or "")
        held = measure is not None and readings.has_series(self.release, measure, self.area)
        return readings.latest(self.release, measure, self.area) if held and measure else None

    @cached_property
    def rate(self) -> Figure | None:
        """The same per 1,000 residents, where they are known."""
        if (
            self.total is None
            or self.total.value is None
            or self.total.period.months != 12
            or not self.total.measure.rates
        ):
            return None
        found = readings.latest(self.release, self.total.measure, self.area, "rate")
        return found if found and found.value is not None else None

    @property
    def say(self) -> str:
        """What the page leads with: how many offences, against the year before, and per resident."""
        if self.total is None or self.total.value is None:
            return ""
        rate = f" That is {wording.value(self.rate)} per 1,000 residents." if self.rate else ""
        return f"{wording.say(self.total)}{rate}"

    @property
    def judged(self) -> str:
        """Whether the last months of what the page leads with are more than chance, in a sentence."""
        if self.total is None:
            return ""
        found = judging.judged(self.site, self.total.measure, self.area)
        if found is None:
            return "Whether that is more than chance is not tested: the months of so small a place hold too little."
        return f"{found.heading}: {found.sentence}"

    @property
    def doubt(self) -> str:
        """What to know of the residents behind that rate."""
        return tables.projected(self.release, [self.area], self.total.period) if self.rate and self.total else ""

    @cached_property
    def groups(self) -> list[Group]:
        """Measures with a series here, by group."""
        lines: dict[str, list[Line]] = {}
        for measure in self.release.measures_at(self.area.id):
            if not readings.has_series(self.release, measure, self.area) or measure.id == "population":
                continue
            found = readings.reading(self.site, measure, self.area)
            if found:
                lines.setdefault(measure.group, []).append(
                    Line(found, self._spark(measure), judging.judged(self.site, measure, self.area))
                )
        return [Group(title, lines[group]) for group, title, _items in readings.groups(self.release) if group in lines]

    def _spark(self, measure: Measure) -> charts.Spark | None:
        return sparks(self.release, measure, [self.area]).get(self.area.id)

    @property
    def compares(self) -> bool:
        """Whether any of them can be set against the year before."""
        return any(group.compares for group in self.groups)

    @cached_property
    def looks(self) -> Looks:
        """How many verdicts the page shows, and how many chance would turn."""
        return Looks.at(line.judged.found for group in self.groups for line in group.lines if line.judged)

    @property
    def provisional(self) -> bool:
        """Whether later files may still change any of them."""
        return any(line.reading.figure.provisional for group in self.groups for line in group.lines)

    @cached_property
    def printed_only(self) -> list[Reading]:
        """Measures that only documents give here."""
        found = [readings.reading(self.site, measure, self.area)
                 for measure in self.release.measures_at(self.area.id)
                 if not readings.has_series(self.release, measure, self.area)]  # fmt: skip
        return [item for item in found if item]

    @cached_property
    def population(self) -> Figure | None:
        """The latest number of residents, where a file gives it."""
        measure = self.release.catalogue.measures.get("population")
        return readings.latest(self.release, measure, self.area) if measure else None

    @property
    def census(self) -> str:
        """Residents at the census of 2021, rounded, where the pack has them."""
        return number(self.area.population) if self.area.population else ""

    @cached_property
    def above(self) -> list[Area]:
        """What it lies in: ward, borough, command unit, force, region."""
        names = [self.area.parent, self.area.bcu, self.area.policed_by]
        home = self.borough if self.area.kind in SMALLEST else None
        names += [home.id, home.bcu, home.policed_by] if home else []
        return [self.release.areas[name] for name in dict.fromkeys(names) if name and name in self.release.areas]

    @cached_property
    def wards(self) -> list[Area]:
        """The wards of a borough."""
        return self.inside("ward")

    @cached_property
    def small_areas(self) -> list[Area]:
        """The small areas of a borough or ward."""
        return self.inside("lsoa")

    def inside(self, kind: str) -> list[Area]:
        """The areas of a kind that lie in this one, by name."""
        every = self.release.areas
        return [area for area in every.of_kind(kind) if area.id != self.area.id and self._holds(area)]

    def _holds(self, area: Area) -> bool:
        return self.area.kind in ("ward", "borough") and self.release.areas.within(area, self.area.kind) == self.area.id

    @property
    def borough(self) -> Area | None:
        """The borough that it is or lies in."""
        return self.release.areas.by_id.get(self.release.areas.within(self.area, "borough") or "")

    @property
    def small_list(self) -> str:
        """Where all the small areas of its borough are listed."""
        return f"/areas?kind=lsoa&in={self.borough.id}" if self.borough else ""

    @cached_property
    def boroughs(self) -> list[Area]:
        """The boroughs of a command unit, force or region; for a borough, those of the same command unit."""
        every = self.release.areas.of_kind("borough")
        if self.area.kind == "bcu":
            return [area for area in every if area.bcu == self.area.id]
        if self.area.kind in ("force", "region"):
            return [area for area in every if self.area.id in (area.policed_by, area.parent)]
        return [area for area in every if self.area.bcu and area.bcu == self.area.bcu and area.id != self.area.id]

    @cached_property
    def units(self) -> list[Area]:
        """The command units of a force."""
        return [area for area in self.release.areas.of_kind("bcu") if area.policed_by == self.area.id]

    @cached_property
    def siblings(self) -> list[Area]:
        """The others of its kind in the same place, for the smallest kinds."""
        if self.area.kind not in SMALLEST or self.borough is None:
            return []
        areas = self.release.areas
        home = self.borough.id
        return [area for area in areas.of_kind(self.area.kind)
                if area.id != self.area.id and areas.within(area, "borough") == home]  # fmt: skip

    @property
    def force(self) -> Area:
        """The area that the site is about."""
        return self.site.home

    @property
    def explained(self) -> str:
        """What the pack says of the place."""
        return self.area.note or ""

    @property
    def elsewhere(self) -> Area | None:
        """The other force that polices it."""
        policed = self.area.policed_by
        return self.release.areas[policed] if policed and policed != self.site.home.id else None

    @cached_property
    def map(self) -> ChartBlock | None:
        """Where it lies, drawn from loaded boundaries."""
        lit = self._lit()
        if not self.release.outlines or not lit:
            return None
        drawn = charts.LocatorMap(
            title=f"Where {self.area.name} lies",
            description=f"{self._kind(lit).many[:1].upper()}{self._kind(lit).many[1:]}; {self._lit_words()} is marked.",
            outlines=tuple(_outline(self.release, code, rings) for code, rings in self.release.outlines.items()
                           if code in self.release.areas), current_id=lit,
        )  # fmt: skip
        note = (
            ""
            if lit == self.area.id
            else f"Marked: the {self._kind(lit).one} of {self.release.areas[lit].name}, in which the {self.kind} lies."
        )
        return ChartBlock("map", "Where it lies", drawn, how_to_read=note)

    def _lit(self) -> str | None:
        shown = self.borough if self.area.kind in SMALLEST else self.area
        return shown.id if shown and shown.id in self.release.outlines else None

    def _kind(self, area_id: str) -> KindName:
        return self.site.words.kind(self.release.areas[area_id].kind)

    def _lit_words(self) -> str:
        return self.release.areas[self._lit() or self.area.id].name

    @property
    def all_figures(self) -> list[Figure]:
        """Every figure of the page, for its downloads."""
        found = [line.reading.figure for group in self.groups for line in group.lines]
        found += [self.rate] if self.rate else []
        found += [item.figure for item in self.printed_only]
        return found + ([self.population] if self.population else [])


def _outline(release: Release, code: str, rings: list[list[list[float]]]) -> charts.Outline:
    name = release.areas[code].name if code in release.areas else code
    return charts.Outline(code, name, f"/areas/{code}", tuple(tuple((x, y) for x, y in ring) for ring in rings))
