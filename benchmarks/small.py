"""The publisher's own files beside pandas: ``python -m benchmarks.small`` prints rows of a table as JSON.

Small files, all measures of the London pack. Each pair does the same job on the same files and must give the same numbers.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.places import ROOT
from tests.support.wide import write_boroughs

from peelian.figures.compute import derive
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases import trace
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.verify import verify

REAL = ROOT.parent / "shared" / "data"
RUNS = 3
Row = tuple[str, str, str, str]


def main() -> int:
    """Time everything and print one table, its head first."""
    with tempfile.TemporaryDirectory(prefix="peelian-bench-") as folder:
        files = crime_files(Path(folder))
        rows = [("job", "Peelian", "alternative", "times")]
        house = House(Path(folder) / "house")
        rows += measured(house, files)
    print(json.dumps(rows))
    return 0


def measured(house: House, files: list[Path]) -> list[Row]:
    """Every job beside its alternative, in the order of the main job."""
    rows = [
        pair(
            "load the crime files", lambda: loaded(house, files), lambda: read_by_pandas(files), "pandas, kept nowhere"
        ),
        pair(
            "release: every measure × area × month",
            lambda: released(house),
            lambda: cubes_by_pandas(files),
            "pandas groupby",
        ),
    ]
    made = Releases(house.root).newest()
    assert made is not None
    agree(made, files)
    return [
        *rows,
        pair(
            "one figure looked up",
            lambda: one_figure(made),
            lambda: one_by_pandas(files),
            "pandas on the file",
            runs=20,
        ),
        pair(
            "one figure traced to its cells",
            lambda: traced(house, made),
            lambda: one_by_pandas(files),
            "pandas on the file",
        ),
        pair(
            "12 months rolling, all boroughs",
            lambda: rolling(made),
            lambda: rolling_by_pandas(made),
            "pandas rolling",
            runs=20,
        ),
        alone("verify: rebuild everything from the bytes", lambda: verify(house, made.id)),
    ]


def crime_files(folder: Path) -> list[Path]:
    """The newest real publications, or generated ones of the same shape."""
    real = sorted((REAL / "mps-borough").glob("2025-1*/*.csv")) + sorted((REAL / "mps-ward").glob("*/*.csv"))
    if real:
        return real
    print("../shared/data is not there: generated files of the same shape are used.", file=sys.stderr)
    chance = random.Random(1)
    areas = House(folder / "none").areas
    names = [area.name for area in areas.of_kind("borough") if area.policed_by == "E23000001"]
    pairs = [("BURGLARY", "RES BURGLARY OF A HOME"), ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"), ("THEFT", "SHOPLIFTING"),
             ("SEXUAL OFFENCES", "RAPE"), ("VIOLENCE AGAINST THE PERSON", "HOMICIDE")]  # fmt: skip
    rows = {
        (major, minor, name): [chance.randrange(200) for _ in range(189)] for major, minor in pairs for name in names
    }
    return [write_boroughs(folder / "2026-01" / "crime.csv", month_ordinal(2010, 4), rows)]


def loaded(house: House, files: list[Path]) -> None:
    """Load into an empty house: read, check, hash, keep, write Parquet, sync to disk."""
    shutil.rmtree(house.root, ignore_errors=True)
    reports = load(house, files)
    assert all(found.outcome.startswith("accepted") for found in reports)


def released(house: House) -> None:
    """Release as if for the first time: nothing made before is there to be used again."""
    for name in ("parts", "blocks", "releases"):
        shutil.rmtree(house.root / name, ignore_errors=True)
    release(house)


def read_by_pandas(files: list[Path]) -> list[pd.DataFrame]:
    """The least anybody would do: read the files and turn them long."""
    tables = []
    for path in files:
        wide = pd.read_csv(path)
        months = [name for name in wide.columns if name.isdigit()]
        keys = [name for name in wide.columns if not name.isdigit()]
        tables.append(wide.melt(id_vars=keys, value_vars=months, var_name="month", value_name="count"))
    return tables


def boroughs_by_pandas(files: list[Path]) -> pd.DataFrame:
    """The borough files as one long table, newest first, a month from one file only."""
    taken: set[str] = set()
    parts = []
    for found in reversed(read_by_pandas([path for path in files if "Ward" not in path.name])):
        table = found.rename(columns={"LookUp_BoroughName": "area", "BoroughName": "area"})
        parts.append(table[~table["month"].isin(taken)])
        taken |= set(table["month"])
    return pd.concat(parts)


def cubes_by_pandas(files: list[Path]) -> dict[str, pd.DataFrame]:
    """The same measures by force, borough and ward, as pivot tables."""
    catalogue = House(Path("none")).catalogue
    long = boroughs_by_pandas(files)
    wards = [table for path, table in zip(files, read_by_pandas(files), strict=True) if "Ward" in path.name]
    cubes = {}
    for measure in catalogue:
        source = measure.source.get("borough")
        if source is None or source.dataset != "mps-borough":
            continue
        cubes[measure.id] = picked(long, source).pivot_table(
            index="area", columns="month", values="count", aggfunc="sum", fill_value=0
        )
        cubes[f"{measure.id} force"] = picked(long, source).groupby("month")["count"].sum()
        for table in wards:
            if "ward" in measure.source:
                cubes[f"{measure.id} ward"] = picked(table, measure.source["ward"]).pivot_table(
                    index="WardCode", columns="month", values="count", aggfunc="sum", fill_value=0)  # fmt: skip
    return cubes


def picked(table: pd.DataFrame, source: Any) -> pd.DataFrame:
    """The rows that count towards a measure."""
    columns = {"major": "MajorText", "minor": "MinorText"}
    for key, values in source.where.items():
        table = table[table[columns[key]].isin(values)]
    for key, values in source.where_not.items():
        table = table[~table[columns[key]].isin(values)]
    return table


def agree(made: Release, files: list[Path]) -> None:
    """Both ways give the same numbers, or no time is printed."""
    cubes = cubes_by_pandas(files)
    for measure in ("burglary", "robbery-personal", "shoplifting"):
        series = made.series(measure, "force")
        assert series is not None
        assert int(series.values.sum()) == int(cubes[f"{measure} force"].sum()), measure


def one_figure(made: Release) -> Any:
    """Twelve months of one borough."""
    return figure(made, "burglary", "E09000016", Period.parse("R12-2025-12")).value


def one_by_pandas(files: list[Path]) -> int:
    """The same from the file."""
    table = read_by_pandas([path for path in files if "Ward" not in path.name][-1:])[0]
    mine = table[
        (table["MajorText"] == "BURGLARY") & (table["BoroughName"] == "Havering") & (table["month"] >= "202501")
    ]
    return int(mine["count"].sum())


def traced(house: House, made: Release) -> Any:
    """The same with every cell it is made of."""
    return trace.sources(made, house.lake, figure(made, "burglary", "E09000016", Period.parse("R12-2025-12")))


def rolling(made: Release) -> Any:
    """Every borough and month."""
    series = made.series("burglary", "borough")
    assert series is not None
    return derive.sums(series, 12).values


def rolling_by_pandas(made: Release) -> Any:
    """The same with a data frame."""
    series = made.series("burglary", "borough")
    assert series is not None
    return pd.DataFrame(np.asarray(series.values)).T.rolling(12).sum()


def pair(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], what: str, runs: int = RUNS) -> Row:
    """Time both, turn and turn about."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for place, job in enumerate((ours, theirs)):
            times[place].append(seconds(job))
    mine, other = (statistics.median(values) for values in times)
    return name, shown(mine), f"{shown(other)} ({what})", f"{other / mine:.1f}"


def alone(name: str, job: Callable[[], Any]) -> Row:
    """Time a job that nothing else does."""
    return name, shown(statistics.median(seconds(job) for _ in range(RUNS))), "none known", "-"


def seconds(job: Callable[[], Any]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def shown(value: float) -> str:
    """A time in the unit that fits it."""
    if value < 1e-3:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
