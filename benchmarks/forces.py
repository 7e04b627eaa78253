"""Many small files, as of a country: ``python -m benchmarks.forces [--forces 43] [--months 48] [--rows 1000] [--out FOLDER]``.

What grows with the number of files and not with their rows: load, first release, release of the same again, and one more month of
every force. Forces are made up; small areas are in no pack, so that figures are of forces alone.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from benchmarks import report
from benchmarks.generate import month_names, month_table
from benchmarks.geography import SEED
from benchmarks.ours import House
from benchmarks.pack import write_pack
from benchmarks.places import CACHE
from benchmarks.run import machine_facts
from pyarrow import csv

WORK = CACHE / "forces"


def main() -> None:
    """Time every step; print and keep the table."""
    options = _options()
    forces, months = options.forces, options.months
    shutil.rmtree(WORK, ignore_errors=True)
    house = House(WORK / "house", _pack(forces))
    for place, month in enumerate(month_names(months + 1)):
        for force in range(1, forces + 1):
            _write(WORK / ("next" if place == months else "files") / month, month, force, options.rows)
    every = forces * months
    runs = [
        ("load", every, house.load(WORK / "files")),
        ("first release", every, house.release()),
        ("release again, nothing new", every, house.release()),
        ("load of one more month", forces, house.load(WORK / "next")),
        ("release of one more month", forces, house.release()),
    ]
    shutil.rmtree(WORK)
    facts = machine_facts()
    heading = (
        f"{facts['day']}, {facts['cores']} cores, {facts['memory_gb']} GB: {forces} forces × {months} months × "
        f"{options.rows:,} generated rows, sixty measures by force, each step once in a process of its own."
    )
    lines = [[what, f"{files:,}", f"{run.seconds:.2f}", f"{run.cpu:.2f}", f"{1000 * run.seconds / files:.1f}", f"{run.peak_mb:.0f}"]
             for what, files, run in runs]  # fmt: skip
    text = report.table(("step", "files", "seconds", "of processors", "milliseconds a file", "peak MB"), lines)
    data = {"machine": facts, "forces": forces, "months": months, "rows": options.rows,
            "runs": [{"step": what, "files": files, **vars(run)} for what, files, run in runs]}  # fmt: skip
    report.write(options.out, "forces", "Many small files", f"{heading}\n\n{text}", data)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forces", type=int, default=43)
    parser.add_argument("--months", type=int, default=48)
    parser.add_argument("--rows", type=int, default=1_000, help="of each file")
    parser.add_argument("--out", type=Path, default=CACHE, help="where forces.md and forces.json are kept")
    return parser.parse_args()


def _pack(forces: int) -> Path:
    """The benchmark's measures, for some forces and nothing in them."""
    pack = write_pack(WORK / "pack")
    areas = [{"id": f"E23{force:06d}", "name": _name(force), "kind": "force"} for force in range(1, forces + 1)]
    (pack / "areas.yaml").write_text(yaml.safe_dump(areas), encoding="utf-8")
    return pack


def _name(force: int) -> str:
    return f"Force {force:02d} Constabulary"


def _write(folder: Path, month: str, force: int, rows: int) -> None:
    """A month of a force: the generator's rows with another force's name and other small areas."""
    folder.mkdir(parents=True, exist_ok=True)
    table = month_table(month, rows, 1, np.random.default_rng([SEED, force, *map(int, month.split("-"))]))
    for column in ("Reported by", "Falls within"):
        place = table.column_names.index(column)
        table = table.set_column(place, column, pa.repeat(_name(force), rows))
    place = table.column_names.index("LSOA code")
    codes = pc.replace_substring(table["LSOA code"], "E01", f"E{9 + force}", max_replacements=1)
    csv.write_csv(table.set_column(place, "LSOA code", codes), folder / f"{month}-force-{force:02d}-street.csv",
                  csv.WriteOptions(quoting_style="needed"))  # fmt: skip


if __name__ == "__main__":
    main()
