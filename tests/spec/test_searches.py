"""Stop and search of the Metropolitan Police, by its own pack: every count is the plain count of the rows of the four files."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import needed

from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release

MET = "E23000001"
MONTHS = [f"2024-0{month}" for month in range(1, 5)]
NOTHING = ("A no further action disposal", "Nothing found - no further action", "")


@pytest.fixture(scope="module")
def rows(data: Path) -> list[dict[str, str]]:
    """Every search, with the month that it was by the clock in the street."""
    folder = data / "police-uk" / "stop-and-search"
    if not folder.is_dir():
        needed("the Metropolitan Police's stop and search: it is not among the real files")
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                local = dt.datetime.fromisoformat(row["Date"]).astimezone(ZoneInfo("Europe/London"))
                found.append(row | {"month": f"{local:%Y-%m}"})
    return found


def value(release: Release, measure: str, month: str) -> Decimal | None:
    return figure(release, measure, MET, Period.parse(month)).value


def test_searches_of_a_month_are_its_rows(real_release: Release, rows: list[dict[str, str]]) -> None:
    counted = Counter(row["month"] for row in rows)
    assert sum(counted.values()) == 38_551 and sorted(counted) == MONTHS
    for month in MONTHS:
        assert value(real_release, "stop-and-search", month) == counted[month]
        persons, vehicles = (
            value(real_release, f"stop-and-search-{kind}", month) for kind in ("person", "vehicle-only")
        )
        assert (persons or 0) + (vehicles or 0) == counted[month]
    assert sum(value(real_release, "stop-and-search-section-60", month) or 0 for month in MONTHS) == 34


def test_a_positive_outcome_is_any_but_none(real_release: Release, rows: list[dict[str, str]]) -> None:
    for month in MONTHS:
        positive = sum(row["month"] == month and row["Outcome"] not in NOTHING for row in rows)
        every = sum(row["month"] == month for row in rows)
        found = figure(real_release, "stop-and-search-positive-share", MET, Period.parse(month))
        assert (found.numerator, found.denominator) == (positive, every)
        assert found.value == Decimal(positive) * 100 / every
        assert value(real_release, "stop-and-search-positive-outcome", month) == positive


def test_ethnic_groups_are_shares_of_searches_of_persons(real_release: Release, rows: list[dict[str, str]]) -> None:
    persons = [row for row in rows if row["Type"] != "Vehicle search"]
    names = {"asian": "Asian", "black": "Black", "mixed": "Mixed", "other": "Other", "white": "White",
             "ethnicity-not-recorded": ""}  # fmt: skip
    for month in MONTHS:
        inside = [row for row in persons if row["month"] == month]
        shares = []
        for slug, word in names.items():
            found = figure(real_release, f"stop-and-search-{slug}-share", MET, Period.parse(month))
            assert found.numerator == sum(row["Officer-defined ethnicity"] == word for row in inside), slug
            assert found.denominator == len(inside)
            shares.append(found.value or Decimal(0))
        assert sum(shares) == pytest.approx(Decimal(100))
        assert not real_release.catalogue[f"stop-and-search-{slug}-share"].rates, "no group's residents are held"


def test_a_column_that_is_never_filled_makes_no_zero(real_release: Release, rows: list[dict[str, str]]) -> None:
    """The Met's files say of no search that its outcome is linked: London's pack shows the need, not a share of 0%."""
    assert {row["Outcome linked to object of search"] for row in rows} == {"False", ""}
    for name in ("stop-and-search-linked-outcome", "stop-and-search-linked-share"):
        measure = real_release.catalogue[name]
        assert not measure.source and "would mean nothing" in (measure.needs or "")
        assert real_release.series(name, "force") is None


def test_the_searches_are_of_the_force_alone(real_release: Release) -> None:
    series = real_release.series("stop-and-search", "force")
    assert series is not None and MET in series.row_of
    assert real_release.kinds_of["stop-and-search"] == ["force"]
