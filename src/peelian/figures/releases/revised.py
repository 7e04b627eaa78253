"""What a figure was before: as earlier vintages and the release before had it, and how far figures as fresh as it have moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.compute import derive
from peelian.figures.compute.series import Series
from peelian.figures.errors import PeelianError
from peelian.figures.lake import day_of
from peelian.figures.releases.figure import Figure, figure, number
from peelian.figures.releases.release import Release
from peelian.figures.releases.vintages import published, usual_at
from peelian.figures.vintages import SMALLEST, Usual, month_of

COMPUTED = ("sum-of-months", "as-published", "share-of-counts")
"""Methods whose figures a vintage has too: prints have none, and residents are no part of a file of counts."""


@dataclass(frozen=True)
class Sight:
    """A figure as an earlier vintage had it, or as the release before said it; the names of the other are None.

    ``snapshot`` is the vintage's file that its last month is from.
    """

    value: Decimal
    vintage: str | None = None
    snapshot: str | None = None
    release: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For an answer."""
        named = {"vintage": self.vintage, "snapshot": self.snapshot, "release": self.release}
        return {**named, "value": number(self.value)}


@dataclass(frozen=True)
class Past:
    """A figure's past: its age in months when its newest file was published, and what is usual of that age where it can be told.

    ``seen`` are earlier sights of it: vintages, oldest first, then the release before.
    """

    value: Decimal | None
    age: int | None = None
    seen: tuple[Sight, ...] = ()
    usual: Usual | None = None

    @property
    def earlier(self) -> Sight | None:
        """The first sight that was another than the figure is now; None where it is not revised."""
        return next((item for item in self.seen if self.value is not None and item.value != self.value), None)

    def to_json(self) -> dict[str, Any]:
        """The fields that it adds to a figure's answer."""
        return {
            "age": self.age,
            "revised": self.earlier is not None,
            "earlier": [item.to_json() for item in self.seen],
            "usual_movement": usual_json(self.usual) if self.usual else None,
        }


def usual_json(found: Usual) -> dict[str, Any]:
    """What is usual, in per cent, as answers and downloads give it; nulls where it cannot be told."""
    limits = {
        f"{name}_pct": None if value is None else round(100 * value, 4)
        for name, value in (("low", found.low), ("median", found.median), ("high", found.high))
    }
    return {
        **limits, "pairs": found.pairs, "publications": found.publications,
        "months_later": None if found.later is None else list(found.later),
        "method": {"id": "usual-movement", "version": derive.METHODS["usual-movement"]},
    }  # fmt: skip


def past(release: Release, found: Figure, before: Release | None = None) -> Past:
    """Look up a figure's past; ``before`` is the release before. Nothing is known of what a document prints."""
    series = release.series(found.measure.id, found.area.kind)
    newest = _newest(release, found, series)
    if newest is None or found.value is None or found.method == "as-printed":
        return Past(found.value)
    months = month_of(newest["vintage"]) - found.period.last
    age = months if months >= 0 else None  # a projection is given before its time
    seen = [*_vintages(release, found, newest), *_released(found, newest, before)]
    return Past(found.value, age, tuple(seen), _usual(release, found, age))


def _newest(release: Release, found: Figure, series: Series | None) -> dict[str, Any] | None:
    """The release's entry of the file that the figure's last month is from."""
    place = series.place(found.period.last) if series is not None else None
    if series is None or place is None or found.area.id not in series.row_of:
        return None
    sha256 = series.input_at(series.row_of[found.area.id], place)
    return release.inputs.get(sha256) if sha256 else None


def _vintages(release: Release, found: Figure, newest: dict[str, Any]) -> list[Sight]:
    """As each earlier vintage that had it whole would have it, in the newest's classification."""
    if found.method not in COMPUTED:
        return []
    measure, kind = found.measure, found.area.kind
    wholes = {}
    if measure.ratio:
        wholes = {entry["recipe"]: series for entry, series in published(release, str(measure.denominator), kind)}
    seen = []
    for entry, series in published(release, measure.id, kind):
        if entry["classification"] != newest["classification"] or day_of(entry["vintage"]) >= day_of(newest["vintage"]):
            continue
        value = _value(found, series, wholes.get(entry["recipe"]))
        if value is not None:
            seen.append(Sight(value, entry["vintage"], _file(found, series)))
    return seen


def _file(found: Figure, series: Series) -> str | None:
    """The file that a publication's last month of a figure is from."""
    place = series.place(found.period.last)
    return None if place is None else series.input_at(series.row_of[found.area.id], place)


def _value(found: Figure, series: Series, whole: Series | None) -> Decimal | None:
    """The figure of a publication."""
    area, period = found.area.id, found.period
    if found.measure.ratio:
        return derive.Shares(series, whole).cell(area, period).value
    return derive.cell(series, area, period).value


def _released(found: Figure, newest: dict[str, Any], before: Release | None) -> list[Sight]:
    """As the release before said it, where that counted alike."""
    if before is None or not _alike(found, newest, before):
        return []
    try:
        earlier = figure(before, found.measure.id, found.area.id, found.period, found.kind)
    except PeelianError:
        return []
    if earlier.value is None or earlier.method != found.method:
        return []
    return [Sight(earlier.value, release=before.id)]


def _alike(found: Figure, newest: dict[str, Any], before: Release) -> bool:
    """Whether another release counts a measure by the same definition, from files of the same classification."""
    kind, theirs = found.area.kind, before.catalogue.measures.get(found.measure.id)
    if theirs is None or theirs.source.get(kind) != found.measure.source.get(kind):
        return False
    if theirs.denominator != found.measure.denominator or before.illustrative != found.illustrative:
        return False
    classes = {entry.get("classification") for entry in before.inputs.values() if entry["dataset"] == newest["dataset"]}
    return classes == {newest["classification"]}


def _usual(release: Release, found: Figure, age: int | None) -> Usual | None:
    """What figures of its age, length and kind of area did, where that can be told and a per cent says anything."""
    if (
        age is None
        or found.kind != "count"
        or found.method != "sum-of-months"
        or found.value is None
        or found.value < SMALLEST
    ):
        return None
    usual = usual_at(release, found.measure.id, found.area.kind, found.period.months, age)
    return usual if usual and usual.told else None
