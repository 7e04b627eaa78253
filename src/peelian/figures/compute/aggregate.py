"""From snapshots to series: one portable expression per dataset and area kind, run by the engine and streamed by measure.

Only what is exact and the same on every engine runs there: filter, join, group, count, sum (TECH 13).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.areas import Areas
from peelian.figures.catalogue import PERIODS, Dataset, Measure, Source
from peelian.figures.compute.series import MISSING, NO_ORIGIN, PRESENT, PROJECTION, PROVISIONAL, Series
from peelian.figures.lake import Snapshot
from peelian.figures.sources.base import scale_of

_BATCH = 100_000
WHOLE = 0.9
"""A publication with fewer than nine tenths of the areas of an older one is a part of it (ward boundaries change by less)."""


@dataclass
class Held:
    """What one snapshot holds, looked up once: its months and their rank, its areas, its combinations of categories."""

    snapshot: Snapshot
    rank_of: dict[int, int]
    areas: dict[str, str]
    categories: list[dict[str, str]]
    scale: int
    ids: set[str]


def held_by(snapshot: Snapshot, areas: Areas, kind: str, columns: Sequence[str], *, rolls_up: bool) -> Held:
    """Look up what a snapshot holds: its areas of a kind (printed name -> id it counts towards), its combinations of columns."""
    table = snapshot.table()
    ranks = table.group_by("month").aggregate([("rank", "min")])
    rank_of = dict(zip(ranks["month"].to_pylist(), ranks["rank_min"].to_pylist(), strict=True))
    printed = [str(name) for name in pc.unique(table["area"].combine_chunks()).to_pylist()]
    found = {name: areas[area] for name in printed if (area := areas.match(name))}
    homes = {name: home for name, area in found.items() if (home := areas.home(area, kind, rolls_up=rolls_up))}
    there = [name for name in columns if name in table.column_names]
    categories = table.select(there).group_by(there).aggregate([]).to_pylist() if there else [{}]
    return Held(snapshot, rank_of, homes, categories, scale_of(table.schema), {area.id for area in found.values()})


def newest_by_month(helds: Sequence[Held]) -> dict[int, int]:
    """For each month the place of the input it comes from: the preferred rank first, then the newest.

    A newer publication that names clearly fewer areas than an older one is a part of it, and does not take its place.
    """
    best: dict[int, int] = {}
    for place, held in enumerate(helds):
        for month, rank in held.rank_of.items() if held.areas else ():
            other = helds[best[month]] if month in best else None
            if other is None or rank < other.rank_of[month] or (rank == other.rank_of[month] and _as_wide(held, other)):
                best[month] = place
    return best


def _as_wide(held: Held, other: Held) -> bool:
    return len(held.areas) >= WHOLE * len(other.areas)


def series_of(
    dataset: Dataset, kind: str, measures: Sequence[tuple[Measure, Source]], snapshots: Sequence[Snapshot], areas: Areas
) -> Iterator[Series]:
    """Every measure's series for one dataset and area kind, one at a time.

    ``snapshots`` are of one classification, oldest first; all measures roll up, or none does. A month comes from the newest
    snapshot that carries the measure, so measures that the same snapshots carry are counted together. Memory is bounded by
    one measure: the engine's answer is sorted by measure and read in batches.
    """
    columns = sorted({column for _, source in measures for column in (*source.where, *source.where_not)})
    rolls_up = measures[0][1].rolls_up
    helds = [held_by(snapshot, areas, kind, columns, rolls_up=rolls_up) for snapshot in snapshots]
    together: dict[tuple[int, ...], list[tuple[Measure, Source]]] = {}
    for measure, source in measures:
        carrying = tuple(
            place for place, held in enumerate(helds) if any(matches(source, each) for each in held.categories)
        )
        together.setdefault(carrying, []).append((measure, source))
    for places, group in together.items():
        mine = [helds[place] for place in places]
        origin = newest_by_month(mine)
        if origin:
            frame = _Frame(dataset, kind, mine, origin, _members(areas, kind) if rolls_up else {})
            for place, cells in _by_measure(_expression(frame, group)):
                yield frame.series(group[place][0], cells)


def _members(areas: Areas, kind: str) -> dict[str, set[str]]:
    """For each area of a kind that is added up, the boroughs that it is made of."""
    members: dict[str, set[str]] = {}
    for area in areas.of_kind("borough"):
        home = areas.within(area, kind)
        if home:
            members.setdefault(home, set()).add(area.id)
    return members


@dataclass
class _Frame:
    """The axes that all series of a dataset and kind share."""

    dataset: Dataset
    kind: str
    helds: Sequence[Held]
    origin: dict[int, int]
    members: dict[str, set[str]]

    def __post_init__(self) -> None:
        ids = {home for held in self.helds for home in held.areas.values()}
        self.areas = sorted(ids)
        self.row_of = {area: row for row, area in enumerate(self.areas)}

    def series(self, measure: Measure, cells: pa.Table) -> Series:
        """Place the engine's sums into the cube, and say of every other cell whether it is a zero or missing."""
        step = PERIODS[measure.periods]
        first, last = _span(sorted(self.origin), step)
        shape = (len(self.areas), (last - first) // step + 1)
        values = np.zeros(shape, dtype=np.int64)
        states = np.full(shape, MISSING, dtype=np.uint8)
        flags = np.zeros(shape, dtype=np.uint8)
        origin = np.full(shape[1], NO_ORIGIN, dtype=np.int16)
        for month, place in self.origin.items():
            if (month - first) % step == 0:
                column = (month - first) // step
                origin[column] = place
                states[:, column] = self._unmentioned[place]
        cells = cells.filter(
            pc.is_in(cells["month"], value_set=pa.array(range(first, last + 1, step), type=pa.int64()))
        )
        rows, columns = cells["area"].to_numpy(), (cells["month"].to_numpy() - first) // step
        values[rows, columns] = cells["value"].fill_null(0).to_numpy()
        states[rows, columns] = np.where(cells["gaps"].to_numpy() > 0, MISSING, PRESENT)
        for month, place in self.origin.items():
            states[self._partial[place], (month - first) // step] = MISSING
        flags[rows, columns] = np.where(cells["rank"].to_numpy() > 0, PROJECTION, 0)
        if self.dataset.provisional_months:
            flags[:, -self.dataset.provisional_months :] |= PROVISIONAL
        inputs = tuple(held.snapshot.sha256 for held in self.helds)
        return Series(measure.id, self.kind, tuple(self.areas), first, step, self.helds[-1].scale, values, states, flags, origin,
                      inputs)  # fmt: skip

    @cached_property
    def _partial(self) -> list[list[int]]:
        """For each snapshot the areas whose sum it does not hold whole: a borough that they are made of is not in it."""
        return [[self.row_of[area] for area in self.areas if not self.members.get(area, set()) <= held.ids]
                for held in self.helds]  # fmt: skip

    @cached_property
    def _unmentioned(self) -> list[Any]:
        """For each snapshot the state of areas that it has no row for: zero where it drops zero rows and knows the area."""
        if self.dataset.absent_rows != "zero":
            return [MISSING] * len(self.helds)
        known = [set(held.areas.values()) for held in self.helds]
        return [
            np.array([PRESENT if area in there else MISSING for area in self.areas], dtype=np.uint8) for there in known
        ]


def _span(months: list[int], step: int) -> tuple[int, int]:
    """First and last month of a series: quarters end in March, June, September, December, and years in December."""
    aligned = [month for month in months if month % step == step - 1] or months
    return aligned[0], aligned[-1]


def matches(source: Source, category: dict[str, str]) -> bool:
    """Whether rows of a category count towards a measure."""
    inside = all(category.get(column) in values for column, values in source.where.items())
    return inside and not any(category.get(column) in values for column, values in source.where_not.items())


def _expression(frame: _Frame, measures: Sequence[tuple[Measure, Source]]) -> Any:
    """The union over snapshots of: rows of the months it supplies, joined to areas and measures, summed."""
    import ibis

    engine = ibis.duckdb.connect()
    parts = []
    for place, held in enumerate(frame.helds):
        months = [month for month, supplier in frame.origin.items() if supplier == place]
        links = _links(held, measures)
        if months and links:
            parts.append(_part(engine, held, frame, months, links))
    if not parts:
        return None
    whole = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return whole.order_by(["target", "area", "month"])


def _links(held: Held, measures: Sequence[tuple[Measure, Source]]) -> list[dict[str, Any]]:
    """One row for each category and each measure it counts towards."""
    links: list[dict[str, Any]] = []
    for place, (_, source) in enumerate(measures):
        counted = [category for category in held.categories if matches(source, category)]
        links.extend({**category, "target": place} for category in counted)
    return links


def _part(engine: Any, held: Held, frame: _Frame, months: list[int], links: list[dict[str, Any]]) -> Any:
    import ibis

    facts = engine.read_parquet(str(held.snapshot.parquet))
    homes = pa.table({
        "area": list(held.areas),
        "home": pa.array([frame.row_of[home] for home in held.areas.values()], type=pa.int64()),
    })  # fmt: skip
    columns = [name for name in links[0] if name != "target"]
    preferred = facts.filter(ibis.or_(*(
        facts.month.isin([month for month in months if held.rank_of[month] == rank]) & (facts["rank"] == rank)
        for rank in sorted(set(held.rank_of.values()))
    )))  # fmt: skip
    targets = ibis.memtable(pa.Table.from_pylist(links))
    counted = preferred.inner_join(ibis.memtable(homes), "area")
    counted = counted.inner_join(targets, columns) if columns else counted.cross_join(targets)
    grouped = counted.group_by(target=counted.target.cast("int64"), area=counted.home, month=counted.month)
    return grouped.aggregate(
        value=counted.value.sum().cast("int64"),
        gaps=counted.value.isnull().sum().cast("int64"),
        rank=counted["rank"].max().cast("int64"),
    ).cast({"month": "int64"})


def _by_measure(expression: Any) -> Iterator[tuple[int, pa.Table]]:
    """Cut the engine's sorted answer where the measure changes. Measures without a row are left out."""
    if expression is None:
        return
    waiting: list[pa.RecordBatch] = []
    current: int | None = None
    for batch in expression.to_pyarrow_batches(chunk_size=_BATCH):
        places = batch.column("target").to_numpy()
        starts = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
        for start, end in itertools.pairwise(starts):
            if end == start:
                continue
            place = int(places[start])
            if current is not None and place != current:
                yield current, pa.Table.from_batches(waiting)
                waiting = []
            current = place
            waiting.append(batch.slice(start, end - start))
    if current is not None:
        yield current, pa.Table.from_batches(waiting)
