"""A borough's quarter, composed from one release: rating, direction of travel short and long, the year to date, and demand beside.

The form is that of the quarterly report to Havering's Crime and Disorder Sub-Committee (seed-004, lines 1700 to 1830); every number
is of the release, every colour by the body's own rule, every arrow says better or worse and never only up or down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.decided import BodyRule, Indicator
from peelian.figures.errors import PeelianError
from peelian.figures.judge.direction import QUARTER, YEAR, Comparison, Verdict
from peelian.figures.judge.ratings import COMPARED_WITH, Rating
from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.judging import judgement
from peelian.figures.releases.rating import Own, Rated, rated, value_of
from peelian.figures.releases.release import Release

ARROWS = {"better": "↑", "worse": "↓", "same": "→", "cannot tell": ""}
"""As the borough prints them: up is better, whatever the figure did."""


@dataclass(frozen=True)
class Movement:
    """A figure against an earlier one. ``way``: better, worse, same, or cannot tell where either is missing or may not be compared.

    ``judged`` says whether it is more than chance: better, worse, no real change, cannot tell; None where the release judges
    another quarter or no such series.
    """

    against: str
    before: Decimal | None
    way: str
    judged: str | None = None

    @property
    def arrow(self) -> str:
        """The body's arrow: never shown without the word."""
        return ARROWS[self.way]


@dataclass(frozen=True)
class ToDate:
    """The financial year so far and the same months of the year before, at the borough and in the whole force area."""

    period: Period
    value: Decimal | None
    before: Decimal | None
    force: Decimal | None
    force_before: Decimal | None


@dataclass(frozen=True)
class Line:
    """One indicator of a quarter. ``demand``: measures shown beside it, with their own movement."""

    rated: Rated
    short: Movement
    long: Movement
    to_date: ToDate
    missing: str
    """Why there is no figure; empty where there is one."""
    per_cent: bool = False
    """Whether it is in per cent: it then changes by points."""

    @property
    def needs_action(self) -> bool:
        """Whether corrective action is demanded: of every red, and of every worsening that is more than chance."""
        return self.rated.rating.needs_action or "worse" in (self.short.judged, self.long.judged)


@dataclass(frozen=True)
class Demand:
    """A measure of demand beside the indicators: its quarter, the same quarter of the year before, and its unit."""

    measure: str
    title: str
    unit: str
    value: Decimal | None
    before: Decimal | None
    per_cent: bool = False


def quarter_of(release: Release, rule: BodyRule, area: Area, period: Period, own: Own | None = None) -> list[Line]:
    """A body's indicators at its area in one quarter, or in a financial year (the outturn, which has no colour).

    ``own``: figures of the body's own record, for what no release holds. Raises PeelianError for another kind of period.
    """
    if period.kind not in ("quarter", "fy"):
        raise PeelianError("no-quarter", f"{period} is no quarter.", "Write FY2016-17-Q3.", {"period": str(period)})
    known = own or {}
    return [
        _line(release, rule, indicator, period, known) for indicator in rule.indicators if indicator.area == area.id
    ]


def demand_of(
    release: Release, measures: Iterable[str], area: Area, period: Period, own: Own | None = None
) -> list[Demand]:
    """Measures of demand at an area, from the release or else the body's own record. Raises PeelianError for an unknown one."""
    found = []
    for name in measures:
        measure = release.catalogue[name]
        asked = Indicator("", measure.id, area.id, "lower", None, points=False, targets=())
        value, before = (value_of(release, asked, item, own) for item in (period, period.year_before()))
        found.append(Demand(measure.id, measure.title, measure.counts, value, before, measure.per_cent))
    return found


def quarters_held(release: Release, indicator: Indicator, year: Period, own: Own | None = None) -> dict[Period, bool]:
    """The quarters of a financial year, and whether there is a figure of each: a missing one is listed, never passed over."""
    quarters = [Period.of("quarter", year.first + 3 * place) for place in range(4)]
    return {item: value_of(release, indicator, item, own) is not None for item in quarters}


