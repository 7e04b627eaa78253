"""The jobs of ``make bench``: load, release, release after one new month, look-ups; ours and the others turn and turn about."""

from __future__ import annotations

import shutil
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.comparison import OURS, Aim, Row, ratio
from benchmarks.ours import House
from benchmarks.places import CACHE, COPY_BYTES, FILE_BYTES, HOUSE_BYTES, need_room
from benchmarks.processes import Noise, Run, answer, timed

WORK = CACHE / "work"
LOAD, RELEASE, MONTH = "load", "release: 60 measures × 713 areas", "release after one new month"
DUCKDB, PANDAS = "DuckDB", "pandas"
GIGABYTE = 1000.0


@dataclass
class Bench:
    """Generated files of some size, and what is made of them in a folder that is cleared away afterwards."""

    rows: int
    months: int
    times: int
    houses: int = 2
    noise: Noise = field(default_factory=Noise)

    def __post_init__(self) -> None:
        shutil.rmtree(WORK, ignore_errors=True)
        there = (CACHE / f"street-{self.rows}-{self.months}" / "complete.json").is_file()
        each = self.houses * HOUSE_BYTES + COPY_BYTES + (0 if there else FILE_BYTES)
        need_room(self.rows * each, f"{self.rows:,} rows, the houses that hold them and a copy")
        self.folder = Path(answer(("benchmarks.generate", self.rows, self.months)))
        WORK.mkdir(parents=True)
        self.pack = WORK / "pack"
        timed(("benchmarks.pack", self.pack))
        self.house = House(WORK / "house", self.pack)

    @property
    def street(self) -> Path:
        """The monthly files."""
        return self.folder / "street"

    @property
    def lookup(self) -> Path:
        """Where each small area lies."""
        return self.folder / "lookups" / "lsoa-to-ward-2023.csv"

    @property
    def copied(self) -> Path:
        """DuckDB's copy of the files."""
        return WORK / "copied"

    def figures(self, job: str) -> Path:
        """What an alternative makes of them."""
        return WORK / f"{job}.parquet"

    def steadied(self, what: str, run: int) -> None:
        """Say what comes next, and how steady the machine is."""
        self.noise.probe()
        print(f"  {what}, run {run + 1} of {self.times}", file=sys.stderr, flush=True)

    def load(self) -> list[Row]:
        """Every file into an empty house that knows the areas; against a copy to sorted Parquet."""
        ours, theirs = [], []
        for run in range(self.times):
            self.steadied(LOAD, run)
            self.house.remove()
            self.house.load(self.folder / "lookups")
            ours.append(self.house.load(self.street))
            shutil.rmtree(self.copied, ignore_errors=True)
            theirs.append(timed(("benchmarks.baselines", "copy", self.street, self.copied)))
        aims = [
            ratio("at most 1.3 × DuckDB's bare COPY", ours, theirs, 1.3),
            Aim("under 1 GB resident", max(run.peak_mb for run in ours) / GIGABYTE, 1.0),
        ]
        return [Row(LOAD, OURS, ours, aims), Row(LOAD, f"{DUCKDB} COPY to sorted monthly Parquet", theirs)]

    def release(self, *, pandas: bool = True) -> list[Row]:
        """The first release of a loaded house; against the same figures from DuckDB's copy."""
        ours: list[Run] = []
        others: dict[str, list[Run]] = {job: [] for job in ("sql", *(("pandas", "plain-pandas") if pandas else ()))}
        for run in range(self.times):
            self.steadied(RELEASE, run)
            ours.append(self.house.copy(WORK / "full").release())
            for job, runs in others.items():
                runs.append(timed(("benchmarks.baselines", job, self.copied, self.lookup, self.figures(job))))
        aims = [ratio("no slower than DuckDB SQL by hand", ours, others["sql"], 1.0)]
        rows = [Row(RELEASE, f"{DUCKDB} SQL by hand", others["sql"])]
        if pandas:
            aims.append(ratio("at most 1/3 of pandas", ours, others["pandas"], 1 / 3))
            rows.append(Row(RELEASE, f"{PANDAS}, read as categories", others["pandas"]))
            rows.append(Row(RELEASE, f"{PANDAS}, read as text", others["plain-pandas"]))
        return [Row(RELEASE, OURS, ours, aims), *rows]

    def month(self, full: Row) -> list[Row]:
        """The last month loaded and released when all others are; against the full release."""
        before = House(WORK / "before", self.pack)
        files = sorted(self.street.iterdir())
        before.load(self.folder / "lookups")
        before.load(*files[:-1])
        before.release()
        running, judging = self._running(before, files[-1])
        loaded = before.load(files[-1])
        runs, starts = [], []
        for run in range(self.times):
            self.steadied(MONTH, run)
            starts.append(timed(("benchmarks.start",)))
            runs.append(before.copy(WORK / "month").release())
        aims = [
            ratio("at most 1/10 of the full release, each a process of its own", runs, full.runs, 0.1),
            Aim("at most 1/10 of the full release, in a process that is running, as the worker is", running, 0.1),
            Aim("judging at most twice as long as computing, in a process that is running", judging, 2.0),
        ]
        return [
            Row("load of one new month", OURS, [loaded]),
            Row(MONTH, OURS, runs, aims),
            Row("of which Python, imports and an engine opened", OURS, starts),
        ]

    def _running(self, before: House, file: Path) -> tuple[float, float]:
        """The release after one new month by the full one, and judging by computing, in one process; the middle of the runs."""
        months, judging = [], []
        for run in range(self.times):
            self.steadied(f"{MONTH} in a running process", run)
            found = answer(("benchmarks.running", before.copy(WORK / "running").root, self.pack, file))
            months.append(found["month"] / found["full"])
            judging.append(found["judging"] / (found["full"] - found["judging"]))
        return statistics.median(months), statistics.median(judging)

    def lookups(self) -> dict[str, Any]:
        """Microseconds of look-ups in the full release and in DuckDB's figures."""
        return dict(answer(("benchmarks.lookups", WORK / "full", self.figures("sql"))))

    def agreed(self) -> dict[str, list[Any]]:
        """Measure -> [figures, their sum, checksum]. Raises SystemExit unless all sides have made the same."""
        sides = {
            "DuckDB": self.figures("sql"),
            "pandas": self.figures("pandas"),
            "plain pandas": self.figures("plain-pandas"),
            "full": WORK / "full",
            "month": WORK / "month",
        }
        found = answer(("benchmarks.agreement", *(f"{name}={path}" for name, path in sides.items() if path.exists())))
        names = list(found)
        for name in names[1:]:
            wrong = [measure for measure, told in found[names[0]].items() if found[name].get(measure) != told]
            if wrong or len(found[name]) != len(found[names[0]]):
                raise SystemExit(
                    f"{names[0]} and {name} differ in {len(wrong)} measures, {', '.join(wrong[:5])} among them"
                )
        return dict(sorted(found[names[0]].items()))

    def clear(self) -> None:
        """Remove everything but the generated files."""
        shutil.rmtree(WORK, ignore_errors=True)
