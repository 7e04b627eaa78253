"""Where the figures come from: datasets, how old they are, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from peelian.figures.catalogue import Dataset, Measure
from peelian.figures.house import today
from peelian.figures.periods import Period
from peelian.public import wording
from peelian.public.selectors import definition, readings
from peelian.public.selectors.releases import Input, inputs
from peelian.public.site import Site
from peelian.ui.format import capital


@dataclass(frozen=True)
class Source:
    """A dataset as the release holds it."""

    dataset: Dataset
    files: tuple[Input, ...]
    newest: Input | None
    age: str
    reaches: str
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
    return Source(dataset, tuple(files), newest, age, wording.reach(last, day) if last else "", measures)


def _reaches(site: Site, dataset: Dataset, measures: tuple[Measure, ...]) -> Period | None:
    """The period with which its figures end; None where there are none."""
    last: Period | None = None
    for measure in measures:
        for kind, source in measure.source.items():
            if source.dataset == dataset.id and (period := site.release.latest(measure.id, kind)):
                last = max(last, period) if last else period
    return last


def freshness(site: Site) -> list[str]:
    """How far the figures of the plan's measures reach, source by source."""
    last: dict[str, Period] = {}
    for name in _followed(site):
        for title, kind in _titles(site, site.release.catalogue[name]):
            period = site.release.latest(name, kind)
            if period:
                last[title] = max(last.get(title, period), period)
    newest = sorted(last.items(), key=lambda entry: entry[1], reverse=True)
    return [f"{title}: figures to {wording.reach(period, today())}." for title, period in newest]


def _followed(site: Site) -> list[str]:
    """The measures that the first page shows: the plan's, or all where there is no plan."""
    if site.plan is None:
        return list(site.release.catalogue.measures)
    return list(dict.fromkeys(yardstick.measure for yardstick in site.plan.yardsticks))


def _titles(site: Site, measure: Measure) -> list[tuple[str, str]]:
    """What the sources of a measure's larger areas are called, with the kind of area."""
    kinds = [kind for kind in site.release.kinds_of.get(measure.id, []) if kind not in ("ward", "lsoa")]
    if site.release.illustrative:
        return [("Generated figures", kind) for kind in kinds]
    datasets = site.release.catalogue.datasets
    return [(datasets[measure.source[kind].dataset].title, kind) for kind in kinds if kind in measure.source]


def missing(site: Site) -> list[tuple[str, list[Measure]]]:
    """What measures without any series need, in sentences that say of which of them documents print something."""
    printed = {measure for measure, _area in site.release.printed}
    catalogue = site.release.catalogue
    found: dict[str, list[Measure]] = {}
    for item in catalogue:
        if item.id not in site.release.kinds_of:
            found.setdefault(definition.needed(catalogue, item), []).append(item)
    return [(f"{capital(need).rstrip('.')}.{_printed_of(items, printed)}", items) for need, items in found.items()]


def _printed_of(items: list[Measure], printed: Container[str]) -> str:
    titles = [item.title for item in items if item.id in printed]
    if not titles:
        return ""
    if len(titles) == len(items):
        return " Printed figures are there."
    return f" Printed figures are there of: {', '.join(titles)}."
