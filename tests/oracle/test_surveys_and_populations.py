"""Surveys and populations: what a release looks up against a plain dictionary of what random files hold."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from tests.support.wide import write_boroughs

from peelian.figures.areas import load_areas
from peelian.figures.house import PACKS, House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure, residents
from peelian.figures.releases.release import Release

AREAS = load_areas(PACKS / "london" / "areas.yaml")
BOROUGHS = [area for area in AREAS.of_kind("borough") if area.policed_by == "E23000001"]


def write_survey(path: Path, names: list[str], chance: random.Random) -> dict[tuple[str, str], Decimal]:
    """A random survey file in a random locale: (area as printed, R12 period) -> per cent."""
    comma = chance.random() < 0.5
    held: dict[tuple[str, str], Decimal] = {}
    lines = ["Date;Survey;Borough;Measure;Proportion"]
    for year in (2015, 2016):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            for name in names:
                if chance.random() < 0.9:
                    value = Decimal(chance.randrange(10001)).scaleb(-4)
                    held[name, f"R12-{year}-{month:02d}"] = value * 100
                    text = str(value).replace(".", ",") if comma else str(value)
                    lines.append(f"{day:02d}/{month:02d}/{year};PAS;{name};Trust MPS;{text}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return held


@pytest.mark.parametrize("seed", range(3))
def test_a_surveys_figures_are_its_rows_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = [area.name for area in BOROUGHS]
    held = write_survey(tmp_path / "2017-01" / "boroughs.csv", names, chance)
    held |= write_survey(tmp_path / "2017-02" / "force.csv", ["MPS"], chance)
    house = House(tmp_path / "house")
    load(house, [tmp_path])
    made, _ = release(house)
    for name in [*names, "MPS"]:
        area = AREAS.match(name) or ""
        for year in (2015, 2016):
            for month in range(1, 13):
                found = figure(made, "trust-mps", area, Period.parse(f"R12-{year}-{month:02d}"))
                assert found.value == held.get((name, f"R12-{year}-{month:02d}")), (name, year, month)
        assert figure(made, "trust-mps", area, Period.parse("2016-06")).value is None, "a survey has no months"
        assert figure(made, "trust-mps", area, Period.parse("FY2016-17-Q1")).value is None


def write_population(path: Path, chance: random.Random, years: range) -> dict[tuple[str, int], tuple[int, bool]]:
    """A random population file: (code, year) -> people and whether they are projected."""
    held = {}
    lines = ["Code,Name,Year,Source,Population"]
    for year in years:
        projected = chance.random() < 0.5
        basis = "GLA Population Projections" if projected else "ONS MYE"
        for area in BOROUGHS:
            people = chance.randrange(100_000, 400_000)
            held[area.id, year] = (people, projected)
            lines.append(f"{area.id},{area.name},{year},{basis},{people}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return held


@pytest.mark.parametrize("seed", range(3))
def test_an_estimate_goes_before_a_projection_and_newer_before_older(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = [
        write_population(tmp_path / f"202{n}-01" / "people.csv", chance, range(2014 + n, 2020 + n)) for n in range(3)
    ]
    crime = {
        ("BURGLARY", "RES BURGLARY OF A HOME", area.name): [chance.randrange(90) for _ in range(24)]
        for area in BOROUGHS
    }
    start = month_ordinal(2016, 1)
    house = House(tmp_path / "house")
    load(house, [tmp_path / "2020-01", tmp_path / "2021-01", tmp_path / "2022-01",
                 write_boroughs(tmp_path / "2018-01" / "crime.csv", start, crime)])  # fmt: skip
    made, _ = release(house)
    for year in range(2014, 2022):
        for area in BOROUGHS[:6]:
            assert lookup(made, area.id, year) == slowly(files, area.id, year), (area.name, year)
        whole = [slowly(files, area.id, year) for area in BOROUGHS]
        assert lookup(made, "E23000001", year) == (sum(people for people, _ in whole), any(flag for _, flag in whole))
    for area in BOROUGHS[:6]:
        count = sum(crime["BURGLARY", "RES BURGLARY OF A HOME", area.name][6:18])
        people, _ = slowly(files, area.id, 2017)
        expected = (Decimal(count) * 1000 / people).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        assert figure(made, "burglary", area.id, Period.parse("R12-2017-06"), "rate").value == expected


def slowly(files: list[dict[tuple[str, int], tuple[int, bool]]], area: str, year: int) -> tuple[int, bool]:
    """The newest estimate of a year; the newest projection where no file estimates it."""
    candidates = [held[area, year] for held in files if (area, year) in held]
    estimates = [one for one in candidates if not one[1]]
    return (estimates or candidates)[-1]


def lookup(made: Release, area: str, year: int) -> tuple[int, bool]:
    people, projected, _ = residents(made, made.areas[area], Period.parse(f"R12-{year}-06"))
    assert people is not None
    return int(people), projected
