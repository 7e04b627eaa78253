"""The Home Office counts every force: each pack's house shows its own, on two days a year, never added up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Release
from peelian.figures.releases.trace import sources
from peelian.figures.releases.verify import verify

FORCES = [  # pack, force area, officers at the end of September 2019 as the sheet has it
    ("london", "E23000001", "30940.23"),
    ("city-of-london", "E23000034", "753.2"),
    ("west-yorkshire", "E23000010", "5167.61"),
]


def made(data: Path, root: Path, pack: str) -> tuple[House, Release]:
    house = House(root, pack=pack)
    load(house, [data / "home-office"], vintage="2020-01")
    return house, release(house)[0]


@pytest.mark.parametrize(("pack", "force", "officers"), FORCES)
def test_a_force_s_officers(data: Path, tmp_path: Path, pack: str, force: str, officers: str) -> None:
    house, sealed = made(data, tmp_path / "house", pack)
    found = figure(sealed, "police-officers", force, Period.parse("2019-09"))
    assert (found.value, found.symbol) == (Decimal(officers), None)
    assert sealed.latest("police-officers", "force") == Period.parse("2019-09")
    assert verify(house, sealed.id).sound


def test_a_count_of_a_day_stands_for_no_other_time(data: Path, tmp_path: Path) -> None:
    _, sealed = made(data, tmp_path / "house", "london")
    for period in ("2019-06", "R12-2019-09", "FY2018-19", "2019", "FY2019-20-Q2"):
        found = figure(sealed, "police-officers", "E23000001", Period.parse(period))
        assert (period, found.value, found.symbol) == (period, None, "[x]")


def test_a_figure_leads_to_sheet_row_and_column(data: Path, tmp_path: Path) -> None:
    house, sealed = made(data, tmp_path / "house", "london")
    found = figure(sealed, "special-constables", "E23000001", Period.parse("2019-09"))
    [source] = sources(sealed, house.lake, found)
    assert source["rows"] == [
        {"sheet": "Table_12", "row": 42, "column": "2019-09-30", "value": 1838,
         "of": "special constables, headcount, Metropolitan Police"}
    ]  # fmt: skip
    assert found.comparison is not None
    assert (found.comparison.value, found.comparison.change) == (2062, -224)


def test_what_is_not_there_is_missing_and_never_zero(data: Path, tmp_path: Path) -> None:
    _, sealed = made(data, tmp_path / "house", "london")
    found = figure(sealed, "designated-officers", "E23000034", Period.parse("2019-09"))
    assert (found.value, found.symbol) == (None, "[x]")


def test_a_cell_that_is_rounded_is_shown_as_it_stands(data: Path, tmp_path: Path) -> None:
    house, sealed = made(data, tmp_path / "house", "london")
    [source] = sources(sealed, house.lake, figure(sealed, "police-officers", "E23000001", Period.parse("2019-09")))
    assert [(row["text"], row["value"]) for row in source["rows"]] == [("30940.226789999928", 30940.23)]
