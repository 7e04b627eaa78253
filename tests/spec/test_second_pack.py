"""A second place is a pack, not code: the City of London loads, releases, answers and serves from its folder of files."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.conftest import needed

from peelian.figures.errors import PeelianError
from peelian.figures.house import PACKS, House
from peelian.figures.illustrative import furnish
from peelian.figures.listing import measures
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.verify import verify

FORCE, CITY = "E23000034", "E09000001"
YEAR = Period.parse("R12-2023-06")
ASB = "Anti-social behaviour"


@pytest.fixture(scope="module")
def files(data: Path) -> Path:
    """Twelve months of street-level crime and one of outcomes."""
    folder = data / "police-uk" / "city-of-london"
    if not folder.is_dir():
        needed("the City of London's street-level crime: it is not among the real files")
    return folder


@pytest.fixture(scope="module")
def rows(files: Path) -> list[dict[str, str]]:
    """Every row of the street files, read as plainly as can be."""
    return list(_rows(files, "street"))


def _rows(folder: Path, kind: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob(f"*-{kind}.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


@pytest.fixture(scope="module")
def city(files: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of the City's pack with a release of its files. Do not write to it."""
    house = House(tmp_path_factory.mktemp("city") / "house", "city-of-london")
    reports = load(house, [files])
    assert {report.outcome for report in reports} == {"accepted-with-warnings"}
    release(house)
    return house


@pytest.fixture(scope="module")
def released(city: House) -> Release:
    newest = Releases(city.root).newest()
    assert newest is not None
    return newest


def value(released: Release, measure: str, area: str, period: Period = YEAR) -> Decimal | None:
    return figure(released, measure, area, period).value


def test_the_pack_is_nothing_but_files_and_no_code_names_it() -> None:
    folder = PACKS / "city-of-london"
    assert {path.name for path in folder.iterdir()} == {"pack.yaml", "areas.yaml", "organisations.yaml"}
    for path in PACKS.parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not {'"city-of-london"', FORCE, CITY} & set(re.findall(r'"[a-z-]+"|E\d{8}', text)), path


def test_every_category_is_the_plain_count_of_its_rows(released: Release, rows: list[dict[str, str]]) -> None:
    counted = Counter(row["Crime type"] for row in rows)
    assert len(counted) == 14
    for kind, count in counted.items():
        name = f"street-{kind.lower().replace(' ', '-')}"
        assert value(released, name, FORCE) == count, name
    assert value(released, "street-all-crime", FORCE) == len(rows)
    assert value(released, "street-crime", FORCE) == len(rows) - counted[ASB]


def test_every_month_and_small_area_is_the_plain_count_of_its_rows(
    released: Release, rows: list[dict[str, str]]
) -> None:
    cells = Counter((row["LSOA code"], row["Month"]) for row in rows if row["LSOA name"].startswith("City of London"))
    small = {code for code, _month in cells}
    assert {area.id for area in released.areas.of_kind("lsoa")} == small
    months = sorted({month for _code, month in cells})
    for code in small:
        for month in months:
            assert value(released, "street-all-crime", code, Period.parse(month)) == cells[code, month]
    assert value(released, "street-all-crime", CITY) == sum(cells.values())


def test_crime_without_a_place_or_beyond_the_border_counts_for_the_force_alone(
    released: Release, rows: list[dict[str, str]]
) -> None:
    elsewhere = sum(not row["LSOA name"].startswith("City of London") for row in rows)
    assert elsewhere == 1015
    force, city = value(released, "street-all-crime", FORCE), value(released, "street-all-crime", CITY)
    assert force is not None and city is not None and force - city == elsewhere


def test_the_cohort_follows_the_crimes_and_adds_up_before_it_divides(
    released: Release, rows: list[dict[str, str]]
) -> None:
    listed = released.catalogue["street-positive-outcome-cohort"].source["force"].where["outcome"]
    crimes = [row for row in rows if row["Crime type"] != ASB]
    positive = sum(row["Last outcome category"] in listed for row in crimes)
    found = figure(released, "street-positive-outcome-cohort", FORCE, YEAR)
    assert (found.numerator, found.denominator) == (positive, len(crimes)) == (774, 8209)
    assert found.value == Decimal(positive) * 100 / len(crimes)
    assert found.method == "share-of-counts"
    shares = [value(released, "street-positive-outcome-cohort", FORCE, Period.of("month", month))
              for month in range(YEAR.first, YEAR.last + 1)]  # fmt: skip
    assert found.value not in (sum(filter(None, shares)), sum(filter(None, shares)) / 12), (
        "never a sum or mean of shares"
    )


def test_what_ended_without_a_result_is_not_positive(released: Release) -> None:
    listed = set(released.catalogue["street-crime-with-positive-outcome"].source["force"].where["outcome"])
    assert not listed & {
        "Investigation complete; no suspect identified", "Unable to prosecute suspect", "Under investigation",
        "Status update unavailable", "Formal action is not in the public interest", "Action to be taken by another organisation",
        "Further investigation is not in the public interest", "Further action is not in the public interest", "",
    }  # fmt: skip
    for name in ("street-positive-outcome-cohort", "outcomes-positive", "outcomes-positive-flow"):
        for source in released.catalogue[name].source.values():
            assert set(source.where["outcome"]) == listed, name


