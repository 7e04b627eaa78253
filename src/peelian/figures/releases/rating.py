"""A body's rating of an indicator in its latest quarter, from the sealed figures, targets and rule: one answer everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.decided import BodyRule, Indicator
from peelian.figures.errors import PeelianError
from peelian.figures.judge.direction import CHANCE
from peelian.figures.judge.ratings import COMPARED_WITH, Rating, Target, rate
from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release

Own = Mapping[tuple[str, str], Decimal]
"""A body's own figures, by measure and period."""


@dataclass(frozen=True)
class Rated:
    """A rating with all that it follows from. ``noise``: the movement that decides the colour is within what chance produces.

    ``forbidden``: the earlier figures that it may not be compared with, because a break lies between.
    """

    rule: BodyRule
    indicator: Indicator
    period: Period | None
    value: Decimal | None
    before: dict[str, Decimal | None]
    target: Target | None
    rating: Rating
    noise: bool
    forbidden: frozenset[str] = frozenset()


def ratings_at(release: Release, measure: Measure, area: Area) -> Iterator[Rated]:
    """Every body's rating of a measure at an area."""
    for rule in release.catalogue.rules:
        for indicator in rule.indicators:
            if (indicator.measure, indicator.area) == (measure.id, area.id):
                yield rated(release, rule, indicator)


def rated(
    release: Release, rule: BodyRule, indicator: Indicator, quarter: Period | None = None, own: Own | None = None
) -> Rated:
    """The rating of a quarter, or of the newest one of the financial year that there is a figure for.

    ``own``: figures of the body's own record, for what no release holds.
    """
    period = quarter or _newest(release, indicator)
    if period is None:
        return Rated(
            rule, indicator, None, None, {}, None, rate(rule.rule, None, None, better=indicator.better), noise=False
        )
    earlier = dict(zip(COMPARED_WITH, (Period.of("quarter", period.first - 1), period.year_before()), strict=True))
    before = {name: value_of(release, indicator, item, own) for name, item in earlier.items()}
    forbidden = frozenset(name for name, item in earlier.items() if parted(release, indicator, item, period))
    value, target = value_of(release, indicator, period, own), indicator.target(period)
    rating = rate(rule.rule, value, target, better=indicator.better, before=before, forbidden=forbidden)
    noise = rating.colour in ("amber", "red") and _noise(release, rule, indicator, value, before)
    return Rated(rule, indicator, period, value, before, target, rating, noise, forbidden)


def parted(release: Release, indicator: Indicator, earlier: Period, period: Period) -> bool:
    """Whether a break lies between two periods that the publisher forbids to compare across."""
    breaks = release.catalogue.breaks_within(release.catalogue[indicator.measure])
    return any(item.blocks and earlier.first < item.month <= period.last for item in breaks)


def _newest(release: Release, indicator: Indicator) -> Period | None:
    measure, area = release.catalogue[indicator.measure], release.areas[indicator.area]
    latest = release.latest(measure.id, area.kind) if measure.derives else None
    series = release.series(measure.id, area.kind)
    if latest is not None and series is not None and area.id in series.row_of:
        period = Period.of("quarter", latest.last)
        return period if period.last == latest.last else Period.of("quarter", period.first - 1)
    rows = release.printed.get((measure.id, area.id), [])
    printed = [Period.parse(row["period"]) for row in rows if row["value"] != ""]
    return max((period for period in printed if period.kind == "quarter"), default=None)


def value_of(release: Release, indicator: Indicator, period: Period, own: Own | None = None) -> Decimal | None:
    """An indicator's figure of a period; None where there is none, or it is protected.

    The body's own figure counts only where the release knows of none: it can neither correct nor unveil one.
    """
    try:
        found = figure(release, indicator.measure, indicator.area, period)
    except PeelianError:
        return (own or {}).get((indicator.measure, str(period)))
    if found.value is None and found.symbol == "[x]":
        return (own or {}).get((indicator.measure, str(period)))
    return found.value


def _noise(
    release: Release, rule: BodyRule, indicator: Indicator, value: Decimal | None, before: dict[str, Decimal | None]
) -> bool:
    """Whether counts that only chance moves would differ as much, were they independent: most vary more, and tell less."""
    earlier = before.get(str(rule.rule.compared_with))
    if (
        rule.rule.amber != "movement"
        or release.catalogue[indicator.measure].kind != "count"
        or None in (value, earlier)
    ):
        return False
    from peelian.figures.judge.intervals import counts_differ  # with SciPy, which few pages need

    return bool(counts_differ(float(value or 0), float(earlier or 0)) > CHANCE)
