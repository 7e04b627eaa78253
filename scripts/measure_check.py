"""Measure ``peelian check``: alterations noticed, false alarms, and how far publications differ. Prints tables in Markdown.

``python scripts/measure_check.py ../shared/data [TABLES]``: so many tables of each layout (60 by default, four minutes). The
seed is fixed; another one gives the same to a per cent or two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support import altered
from tests.support.altered import Desk, Tally, Truth
from tests.support.publications import two_publications

from peelian.figures.compute import derive
from peelian.figures.compute.series import PRESENT
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.reconcile import usual
from peelian.figures.reconcile.runs import Floats, Record
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release

VINTAGES = ("2020-05", "2020-06", "2023-07", "2024-01", "2024-10", "2025-11", "2025-12")
MEASURED = (
    ("2025-11", "all", 24, "November 2025 against all files to December 2025, the last 24 months"),
    ("2024-10", "all", 24, "October 2024 against all files to December 2025"),
    ("2020-06", "2023-07", 24, "June 2020 against July 2023"),
    ("2023-07", "all", None, "July 2023 against all files to December 2025, another classification"),
)
PAIRS = (
    ("2020-05", "2020-06"),
    ("2025-11", "2025-12"),
    ("2023-07", "2024-01"),
    ("2020-06", "2023-07"),
    ("2023-07", "2025-11"),
)
RUNS = (1, 3, 12)


def main(data: Path, tables: int) -> None:
    """Print both tables."""
    with TemporaryDirectory() as folder:
        found = dict(_releases(data / "mps-borough", Path(folder)))
        print(
            "| publications | area | runs beyond the limit | beyond three limits | median, in limits |\n|---|---|---|---|---|"
        )
        for earlier, later in PAIRS:
            for kind in ("borough", "force"):
                away = np.concatenate(list(_distances(found[earlier], found[later], kind)))
                shares = f"{100 * float((away > 1).mean()):.2f} % | {100 * float((away > usual.BEYOND).mean()):.2f} %"
                print(f"| {earlier} and {later} | {kind} | {shares} | {np.median(away):.2f} |")
        earlier, later = two_publications(Path(folder) / "generated")
        for truth, against, what in (
            *((Truth(found[one], months), found[two], what) for one, two, months, what in MEASURED),
            (Truth(earlier), later, "Generated publications"),
        ):
            desk = Desk(Path(folder), against.catalogue, Record(against))
            _show(what, altered.measure(truth, desk, tables=tables, seed=20261126))
        _show(
            "The five documents, without a release",
            altered.measure_printed(Path(folder), Random(20261126), each=5 * tables),
        )


def _show(what: str, tally: Tally) -> None:
    print(f"\n{what}: {100 * tally.recall():.1f} per cent.\n")
    print("| alteration | noticed | | of what cannot be told |\n|---|---|---|---|")
    print("\n".join(tally.lines()))


def _releases(borough: Path, folder: Path) -> Iterator[tuple[str, Release]]:
    everything = House(folder / "all")
    load(everything, [borough])
    yield "all", release(everything)[0]
    for vintage in VINTAGES:
        house = House(folder / vintage)
        load(house, [borough / vintage])
        yield vintage, release(house)[0]


def _distances(earlier: Release, later: Release, kind: str) -> Iterator[Floats]:
    """How many limits figures of the earlier lie from those of the later, over every count, area, run and last month of both."""
    for measure in earlier.catalogue:
        old, new = earlier.series(measure.id, kind), later.series(measure.id, kind)
        if old is None or new is None or old.step != 1 or not measure.derives:
            continue
        areas = [area for area in old.areas if area in new.row_of and area.startswith("E")]
        first, last = max(old.first, new.first), min(old.last, new.last)
        for run in RUNS if first <= last and areas else ():
            sides = []
            for series in (old, new):
                window, rows = derive.sums(series, run), [series.row_of[area] for area in areas]
                here = slice(first - series.first, last - series.first + 1)
                sides.append(np.where(window.states[rows, here] == PRESENT, window.values[rows, here], np.nan).ravel())
            known = np.isfinite(sides[0]) & np.isfinite(sides[1])
            before, after = sides[0][known], sides[1][known]
            limits = np.tile(np.array(usual.limit_of(measure, kind), float), (len(after), 1))
            yield usual.distance(before, before, after, limits)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
