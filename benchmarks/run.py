"""Speed and memory beside the obvious alternatives, in one run: ``make bench``.

``python -m benchmarks.run [--rows 12000000] [--months 132] [--times 3] [--out FOLDER]``. All sides must give the same figures to
the last digit before a time is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
from pathlib import Path

from benchmarks import report
from benchmarks.jobs import Bench
from benchmarks.places import CACHE
from benchmarks.processes import answer


def main() -> int:
    """Time everything, check that all sides agree, print and keep the tables. 1 where an aim is missed."""
    options = _options()
    bench = Bench(options.rows, options.months, options.times)
    rows = bench.load()
    released = bench.release()
    rows += [*released, *bench.month(released[0])]
    lookups = bench.lookups()
    agreed = bench.agreed()
    bench.clear()
    small = answer(("benchmarks.small",))
    text = "\n\n".join([
        machine(options.rows, options.months, options.times), report.noise_text(bench.noise.to_json()), report.jobs_table(rows),
        report.lookups_table(lookups), "On the publisher's real files:", report.table(small[0], small[1:]),
        f"All sides agree in {len(agreed)} of {len(agreed)} measures:", report.checksums_table(agreed),
    ])  # fmt: skip
    data = {"rows": options.rows, "months": options.months, "machine": machine_facts(), "noise": bench.noise.to_json(),
            "jobs": [row.to_json() for row in rows], "lookups": lookups, "small": small, "agreed": agreed}  # fmt: skip
    report.write(options.out, "results", "What make bench printed last", text, data)
    return 0 if all(aim.met for row in rows for aim in row.aims) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--months", type=int, default=132)
    parser.add_argument("--times", type=int, default=3, help="runs of each job")
    parser.add_argument("--out", type=Path, default=CACHE, help="where results.md and results.json are kept")
    return parser.parse_args()


def machine_facts() -> dict[str, str | int]:
    """What it ran on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"day": dt.date.today().isoformat(), "cores": os.cpu_count() or 0, "memory_gb": round(pages / 2**30),  # noqa: DTZ011
            "system": platform.system(), "python": platform.python_version()}  # fmt: skip


def machine(rows: int, months: int, times: int) -> str:
    """The heading of the tables."""
    facts = machine_facts()
    return (
        f"{facts['day']}, {facts['cores']} cores, {facts['memory_gb']} GB, Python {facts['python']}: {rows:,} generated rows in "
        f"{months} months, {times} runs of each job, each in a process of its own."
    )


if __name__ == "__main__":
    sys.exit(main())
