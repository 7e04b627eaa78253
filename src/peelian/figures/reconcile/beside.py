"""Printed values and a release's figures side by side, for the months that are claimed and for those they are mistaken for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from peelian.figures.catalogue import Break, Catalogue
from peelian.figures.reconcile import usual, windows
from peelian.figures.reconcile.records import Ledger, Printed, Row, is_per_cent
from peelian.figures.reconcile.runs import Floats, Held, Record
from peelian.figures.reconcile.stated import month_of

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Comparison:
    """Printed figures beside a release's, in one order. ``later`` is the break after which ours counts otherwise, if any."""

    figures: list[Printed]
    later: list[Break | None]
    value: Floats
    low: Floats
    high: Floats
    own: Floats
    limits: Floats
    runs: windows.Runs
    other: Floats

    @cached_property
    def away(self) -> Floats:
        """How many limits each print lies from our figure."""
        return usual.distance(self.low, self.high, self.own, self.limits)

    @cached_property
    def other_away(self) -> Floats:
        """How many limits each print lies from our figures for other runs of months."""
        return usual.distance(self.low, self.high, self.other, self.limits)

    @cached_property
    def counted_alike(self) -> npt.NDArray[np.bool_]:
        """Of which figures no break says that ours count another thing."""
        return np.array([item is None for item in self.later], bool)

    def groups(self, places: Iterable[int], key: Callable[[Printed], Key]) -> dict[Key, list[int]]:
        """Places of figures by a key of the figure."""
        found: dict[Key, list[int]] = {}
        for place in places:
            found.setdefault(key(self.figures[place]), []).append(place)
        return found


def beside(ledger: Ledger, record: Record) -> Comparison:
    """Every printed value that the release has a figure for, measure and area kind by area kind."""
    catalogue, parts = record.release.catalogue, []
    for held, limit, figures in by_series(ledger.figures, record):
        names = [figure.row.area for figure in figures]
        first, last = (np.array([figure.span[end] for figure in figures], np.int64) for end in (0, 1))
        runs = windows.others(first, last)
        limits = np.tile(np.array(limit, float), (len(figures), 1))
        parts.append((figures, held.at(names, first, last), limits, runs, held.at(names, runs.first, runs.last)))
    return _joined(parts, catalogue, _printed_in(ledger, catalogue))


def by_series(figures: Iterable[Printed], record: Record) -> Iterator[tuple[Held, usual.Limit, list[Printed]]]:
    """Printed figures by the series of the release that could hold them, with what is usual for it."""
    catalogue, areas = record.release.catalogue, record.release.areas
    groups: dict[tuple[str, str], list[Printed]] = {}
    for figure in figures:
        row = figure.row
        if row.measure_id in catalogue.measures and row.area in areas and _same_unit(row):
            groups.setdefault((row.measure_id, areas[row.area].kind), []).append(figure)
    for (measure_id, kind), mine in groups.items():
        held = record.held(measure_id, kind)
        if held:
            yield held, usual.limit_of(catalogue[measure_id], kind), mine


def _joined(parts: list[Any], catalogue: Catalogue, printed: Mapping[str, int]) -> Comparison:
    """All groups in one, without the values that the release has no figure for."""
    figures = [figure for part in parts for figure in part[0]]
    width = windows.others(*np.zeros((2, 1), np.int64)).first.shape[1]
    own, limits, first, last, other = (
        np.concatenate([np.zeros(shape), *(pick(part) for part in parts)])
        for shape, pick in (
            ((0,), lambda part: part[1]),
            ((0, 3), lambda part: part[2]),
            ((0, width), lambda part: part[3].first),
            ((0, width), lambda part: part[3].last),
            ((0, width), lambda part: part[4]),
        )
    )
    here = np.flatnonzero(np.isfinite(own))
    figures = [figures[place] for place in here]
    low, value, high = (
        np.array([float(getattr(figure.amount, name)) for figure in figures], float)
        for name in ("low", "value", "high")
    )
    runs = windows.Runs(first[here].astype(np.int64), last[here].astype(np.int64))
    later = [_break_after(catalogue, figure.row, printed[figure.row.document]) for figure in figures]
    return Comparison(figures, later, value, low, high, own[here], limits[here], runs, other[here])


def _same_unit(row: Row) -> bool:
    """Whether the unit does not say that another thing is printed than the measure counts: a rate, or a per cent of it."""
    unit = row.cells["unit"].casefold()
    return row.per_cent or row.measure is None or not (is_per_cent(unit) or "per 1" in unit or "per cent" in unit)


def _printed_in(ledger: Ledger, catalogue: Catalogue) -> dict[str, int]:
    """The month of each document: its date where the pack knows it, else the last month of any of its values."""
    latest: dict[str, int] = {}
    for figure in ledger.figures:
        latest[figure.row.document] = max(latest.get(figure.row.document, 0), figure.span[1])
    return {name: month_of(name, catalogue) or last for name, last in latest.items()}


def _break_after(catalogue: Catalogue, row: Row, printed: int) -> Break | None:
    """The break of classification that came after the print: our files count its months in the newer one."""
    breaks = catalogue.breaks_of(catalogue[row.measure_id])
    return next((item for item in breaks if item.kind == "classification" and item.month > printed), None)


def digits(value: float) -> str:
    """A figure of ours in digits: to the unit from a hundred on, else with at most two decimals."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
