"""What a new publication changes is told cell by cell; one that counts in another way is noticed, not joined."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import needed
from tests.support import tables

from peelian.figures import revision
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.lake import Snapshot
from peelian.figures.loading import FileReport, load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure

Cell = tuple[str, str, str, str]
COUNTED_OTHERWISE = ("2024-01", "2024-10")


@pytest.fixture(scope="module")
def vintages(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, list[FileReport]]:
    house = House(tmp_path_factory.mktemp("vintages") / "house")
    return house, load(house, [data / "mps-borough"])


def crime(house: House) -> list[Snapshot]:
    return [snapshot for snapshot in house.lake if snapshot.dataset == "mps-borough"]


def plainly(snapshot: Snapshot) -> dict[Cell, int]:
    """The slow way: every cell of the file with nothing but the csv module."""
    with snapshot.original.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        months = [place for place, name in enumerate(header) if name.strip().isdigit() and len(name.strip()) == 6]
        cells: Counter[Cell] = Counter()
        for row in reader:
            if row:
                major, minor, area = (" ".join(row[place].split()) for place in range(3))
                for place in months:
                    cells[major, minor, area.lower(), header[place].strip()] += int(row[place])
    return cells


def test_between_any_two_vintages_exactly_the_cells_that_differ_are_told(
    vintages: tuple[House, list[FileReport]],
) -> None:
    snapshots = crime(vintages[0])
    assert len(snapshots) == 9
    cells = {snapshot.sha256: plainly(snapshot) for snapshot in snapshots}
    compared = 0
    for before, after in itertools.combinations(snapshots, 2):
        old, new = cells[before.sha256], cells[after.sha256]
        months = {key[3] for key in old} & {key[3] for key in new}
        expected = {
            key: (old.get(key), new.get(key))
            for key in {*old, *new}
            if key[3] in months and old.get(key) != new.get(key)
        }
        told = {
            (item.category["major"], item.category["minor"], item.area, item.month.replace("-", "")): (
                None if item.before is None else int(item.before), None if item.after is None else int(item.after))
            for item in revision.compare(before, after).differences()
        }  # fmt: skip
        assert told == expected, (before.vintage, after.vintage)
        compared += len(expected)
    assert compared > 100_000


def test_the_counts_that_the_data_page_names(vintages: tuple[House, list[FileReport]]) -> None:
    first, second = crime(vintages[0])[:2]
    assert (first.vintage, second.vintage) == ("2020-05", "2020-06")
    whole = revision.compare(first, second, by=["major"])
    assert (whole.revised, whole.common) == (1_135, 8_349)
    finely = revision.compare(first, second)
    assert (finely.revised, finely.common) == (1_584, 35_903)


def test_the_definition_break_is_noticed_by_the_load_and_not_joined(vintages: tuple[House, list[FileReport]]) -> None:
    house, reports = vintages
    noticed = {
        report.vintage: finding for report in reports for finding in report.findings if "another way" in finding.what
    }
    assert list(noticed) == [COUNTED_OTHERWISE[1]]  # no other pair of neighbours is called a break
    what = noticed["2024-10"].what
    assert noticed["2024-10"].severity == "warning"
    assert "classification is mps-2024, not mps-2019" in what
    assert "31 categories instead of 55, 0 of them common" in what
    assert "491 of 495 totals of an area and month differ" in what
    assert "lookupboroughname went, boroughname came" in what
    made, _ = release(house)
    left_out = [entry["vintage"] for entry in made.manifest["left_out"] if entry["dataset"] == "mps-borough"]
    assert sorted(left_out) == ["2020-05", "2020-06", "2023-07", "2023-07", "2024-01"]
    series = made.series("burglary", "borough")
    assert series is not None
    assert {made.inputs[name]["vintage"] for name in series.inputs} <= {"2024-10", "2025-11", "2025-12"}


def test_a_break_is_noticed_without_a_change_of_capitals(tmp_path: Path) -> None:
    """Totals alone can tell: the same categories, every area and month ten per cent up."""
    months = [f"2024{month:02d}" for month in range(1, 13)]
    rows = [("THEFT", f"KIND {kind}", place, *["100"] * 12) for kind in range(4) for place in ("Barnet", "Havering")]
    higher = [(*row[:3], *["110"] * 12) for row in rows]
    house = House(tmp_path / "house")
    for vintage, table in (("2025-01", rows), ("2025-02", higher)):
        tables.save(tmp_path, tables.crime(table, months), f"{vintage}.csv")
        [report] = load(house, [tmp_path / f"{vintage}.csv"], vintage=vintage)
    [found] = [finding for finding in report.findings if "another way" in finding.what]
    assert "24 of 24 totals of an area and month differ, together by 10.0 per cent" in found.what


@pytest.fixture(scope="module")
def street(data: Path) -> list[Path]:
    files = sorted((data / "police-uk" / "city-of-london").glob("*-street.csv"))
    if len(files) != 12:
        needed("twelve months of the City of London's street-level crime")
    return files


def test_twelve_months_loaded_again_tell_which_outcomes_changed(street: list[Path], tmp_path: Path) -> None:
    """Every seventh crime that has an id gets another outcome, one is taken out and one put in, in each of the months."""
    house = House(tmp_path / "house", pack="city-of-london")
    load(house, street, vintage="2023-08")
    before, _ = release(house)
    expected: dict[str, int] = {}
    for path in street:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines[1:]]
        once = Counter(row[0] for row in rows)
        changed = [row for row in rows if row[0] and once[row[0]] == 1][::7]
        for row in changed[1:]:
            row[10] = "Offender given a caution" if row[10] != "Offender given a caution" else "Under investigation"
        rows.remove(changed[0])
        rows.append([changed[0][0][::-1], *changed[0][1:]])
        expected[path.name] = len(changed) - 1
        (tmp_path / "again").mkdir(exist_ok=True)
        (tmp_path / "again" / path.name).write_text(
            "\n".join([lines[0], *map(",".join, rows)]) + "\n", encoding="utf-8"
        )
    reports = load(house, [tmp_path / "again"], vintage="2023-09")
    assert len(reports) == 12
    for report in reports:
        [told] = [finding.what for finding in report.findings if "another outcome" in finding.what]
        assert f"{expected[report.file]:,} crimes have another outcome" in told
        assert "1 crimes are new, 1 are gone" in told
        assert "of vintage 2023-08" in told
    after, changes = release(house)
    assert changes.since == before.id
    assert changes.revised > 0
    crimes = [
        figure(made, "street-all-crime", "E23000034", Period.parse("R12-2023-06")).value for made in (before, after)
    ]
    assert crimes[0] == crimes[1]  # a month was replaced, not added: as many crimes as before


def test_two_files_of_one_vintage_that_disagree_are_warned_of(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    for name, value in (("a.csv", "10"), ("b.csv", "11")):
        tables.save(tmp_path, tables.crime([("THEFT", "OTHER THEFT", "Barnet", value, "1", "1")]), name)
        [report] = load(house, [tmp_path / name], vintage="2024-04")
    [found] = [finding for finding in report.findings if finding.what.startswith("against a.csv")]
    assert found.severity == "warning"
    assert "1 of 3 cells differ" in found.what
    assert "one vintage" in found.what
    made, _ = release(house)
    assert figure(made, "other-theft", "E09000003", Period.parse("2024-01")).value == 11


def test_only_publications_of_one_thing_are_compared(vintages: tuple[House, list[FileReport]], data: Path) -> None:
    house = vintages[0]
    load(house, [data / "mopac-pas"], vintage="2024-02")
    survey = next(snapshot for snapshot in house.lake if snapshot.dataset == "mopac-pas")
    with pytest.raises(PeelianError, match="not two publications of one thing"):
        revision.compare(crime(house)[0], survey)