def test_the_flow_is_of_the_month_of_the_outcome_and_stands_apart(released: Release, files: Path) -> None:
    outcomes = [row["Outcome type"] for row in _rows(files, "outcomes")]
    march = Period.parse("2023-03")
    assert value(released, "outcomes-recorded", FORCE, march) == len(outcomes) == 618
    assert value(released, "outcomes-charged", FORCE, march) == outcomes.count("Suspect charged") == 81
    parts = released.catalogue["outcomes-recorded"].parts
    assert sum(value(released, part, FORCE, march) or 0 for part in parts) == len(outcomes)
    flow = figure(released, "outcomes-positive-flow", FORCE, march)
    crimes = value(released, "street-crime", FORCE, march)
    assert (
        (flow.numerator, flow.denominator) == (value(released, "outcomes-positive", FORCE, march), crimes) == (122, 671)
    )
    groups = {
        name: released.catalogue[name].group for name in ("street-positive-outcome-cohort", "outcomes-positive-flow")
    }
    assert len(set(groups.values())) == 2


def test_street_crime_is_shown_by_month_and_rolling_year_only(released: Release) -> None:
    for text in ("2023", "FY2022-23", "FY2022-23-Q4", "FYTD-2023-03"):
        with pytest.raises(PeelianError) as refused:
            figure(released, "street-burglary", FORCE, Period.parse(text))
        assert refused.value.code == "no-figure" and "R12-" in refused.value.remedy


def test_no_rate_is_shown_where_no_residents_are_held(released: Release) -> None:
    assert "population" not in released.catalogue.measures
    for measure in released.catalogue:
        assert measure.rates == ()
        with pytest.raises(PeelianError) as refused:
            figure(released, measure.id, FORCE, YEAR, "rate")
        assert refused.value.code in ("unknown-kind", "no-figure")


def test_other_forces_files_are_passed_over_in_words(data: Path, tmp_path: Path) -> None:
    house = House(tmp_path / "house", "city-of-london")
    reports = load(house, [data / "police-uk" / "btp", data / "police-uk" / "west-yorkshire"])
    assert [report.outcome for report in reports] == ["passed-over"] * 2
    assert all("which this pack is not about" in report.findings[0].what for report in reports)
    assert house.kind is None, "a file that is passed over settles nothing"


def test_the_release_is_rebuilt_from_the_files(city: House, released: Release) -> None:
    verdict = verify(city, released.id)
    assert verdict.sound and verdict.figures > 1000 and not verdict.failures


def test_a_pack_without_prints_has_no_illustrative_house(tmp_path: Path) -> None:
    with pytest.raises(PeelianError) as refused:
        furnish(House(tmp_path / "house", "city-of-london"))
    assert refused.value.code == "nothing-to-generate" and "real files" in refused.value.remedy
    assert House(tmp_path / "house").kind is None


def test_every_measure_of_the_pack_says_what_it_holds(city: House) -> None:
    listed = {row["id"]: row for row in measures(city)}
    assert (listed["street-burglary"]["first"], listed["street-burglary"]["last"]) == ("2022-07", "2023-06")
    assert listed["street-burglary"]["areas"] == "borough,force,lsoa"
    assert listed["stop-and-search"]["areas"] is None and listed["stop-and-search"]["needs"]


def _peelian(*arguments: str, data: Path, pack: str = "") -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PEELIAN_DATA": str(data)} | ({"PEELIAN_PACK": pack} if pack else {})
    command = [sys.executable, "-m", "peelian.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=known, check=False)


def test_the_command_takes_the_pack_of_a_new_house_and_refuses_another_later(files: Path, tmp_path: Path) -> None:
    house, march = tmp_path / "house", files / "2023-03-city-of-london-street.csv"
    assert _peelian("load", str(march), "--pack", "city-of-london", data=house).returncode == 0
    assert json.loads((house / "house.json").read_text()) == {"kind": "real", "pack": "city-of-london"}
    assert _peelian("release", data=house).returncode == 0
    refused = _peelian("release", "--json", data=house, pack="london")
    assert refused.returncode == 2
    error = json.loads(refused.stdout)["error"]
    assert error["code"] == "other-pack" and "keeps it" in error["message"] and "PEELIAN_PACK=london" in error["remedy"]
    found = json.loads(_peelian("figure", "street-crime", FORCE, "2023-03", "--json", data=house).stdout)
    assert found["value"] == 671 and found["area"]["name"] == "City of London Police area"


def test_five_districts_and_over_a_thousand_small_areas_are_a_pack_too(data: Path, tmp_path: Path) -> None:
    folder = data / "police-uk" / "west-yorkshire"
    if not folder.is_dir():
        needed("West Yorkshire's street-level crime: it is not among the real files")
    house = House(tmp_path / "house", "west-yorkshire")
    load(house, [folder])
    made, _ = release(house)
    counted = Counter(row["LSOA name"].rsplit(" ", 1)[0] for row in _rows(folder, "street") if row["LSOA name"])
    july = Period.parse("2016-07")
    districts = made.areas.of_kind("borough")
    assert [area.name for area in districts] == ["Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"]
    assert [value(made, "street-all-crime", area.id, july) for area in districts] == [
        counted[area.name] for area in districts
    ]
    assert value(made, "street-all-crime", "E23000010", july) == 27_176
    assert len(made.areas.of_kind("lsoa")) > 1_300
    assert made.catalogue.pack.kind("borough").many == "districts"
