"""Where the figures come from: datasets, how old they are, what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peelian.figures.catalogue import Dataset, Measure
from peelian.figures.house import today
from peelian.figures.periods import month_name
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.releases import Input, inputs
from peelian.public.site import Site


@dataclass(frozen=True)
class Source:
    """A dataset as the release holds it."""

    dataset: Dataset
    files: tuple[Input, ...]
    newest: Input | None
    age: str
    reaches: str
    reaches_age: str
    measures: tuple[Measure, ...]


def sources(site: Site, day: dt.date) -> list[Source]:
    """Datasets in use first, then those that we know and do not read."""
    held: dict[str, list[Input]] = {}
    for item in inputs(site, site.release):
        held.setdefault(item.dataset.id, []).append(item)
    found = [
        _source(site, dataset, held.get(dataset.id, []), day) for dataset in site.release.catalogue.datasets.values()
    ]
    return sorted(found, key=lambda item: (not item.files, item.dataset.known_but_not_read))


def _source(site: Site, dataset: Dataset, files: list[Input], day: dt.date) -> Source:
    newest = max(files, key=lambda item: readings.vintage_day(item.vintage)) if files else None
    measures = tuple(
        item for item in site.release.catalogue if any(source.dataset == dataset.id for source in item.source.values())
    )
    age = wording.age((day - readings.vintage_day(newest.vintage)).days) if newest else ""
    last = _reaches(site, dataset, measures)
    reaches = (month_name(last), wording.age(wording.days_since_month(last, day))) if last else ("", "")
    return Source(dataset, tuple(files), newest, age, *reaches, measures)


def _reaches(site: Site, dataset: Dataset, measures: tuple[Measure, ...]) -> int:
    """The month with which its figures end; 0 where there are none."""
    last = 0
    for measure in measures:
        for kind, source in measure.source.items():
            if source.dataset == dataset.id and (period := site.release.latest(measure.id, kind)):
                last = max(last, period.last)
    return last


def freshness(site: Site) -> list[str]:
    """How far the figures of the plan's measures reach, source by source."""
    wanted = {yardstick.measure for yardstick in site.plan.yardsticks}
    last: dict[str, int] = {}
    for measure in site.release.catalogue:
        for kind, source in measure.source.items():
            period = site.release.latest(measure.id, kind) if measure.id in wanted else None
            if period:
                last[source.dataset] = max(last.get(source.dataset, 0), period.last)
    datasets = site.release.catalogue.datasets
    return [f"{datasets[name].title}: figures to {month_name(at)}, {wording.age(wording.days_since_month(at, today()))}."
            for name, at in sorted(last.items(), key=lambda entry: -entry[1])
            if tuple(datasets[name].area_kinds) != ("ward",)]  # fmt: skip


def missing(site: Site) -> list[tuple[Measure, bool]]:
    """Measures without any series, and whether documents print something of them."""
    printed = {measure for measure, _area in site.release.printed}
    return [(item, item.id in printed) for item in site.release.catalogue if item.id not in site.release.kinds_of]
