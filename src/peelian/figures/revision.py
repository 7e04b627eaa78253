"""What one publication changed against another of the same thing: every cell that differs, and whether they count alike at all.

A publisher revises the past quietly, and now and then counts in another way without saying so. Both are noticed here, from the
files alone: categories, headers, totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peelian.figures.errors import PeelianError
from peelian.figures.lake import PLACE_COLUMNS, Snapshot
from peelian.figures.periods import month_text
from peelian.figures.sources.base import Finding, RefusedFile, named, note, warning
from peelian.figures.sources.document import Document
from peelian.figures.sources.wide import is_month

NOT_KEYS = {"row", "column", "value", "rank", "month", "id", "printed", *PLACE_COLUMNS[1:]}
"""Columns of facts that do not say what a figure is of."""
MOVING = {"outcome"}
"""Columns whose text changes while the thing counted stays the same: no sign of another way of counting."""
COMMON_CATEGORIES = 0.8
CHANGED_TOTALS = 0.5
MOVED_TOTALS = 0.02
"""Two publications count in another way where fewer than four fifths of their categories are common, or where more than half
of the totals of an area and month differ, together by more than two per cent. Between borough files of one classification up to
93 per cent of these totals differ and move by 0.06 to 1.0 per cent (the most over a year from October 2024); the break between
January and October 2024 moves 99 per cent of them by 3.8 per cent."""
LISTED = 3


@dataclass(frozen=True)
class Difference:
    """One cell that differs. ``before`` or ``after`` is None where that file has no row for it."""

    area: str
    month: str
    category: dict[str, str]
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Comparison:
    """Two snapshots of one dataset, on the months that both hold."""

    before: Snapshot
    after: Snapshot
    months: tuple[int, ...]
    cells: pa.Table
    keys: tuple[str, ...]
    signs: tuple[str, ...] = field(default=())

    @property
    def comparable(self) -> bool:
        """Whether both count in the same way, as far as the files show."""
        return not self.signs

    @cached_property
    def _here(self) -> tuple[Any, Any]:
        return np.asarray(pc.is_valid(self.cells["before"])), np.asarray(pc.is_valid(self.cells["after"]))

    @cached_property
    def _differs(self) -> Any:
        old, new = (self.cells[name].fill_null(0).to_numpy() for name in ("before", "after"))
        return (old != new) | (self._here[0] != self._here[1])

    @property
    def common(self) -> int:
        """Cells that both files have a row for."""
        return int((self._here[0] & self._here[1]).sum())

    @property
    def revised(self) -> int:
        """Cells of both that differ."""
        return int((self._differs & self._here[0] & self._here[1]).sum())

    @property
    def appeared(self) -> int:
        """Cells that only the later file has a row for."""
        return int((~self._here[0] & self._here[1]).sum())

    @property
    def vanished(self) -> int:
        """Cells that only the earlier file has a row for."""
        return int((self._here[0] & ~self._here[1]).sum())

    def differences(self) -> list[Difference]:
        """Every cell that differs, in order of area, month and category."""
        scale = 10**self.after.scale
        found = self.cells.filter(pa.array(self._differs))
        found = found.sort_by(
            [("area", "ascending"), ("month", "ascending"), *((key, "ascending") for key in self.keys[1:])]
        )
        return [
            Difference(
                row["area"], month_text(row["month"]), {key: row[key] for key in self.keys[1:]},
                None if row["before"] is None else row["before"] / scale, None if row["after"] is None else row["after"] / scale,
            )
            for row in found.to_pylist()
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As the command answers."""
        return {
            "before": {"snapshot": self.before.sha256, "file": self.before.file, "vintage": self.before.vintage},
            "after": {"snapshot": self.after.sha256, "file": self.after.file, "vintage": self.after.vintage},
            "months": [month_text(self.months[0]), month_text(self.months[-1])] if self.months else None,
            "comparable": self.comparable, "signs": list(self.signs), "cells": self.common, "revised": self.revised,
            "appeared": self.appeared, "vanished": self.vanished,
            "differences": [asdict(item) for item in self.differences()],
        }  # fmt: skip


