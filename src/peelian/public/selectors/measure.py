"""Everything one page about a measure shows, for one area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.periods import Period, month_name
from peelian.figures.releases.figure import Figure, prints_nothing
from peelian.public import wording
from peelian.public.selectors import (
    campaigns,
    control,
    definition,
    history,
    judging,
    pictures,
    plan,
    printed,
    ratings,
    readings,
    revisions,
    said,
)
from peelian.public.selectors.lines import RHYTHMS, line
from peelian.public.selectors.places import Places
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
        return self.site.measure_address(self.measure, self.area)

    @property
    def has_series(self) -> bool:
        """Whether a loaded source carries it here."""
        return readings.has_series(self.site.release, self.measure, self.area)

    @property
    def revisions(self) -> str:
        """Where its revisions are; empty where no two files give one month."""
        return revisions.address(self.measure, self.area) if revisions.kept(self.site, self.measure, self.area) else ""

    @property
    def say(self) -> str:
        """The one sentence; a second one where a campaign hides how the others fare."""
        if self.figure is None:
            return ""
        held = campaigns.without_campaigns_of(self.site, self.figure)
        doubt = printed.doubt_of(self.site.release, self.figure)
        return " ".join(filter(None, [wording.say(self.figure), doubt, *(item.say for item in held)]))

    @property
    def after_plan(self) -> str:
        """Said where the figure is from after the plan."""
        return plan.after_plan_note(self.site.plan, self.figure.period.last) if self.figure else ""

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
            parts.append(f"{RHYTHMS[series.step].where}, to {month_name(self.figure.period.last)}.")
        parts.append(f"Released {wording.released(self.site.release)}.")
        return " ".join(parts)

    @cached_property
    def reading(self) -> readings.Reading | None:
        """The figure in words."""
        return readings.Reading(self.figure, self.site) if self.figure else None

    @cached_property
    def judged(self) -> judging.Judged | None:
        """Whether the last months are more than chance."""
        return judging.judged(self.site, self.measure, self.area)

    @cached_property
    def compared(self) -> list[judging.Compared]:
        """The same of the last year and quarter, against those before."""
        return judging.compared(self.site, self.measure, self.area)

    @property
    def untested(self) -> str:
        """Why the change against the year before is not told from chance; empty where it is."""
        if self.judged:
            return ""
        if self.figure and self.figure.method == "as-printed" and not self.measure.per_cent:
            return "The report sets the two side by side. Whether that is more than chance is not tested."
        if self.measure.per_cent and not self.measure.ratio:
            return (
                "We cannot tell whether that is more than chance: how many people were asked is not published with it."
            )
        if self.measure.kind == "level":
            return "This is a full count and no sample. Whether the movement will last is not tested."
        return "Not tested for chance: a movement of this size may mean nothing."

    @property
    def change(self) -> str:
        """``75 fewer (−3.8%)``: what the card beneath it is about."""
        return wording.change(self.figure) if self.figure else ""

    @property
    def compared_with(self) -> str:
        """After "against": ``the year before``."""
        return wording.compared_with(self.figure) if self.figure else ""

    @cached_property
    def controlled(self) -> control.Controlled | None:
        """Which months are within the usual ups and downs."""
        return control.controlled(self.site, self.measure, self.area)

    @cached_property
    def comments(self) -> list[said.Comment]:
        """What was said of it here when it was released."""
        return said.comments(self.site, measure=self.measure.id, area=self.area.id)

    @cached_property
    def actions(self) -> list[said.Action]:
        """What is done about it here."""
        return said.actions(self.site, measure=self.measure.id, area=self.area.id)

    @cached_property
    def rated(self) -> list[ratings.BodyRating]:
        """What bodies say by rules of their own."""
        return ratings.body_ratings(self.site, self.measure, self.area)

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
        if self.site.release.illustrative:
            return "generated by Peelian, not real", f"/snapshots/{newest['snapshot'][:12]}"
        return (
            f"{dataset.publisher}, {dataset.title}; newest file {readings.file_words(self.site, newest['snapshot'])}",
            f"/snapshots/{newest['snapshot'][:12]}",
        )

    def _working_link(self) -> tuple[Link, ...]:
        return (Link("How this figure is made", readings.figure_address(self.figure)),) if self.figure else ()

    def _newest_input(self) -> str | None:
        series = self.site.release.series(self.measure.id, self.area.kind)
        found = series.newest_input if series is not None else None
        return found if found in self.site.release.inputs else None

    def _printed_chart(self) -> ChartBlock | None:
        if self.figure and wording.doubted(self.figure):
            return None  # a line from one print to the other would draw the very change that is in doubt
        valued = [item for item in self._printed_figures if item.value is not None]
        drawn = pictures.printed_line(self.measure, self.area, valued)
        if drawn is None:
            return None
        return ChartBlock("over-time", "As printed in reports", drawn, links=self._working_link(),
                          how_to_read="Only what documents print: each point is one printed figure.")  # fmt: skip

    def _printed_periods(self) -> list[Period]:
        found = {}
        for row in readings.printed_rows(self.site.release, self.measure, self.area):
            for period, value in ((row["period"], row["value"]), (row["compared_period"], row["compared_value"])):
                if period and (value != "" or prints_nothing(row, period)):
                    found[period] = Period.parse(period)
        return sorted(found.values())

    @cached_property
    def _printed_figures(self) -> list[Figure]:
        """Where no file carries it, every figure that a document prints, oldest first."""
        tried = (
            readings.try_figure(self.site.release, self.measure, self.area, period)
            for period in self._printed_periods()
        )
        return [item for item in tried if item is not None]

    @property
    def too_short(self) -> str:
        """Said where a series is held and is too short to be drawn."""
        if not self.has_series or self.chart is not None or self.figure is None:
            return ""
        return f"Only {self.figure.period.label()} is held for this place: a line needs two points."

    @cached_property
    def numbers(self) -> FigureTable | None:
        """The chart's numbers."""
        found = line(self.site.release, self.measure, self.area)
        newest = self.site.release.latest(self.measure.id, self.area.kind)
        return history.history_table(found, newest.last if newest else None) if found else None

    @cached_property
    def places(self) -> Places:
        """The measure across other places."""
        return Places(self.site, self.measure, self.area, self.query)

    @cached_property
    def yardsticks(self) -> list[plan.YardstickReading]:
        """What the plan wants of this measure: one or two readings."""
        on = self.site.plan.yardsticks_on(self.measure.id) if self.site.plan else ()
        return [plan.read(self.site, item) for item in on]

    @property
    def opposed(self) -> bool:
        """Whether the plan reads the series both ways."""
        return any(item.opposite for item in self.yardsticks)

    @cached_property
    def campaigns(self) -> list[campaigns.WithoutCampaign]:
        """The share without the campaigns that are marked in it."""
        return campaigns.without_campaigns(self.site, self.measure, self.area)

    @cached_property
    def prints(self) -> list[printed.Printed]:
        """Printed figures beside the files' own."""
        return printed.printed_beside(self.site.release, self.measure, self.area)

    @cached_property
    def printed_table(self) -> FigureTable | None:
        """The same as a table."""
        return printed.printed_table(self.measure, self.prints) if self.prints else None

    @property
    def breaks(self) -> list[Break]:
        """Breaks of the measure, earliest first, and what puts a print of it in doubt."""
        catalogue = self.site.release.catalogue
        doubts = {
            row["doubt"]
            for row in readings.printed_rows(self.site.release, self.measure, self.area)
            if row.get("doubt")
        }
        known = {item.id: item for item in catalogue.breaks_of(self.measure)}
        known |= {name: catalogue.breaks[name] for name in sorted(doubts) if name in catalogue.breaks}
        return sorted(known.values(), key=lambda item: item.month)

    @property
    def listed_breaks(self) -> list[tuple[Break, str]]:
        """The same, each with where it is known from."""
        return [(item, wording.source(self.site.release.catalogue, item.source)) for item in self.breaks]

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
        found = history.history_figures(release, self.measure, self.area) or self._printed_figures
        found += [self.figure] if self.figure else []
        found += self.places.all_figures
        unique = {(item.area.id, str(item.period), item.kind): item for item in found}
        return list(unique.values())


def _heading(site: Site, measure: Measure, area: Area) -> str:
    series = site.release.series(measure.id, area.kind)
    if series is not None and series.step == 3 and measure.derives:
        return "Twelve months to the end of each quarter"
    return RHYTHMS[series.step if series is not None else 1].heading


def _how_to_read(drawn: pictures.charts.LineChart) -> str:
    parts = []
    if drawn.points and len(drawn.points) > 1 and drawn.points[1].at - drawn.points[0].at == 3:
        parts.append("Each point is twelve months of interviews: two neighbours share nine of them.")
    if drawn.window:
        parts.append("Shaded: the plan’s years.")
    if drawn.joins:
        parts.append("Ticks on the axis: a newer file starts.")
    if drawn.marks:
        parts.append("Marked provisional: later files may still change these.")
    if any(point.value is None for point in drawn.points):
        symbols = {point.symbol for point in drawn.points if point.value is None}
        parts += ["Gaps: [x] not available."] if symbols - {"[z]"} else []
        parts += ["Gaps: [z] nothing to be a share of."] if "[z]" in symbols else []
    return " ".join(parts)
