"""Generated months for a house without data: made up, but adding up to what documents print.

Each count's two printed years are spread over months and boroughs at random (a fixed seed for each measure), so that every
sum over the printed twelve months is the printed figure to the last offence; the year before is invented. A survey's or a
headcount's values run between the printed ones. Each measure is generated on its own: parts do not add up to wholes.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from peelian.figures.areas import Area
from peelian.figures.catalogue import PERIODS, Catalogue, Measure
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_text
from peelian.figures.sources.base import Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.illustrative import HEADER
from peelian.figures.sources.published import PublishedTables

FILE = "generated-figures.csv"
Row = tuple[str, str, int, Decimal]
Known = dict[Period, Decimal]


def furnish(house: House) -> None:
    """Make a new house illustrative: generate, load. Raises PeelianError if the house is real."""
    if house.kind == "real":
        raise PeelianError(
            "wrong-house",
            "This house is real.",
            "Generated figures need a house of their own: set PEELIAN_DATA.",
            {"house": str(house.root)},
        )
    text = generate(house.catalogue, prints(house.pack))
    if text.count("\n") < 2:
        raise PeelianError(
            "nothing-to-generate",
            f"The pack {house.pack_name} has no printed figures that generated ones could be made to fit.",
            "Load real files: make start PACK=… DATA=folder, or peelian start --load FOLDER.",
            {"pack": house.pack_name},
        )
    with house.lock():
        house.settle("illustrative")
    with tempfile.TemporaryDirectory(prefix="peelian-generated-") as folder:
        path = Path(folder) / FILE
        path.write_text(text, encoding="utf-8")
        reports = load(house, [path], vintage="2017-07-20")
    refused = [finding.sentence() for report in reports for finding in report.findings if report.outcome == "refused"]
    if refused:
        raise PeelianError(
            "generated-refused",
            f"The generated file was refused: {'; '.join(refused)}.",
            "Report this: it is a fault of the program.",
            {"file": FILE},
        )


def prints(pack: Path) -> list[dict[str, Any]]:
    """All rows of the pack's published tables."""
    rows: list[dict[str, Any]] = []
    for path in sorted((pack / "published").glob("*.csv")):
        rows += PublishedTables().read(Document(path), Settings()).table.to_pylist()
    return rows


def generate(catalogue: Catalogue, printed: Iterable[dict[str, Any]]) -> str:
    """The generated file's text: the same catalogue and prints always give the same text."""
    force = catalogue.force.id
    known = _known(printed, force)
    boroughs = [area for area in catalogue.areas.of_kind("borough") if area.policed_by == force]
    stream = io.StringIO()
    stream.write(",".join(HEADER) + "\n")
    for measure in catalogue:
        prints_of = known.get(measure.id, {})
        if not _believable(measure, prints_of, catalogue.areas.census(force)):
            continue
        for name, area, month, value in _measure(measure, prints_of, force, boroughs):
            stream.write(f"{name},{area},{month_text(month)},{value}\n")
    return stream.getvalue()


def _known(printed: Iterable[dict[str, Any]], force: str) -> dict[str, Known]:
    """Printed values of the whole force by measure and period."""
    known: dict[str, Known] = {}
    for row in printed:
        if row["area"] != force:
            continue
        for period, value in (("period", "value"), ("compared_period", "compared_value")):
            if row[period] and row[value]:
                known.setdefault(row["measure"], {})[Period.parse(row[period])] = Decimal(row[value])
    return known


def _measure(measure: Measure, known: Known, force: str, boroughs: list[Area]) -> Iterator[Row]:
    rolling, monthly = _year_apart(known, "r12"), _year_apart(known, "month")
    if measure.kind == "count" and measure.periods == "month" and rolling:
        yield from _counts(measure, known, rolling, boroughs)
    elif measure.kind == "level" and measure.periods == "r12" and rolling:
        yield from _survey(measure, [(period.last, known[period]) for period in rolling], force, boroughs)
    elif measure.kind == "level" and measure.periods in ("month", "half") and monthly:
        yield from _headcount(measure, [(period.last, known[period]) for period in monthly], force)