def compare(before: Snapshot, after: Snapshot, by: Sequence[str] | None = None) -> Comparison:
    """Compare two snapshots on the months that both hold. ``by``: category columns to compare on (all of them by default).

    Raises PeelianError where they are not of one dataset and force, or hold no figures.
    """
    if (before.dataset, before.scope) != (after.dataset, after.scope) or not before.facts:
        raise PeelianError(
            "not-alike",
            f"{before.file} ({before.dataset}) and {after.file} ({after.dataset}) are not two publications of one thing.",
            "Name two snapshots of the same dataset: peelian snapshots lists them.",
            {"before": before.sha256, "after": after.sha256},
        )
    months = tuple(sorted({month for month, _ in before.months} & {month for month, _ in after.months}))
    columns = [name for name in pq.read_schema(after.parquet).names if name not in NOT_KEYS]
    keys = ("area", *(name for name in columns if name != "area" and (by is None or name in by)))
    old, new = (_cells(snapshot, months, keys) for snapshot in (before, after))
    cells = old.rename_columns({"value": "before"}).join(
        new.rename_columns({"value": "after"}), [*keys, "month"], join_type="full outer"
    )
    return Comparison(before, after, months, cells, keys, tuple(_signs(before, after, months, cells, keys)))


def _cells(snapshot: Snapshot, months: Sequence[int], keys: Sequence[str]) -> pa.Table:
    """Sums of a snapshot by key and month; names are told apart without case, as everywhere."""
    table = snapshot.table([*keys, "month", "value", "rank"])
    best = snapshot.rank_of
    table = table.filter(pc.is_in(table["month"], value_set=pa.array(months, pa.int32())))
    if any(best.values()):
        ranks = pa.array([best[month] for month in table["month"].to_pylist()], pa.int8())
        table = table.filter(pc.equal(table["rank"], ranks))
    plain = {name: table[name].cast(pa.string()) for name in keys}
    plain["area"] = pc.utf8_lower(plain["area"])
    sums = pa.table({**plain, "month": table["month"], "value": table["value"]}).group_by([*keys, "month"])
    return sums.aggregate([("value", "sum")]).rename_columns({"value_sum": "value"})


def _signs(
    before: Snapshot, after: Snapshot, months: Sequence[int], cells: pa.Table, keys: Sequence[str]
) -> Iterable[str]:
    """What shows that the later file counts in another way, in words."""
    if before.classification != after.classification:
        yield f"its classification is {after.classification}, not {before.classification}"
    told = _told_categories(cells, keys)
    if told:
        yield told
    gone, come = _headers(before) - _headers(after), _headers(after) - _headers(before)
    totals = _told_totals(cells)
    if totals:
        yield totals
    if (gone or come) and (told or totals or before.classification != after.classification):
        yield f"headers changed: {named(gone) or 'none'} went, {named(come) or 'none'} came"


def _told_categories(cells: pa.Table, keys: Sequence[str]) -> str:
    kind = [name for name in keys[1:] if name not in MOVING]
    if not kind or not cells.num_rows:
        return ""
    kinds = {}
    for side in ("before", "after"):
        mine = cells.filter(pc.is_valid(cells[side])).select(kind).group_by(kind).aggregate([])
        kinds[side] = set(zip(*(mine[name].to_pylist() for name in kind), strict=True))
    both = kinds["before"] & kinds["after"]
    widest = max(len(kinds["before"]), len(kinds["after"]), 1)
    if len(both) >= COMMON_CATEGORIES * widest:
        return ""
    return f"{len(kinds['after'])} categories instead of {len(kinds['before'])}, {len(both)} of them common"


def _told_totals(cells: pa.Table) -> str:
    sums = cells.group_by(["area", "month"]).aggregate([("before", "sum"), ("after", "sum")])
    old, new = (sums[f"{side}_sum"].fill_null(0).to_numpy() for side in ("before", "after"))
    both = np.asarray(pc.and_(pc.is_valid(sums["before_sum"]), pc.is_valid(sums["after_sum"])))
    differ = (old != new) & both
    moved = np.abs(new - old)[both].sum() / max(1, old[both].sum())
    if not both.any() or differ.sum() <= CHANGED_TOTALS * both.sum() or moved <= MOVED_TOTALS:
        return ""
    told = f"{int(differ.sum()):,} of {int(both.sum()):,} totals of an area and month differ"
    return f"{told}, together by {100 * moved:.1f} per cent"


