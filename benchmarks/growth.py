"""How time and memory grow with the rows: ``make bench-growth``.

``python -m benchmarks.growth [--sizes 1000000 10000000 100000000] [--out FOLDER]``. Always 132 months of one force:
more rows are longer files. A size that the disk has no room for is left out, and that is said. The exponent is the slope
between two sizes on logarithmic scales: 1 is in proportion, 0 is not at all.
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.comparison import Row
from benchmarks.jobs import Bench
from benchmarks.places import CACHE
from benchmarks.processes import Noise
from benchmarks.run import machine_facts

MONTHS = 132
PANDAS_MOST = 20_000_000
"""pandas holds all rows at once: more would not fit into the memory of a small machine."""
MEASURED = tuple(attrgetter(name) for name in ("median", "cpu", "peak"))
ONCE = 20_000_000
"""Sizes above this are run once."""


def main() -> int:
    """Every size that fits, smallest first; print and keep the table."""
    options = _options()
    measured: dict[int, list[Row]] = {}
    told: list[str] = []
    noise = Noise()
    for rows in sorted(options.sizes):
        try:
            measured[rows] = of_size(rows, options.times, noise, keep=rows <= ONCE)
        except SystemExit as error:
            told.append(f"{rows:,} rows were left out: {error}")
    facts = machine_facts()
    heading = (
        f"{facts['day']}, {facts['cores']} cores, {facts['memory_gb']} GB: {MONTHS} months of one force, "
        f"medians of {options.times} (above {ONCE:,} rows once)."
    )
    text = "\n\n".join(
        [heading, *([report.noise_text(noise.to_json())] if measured else []), growth_table(measured), *told]
    )
    data: dict[str, Any] = {
        "machine": facts,
        "left_out": told,
        "sizes": {rows: [row.to_json() for row in jobs] for rows, jobs in measured.items()},
    }
    report.write(options.out, "growth", "How time and memory grow", text, data)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000, 100_000_000])
    parser.add_argument("--times", type=int, default=3, help="runs of each job")
    parser.add_argument("--out", type=Path, default=CACHE, help="where growth.md and growth.json are kept")
    return parser.parse_args()


def of_size(rows: int, times: int, noise: Noise, *, keep: bool) -> list[Row]:
    """Load and release at one size, and one month more where there is room for a second house (``keep``).

    Files too large to keep are removed. Raises SystemExit where the disk has no room, or the sides differ.
    """
    bench = Bench(rows, MONTHS, times if keep else 1, houses=2 if keep else 1, noise=noise)
    try:
        loaded = bench.load()
        jobs = [*loaded, *(released := bench.release(pandas=rows <= PANDAS_MOST))]
        jobs += bench.month(released[0]) if keep else []
        bench.agreed()
        return jobs
    finally:
        bench.clear()
        if not keep:
            shutil.rmtree(bench.folder)


def growth_table(measured: dict[int, list[Row]]) -> str:
    """A line for each job and side: seconds and MB at every size, then the exponents between the first and the last."""
    jobs = list(dict.fromkeys((row.job, row.who) for rows in measured.values() for row in rows))
    header = [
        "job",
        "who",
        *(f"{rows:,} rows" for rows in measured),
        "exponent of time",
        "of processor time",
        "of memory",
    ]
    lines = []
    for job, who in jobs:
        found = {rows: row for rows, listed in measured.items() for row in listed if (row.job, row.who) == (job, who)}
        cells = [cell(found[rows]) if rows in found else "" for rows in measured]
        sides = [{rows: value(row) for rows, row in found.items()} for value in MEASURED]
        lines.append([job, who, *cells, *map(exponent, sides)])
    return report.table(header, lines)


def cell(row: Row) -> str:
    """Seconds by the clock, seconds of both processors, MB."""
    return f"{row.median:.1f} s ({row.cpu:.1f} of processors), {row.peak:,.0f} MB"


def exponent(values: dict[int, float]) -> str:
    """The slope between each size and the next."""
    steps: Sequence[tuple[int, int]] = list(zip(list(values), list(values)[1:], strict=False))
    slopes = [math.log(values[large] / values[small]) / math.log(large / small) for small, large in steps]
    return " · ".join(f"{slope:.2f}" for slope in slopes)


if __name__ == "__main__":
    sys.exit(main())
