"""What a release adds to a plan's file: titles and units of measures, and the figures of the plan's yardsticks."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.figures.catalogue import Catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period, parse_month
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release
from peelian.plans.exporting.results import Actual
from peelian.plans.exporting.stratml import Names
from peelian.plans.records import Plan, Yardstick

WITHHELD = "[c]"
"""A figure that is there, and protected."""


def names_of(catalogue: Catalogue, source: str = "") -> Names:
    """How each measure is called and what it counts; ``source`` is the plan's address."""
    return Names({one.id: (one.title, one.counts) for one in catalogue.measures.values()}, source)


def actuals_of(release: Release, plan: Plan) -> dict[str, tuple[Actual, ...]]:
    """By yardstick: the figures of a release for the plan's area, of the baseline's period, of the end of each financial year of
    the plan, of each period that has a target, and the newest.

    That there is no figure is said of a target's period alone, and where a figure is protected.
    """
    return {one.id: tuple(_actuals(release, plan, one)) for one in plan.yardsticks}


def _actuals(release: Release, plan: Plan, yardstick: Yardstick) -> Iterator[Actual]:
    promised = {target.by for target in yardstick.targets if target.by}
    for period in sorted(promised | _periods(release, plan, yardstick)):
        try:
            found = figure(release, yardstick.measure, plan.area, period)
        except PeelianError:
            continue  # nobody ever published any
        if found.value is not None or period in promised or found.symbol == WITHHELD:
            yield Actual(found.period, found.value, found.release, _symbols(found), found.illustrative)


def _periods(release: Release, plan: Plan, yardstick: Yardstick) -> set[Period]:
    """A count is of each whole year; what is never added up, a headcount or a survey's share, is of the run that ends with it."""
    held = yardstick.measure in release.catalogue.measures and plan.area in release.areas
    newest = release.latest(yardstick.measure, release.areas[plan.area].kind) if held else None
    years = [
        Period.of("fy", month) for month in range(parse_month(plan.first_month), parse_month(plan.last_month) + 1, 12)
    ]
    if newest and not release.catalogue[yardstick.measure].derives:
        years = [Period.of(newest.kind, year.last) for year in years]
    return {*years, *([newest] if newest else []), *([yardstick.baseline.period] if yardstick.baseline else [])}


def _symbols(found: Figure) -> str:
    marks = [found.symbol or "", "[p]" if found.provisional else "", "[b]" if found.breaks else ""]
    return " ".join(filter(None, marks))
