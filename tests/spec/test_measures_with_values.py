"""Which measures have values from the real files, from when to when, and their total: plain sums of the raw files.

The table is the promise; the sums are made twice, once by a release and once with nothing but csv and json.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import PRESENT
from peelian.figures.listing import span
from peelian.figures.periods import month_ordinal, month_text
from peelian.figures.releases import Release

# measure, first, last, total over all periods of the whole force (of boroughs where there is no force series)
TABLE = """
victim-based-offences          2010-04 2025-12 11728206
total-notifiable-offences      2010-04 2025-12 12913437
death-by-driving               2010-04 2025-12 1293
homicide                       2010-04 2025-12 1897
stalking-and-harassment        2010-04 2025-12 688183
violence-against-the-person    2010-04 2025-12 3070618
violence-with-injury           2010-04 2025-12 1104583
violence-without-injury        2010-04 2025-12 1274662
other-sexual-offences          2010-04 2025-12 183740
rape                           2010-04 2025-12 106848
sexual-offences                2010-04 2025-12 290588
robbery                        2010-04 2025-12 480079
robbery-business               2010-04 2025-12 48118
robbery-personal               2010-04 2025-12 431961
burglary                       2010-04 2025-12 1123854
burglary-non-dwelling          2010-04 2025-12 357255
burglary-dwelling              2010-04 2025-12 766599
other-theft                    2010-04 2025-12 1819261
shoplifting                    2010-04 2025-12 750836
theft                          2010-04 2025-12 3667453
theft-from-the-person          2010-04 2025-12 792758
bicycle-theft                  2010-04 2025-12 304598
vehicle-interference           2010-04 2025-12 163447
theft-from-motor-vehicle       2010-04 2025-12 974493
motor-vehicle-theft            2010-04 2025-12 1416905
theft-of-motor-vehicle         2010-04 2025-12 442412
vehicle-offences               2010-04 2025-12 1580352
arson                          2010-04 2025-12 33166
arson-and-criminal-damage      2010-04 2025-12 933394
criminal-damage                2010-04 2025-12 900228
possession-of-weapons          2010-04 2025-12 93313
drug-offences                  2010-04 2025-12 749614
drug-possession                2010-04 2025-12 644154
drug-trafficking               2010-04 2025-12 105460
fraud-and-forgery              2010-04 2025-12 71414
miscellaneous-crimes           2010-04 2025-12 167255
public-order-offences          2010-04 2025-12 685503
informed-local                 2014-12 2023-12 1461.00
contact-ward-officer           2014-12 2023-12 890.00
relied-on-to-be-there          2014-12 2023-12 2567.00
confidence-good-job            2014-12 2023-12 2206.00
listen-to-concerns             2014-12 2023-12 2527.00
treat-everyone-fairly          2014-12 2023-12 2668.00
understand-issues              2014-12 2023-12 2457.00
trust-mps                      2016-03 2023-12 2580.00
population                     1999-12 2050-12 488431946
"""


def table() -> dict[str, tuple[str, str, Decimal]]:
    rows = [line.split() for line in TABLE.strip().splitlines()]
    return {name: (first, last, Decimal(total)) for name, first, last, total in rows}


def test_the_release_has_exactly_these_measures_and_totals(real_release: Release) -> None:
    found = {}
    for measure in real_release.catalogue:
        kinds = real_release.kinds_of.get(measure.id, [])
        if kinds:
            series = real_release.series(measure.id, "force" if "force" in kinds else "borough")
            assert series is not None
            row = series.row_of.get("E23000001")
            values = series.values[row] if row is not None else series.values
            states = series.states[row] if row is not None else series.states
            first, last = span(real_release, measure.id)
            total = Decimal(int(values[states == PRESENT].sum())).scaleb(-series.scale)
            found[measure.id] = (first, last, total.normalize())
    assert found == {name: (first, last, total.normalize()) for name, (first, last, total) in table().items()}


def test_the_totals_are_plain_sums_of_the_raw_files(data: Path, real_release: Release) -> None:
    raw = {"mps-borough": crime(data), "mopac-pas": survey(data), "population-borough": population(data)}
    for name, (first, last, total) in table().items():
        measure = real_release.catalogue[name]
        rows = counted(measure, raw[measure.source["borough"].dataset])
        assert (month_text(min(rows)), month_text(max(rows)), sum(rows.values())) == (first, last, total), name


Rows = list[tuple[int, dict[str, str], Decimal]]


def counted(measure: Measure, rows: Rows) -> dict[int, Decimal]:
    source = measure.source.get("force", measure.source["borough"])
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for month, category, value in rows:
        wanted = all(category[key] in values for key, values in source.where.items())
        if wanted and not any(category[key] in values for key, values in source.where_not.items()):
            totals[month] += value
    return dict(totals)


def crime(data: Path) -> Rows:
    """The newest classification's files, newest first: a month is taken from the first file that has it."""
    rows: Rows = []
    taken: set[int] = set()
    for folder in ("2025-12", "2025-11", "2024-10"):
        held: set[int] = set()
        for path in sorted((data / "mps-borough" / folder).glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    for name, cell in row.items():
                        if name.isdigit() and (month := month_ordinal(int(name[:4]), int(name[4:]))) not in taken:
                            held.add(month)
                            rows.append((month, {"major": row["MajorText"], "minor": row["MinorText"]}, Decimal(cell)))
        taken |= held
    return rows


def survey(data: Path) -> Rows:
    rows: Rows = []
    with (data / "mopac-pas" / "PAS_Total.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            _, month, year = row["Date"].split("/")
            value = Decimal(row["Proportion"].replace(",", ".")) * 100
            rows.append((month_ordinal(int(year), int(month)), {"measure": row["Measure"]}, value))
    return rows


def population(data: Path) -> Rows:
    with (data / "geography" / "housing-density-borough.csv").open(encoding="utf-8", newline="") as stream:
        return [(month_ordinal(int(row["Year"]), 12), {}, Decimal(row["Population"])) for row in csv.DictReader(stream)
                if row["Code"].startswith("E09") and row["Code"] != "E09000001"]  # fmt: skip


@pytest.mark.parametrize("kind", ["bcu", "borough"])
def test_boroughs_and_units_add_up_to_the_force(real_release: Release, kind: str) -> None:
    """What stands among the boroughs and is none makes up the difference, and nothing else."""
    for measure in real_release.catalogue:
        source = measure.source.get("borough")
        if source is None or source.dataset != "mps-borough" or measure.id not in real_release.kinds_of:
            continue
        force, parts = (real_release.series(measure.id, name) for name in ("force", kind))
        other = real_release.series(measure.id, "other")
        assert force is not None
        assert parts is not None
        rest = other.values.sum(axis=0) if other is not None else 0
        assert (parts.values.sum(axis=0) + rest == force.values[0]).all(), measure.id
