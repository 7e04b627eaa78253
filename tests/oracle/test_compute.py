"""The fast way against a slow, obvious one: random files through the whole path, every number added up again in plain Python."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelian.figures.areas import load_areas
from peelian.figures.compute import derive
from peelian.figures.compute.series import MISSING, PRESENT, Series
from peelian.figures.house import PACKS, House
from peelian.figures.loading import load
from peelian.figures.periods import KINDS, Period, month_ordinal, month_text
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release, Releases

AREAS = load_areas(PACKS / "london" / "areas.yaml")
BOROUGHS = [area.name for area in AREAS.of_kind("borough") if area.policed_by == "E23000001"]
BOROUGHS.append("London Heathrow and London City Airports")
PAIRS = [("BURGLARY", "RES BURGLARY OF A HOME"), ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY"),
         ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"), ("THEFT", "SHOPLIFTING"), ("NFIB FRAUD", "NFIB")]  # fmt: skip
MEASURES = {
    "burglary": lambda major, minor: major == "BURGLARY",
    "burglary-non-dwelling": lambda major, minor: minor == "BURGLARY BUSINESS AND COMMUNITY",
    "robbery-personal": lambda major, minor: minor == "ROBBERY OF PERSONAL PROPERTY",
    "shoplifting": lambda major, minor: minor == "SHOPLIFTING",
    "total-notifiable-offences": lambda major, minor: major != "NFIB FRAUD",
}

Cells = dict[tuple[str, str, str, int], int]


def write_vintage(path: Path, first: int, months: int, seed: int) -> Cells:
    """A random wide file in the publisher's form: rows of zeros left out. Returns every cell, zeros included."""
    chance = random.Random(seed)
    cells: Cells = {}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["MajorText", "MinorText", "BoroughName", *(month_text(first + m).replace("-", "") for m in range(months))]
        )
        rows = [(major, minor, borough) for major, minor in PAIRS for borough in BOROUGHS]
        chance.shuffle(rows)
        for major, minor, borough in rows:
            counts = [chance.choice([0, 0, 1, 7, 120]) if chance.random() < 0.7 else 0 for _ in range(months)]
            if borough == "Camden" and minor == "NFIB":
                counts = [0] * months
            for step, count in enumerate(counts):
                cells[major, minor, borough, first + step] = count
            if any(counts):
                writer.writerow([major, minor, borough, *counts])
    return cells


@pytest.mark.parametrize("seed", range(4))
def test_a_release_of_overlapping_vintages_equals_plain_sums(tmp_path: Path, seed: int) -> None:
    """Three vintages that overlap and leave a month out: each month comes from the newest that holds it."""
    start = month_ordinal(2023, 1 + seed)
    vintages = [("2024-06", start, 14), ("2024-09", start + 9, 8), ("2025-03", start + 18, 9)]
    expected: Cells = {}
    for place, (vintage, first, months) in enumerate(vintages):
        expected |= write_vintage(tmp_path / vintage / "crime.csv", first, months, seed * 10 + place)
    made = released(tmp_path)
    held = {month for _, first, months in vintages for month in range(first, first + months)}
    for measure, counts in MEASURES.items():
        for kind, areas in slow_areas().items():
            compare_cells(made, measure, kind, areas, counts, expected, held)


def slow_areas() -> dict[str, dict[str, list[str]]]:
    """Area kind -> area -> the names in the file that count towards it."""
    units = {
        "london:bcu-nw": ["Barnet", "Brent", "Harrow"],
        "london:bcu-ea": ["Barking and Dagenham", "Havering", "Redbridge"],
    }
    return {
        "borough": {
            "E09000003": ["Barnet"],
            "E09000016": ["Havering"],
            "E09000033": ["Westminster"],
            "E09000007": ["Camden"],
        },
        "other": {"london:heathrow": ["London Heathrow and London City Airports"]},
        "bcu": units,
        "force": {"E23000001": BOROUGHS},
    }


