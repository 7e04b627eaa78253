"""Small numbers at full size: 33 boroughs, 680 wards, six main categories and all crime, ten years; what is shown, in how long.

``python -m benchmarks.small_numbers`` decides some releases a quarter apart, each knowing those before, and lets the attacker of
the tests loose on a sample. Ward means spread as in a ward file of London (December 2025): medians and tenths, lognormal.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tests.support.attacker import Attacker
from tests.support.guarded import Counts, Place, catalogue_and_areas, narrowed, small_runs, tell, truths, write_pack

from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.disclosure.releasing import Leaving, leave

PLACE = Place(boroughs=34, wards=20)
MAIN = {
    "violence": (290, 0.5),
    "theft": (250, 0.85),
    "vehicle": (120, 0.5),
    "burglary": (64, 0.5),
    "damage": (72, 0.5),
    "disorder": (68, 0.6),
}
"""Median of a ward's year, and the spread of its logarithm."""
OTHERS = (150, 0.7)
RULE = "{threshold: 5, whole: crime, force: {period: month}, borough: {period: month}, ward: {period: r12, every: 3}}"
WHOLE = "{threshold: 5, force: {period: month}, borough: {period: month}}"
SEED, SAMPLE = 20261126, 40


@dataclass(frozen=True)
class Told:
    """One release: seconds, and the share of cells shown by measure at wards."""

    months: int
    seconds: float
    main: float
    by_measure: dict[str, float]


def counts(months: int) -> dict[str, Counts]:
    """Wards × months of every category; the first months are the same whatever comes after."""
    rng = np.random.default_rng(SEED)
    found = {}
    for name, (median, spread) in {**MAIN, "others": OTHERS}.items():
        year = median * np.exp(rng.normal(0, spread, len(PLACE.ward_codes)))
        season = 1 + 0.1 * np.sin(2 * np.pi * np.arange(months) / 12)
        drift = np.exp(0.02 * np.cumsum(rng.normal(0, 1, (len(year), 400)), axis=1))[:, :months]
        columns = np.random.default_rng([SEED, len(found)])
        found[name] = np.stack([columns.poisson(year / 12 * season[at] * drift[:, at]) for at in range(months)], axis=1)
    return found


def shown(left: Leaving, name: str, kind: str) -> float:
    """The share of a measure's cells that are shown."""
    [series] = [item for item in left.series if (item.measure, item.kind) == (name, kind)]
    return float((series.states == PRESENT).mean())


def run(months: list[int], sample: int) -> tuple[list[Told], int]:
    """Decide a release after each number of months; how many of a sample of small numbers the attacker narrows."""
    folder = Path(tempfile.mkdtemp())
    rules = {"crime": WHOLE, **dict.fromkeys(MAIN, RULE)}
    catalogue, areas = catalogue_and_areas(write_pack(folder, PLACE, rules), PLACE)
    every, history, attacker, told = counts(months[-1]), dict[tuple[str, str], list[Series]](), Attacker(), []
    leaves = {"crime": tuple(every), **{name: (name,) for name in MAIN}}
    for known in months:
        truth = truths(PLACE, {name: rows[:, :known] for name, rows in every.items()}, {"crime": tuple(every)})
        began = time.perf_counter()
        left = leave(catalogue, areas, {key: series for key, series in truth.items() if key[0] in rules}, history)
        seconds = time.perf_counter() - began
        by_measure = {name: shown(left, name, "ward") for name in MAIN}
        told.append(Told(known, seconds, float(np.mean([by_measure[name] for name in MAIN])), by_measure))
        print(f"{known} months: {told[-1].main:.2%} shown in {seconds:.0f} s", file=sys.stderr, flush=True)
        for series in left.series:
            if series.measure in MAIN and series.kind != "force":  # what they leave out follows from what they tell
                tell(attacker, PLACE, leaves, series)
            history.setdefault((series.measure, series.kind), []).append(series)
    return told, _narrowed(attacker, every, sample)


def _narrowed(attacker: Attacker, every: dict[str, Counts], sample: int) -> int:
    """Half of the sample are single months, half quarters and longer, which are what subtraction in time gives.

    Every month of every borough and category is shown, so that figures of the force and of all crime tell nothing more.
    """
    chooser, found = random.Random(SEED), 0
    for at in range(sample):
        asked: list[tuple[str, range, int]] = []
        while not asked:
            name, ward = chooser.choice(list(MAIN)), chooser.randrange(len(PLACE.ward_codes))
            runs = small_runs(Place(1, 1), every[name][[ward]], 5)
            asked = [(PLACE.ward_codes[ward], months, count) for area, months, count in runs
                     if area.startswith("E05") and (len(months) > 2) == bool(at % 2)]  # fmt: skip
        found += len(narrowed(attacker, PLACE, [name], [chooser.choice(asked)], 5))
    return found


def main() -> None:
    """Print what came of it, and keep it."""
    began = time.perf_counter()
    told, found = run([120, 123, 126], SAMPLE)
    kept = {"wards": len(PLACE.ward_codes), "boroughs": PLACE.boroughs, "releases": [asdict(item) for item in told],
            "asked": SAMPLE, "narrowed": found, "seconds": round(time.perf_counter() - began)}  # fmt: skip
    (Path(__file__).parent / "small_numbers.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(kept, indent=1))


if __name__ == "__main__":
    main()
