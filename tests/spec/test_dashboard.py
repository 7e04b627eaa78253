"""Several files of the Met's dashboard in one house: generated ones, for only one real file is to hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import tables, workbooks

from peelian.figures.house import House
from peelian.figures.loading import FileReport, load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure

HEADER = tables.DASHBOARD_HEADER
AUGUST, HAVERING = "2021-08", "E09000016"


def generated_file_of_all_crime() -> bytes:
    """Rows as in the publisher's file of all crime (TNO): other categories, one of them not notifiable, a month later."""
    rows = [list(row) for row in tables.DASHBOARD[:2]]
    for row, (major, minor, count) in zip(rows, (("BURGLARY", "BURGLARY IN A DWELLING", "7"),
                                                 ("OTHER ACCEPTED CRIME", "OTHER ACCEPTED CRIME", "9")), strict=True):  # fmt: skip
        row[5], row[6], row[7], row[10], row[11] = major, minor, "Offences", count, "06/09/2025"
    return tables.table(HEADER, rows)


def loaded(folder: Path, *files: tuple[str, bytes, str]) -> tuple[House, list[FileReport]]:
    """A house with the files, each of its vintage."""
    house = House(folder / "house")
    reports = [load(house, [tables.save(folder, data, name)], vintage=vintage)[0] for name, data, vintage in files]
    return house, reports


def test_a_newer_file_of_other_categories_does_not_empty_a_series(tmp_path: Path) -> None:
    house, reports = loaded(
        tmp_path,
        ("other.csv", tables.EVERY_KIND["mps-dashboard"], "2025-08"),
        ("tno.csv", generated_file_of_all_crime(), "2025-09"),
    )
    made, _ = release(house)
    assert [report.outcome for report in reports] == ["accepted-with-warnings"] * 2  # one borough of 32
    assert figure(made, "domestic-abuse-offences", HAVERING, Period.parse(AUGUST)).value == 273
    assert any("Other Accepted Crime, which is not notifiable" in item.what for item in reports[1].findings)
    counted = {source.dataset: source for measure in made.catalogue for source in measure.source.values()}
    assert "mps-dashboard" in counted
    for measure in made.catalogue:
        for source in measure.source.values():
            assert "other accepted crime" not in source.where.get("crime", ()), measure.id


def test_a_newer_file_of_the_same_categories_takes_the_month(tmp_path: Path) -> None:
    newer = [list(row) for row in tables.DASHBOARD]
    newer[0][10] = newer[7][10] = "280"
    house, _ = loaded(
        tmp_path,
        ("august.csv", tables.EVERY_KIND["mps-dashboard"], "2025-08"),
        ("september.csv", tables.table(HEADER, newer), "2025-09"),
    )
    made, _ = release(house)
    assert figure(made, "domestic-abuse-offences", HAVERING, Period.parse(AUGUST)).value == 280


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_form_gives_the_same_figures(tmp_path: Path, form: str) -> None:
    data = tables.EVERY_KIND["mps-dashboard"]
    if form == "xlsx":
        data = workbooks.xlsx({"Data": [HEADER, *tables.DASHBOARD]})
    house, _ = loaded(tmp_path, (f"dashboard.{form}", data, "2025-08"))
    made, _ = release(house)
    found = {
        measure: (figure(made, measure, HAVERING, Period.parse(period)).value)
        for measure, period in (
            ("domestic-abuse-offences", AUGUST), ("domestic-abuse-positive-outcomes", AUGUST), ("knife-crime", "2021-09"),
        )
    }  # fmt: skip
    assert found == {"domestic-abuse-offences": 273, "domestic-abuse-positive-outcomes": 15, "knife-crime": 20}
    share = figure(made, "domestic-abuse-positive-outcome-rate-flow", HAVERING, Period.parse(AUGUST))
    assert (share.numerator, share.denominator) == (15, 273)


def test_an_absent_row_is_zero_where_the_file_has_the_area(tmp_path: Path) -> None:
    house, _ = loaded(tmp_path, ("dashboard.csv", tables.EVERY_KIND["mps-dashboard"], "2025-08"))
    made, _ = release(house)
    found = figure(made, "knife-crime", HAVERING, Period.parse(AUGUST))
    assert (found.value, found.symbol) == (0, None)