def test_a_file_of_some_boroughs_makes_no_total_and_takes_no_place(tmp_path: Path) -> None:
    """A newer file that holds two boroughs: their units and the force keep the figures of the fuller file."""
    start = month_ordinal(2024, 1)
    whole = write_vintage(tmp_path / "2025-01" / "crime.csv", start, 12, seed=1)
    some = tmp_path / "2025-02" / "crime.csv"
    write_vintage(some, start, 12, seed=2)
    lines = some.read_text(encoding="utf-8").splitlines(keepends=True)
    some.write_text("".join(line for line in lines if ",Barnet," in line or ",Havering," in line or line is lines[0]))
    house = House(tmp_path / "house")
    reports = load(house, [tmp_path])
    assert "only 2 of 32 boroughs are in it" in {finding.what for finding in reports[1].findings}
    made, _ = release(house)
    for kind, areas in slow_areas().items():
        compare_cells(made, "burglary", kind, areas, MEASURES["burglary"], whole, set(range(start, start + 12)))
    alone = House(tmp_path / "alone")
    load(alone, [some])
    partial, _ = release(alone)
    force = partial.series("burglary", "force")
    assert force is None or (force.states == MISSING).all(), "two boroughs are not the force"
    borough = partial.series("burglary", "borough")
    assert borough is not None
    assert (borough.states == PRESENT).all()


def test_a_category_that_the_newest_file_lacks_comes_from_the_one_before(tmp_path: Path) -> None:
    start = month_ordinal(2024, 1)
    whole = write_vintage(tmp_path / "2025-01" / "crime.csv", start, 12, seed=3)
    newer = tmp_path / "2025-02" / "crime.csv"
    write_vintage(newer, start, 12, seed=3)
    lines = newer.read_text(encoding="utf-8").splitlines(keepends=True)
    newer.write_text("".join(line for line in lines if not line.startswith("ROBBERY")))
    house = House(tmp_path / "house")
    reports = load(house, [tmp_path])
    assert "no row of ROBBERY is in it" in " ".join(finding.what for finding in reports[1].findings)
    made, _ = release(house)
    held = set(range(start, start + 12))
    compare_cells(made, "robbery-personal", "force", slow_areas()["force"], MEASURES["robbery-personal"], whole, held)


def released(folder: Path) -> Release:
    house = House(folder / "house")
    reports = load(house, [folder])
    assert {report.outcome for report in reports} <= {"accepted", "accepted-with-warnings"}, reports
    return release(house)[0]


def compare_cells(made, measure, kind, areas, counts, expected, held) -> None:  # type: ignore[no-untyped-def]
    series = made.series(measure, kind)
    for area, names in areas.items():
        for month in range(min(held), max(held) + 1):
            place = series.place(month)
            row = series.row_of[area]
            if month not in held:
                assert series.states[row, place] == MISSING
                continue
            total = sum(
                count
                for (major, minor, name, when), count in expected.items()
                if when == month and name in names and counts(major, minor)
            )
            assert series.states[row, place] == PRESENT
            assert series.values[row, place] == total, (measure, area, month_text(month))


@st.composite
def monthly(draw: st.DrawFn) -> Series:
    """A small monthly series with gaps."""
    areas, months = draw(st.integers(1, 4)), draw(st.integers(1, 40))
    values = draw(st.lists(st.integers(0, 10**6), min_size=areas * months, max_size=areas * months))
    states = draw(
        st.lists(
            st.sampled_from([PRESENT, PRESENT, PRESENT, PRESENT, MISSING]),
            min_size=areas * months,
            max_size=areas * months,
        )
    )
    flags = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3]), min_size=areas * months, max_size=areas * months))
    first, scale = draw(st.integers(24000, 24100)), draw(st.sampled_from([0, 2]))
    shape = (areas, months)
    grid = np.array(states, dtype=np.uint8).reshape(shape)
    return Series("m", "borough", tuple(f"a{n}" for n in range(areas)), first, 1, scale,
                  np.where(grid == PRESENT, np.array(values, dtype=np.int64).reshape(shape), 0), grid,
                  np.array(flags, dtype=np.uint8).reshape(shape), np.zeros((1, months), dtype=np.int16), ("x",), ("",),
                  np.zeros(areas, dtype=np.int16))  # fmt: skip


