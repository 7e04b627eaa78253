"""From series to the tables that are decided upon, and back to series of what may leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, Measure
from peelian.figures.compute.series import MISSING, PRESENT, Ints, Series
from peelian.figures.disclosure import PROTECTED, door
from peelian.figures.disclosure.families import Family
from peelian.figures.disclosure.room import Mask, Run
from peelian.figures.disclosure.tables import UNBOUNDED, Bounds, Chain, Place, Table
from peelian.figures.errors import PeelianError
from peelian.figures.periods import ends_period
from peelian.figures.protection import EVERY, LENGTH, NESTED, Rule

Key = tuple[str, str]
"""Measure and area kind."""
Truth = Mapping[Key, Series]
"""What the files say, whole."""
History = Mapping[Key, Sequence[Series]]
"""What earlier releases showed."""


def families_of(catalogue: Catalogue) -> Iterator[tuple[str, list[Measure]]]:
    """Measures with a release rule, those of one whole together, under the id of the whole."""
    found: dict[str, list[Measure]] = {}
    for measure in sorted(catalogue, key=lambda item: item.id):
        if measure.release:
            found.setdefault(measure.release.whole or measure.id, []).append(measure)
    yield from sorted(found.items())


@dataclass(frozen=True)
class Span:
    """The months of a family's tables, as ordinals."""

    first: int
    last: int

    @property
    def months(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Limits:
    """The bounds of a table (see ``tables.Table``)."""

    usual: Bounds
    blind: Bounds
    spare: Bounds
    rest: Ints | None = None
    apart: tuple[str, ...] = ()


class Builder:
    """Makes the tables of one family: every measure's areas and months side by side."""

    def __init__(
        self,
        catalogue: Catalogue,
        areas: Areas,
        whole: str,
        measures: Sequence[Measure],
        truth: Truth,
        history: History,
    ):
        self.areas, self.whole, self.truth, self.history = areas, whole, truth, history
        self.rules: dict[str, Rule] = {item.id: item.release for item in measures if item.release}
        self.threshold = max(rule.threshold for rule in self.rules.values())
        self.public_whole = whole not in self.rules
        self.order = catalogue[whole].parts
        held = [truth[key] for key in self._keys()]
        shown = [series for key in self._keys() for series in history.get(key, ())]
        self.span = Span(
            min([item.first for item in held] + [item.first - _length(item) + 1 for item in shown]),
            max(item.last for item in [*held, *shown]),
        )

    def _keys(self) -> list[Key]:
        return [(name, kind) for name in self.rules for kind in NESTED if self._decided(name, kind)]

    def _decided(self, name: str, kind: str) -> bool:
        """Whether anything of a measure by an area kind is or was shown."""
        ruled = kind in self.rules[name].kinds or bool(self.history.get((name, kind)))
        return ruled and (name, kind) in self.truth

    def family(self) -> Family:
        """The chains of its measures."""
        return Family({name: self._chain(name) for name in self.rules}, None if self.public_whole else self.whole)

    def _chain(self, name: str) -> Chain:
        chain: Chain = []
        for kind in NESTED:
            if self._decided(name, kind):
                chain.append(self._table(name, kind, chain[-1] if chain else None))
        return chain

    def _table(self, name: str, kind: str, wider: Table | None) -> Table:
        areas = self._areas_of(kind)
        counts, present = self._counts(name, kind, areas)
        limits = self._bounds(name, kind, areas, counts)
        runs, ruled = self._runs(name, kind)
        sums = _sums(counts, runs)
        whole = _sums(present.astype(np.int64), runs) == np.array([last - first for first, last in runs])
        allowed = ruled & whole & ((sums == 0) | (sums >= self.threshold))
        holders = tuple(self._holders(area) for area in areas)
        parent = self._parents(areas, wider)
        if wider is not None:
            allowed[parent < 0] = False  # the wider area that it is part of is not there to be thought of
        return Table(
            kind, areas, holders, parent, counts, limits.usual, limits.blind, limits.spare, runs, allowed,
            self._before(name, kind, areas, runs, sums), self.threshold, limits.rest, limits.apart,
        )  # fmt: skip

    def _areas_of(self, kind: str) -> tuple[str, ...]:
        """The areas of a kind that any measure of the family has: one order for all."""
        names = [*self.rules, self.whole]
        return tuple(
            sorted({area for name in names if (name, kind) in self.truth for area in self.truth[name, kind].areas})
        )

    def _counts(self, name: str, kind: str, areas: tuple[str, ...]) -> tuple[Ints, Mask]:
        """Areas × months, zero where nothing is known; and where something is."""
        series = self.truth[name, kind]
        if series.scale or (series.values < 0).any():
            said = f"{name} by {kind} has figures that are no whole numbers from zero up."
            raise PeelianError(
                "bad-protected", said, "Take its release rule out: it is then withheld.", {"measure": name}
            )
        counts = np.zeros((len(areas), self.span.months), np.int64)
        present = np.zeros(counts.shape, np.bool_)
        at = series.first - self.span.first
        start, stop = max(at, 0), min(at + series.values.shape[1], self.span.months)
        rows = [place for place, area in enumerate(areas) if area in series.row_of]
        taken = [series.row_of[areas[place]] for place in rows]
        columns = slice(start - at, stop - at)
        present[rows, start:stop] = series.states[taken, columns] == PRESENT
        counts[rows, start:stop] = np.where(present[rows, start:stop], series.values[taken, columns], 0)
        return counts, present

    def _bounds(self, name: str, kind: str, areas: tuple[str, ...], counts: Ints) -> Limits:
        """What could be otherwise of a measure, and the rest of its whole where it may have to answer for it."""
        no, yes = np.zeros(counts.shape, np.bool_), np.ones(counts.shape, np.bool_)
        if (self.whole, kind) not in self.truth or not self._whole_known(kind):
            alone = Bounds(counts, np.full(counts.shape, UNBOUNDED), no)
            return Limits(alone, alone, alone)
        apart = tuple(self._parts(kind))
        parts = {part: self._counts(part, kind, areas)[0] for part in apart}
        whole = self._counts(self.whole, kind, areas)[0]
        rest = whole - sum(parts.values(), np.zeros_like(whole))
        if (rest < 0).any():
            row = int(np.argwhere(rest < 0)[0][0])
            said = f"The categories of {self.whole} add up to more than it in {areas[row]}: {', '.join(apart)}."
            remedy = "Correct release: whole of those that are no categories of it, or that overlap."
            raise PeelianError("parts-exceed-whole", said, remedy, {"measure": self.whole, "area": areas[row]})
        unseen = ~np.any([no, *(self._seen(part, kind, areas) for part in apart)], axis=0)
        if name == self.whole:
            usual = Bounds(rest if apart else whole, np.full(counts.shape, UNBOUNDED), no)
            spare = Bounds(np.where(unseen, whole, rest), usual.counter, no)
            return Limits(usual, usual, spare, None, apart)
        known = yes if self.public_whole else self._seen(self.whole, kind, areas)
        others = np.where(unseen, whole - counts, rest)
        return Limits(
            Bounds(counts, rest, yes),
            Bounds(counts, np.where(known, rest, UNBOUNDED), known),
            Bounds(counts, np.where(known, others, UNBOUNDED), known),
            rest if name == min(apart, key=self._precedence) else None,
            apart,
        )

    def _precedence(self, part: str) -> tuple[int, str]:
        """The category that comes first answers for the rest: one for good, whatever the figures become."""
        return (self.order.index(part) if part in self.order else len(self.order)), part

    def _whole_known(self, kind: str) -> bool:
        """Whether the whole is shown by an area kind: by its own rule, by an earlier release, or by its publisher."""
        return self.public_whole or kind in self.rules[self.whole].kinds or bool(self.history.get((self.whole, kind)))

    def _parts(self, kind: str) -> list[str]:
        return [name for name in self.rules if name != self.whole and self._decided(name, kind)]

    def _seen(self, name: str, kind: str, areas: tuple[str, ...]) -> Mask:
        """In which months of which areas anything was shown before: other months are as free as if nothing ever had been."""
        runs = self._shown_runs(name, kind)
        seen = np.zeros((len(areas), self.span.months), np.bool_)
        for row, area in enumerate(areas):
            for first, last in runs.get(area, ()):
                seen[row, first:last] = True
        return seen

    def _shown_runs(self, name: str, kind: str) -> dict[str, dict[Run, set[int]]]:
        """Area -> runs of which any earlier release has shown a figure -> the figures."""
        found: dict[str, dict[Run, set[int]]] = {}
        for series in self.history.get((name, kind), ()):
            length = _length(series)
            for row, place in np.argwhere(series.states == PRESENT):
                end = series.first + series.step * int(place) - self.span.first + 1
                figures = found.setdefault(series.areas[row], {}).setdefault((end - length, end), set())
                figures.add(int(series.values[row, place]))
        return found

    def _runs(self, name: str, kind: str) -> tuple[list[Run], Mask]:
        """Every run that the rule or an earlier release shows, in the order of time; which of them the rule shows."""
        period = self.rules[name].kinds.get(kind)
        ruled = set(runs_of(period, self.span)) if period else set()
        every = ruled.union(*self._shown_runs(name, kind).values())
        runs = sorted(every, key=lambda run: (run[1], run[0]))
        return runs, np.array([run in ruled for run in runs], np.bool_)

    def _before(self, name: str, kind: str, areas: tuple[str, ...], runs: list[Run], sums: Ints) -> Mask:
        """What was shown before; but for what has become small since, and was shown as another number."""
        place_of = {run: place for place, run in enumerate(runs)}
        before = np.zeros((len(areas), len(runs)), np.bool_)
        shown = self._shown_runs(name, kind)
        for row, area in enumerate(areas):
            for run, figures in shown.get(area, {}).items():
                now = int(sums[row, place_of[run]])
                before[row, place_of[run]] = not 0 < now < self.threshold or now in figures
        return before

    def _holders(self, area_id: str) -> frozenset[Place]:
        area = self.areas[area_id]
        wider = ((kind, self.areas.within(area, kind)) for kind in NESTED[: NESTED.index(area.kind)])
        return frozenset((kind, home) for kind, home in wider if home)

    def _parents(self, areas: tuple[str, ...], wider: Table | None) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """The row of the wider area that holds each area; -1 where there is no wider table."""
        if wider is None:
            return np.full(len(areas), -1, np.intp)
        row_of = {area: row for row, area in enumerate(wider.areas)}
        return np.array(
            [row_of.get(self.areas.within(self.areas[area], wider.kind) or "", -1) for area in areas], np.intp
        )


def runs_of(period: str, span: Span) -> list[Run]:
    """The runs of months that a rule's period publishes, whole ones alone, as nodes from the first month of a span."""
    every, length = EVERY[period], LENGTH[period]
    ends = [month for month in range(span.first, span.last + 1) if every == 1 or ends_period(month, every)]
    return [(end - length + 1 - span.first, end + 1 - span.first) for end in ends if end - length + 1 >= span.first]


def _length(series: Series) -> int:
    """Months of one period of a series that was shown."""
    return 1 if series.step == 1 else 12


def _sums(counts: Ints, runs: Sequence[Run]) -> Ints:
    total = np.concatenate([np.zeros((len(counts), 1), np.int64), np.cumsum(counts, axis=1)], axis=1)
    return np.stack([total[:, last] - total[:, first] for first, last in runs], axis=1) if runs else total[:, :0]


def leaving(measure: Measure, series: Series, table: Table, span: Span) -> Series:
    """The series as it may leave: by the period of its rule, withheld where it is not shown. Nothing that is withheld is kept."""
    assert measure.release is not None
    period = measure.release.kinds[series.kind]
    every, length = EVERY[period], LENGTH[period]
    own = Span(series.first, series.last)
    runs = runs_of(period, own)
    if not runs:
        return door(measure, series)
    place_of = {run: place for place, run in enumerate(table.runs)}
    shift = own.first - span.first
    columns = [place_of[first + shift, last + shift] for first, last in runs]
    row_of = {area: row for row, area in enumerate(table.areas)}
    shown = table.shown[np.ix_([row_of[area] for area in series.areas], columns)]
    there = series.states == PRESENT
    whole = _sums(there.astype(np.int64), runs) == length
    sums = _sums(np.where(there, series.values, 0), runs)
    shown &= whole & ((sums == 0) | (sums >= table.threshold))
    ends = [last - 1 for _, last in runs]
    return replace(
        series, first=own.first + ends[0], step=every,
        values=np.where(shown, sums, 0),
        states=np.where(shown, PRESENT, np.where(whole, PROTECTED, MISSING)).astype(np.uint8),
        flags=np.zeros(shown.shape, np.uint8), origin=series.origin[:, ends],
    )  # fmt: skip


def merged(shown: Iterable[Series]) -> list[Series]:
    """Series of which any cell is shown: what an earlier release says nothing of gives nothing away."""
    return [series for series in shown if (series.states == PRESENT).any()]