def _year_apart(known: Known, kind: str) -> tuple[Period, Period] | None:
    """The newest printed period of a kind of which the year before is printed too, after that year."""
    found = [period for period in sorted(known) if period.kind == kind and period.year_before() in known]
    return (found[-1].year_before(), found[-1]) if found else None


def _believable(measure: Measure, known: Known, residents: int | None) -> bool:
    """No series is drawn through a print that cannot be true."""
    most = (measure.plausible or {}).get("max_per_1000_residents")
    return most is None or not residents or all(value < Decimal(most) * residents / 1000 for value in known.values())


def _random(name: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))


def _counts(measure: Measure, known: Known, years: tuple[Period, Period], boroughs: list[Area]) -> Iterator[Row]:
    """Three years: one invented, two that add up to the prints, split over months and boroughs."""
    random = _random(measure.id)
    weights = np.array([float(area.population or 0) for area in boroughs]) * random.uniform(0.5, 1.7, len(boroughs))
    season = 1 + 0.08 * np.sin(2 * np.pi * (np.arange(12) + random.integers(12)) / 12)
    for first, last, total in _runs(known, years):
        shape = season[(np.arange(first, last + 1) - years[1].first) % 12]
        for month, count in enumerate(random.multinomial(total, shape / shape.sum()), start=first):
            for area, part in zip(boroughs, random.multinomial(count, weights / weights.sum()), strict=True):
                yield measure.id, area.id, month, Decimal(int(part))


def _runs(known: Known, years: tuple[Period, Period]) -> list[tuple[int, int, int]]:
    """Runs of months with their totals, cut wherever a printed twelve months starts or ends: each print is the sum of its runs."""
    before, now = (int(known[year]) for year in years)
    invented = max(int(Decimal(before) - Decimal(now - before) / 2), 0)
    until = {years[0].first - 13: 0, years[0].first - 1: invented, years[0].last: invented + before}
    until[years[1].last] = until[years[0].last] + now
    for period in sorted(known):
        start, inside = period.first - 1, years[0].first - 13 <= period.first - 1 and period.last <= years[1].last
        if period.kind == "r12" and inside:
            cuts = sorted(until)
            until.setdefault(start, round(float(np.interp(start, cuts, [until[cut] for cut in cuts]))))
            until.setdefault(period.last, until[start] + int(known[period]))
    return [(one + 1, other, max(until[other] - until[one], 0)) for one, other in pairwise(sorted(until))]


def _survey(measure: Measure, points: list[tuple[int, Decimal]], force: str, boroughs: list[Area]) -> Iterator[Row]:
    """Quarterly rolling figures from a year before the first print to the last, boroughs scattered around the force."""
    random = _random(measure.id)
    (first, start), (last, end) = points
    gaps = {area.id: float(random.normal(0, 5)) for area in boroughs}
    for month in range(first - 12, last + 1, PERIODS["r12"]):
        line = float(start) + (float(end) - float(start)) * (month - first) / (last - first)
        exact = {first: start, last: end}.get(month)
        yield measure.id, force, month, exact or Decimal(round(line + random.normal(0, 0.4)))
        for area in boroughs:
            yield (
                measure.id,
                area.id,
                month,
                Decimal(round(min(99, max(1, line + gaps[area.id] + random.normal(0, 1))))),
            )


def _headcount(measure: Measure, points: list[tuple[int, Decimal]], force: str) -> Iterator[Row]:
    """Months between two printed ones, the ends as printed."""
    random = _random(measure.id)
    (first, start), (last, end) = points
    for month in range(first, last + 1):
        line = float(start) + (float(end) - float(start)) * (month - first) / (last - first)
        value = {first: start, last: end}.get(month) or Decimal(
            str(round(line + random.normal(0, abs(line) * 0.001), 2))
        )
        yield measure.id, force, month, value