@given(monthly(), st.sampled_from([1, 3, 12]))
@settings(max_examples=60)
def test_sums_over_months_equal_a_loop(series: Series, months: int) -> None:
    window = derive.sums(series, months)
    for row in range(len(series.areas)):
        for last in range(series.values.shape[1]):
            span = range(last - months + 1, last + 1)
            whole = last - months + 1 >= 0 and all(series.states[row, place] == PRESENT for place in span)
            assert window.states[row, last] == (PRESENT if whole else MISSING)
            assert window.values[row, last] == (sum(int(series.values[row, place]) for place in span) if whole else 0)
            expected = 0
            for place in span:
                expected |= int(series.flags[row, place]) if place >= 0 else 0
            assert window.flags[row, last] == expected


@given(monthly(), st.sampled_from(KINDS), st.integers(0, 60))
@settings(max_examples=150)
def test_any_period_of_a_count_is_the_sum_of_its_months(series: Series, kind: str, step: int) -> None:
    period = Period.of(kind, series.first + step)  # type: ignore[arg-type]
    found = derive.cell(series, "a0", period)
    wanted = range(period.first, period.last + 1)
    inside = all(series.first <= month <= series.last for month in wanted)
    if not inside or any(series.states[0, month - series.first] != PRESENT for month in wanted):
        assert found.value is None
    else:
        total = sum(int(series.values[0, month - series.first]) for month in wanted)
        assert found.value == Decimal(total) / 10**series.scale


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_change_per_cent_is_exact_and_half_up(now: int, before: int) -> None:
    found = derive.change_per_cent(Decimal(now), Decimal(before))
    if before == 0:
        assert found is None
        return
    exact = Fraction(now - before, before) * 1000
    rounded = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    assert found == Decimal(rounded) / 10


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_rates_are_exact_and_only_for_years(count: int, people: int) -> None:
    found = derive.rate_per_1000(Decimal(count), Decimal(people), 12)
    with localcontext() as context:
        context.prec = 60
        assert found == (Decimal(count) * 1000 / Decimal(people)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    assert derive.rate_per_1000(Decimal(count), Decimal(people), 3) is None
    assert derive.rate_per_1000(Decimal(count), Decimal(0), 12) is None


def test_every_measure_of_the_real_files_equals_a_plain_sum_of_the_raw_file(data: Path, real_release: Release) -> None:
    """Force and boroughs, every month of the newest borough file, read again with nothing but csv."""
    path = data / "mps-borough" / "2025-12" / "MPS Borough Level Crime (most recent 24 months).csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    months = [name for name in rows[0] if name.isdigit()]
    checked = 0
    for measure in real_release.catalogue:
        source = measure.source.get("borough")
        if source is None or source.dataset != "mps-borough":
            continue
        totals: dict[tuple[str, str], int] = defaultdict(int)
        counted = False
        for row in rows:
            category = {"major": row["MajorText"], "minor": row["MinorText"]}
            if all(category[key] in values for key, values in source.where.items()) and not any(
                category[key] in values for key, values in source.where_not.items()
            ):
                counted = True
                for month in months:
                    totals[row["BoroughName"], month] += int(row[month])
                    totals["force", month] += int(row[month])
        if not counted:
            continue
        checked += 1
        for month in months:
            period = Period.parse(f"{month[:4]}-{month[4:]}")
            assert figure(real_release, measure.id, "E23000001", period).value == totals["force", month], measure.id
            assert figure(real_release, measure.id, "E09000016", period).value == totals["Havering", month], measure.id
    assert checked >= 30


def test_releases_of_a_house_are_listed_in_order(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    for name in ("2026-01-15.10", "2026-01-15", "2026-01-15.2", "2025-12-31"):
        (tmp_path / "releases" / name).mkdir(parents=True)
        (tmp_path / "releases" / name / "manifest.json").write_text("{}")
    assert releases.ids() == ["2025-12-31", "2026-01-15", "2026-01-15.2", "2026-01-15.10"]
