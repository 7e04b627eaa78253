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


def names_of(catalogue: Catalogue, source: str = "") -> Names:
    """How each measure is called and what it counts; ``source`` is the plan's address."""
    return Names({one.id: (one.title, one.counts) for one in catalogue.measures.values()}, source)


def actuals_of(release: Release, plan: Plan) -> dict[str, tuple[Actual, ...]]:
    """By yardstick: the figures of a release for the plan's area, of the baseline's period, of each financial year of the plan, of
    each period that has a target, and the newest. A period that nobody published has none."""
    return {one.id: tuple(_actuals(release, plan, one)) for one in plan.yardsticks}


def _actuals(release: Release, plan: Plan, yardstick: Yardstick) -> Iterator[Actual]:
    for period in sorted(_periods(release, plan, yardstick)):
        try:
            found = figure(release, yardstick.measure, plan.area, period)
        except PeelianError:
            continue
        yield Actual(found.period, found.value, found.release, _symbols(found), found.illustrative)


def _periods(release: Release, plan: Plan, yardstick: Yardstick) -> set[Period]:
    wanted = {target.by for target in yardstick.targets if target.by}
    wanted |= {yardstick.baseline.period} if yardstick.baseline else set()
    first, last = parse_month(plan.first_month), parse_month(plan.last_month)
    wanted |= {Period.of("fy", month) for month in range(first, last + 1, 12)}
    if plan.area in release.areas:
        newest = release.latest(yardstick.measure, release.areas[plan.area].kind)
        wanted |= {newest} if newest else set()
    return wanted


def _symbols(found: Figure) -> str:
    marks = [found.symbol or "", "[p]" if found.provisional else "", "[b]" if found.breaks else ""]
    return " ".join(filter(None, marks))
