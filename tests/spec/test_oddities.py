"""Each oddity of the publishers' files is proved by a test and said in the load report: docs/reference/oddities.md is the table."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import ROOT

from peelian.figures.house import House
from peelian.figures.loading import FileReport, load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.sources.base import Reading, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

TABLE = ROOT / "docs" / "reference" / "oddities.md"
FOLDERS = ("mps-borough", "mps-ward", "mps-dashboard", "mopac-pas", "geography", "home-office",
           "police-uk/stop-and-search", "police-uk/city-of-london", "police-uk/btp")  # fmt: skip
RECENT = "MPS Borough Level Crime (most recent 24 months).csv"
SURVEY = "mopac-pas/PAS_Dashboard_Borough.csv"


@dataclass(frozen=True)
class Oddity:
    """One line of the table."""

    files: str
    words: str
    what: str
    test: str
    sentence: str


def oddities() -> list[Oddity]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return [Oddity(*(cell.strip().strip("`") for cell in line.strip("|").split("|"))) for line in lines]


def bare(text: str) -> str:
    """Words without the marks that a Markdown table sets them in."""
    return " ".join(re.sub(r"[*`\"]", "", text).split())


@pytest.fixture(scope="module")
def reports(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReport]:
    """What loading says of every file of these folders, by its path."""
    house = House(tmp_path_factory.mktemp("oddities") / "house")
    paths = [path for folder in FOLDERS for path in sorted((data / folder).rglob("*")) if path.is_file()]
    return {str(path.relative_to(data)): load(house, [path])[0] for path in paths}


def reading(path: Path) -> Reading:
    document = Document(path)
    source = recognise(document).source
    assert source is not None
    return source.read(document, Settings())


def test_the_table_is_read() -> None:
    assert len(oddities()) >= 35
    assert len({(oddity.files, oddity.sentence) for oddity in oddities()}) == len(oddities())


def test_each_oddity_has_a_test_that_exists() -> None:
    for oddity in oddities():
        file, _, name = oddity.test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, oddity.test


def test_each_oddity_is_said_in_the_load_report(data: Path, reports: dict[str, FileReport]) -> None:
    for oddity in oddities():
        files = [str(path.relative_to(data)) for path in data.glob(oddity.files)]
        assert files, oddity.files
        told = "\n".join(finding.sentence() for file in files for finding in reports[file].findings)
        assert oddity.sentence in told, f"{oddity.files} does not say {oddity.sentence!r}, but:\n{told}"


def test_no_oddity_of_the_data_s_readme_is_left_out(data: Path) -> None:
    rows = [
        line.split("|")
        for line in (data / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    covered = 0
    for folder in FOLDERS:
        [(what, worth_knowing)] = [(row[2], row[4]) for row in rows if row[1].strip().startswith(f"`{folder}/")]
        told = [bare(oddity.words) for oddity in oddities() if oddity.files.startswith(folder)]
        for words in told:
            assert words in bare(f"{what} | {worth_knowing}"), f"the README does not say {words!r} of {folder}"
        for clause in re.split(r"; |, |: | and (?=\")", _headers_together(worth_knowing)):
            assert any(words in bare(clause) for words in told), f"nothing is said of {clause!r} ({folder})"
            covered += 1
    assert covered >= 29


def _headers_together(text: str) -> str:
    """A list of headers is one thing to know, not twelve."""
    start, such_as, headers = text.partition("headers such as ")
    return start + such_as + headers.replace(", ", " ")


def test_nothing_of_these_folders_is_refused(reports: dict[str, FileReport]) -> None:
    assert {path: report.outcome for path, report in reports.items() if report.outcome == "refused"} == {}


def test_every_publication_revises_the_past(data: Path) -> None:
    before, after = (cells(data / f"mps-borough/{vintage}/{RECENT}") for vintage in ("2020-05", "2020-06"))
    assert compared(before, after, of=("area", "major", "month")) == (8_349, 1_135)
    assert compared(before, after, of=("area", "major", "minor", "month")) == (35_903, 1_584)


def test_the_definitions_changed_between_two_publications(data: Path) -> None:
    before, after = (cells(data / f"mps-borough/{vintage}/{RECENT}") for vintage in ("2024-01", "2024-10"))
    assert compared(before, after, of=("area", "month")) == (495, 491)
    assert [len({cell["minor"] for cell in file}) for file in (before, after)] == [55, 31]
    assert all(cell["minor"] != cell["minor"].upper() for cell in before)
    assert all(cell["minor"] == cell["minor"].upper() for cell in after)


def cells(path: Path) -> list[dict[str, str | int]]:
    return reading(path).table.to_pylist()


def compared(before: list[dict[str, int]], after: list[dict[str, int]], *, of: tuple[str, ...]) -> tuple[int, int]:
    """How many sums two files have in common, and how many of those differ."""
    sums: list[Counter[tuple[object, ...]]] = [Counter(), Counter()]
    for total, file in zip(sums, (before, after), strict=True):
        for cell in file:
            total[tuple(cell[name] for name in of)] += cell["value"]
    common = sums[0].keys() & sums[1].keys()
    return len(common), sum(sums[0][key] != sums[1][key] for key in common)


def test_the_column_of_the_borough_has_had_two_names(data: Path) -> None:
    headers = {
        vintage: Document(data / f"mps-borough/{vintage}/{RECENT}").table.header[2]
        for vintage in ("2024-01", "2024-10")
    }
    assert headers == {"2024-01": "LookUp_BoroughName", "2024-10": "BoroughName"}


@pytest.mark.parametrize("path", ["mps-borough/*/*.csv", "mps-ward/*/*.csv"])
def test_rows_that_would_be_zero_are_absent(data: Path, path: str) -> None:
    absent = 0
    for file in sorted(data.glob(path)):
        table = reading(file).table
        rows = table.group_by("row").aggregate([("value", "sum")])
        assert min(rows["value_sum"].to_pylist()) > 0, file
        pairs = table.group_by(["major", "minor"]).aggregate([]).num_rows
        absent += pairs * len(table["area"].unique()) - rows.num_rows
    assert absent > 1_000


def test_the_city_is_never_in(data: Path) -> None:
    for path in data.glob("mps-*/*/*.csv"):
        table = reading(path).table
        names = table["borough" if "borough" in table.column_names else "area"].unique().to_pylist()
        assert len(names) >= 33
        assert not [name for name in names if name.casefold().startswith("city of london")]


def test_what_is_no_borough_stands_among_them(data: Path, tmp_path: Path) -> None:
    areas = House(tmp_path).areas
    others = {}
    for vintage in ("2020-05", "2025-12"):
        names = reading(data / f"mps-borough/{vintage}/{RECENT}").table["area"].unique().to_pylist()
        kinds = {name: areas[areas.match(name) or ""].kind for name in names}
        assert Counter(kinds.values())["borough"] == 32
        others[vintage] = sorted(name for name, kind in kinds.items() if kind != "borough")
    airports = "London Heathrow and London City Airports"
    assert others == {"2020-05": [airports], "2025-12": [airports, "Unknown"]}


def test_wards_share_names(data: Path) -> None:
    [path] = data.glob("mps-ward/2025-12/*.csv")
    wards = reading(path).table.group_by(["area", "ward"]).aggregate([])
    assert (len(set(wards["area"].to_pylist())), len(set(wards["ward"].to_pylist()))) == (679, 669)


def test_the_airport_s_police_stand_as_a_borough(data: Path) -> None:
    [path] = data.glob("mps-ward/2025-12/*.csv")
    wards = reading(path).table.group_by(["borough", "area"]).aggregate([]).to_pylist()
    assert [ward["area"] for ward in wards if ward["borough"] == "Aviation Security (SO18)"] == ["E05013570"]
    assert len({ward["borough"] for ward in wards}) == 33


def test_the_survey_s_names(data: Path) -> None:
    rows = cells(data / SURVEY)
    assert '"Good Job" local' in {row["measure"] for row in rows}
    assert {row["area"] for row in rows if str(row["area"]).casefold() == "richmond upon thames"} == {
        "Richmond Upon Thames",
        "Richmond upon Thames",
    }
    assert "City of Westminster" in {row["area"] for row in rows}
    assert "Westminster" not in {row["area"] for row in rows}


def test_the_survey_has_columns_without_a_name_and_a_stray_cell(data: Path) -> None:
    lines = (data / SURVEY).read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",MPS,,,,")
    assert [number for number, line in enumerate(lines, start=1) if not line.endswith(",,,,")] == [8_034]


def test_the_survey_lacks_combinations(data: Path) -> None:
    rows = cells(data / SURVEY)
    held = {(str(row["area"]).casefold(), row["measure"], row["month"]) for row in rows}
    areas, measures, months = ({key[place] for key in held} for place in range(3))
    missing = {(area, measure, month) for area in areas for measure in measures for month in months} - held
    assert (len(missing), {measure for _, measure, _ in missing}) == (160, {"Trust MPS"})
    assert {month for *_, month in missing} == set(sorted(months)[:5])


def test_the_survey_gives_no_sample_size(data: Path) -> None:
    for path in data.glob("mopac-pas/*.csv"):
        assert set(Document(path).table.header) - {"MPS"} == {"Date", "Survey", "Borough", "Measure", "Proportion"}


def test_wider_areas_stand_among_the_boroughs(data: Path) -> None:
    rows = reading(data / "geography/housing-density-borough.csv").table.to_pylist()
    wider = {(row["area"], row["name"]) for row in rows if not row["area"].startswith("E09")}
    assert wider == {
        ("E12000007", "Greater London"),
        ("E12000007", "London"),
        ("E13000001", "Inner London"),
        ("E13000002", "Outer London"),
    }


def test_flagged_crimes_are_not_compared_across_march_2024(data: Path, tmp_path: Path) -> None:
    """The publisher says so of hate crime and domestic abuse; knife crime is compared, with the new system marked."""
    house = House(tmp_path / "house")
    load(house, [data / "mps-dashboard"], vintage="2025-08")
    made, _ = release(house)
    answers = {
        measure: figure(made, measure, "E23000001", Period.parse("R12-2024-07")).comparison
        for measure in ("hate-crime", "domestic-abuse-offences", "hate-crime-positive-outcome-rate-flow", "knife-crime")
    }
    assert {measure: found.blocked for measure, found in answers.items() if found} == {
        "hate-crime": ("hate-domestic-abuse-2024",),
        "domestic-abuse-offences": ("hate-domestic-abuse-2024",),
        "hate-crime-positive-outcome-rate-flow": ("hate-domestic-abuse-2024",),
        "knife-crime": (),
    }
    knives = answers["knife-crime"]
    assert knives is not None
    assert (knives.value, knives.breaks) == (13_919, ("mps-connect-2024",))
