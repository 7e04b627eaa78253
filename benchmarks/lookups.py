"""How long a look-up takes once everything is open: ``python -m benchmarks.lookups HOUSE FIGURES`` prints microseconds as JSON.

A figure is twelve months of one area with its year before; a page is the same for 48 wards. Which measure, area and period is
drawn anew each time. ``first`` is the first time that a measure is asked for, which reads its blocks from the disk.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from benchmarks.measures import CATEGORIES, FILTERS, measure_id

from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release, Releases

TIMES, PAGE = 400, 48
Asked = tuple[str, str, list[str], Period]


class Questions:
    """Figures to ask for, the same on every machine: category, outcomes, areas, twelve months to some month."""

    def __init__(self, release: Release, areas: int) -> None:
        self.chance = random.Random(1)
        self.areas = areas
        series = release.series(measure_id("Burglary", "any"), "ward")
        assert series is not None
        self.wards, self.months = list(series.areas), range(series.first + 23, series.last + 1)

    def one(self) -> Asked:
        """The next one."""
        draw = self.chance
        period = Period.of("r12", draw.choice(self.months))
        return draw.choice(CATEGORIES), draw.choice(list(FILTERS)), draw.sample(self.wards, self.areas), period


def main(house: Path, figures: Path) -> dict[str, Any]:
    """Both look-ups, ours beside DuckDB's on the same figures; they must give the same."""
    made = Releases(house).newest()
    assert made is not None
    cold = [1e6 * _seconds(made.series, measure_id(category, "any"), "ward") for category in CATEGORIES]
    con = duckdb.connect(config={"threads": 2})
    con.execute(f"CREATE VIEW figures AS SELECT * FROM '{figures}'")
    found: dict[str, Any] = {"first": _spread(cold)}
    for name, areas in (("figure", 1), ("page", PAGE)):
        asked = Questions(made, areas)
        for _ in range(20):
            question = asked.one()
            assert _ours(made, question) == _theirs(con, question), question
        found[name] = {
            "ours": _measured(lambda question: _ours(made, question), asked, TIMES),
            "theirs": _measured(lambda question: _theirs(con, question), asked, TIMES // 10),
        }
    return found


def _ours(release: Release, asked: Asked) -> list[tuple[int, int]]:
    category, outcomes, areas, period = asked
    name = measure_id(category, outcomes)
    found = [figure(release, name, area, period) for area in areas]
    return [(int(item.value or 0), int(item.comparison.value if item.comparison else 0)) for item in found]


def _theirs(con: duckdb.DuckDBPyConnection, asked: Asked) -> list[tuple[int, int]]:
    category, outcomes, areas, period = asked
    before = period.year_before()
    rows = con.execute(
        """SELECT area, sum(value) FILTER (month >= $now), sum(value) FILTER (month < $now) FROM figures
           WHERE category = $category AND outcomes = $outcomes AND area IN (SELECT unnest($areas))
                 AND month BETWEEN $first AND $last GROUP BY area""",
        {"now": _text(period.first), "first": _text(before.first), "last": _text(period.last),
         "category": category, "outcomes": outcomes, "areas": areas},
    ).fetchall()  # fmt: skip
    by_area = {area: (int(now), int(earlier)) for area, now, earlier in rows}
    return [by_area[area] for area in areas]


def _text(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


def _measured(job: Callable[[Asked], Any], asked: Questions, times: int) -> dict[str, float]:
    questions = [asked.one() for _ in range(times)]
    for question in questions:
        job(question)  # once to open what is needed
    return _spread([1e6 * _seconds(job, question) for question in questions])


def _seconds(job: Callable[..., Any], *asked: Any) -> float:
    began = time.perf_counter()
    job(*asked)
    return time.perf_counter() - began


def _spread(values: list[float]) -> dict[str, float]:
    ranked = sorted(values)
    return {
        "min": ranked[0],
        "median": statistics.median(ranked),
        "p95": ranked[int(len(ranked) * 0.95)],
        "max": ranked[-1],
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