def _line(release: Release, rule: BodyRule, indicator: Indicator, period: Period, own: Own) -> Line:
    found = rated(release, rule, indicator, period, own)
    short, long = (
        _movement(release, indicator, found, name, comparison)
        for name, comparison in zip(COMPARED_WITH, (QUARTER, YEAR), strict=True)
    )
    if period.kind == "fy":
        short = Movement(COMPARED_WITH[0], None, "cannot tell")
        found = replace(
            found, target=None, noise=False, rating=Rating(None, "the rule colours quarters, not a year's outturn")
        )
    return Line(found, short, long, _to_date(release, indicator, period, own), _why_missing(release, found),
                release.catalogue[indicator.measure].per_cent)  # fmt: skip


def _movement(release: Release, indicator: Indicator, found: Rated, against: str, comparison: Comparison) -> Movement:
    before = found.before.get(against)
    if found.value is None or before is None or against in found.forbidden:
        return Movement(against, before, "cannot tell", _judged(release, indicator, found.period, comparison))
    moved = (found.value - before) * indicator.better
    way = "same" if moved == 0 else "better" if moved > 0 else "worse"
    return Movement(against, before, way, _judged(release, indicator, found.period, comparison))


def _judged(release: Release, indicator: Indicator, period: Period | None, comparison: Comparison) -> str | None:
    """What the release says of the same months, read as the indicator is; the year is judged whole, twelve months on twelve."""
    measure = release.catalogue[indicator.measure]
    found = judgement(release, measure, indicator.area, release.areas[indicator.area].kind, comparison)
    if found is None or period is None or found.last != period.last:
        return None
    if found.verdict in (Verdict.CANNOT_TELL, Verdict.NO_REAL_CHANGE):
        return "cannot tell" if found.verdict == Verdict.CANNOT_TELL else "no real change"
    return "better" if (found.verdict == Verdict.HIGHER) == (indicator.better > 0) else "worse"


def _to_date(release: Release, indicator: Indicator, period: Period, own: Own) -> ToDate:
    so_far = Period.of("fytd", period.last)
    force = replace(indicator, area=release.catalogue.force.id)
    here = [value_of(release, indicator, item, own) for item in (so_far, so_far.year_before())]
    return ToDate(so_far, *here, *(value_of(release, force, item) for item in (so_far, so_far.year_before())))


def _why_missing(release: Release, found: Rated) -> str:
    if found.value is not None or found.period is None:
        return ""
    try:
        shown = figure(release, found.indicator.measure, found.indicator.area, found.period)
    except PeelianError as error:
        return error.message
    return "protected: too few to show" if shown.symbol == "[c]" else "not available"


def line_to_json(line: Line) -> dict[str, Any]:
    """A line as it is sealed and downloaded: numbers as text, so that nothing is rounded."""
    found = line.rated
    return {
        "measure": found.indicator.measure, "wanted": found.indicator.wanted, "period": str(found.period),
        "value": _text(found.value), "missing": line.missing, "per_cent": line.per_cent,
        "target": {"low": str(found.target.low), "high": str(found.target.high),
                   "tolerance": _text(found.target.tolerance), "points": found.target.points} if found.target else None,
        "place": found.target.place(found.value) if found.target and found.value is not None else None,
        "rating": found.rating.colour, "why": found.rating.why, "could_be": list(found.rating.could_be),
        "within_chance": found.noise, "needs_action": line.needs_action,
        "short": movement_to_json(line.short), "long": movement_to_json(line.long),
        "to_date": {"period": str(line.to_date.period), "value": _text(line.to_date.value), "before": _text(line.to_date.before),
                    "force": _text(line.to_date.force), "force_before": _text(line.to_date.force_before)},
    }  # fmt: skip


def movement_to_json(movement: Movement) -> dict[str, Any]:
    """A movement as it is sealed."""
    return {
        "against": movement.against,
        "before": _text(movement.before),
        "way": movement.way,
        "judged": movement.judged,
    }


def demand_to_json(demand: Demand) -> dict[str, Any]:
    """Demand as it is sealed."""
    return {"measure": demand.measure, "title": demand.title, "unit": demand.unit, "value": _text(demand.value),
            "before": _text(demand.before), "per_cent": demand.per_cent}  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