def _headers(snapshot: Snapshot) -> set[str]:
    """The columns of the original's first line, months apart."""
    return {name for name in Document(snapshot.original, snapshot.file).header if not is_month(name)}


def findings(after: Snapshot, held: Iterable[Snapshot]) -> list[Finding]:
    """What a load says of a new snapshot beside the newest earlier one of the same thing that shares a month with it."""
    months = {month for month, _ in after.months}
    alike = [
        item for item in held
        if (item.dataset, item.scope) == (after.dataset, after.scope) and months & {month for month, _ in item.months}
        and item.sha256 != after.sha256
    ]  # fmt: skip
    if not alike or not after.facts:
        return []
    before = max(alike, key=lambda item: item.precedence)
    try:
        return said(compare(before, after))
    except (PeelianError, RefusedFile, OSError, pa.ArrowException):  # verify says more, and loading it again mends it
        what = f"it cannot be compared with {before.file} of vintage {before.vintage}, which is damaged"
        return [warning(what, "load that file again")]


def said(found: Comparison) -> list[Finding]:
    """A comparison as findings of a load."""
    whose = f"{found.before.file} of vintage {found.before.vintage}"
    if not found.comparable:
        return [
            warning(
                f"it counts in another way than {whose}: {'; '.join(found.signs)}",
                "never joined to it where the classification differs; else look whether a break must be named in breaks.yaml",
            )
        ]
    changed = _of_crimes(found) if "id" in pq.read_schema(found.after.parquet).names else ""
    cells = (
        f"{found.revised:,} of {found.common:,} cells differ, {found.appeared:,} are new, {found.vanished:,} are gone"
    )
    if not changed and not (found.revised or found.appeared or found.vanished):
        return [note(f"it agrees with {whose} in every cell that both have", "nothing is revised")]
    same = found.before.vintage == found.after.vintage
    what = f"against {whose}, {month_text(found.months[0])} to {month_text(found.months[-1])}: {changed or cells}"
    if same:
        return [
            warning(f"{what}; both are of one vintage", "the one loaded later counts; say --vintage if that is wrong")
        ]
    return [note(what, "figures follow the newer file; a release lists what changed")]


def _of_crimes(found: Comparison) -> str:
    """Crimes told apart by id and type: which have another outcome, how many are new or gone."""
    tables = [_crimes(snapshot, found.months) for snapshot in (found.before, found.after)]
    kind = [name for name in ("id", "type") if name in tables[0].column_names]
    old, new = (table.rename_columns([*kind, side]) for table, side in zip(tables, ("before", "after"), strict=True))
    pairs = old.join(new, kind, join_type="full outer")
    came = pairs.filter(pc.and_(pc.is_null(pairs["before"]), pc.is_valid(pairs["after"]))).num_rows
    went = pairs.filter(pc.and_(pc.is_valid(pairs["before"]), pc.is_null(pairs["after"]))).num_rows
    moved = pairs.filter(pc.not_equal(pairs["before"], pairs["after"]))
    if not (came or went or moved.num_rows):
        return ""
    counts = moved.group_by(["before", "after"]).aggregate([([], "count_all")]).sort_by([("count_all", "descending")])
    examples = [
        f"{row['count_all']:,} from {row['before'] or 'none'} to {row['after'] or 'none'}"
        for row in counts.slice(0, LISTED).to_pylist()
    ]
    how = f" ({', '.join(examples)}{' and others' if counts.num_rows > LISTED else ''})" if examples else ""
    return f"{moved.num_rows:,} crimes have another outcome{how}; {came:,} crimes are new, {went:,} are gone"


def _crimes(snapshot: Snapshot, months: Sequence[int]) -> pa.Table:
    """Id, type where there is one, and outcome of every crime that has an id, once each."""
    there = pq.read_schema(snapshot.parquet).names
    columns = [name for name in ("id", "type", "outcome") if name in there]
    table = snapshot.table([*columns, "month"])
    table = table.filter(
        pc.and_(pc.is_valid(table["id"]), pc.is_in(table["month"], value_set=pa.array(months, pa.int32())))
    )
    plain = pa.table(
        {name: table[name].cast(pa.binary()) if name == "id" else table[name].cast(pa.string()) for name in columns}
    )
    return plain.group_by(columns[:-1]).aggregate([("outcome", "max")])
