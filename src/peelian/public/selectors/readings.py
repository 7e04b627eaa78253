"""The latest figure of a measure at an area, in words: what a row of a list or a card shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.figures.periods import Period, month_name, parse_month
from peelian.figures.releases.figure import Figure, figure, prints_nothing
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors.campaigns import without_campaigns_of
from peelian.public.site import Site
from peelian.ui import format as words


@dataclass(frozen=True)
class Reading:
    """A figure as lists show it."""

    figure: Figure
    site: Site

    @cached_property
    def value(self) -> str:
        """``1,886`` or ``47%``."""
        return wording.value(self.figure)

    @property
    def unit(self) -> str:
        """What is counted; nothing after a per cent sign."""
        return "" if self.figure.measure.per_cent and self.figure.value is not None else self.figure.unit

    @property
    def period(self) -> str:
        """``12 months to December 2025``."""
        return self.figure.period.label()

    @cached_property
    def change(self) -> str:
        """``75 fewer (−3.8%)``; why there is none where there is none."""
        change = wording.change(self.figure)
        if change and not wording.year_apart(self.figure):
            return f"{change} against {wording.against(self.figure)}"
        return change or self._no_change()

    def _no_change(self) -> str:
        compared = self.figure.comparison
        if wording.doubted(self.figure):
            return "no change shown: the print is in doubt"
        if compared and compared.blocked:
            return "not comparable: the way of counting changed"
        return "no year before to compare with" if self.figure.value is not None else ""

    @property
    def year_apart(self) -> bool:
        """Whether the change is against the year before."""
        return wording.year_apart(self.figure)

    @property
    def why_href(self) -> str:
        """Where a page says why no change is shown: the break, in the list of the measure's own page."""
        compared = self.figure.comparison
        return f"{self.measure_href}#break-{compared.blocked[0]}" if compared and compared.blocked else ""

    @property
    def early(self) -> str:
        """``mostly before the plan began``, which no movement can be held against; empty for all later periods."""
        plan = self.site.plan
        return wording.early(self.figure.period, parse_month(plan.first_month)) if plan else ""

    @property
    def href(self) -> str:
        """The figure's own page."""
        return figure_address(self.figure)

    @property
    def measure_href(self) -> str:
        """The measure at this area."""
        return self.site.measure_address(self.figure.measure, self.figure.area)

    @cached_property
    def apart(self) -> str:
        """``without the campaign of May and June 2017 84.5% to 100%``; empty where none is marked in its months."""
        return "; ".join(item.short for item in without_campaigns_of(self.site, self.figure))

    @property
    def printed(self) -> bool:
        """Whether it is a figure that a document prints and no series carries."""
        return self.figure.method == "as-printed"

    @property
    def age_days(self) -> int:
        """Days since the period ended."""
        return wording.days_since_month(self.figure.period.last, today())

    @property
    def age(self) -> str:
        """``11 months old``."""
        return wording.age(self.age_days)

    @property
    def compares(self) -> bool:
        """Whether a change can be said."""
        return bool(wording.change(self.figure))


def figure_address(found: Figure) -> str:
    """Where a figure's working is, for ever."""
    address = f"/figures/{found.measure.id}/{found.area.id}/{found.period}"
    return address if found.kind != "rate" or found.measure.kind == "rate" else f"{address}?kind=rate"


def has_series(release: Release, measure: Measure, area: Area) -> bool:
    """Whether a loaded source carries the measure for that very area."""
    series = release.series(measure.id, area.kind)
    return series is not None and area.id in series.row_of


def latest(release: Release, measure: Measure, area: Area, kind: str | None = None) -> Figure | None:
    """The newest figure: of the series, else the newest that a document prints; None where nobody has one."""
    if has_series(release, measure, area):
        period = release.latest(measure.id, area.kind)
        return figure(release, measure.id, area.id, period, kind) if period else None
    printed = release.printed.get((measure.id, area.id), [])
    rows = [row for row in printed if row["value"] != ""] or [
        row for row in printed if prints_nothing(row, row["period"])
    ]
    if not rows or kind:
        return None
    newest = max((Period.parse(row["period"]) for row in rows), key=lambda period: (period.last, -period.first))
    return figure(release, measure.id, area.id, newest)


def try_figure(
    release: Release, measure: Measure, area: Area, period: Period, kind: str | None = None
) -> Figure | None:
    """A figure, or None where there cannot be one."""
    try:
        return figure(release, measure.id, area.id, period, kind)
    except PeelianError:
        return None


def reading(site: Site, measure: Measure, area: Area) -> Reading | None:
    """The latest figure in words."""
    found = latest(site.release, measure, area)
    return Reading(found, site) if found else None


def groups(release: Release) -> list[tuple[str, str, list[Measure]]]:
    """Measures under their headings, in the catalogue's own order."""
    found: dict[str, list[Measure]] = {}
    for measure in release.catalogue:
        found.setdefault(measure.group, []).append(measure)
    return [(group, release.catalogue.groups[group], measures) for group, measures in found.items()]


def printed_rows(release: Release, measure: Measure, area: Area) -> list[dict[str, Any]]:
    """What documents print of a measure there, oldest period first."""
    rows = release.printed.get((measure.id, area.id), [])
    return sorted(rows, key=lambda row: (Period.parse(row["period"]).last, row["document"], row["page_or_line"]))


def file_words(site: Site, sha256: str) -> str:
    """After "the file": ``of December 2025``; where only its loading is known, that."""
    entry, loaded = site.release.inputs[sha256], only_loaded(site, sha256)
    when = vintage_words(entry["vintage"])
    return f"loaded {when}; nothing says when it was published" if loaded else f"of {when}"


def vintage_words(vintage: str) -> str:
    """``December 2025``, or the day where it is known."""
    return words.day(vintage_day(vintage)) if len(vintage) > 7 else month_name(parse_month(vintage))


def only_loaded(site: Site, sha256: str) -> bool:
    """Whether a file's vintage is no more than the day on which it was loaded."""
    try:
        return site.lake.get(sha256).vintage_from == "load time"
    except PeelianError:
        return False


def vintage_day(vintage: str) -> dt.date:
    """The day a vintage stands for: a month's last day."""
    parts = [int(part) for part in vintage.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = divmod(parts[0] * 12 + parts[1], 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)
