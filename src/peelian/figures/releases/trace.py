"""From a figure back to its rows: file, row, column and value, read from the lake."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peelian.figures.catalogue import Source, generated_source
from peelian.figures.compute.derive import population_year
from peelian.figures.compute.supply import home_of
from peelian.figures.lake import Lake, Snapshot
from peelian.figures.periods import Period
from peelian.figures.releases.figure import Figure, number, printed_as, prints_nothing
from peelian.figures.releases.figure import figure as look_up
from peelian.figures.releases.release import Release
from peelian.figures.sources.base import scale_of

MOST_ROWS = 400
"""A figure of the whole force may rest on ten thousand cells: this many are listed, all are counted and summed."""


def sources(release: Release, lake: Lake, figure: Figure, most: int = MOST_ROWS) -> list[dict[str, Any]]:
    """For each snapshot a figure is made of: which file, and which cells, how many, and their sum.

    Raises PeelianError where a snapshot is gone.
    """
    if figure.method == "as-printed":
        return [_print_source(row, str(figure.period)) for row in figure.printed]
    if figure.symbol == "[c]":
        return []  # the cells of a protected figure are the figure
    answers = _of_series(release, lake, figure, most)
    if figure.method == "share-of-counts" and figure.denominator is not None:
        answers += _of_series(
            release, lake, look_up(release, str(figure.measure.denominator), figure.area.id, figure.period), most
        )
    if figure.kind == "rate" and figure.denominator is not None:
        year = Period.of("year", population_year(figure.period) * 12)
        people = release.series("population", figure.area.kind)
        if people is not None and figure.area.id in people.row_of:
            answers += _of_series(release, lake, look_up(release, "population", figure.area.id, year), most)
    return answers


def _of_series(release: Release, lake: Lake, figure: Figure, most: int) -> list[dict[str, Any]]:
    source = source_of(release, figure)
    series = release.series(figure.measure.id, figure.area.kind)
    if source is None or series is None:
        return []
    answers = []
    for sha256 in figure.inputs:
        snapshot = lake.get(sha256)
        if figure.measure.protect == "protected":
            answers.append(_file_alone(snapshot, figure))
            continue
        row = series.row_of[figure.area.id]
        months = [
            month
            for month in range(figure.period.first, figure.period.last + 1)
            if (at := series.place(month)) is not None and series.input_at(row, at) == sha256
        ]
        if series.step > 1:
            months = [figure.period.last]
        if not months:
            continue  # a share's other count is from it
        answers.append(_cells(release, snapshot, source, figure, months, most))
    return answers


def _file_alone(snapshot: Snapshot, figure: Figure) -> dict[str, Any]:
    """The file of a protected measure's figure without its cells: they are smaller than what may be shown."""
    return {"snapshot": snapshot.sha256, "file": snapshot.file, "dataset": snapshot.dataset, "vintage": snapshot.vintage,
            "measure": figure.measure.id, "rows": [], "cells": 0, "sum": None}  # fmt: skip


def source_of(release: Release, figure: Figure) -> Source | None:
    """Where the figure's rows are, by the release's own catalogue."""
    if release.illustrative:
        return generated_source(figure.measure, figure.area.kind)
    return figure.measure.source.get(figure.area.kind)


def _cells(
    release: Release, snapshot: Snapshot, source: Source, figure: Figure, months: list[int], most: int
) -> dict[str, Any]:
    table = (
        pq.read_table(snapshot.parquet, filters=[("month", "in", months)]) if months else snapshot.table().slice(0, 0)
    )
    areas, kind = release.areas, figure.area.kind
    scope = areas.match(snapshot.scope) or "" if snapshot.scope else ""
    names = [
        name
        for name in map(str, pc.unique(table["area"].combine_chunks()).to_pylist())
        if home_of(areas, name, scope, kind, source.rolls_up) == figure.area.id
    ]
    table = table.filter(_among(table, "area", names))
    for column, values in source.where.items():
        table = table.filter(_among(table, column, list(values)))
    for column, values in source.where_not.items():
        table = table.filter(pc.invert(_among(table, column, list(values))))
    if table.num_rows:
        table = table.filter(pc.equal(table["rank"], pc.min(table["rank"])))
    scale = 10 ** scale_of(table.schema)
    return {
        "snapshot": snapshot.sha256, "file": snapshot.file, "dataset": snapshot.dataset, "vintage": snapshot.vintage,
        "measure": figure.measure.id, "rows": [_cell(cell, scale) for cell in table.slice(0, most).to_pylist()],
        "cells": table.num_rows, "sum": _scaled(pc.sum(table["value"]).as_py() or 0, scale),
    }  # fmt: skip


def _cell(cell: dict[str, Any], scale: int) -> dict[str, Any]:
    """A cell of a file: where, its sheet in a workbook, its value as read, what the row is for, and its text if that tells more."""
    what = [cell[name] for name in ("minor", "measure", "item", "basis", "type", "outcome") if cell.get(name)]
    where = cell.get("ward") or cell.get("name") or cell["area"] or "no place"
    value = None if cell["value"] is None else _scaled(cell["value"], scale)
    text = {"text": cell["printed"]} if cell.get("printed") is not None else {}
    sheet = {"sheet": cell["sheet"]} if cell.get("sheet") else {}
    return {
        **sheet,
        "row": cell["row"],
        "column": cell["column"],
        "value": value,
        "of": ", ".join([*what, where]),
        **text,
    }


def _among(table: pa.Table, column: str, values: list[str]) -> pa.ChunkedArray:
    return pc.is_in(table[column].cast(pa.string()), value_set=pa.array(values, type=pa.string()))


def _scaled(value: int, scale: int) -> int | float:
    return number(Decimal(value) / scale) or 0


def _print_source(row: dict[str, Any], period: str) -> dict[str, Any]:
    column = "denominator" if prints_nothing(row, period) else printed_as(row, period) or "value"
    return {
        "snapshot": row["snapshot"], "file": row["file"], "dataset": "published-tables", "vintage": None,
        "document": row["document"], "line": row["page_or_line"],
        "rows": [{"row": row["row"], "column": column, "value": row[column]}], "cells": 1, "sum": None,
    }  # fmt: skip
