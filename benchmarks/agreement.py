"""Whether all sides give the same figures, to the last digit: a checksum for every measure.

``python -m benchmarks.agreement NAME=figures.parquet … NAME=house`` prints, for each side, the number of figures, their sum and a
checksum per measure. The checksum is of area, month and value together, whatever their order.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from benchmarks.measures import CATEGORIES, FILTERS, measure_id

KINDS = ("force", "borough", "ward")
# of one text: DuckDB joins the hashes of several columns by exclusive or, so that values in each other's place would not show
_SUMS = "count(*), sum(value)::BIGINT, bit_xor(hash(concat_ws('|', area, month, value::BIGINT)))::VARCHAR"


def checksums(side: Path) -> dict[str, list[Any]]:
    """Measure -> [figures, their sum, checksum]."""
    if side.is_dir():
        return dict(_of_house(side))
    rows = duckdb.sql(f"SELECT category, outcomes, {_SUMS} FROM '{side}' GROUP BY ALL").fetchall()
    return {measure_id(category, outcomes): rest for category, outcomes, *rest in rows}


def _of_house(root: Path) -> Iterator[tuple[str, list[Any]]]:
    from peelian.figures.releases.release import Releases

    release = Releases(root).newest()
    assert release is not None, f"{root} has no release"
    con = duckdb.connect()
    for category in CATEGORIES:
        for outcomes in FILTERS:
            name = measure_id(category, outcomes)
            con.register("figures", pa.concat_tables([_long(release, name, kind) for kind in KINDS]))
            found = con.sql(f"SELECT {_SUMS} FROM figures").fetchone()
            assert found is not None
            yield name, list(found)


def _long(release: Any, measure: str, kind: str) -> pa.Table:
    """Every figure of a measure and kind as area, month, value. Raises AssertionError where one is missing."""
    from peelian.figures.compute.series import PRESENT
    from peelian.figures.periods import month_text

    series = release.series(measure, kind)
    assert series is not None, f"no series of {measure} by {kind}"
    assert (series.states == PRESENT).all(), f"{measure} by {kind} has gaps"
    periods = series.values.shape[1]
    months = [month_text(series.first + place) for place in range(periods)]
    return pa.table(
        {
            "area": pa.array(series.areas).take(pa.array(np.repeat(np.arange(len(series.areas)), periods))),
            "month": pa.array(months * len(series.areas)),
            "value": pa.array(series.values.ravel()),
        }
    )


if __name__ == "__main__":
    named = [argument.partition("=") for argument in sys.argv[1:]]
    print(json.dumps({name: checksums(Path(path)) for name, _, path in named}))
