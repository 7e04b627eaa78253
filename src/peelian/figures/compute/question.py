"""The one question that an engine is asked: sums of rows by class of category, leaf of area, and month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa


@dataclass(frozen=True)
class Part:
    """Files that are read alike. ``homes``: area as printed -> leaf; rows of other areas are not counted.

    ``months`` and ``rank``: only rows of these; None where all rows count.
    """

    paths: tuple[Path, ...]
    homes: pa.Table
    months: tuple[int, ...] | None
    rank: int | None


@dataclass(frozen=True)
class Question:
    """Sum ``value`` over the rows of all parts by (category, leaf, month).

    ``classes`` holds a row for each combination of the texts in ``columns`` and the ``category`` it belongs to; rows of
    other combinations are not counted. ``gaps`` asks also for the number of missing values, ``ranks`` for the highest rank.
    """

    columns: tuple[str, ...]
    classes: pa.Table
    parts: tuple[Part, ...]
    gaps: bool
    ranks: bool


def expression(engine: Any, question: Question) -> Any:
    """The question as an Ibis expression over an engine's tables."""
    import ibis  # half a second, which the default does without

    classes = engine.small(question.classes)
    parts = [_part(engine, classes, part, question) for part in question.parts]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _part(engine: Any, classes: Any, part: Part, question: Question) -> Any:
    facts = engine.facts(part.paths, ["area", "month", "rank", "value", *question.columns])
    if part.months is not None:
        facts = facts.filter(facts.month.isin(part.months) & (facts["rank"] == part.rank))
    counted = facts.inner_join(engine.small(part.homes), "area")
    counted = counted.inner_join(classes, [*question.columns]) if question.columns else counted.cross_join(classes)
    sums = {"value": counted.value.sum().cast("int64")}
    if question.gaps:
        sums["gaps"] = counted.value.isnull().cast("int64").sum().cast("int64")
    if question.ranks:
        sums["rank"] = counted["rank"].max().cast("int64")
    keys = {"category": counted.category, "leaf": counted.leaf, "month": counted.month.cast("int64")}
    return counted.group_by(**keys).aggregate(**sums)
