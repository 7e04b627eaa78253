"""What pages say of revisions: the triangle as table and file, a figure's earlier values, and nothing where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.revised import Past
from peelian.figures.vintages import Usual
from peelian.public.selectors.past import FigurePast, limits
from tests.support.wide import two_boroughs, write_boroughs
from tests.web.conftest import Visitor

START = month_ordinal(2024, 1)
BURGLARY = ("BURGLARY", "RES BURGLARY OF A HOME", "Havering")
REVISIONS = "/measures/burglary/E09000016/revisions"


@pytest.fixture
def twice(tmp_path: Path, visiting: Callable[[House], Visitor]) -> Visitor:
    """Two files: of December 2025, and of January 2026, in which the older month of two is three more."""
    house = House(tmp_path / "house")
    load(house, [write_boroughs(tmp_path / "2025-12" / "crime.csv", START, two_boroughs())])
    release(house)
    rows = two_boroughs(months=25)
    changed = {**rows, BURGLARY: [53 if place == 22 else 50 for place in range(25)]}
    load(house, [write_boroughs(tmp_path / "2026-01" / "crime.csv", START, changed)])
    release(house)
    return visiting(house)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#x27;", "'")


def test_the_triangle_has_a_row_for_each_month_and_a_column_for_each_file(twice: Visitor) -> None:
    table = twice.page(REVISIONS).tables["triangle"]
    assert table[0] == ["Month", "Since first given", "Dec 2025", "Jan 2026"]
    assert len(table) == 1 + 24  # January 2026 was given once
    rows = {row[0]: row[1:] for row in table[1:]}
    assert rows["November 2025"] == ["+3 (+6.0%)", "50", "53 [r]+3"]
    assert rows["December 2025"] == ["0", "50", "50"]
    assert next(iter(rows)) == "December 2025"
    assert "Two or more files give 24 months: 1 of them was revised." in plain(twice.text(REVISIONS))
    assert "November 2025, from 50 to 53 (+6.0%)." in plain(twice.text(REVISIONS))


def test_its_file_has_every_figure_of_every_vintage(twice: Visitor) -> None:
    rows = twice.rows(f"{REVISIONS}.json")
    assert len(rows) == 2 * 24
    [changed] = [row for row in rows if row["change"]]
    expected = {
        "month": "2025-11", "vintage": "2026-01", "classification": "mps-2024", "age": 2, "value": 53, "first_value": 50,
        "change": 3, "change_pct": 6.0,
    }  # fmt: skip
    assert expected.items() <= changed.items()
    lines = twice.text(f"{REVISIONS}.csv").removeprefix("\ufeff").splitlines()
    assert len(lines) == 1 + len(rows)
    usual = twice.get(f"{REVISIONS}.json").json()["usual_movement"]  # type: ignore[attr-defined]
    assert [item["age_to"] for item in usual["1"]] == [0, 1, 2, 5, 11, 23, None]
    assert {item["low_pct"] for item in usual["1"]} == {None}


def test_what_cannot_be_told_is_said_so(twice: Visitor) -> None:
    rows = twice.page(REVISIONS).tables["usual"]
    assert rows[0] == ["Age when given", "One month", "Three months", "Twelve months"]
    assert rows[1] == [
        "The file’s own month",
        "cannot tell2 in 1 file",
        "cannot tell2 in 1 file",
        "cannot tell2 in 1 file",
    ]
    assert "has since moved, in nine cases of ten, by" not in twice.text(REVISIONS)


def test_a_revised_figure_is_marked_with_what_it_was(twice: Visitor) -> None:
    text = plain(twice.text("/figures/burglary/E09000016/2025-11"))
    assert "53 offences [p] provisional [r] revised" in text
    first = twice.release.manifest["previous"]
    assert f"Earlier figures 50 in the file of December 2025 , 50 in release {first}" in text
    answer = twice.get("/figures/burglary/E09000016/2025-11.json").json()  # type: ignore[attr-defined]
    assert answer["revised"] is True
    [file] = [item.sha256 for item in twice.house.lake if item.vintage == "2025-12"]
    assert answer["earlier"] == [
        {"vintage": "2025-12", "snapshot": file, "release": None, "value": 50},
        {"vintage": None, "snapshot": None, "release": first, "value": 50},
    ]
    links = twice.page("/figures/burglary/E09000016/2025-11").links
    assert {f"/snapshots/{file[:12]}", f"/releases/{first}"} <= set(links)
    same = plain(twice.text("/figures/burglary/E09000016/2025-10"))
    assert "revised" not in same.split("How it is made")[0]
    assert "Earlier figures" not in same


def test_one_click_leads_from_the_measure_and_the_figure_to_its_revisions(twice: Visitor) -> None:
    assert REVISIONS in twice.page("/measures/burglary/E09000016").links
    assert REVISIONS in twice.page("/figures/burglary/E09000016/2025-11").links


def test_where_nothing_was_given_twice_that_is_said_and_no_link_leads_there(illustrative: Visitor) -> None:
    assert "Nothing was given twice" in illustrative.text("/measures/burglary/E09000016/revisions")
    assert illustrative.rows("/measures/burglary/E09000016/revisions.json") == []
    assert not [link for link in illustrative.page("/measures/burglary/E09000016").links if link.endswith("/revisions")]
    answer = illustrative.get("/figures/burglary/E09000016/R12-2019-12.json").json()  # type: ignore[attr-defined]
    assert (answer["revised"], answer["earlier"], answer["usual_movement"]) == (False, [], None)


def test_an_unknown_place_or_measure_is_told(twice: Visitor) -> None:
    twice.get("/measures/burglary/E09009999/revisions", 404)
    twice.get("/measures/nothing/E09000016/revisions", 404)


def test_older_files_stand_apart(real: Visitor) -> None:
    page = real.page(REVISIONS)
    assert page.tables["triangle"][0][2:] == ["Oct 2024", "Nov 2025", "Dec 2025"]
    assert page.tables["triangle-2"][0][2:] == ["May 2020", "Jun 2020", "Jul 2023", "Jan 2024"]
    text = plain(real.text(REVISIONS))
    assert "They are of May 2020 to January 2024, and their figures are never set against those above." in text
    vintages = {(row["classification"], row["vintage"]) for row in real.rows(f"{REVISIONS}.json")}
    assert ("mps-2019", "2020-05") in vintages
    assert ("mps-2024", "2020-05") not in vintages


def test_a_real_figure_says_how_far_figures_as_fresh_have_moved(real: Visitor) -> None:
    answer = real.get("/figures/burglary/E09000016/R12-2025-12.json").json()  # type: ignore[attr-defined]
    usual = answer["usual_movement"]
    assert usual["low_pct"] < 0 < usual["high_pct"]
    text = plain(real.text("/figures/burglary/E09000016/R12-2025-12"))
    low, high = (f"{usual[name]:+.1f}%".replace("-", "−") for name in ("low_pct", "high_pct"))
    assert f"Figures as fresh as this have since moved by {low} to {high} in nine cases of ten." in text
    assert "160 twelve-month figures of boroughs, from files of 5 dates, looked at again 1 to 38 months later." in text
    assert "cases of ten" not in real.text("/figures/burglary/E23000001/R12-2025-12")  # five figures of one force
    assert "cases of ten" not in real.text("/figures/burglary/E09000016/R12-2025-12?kind=rate")
    assert "cases of ten" not in real.text("/figures/homicide/E09000016/R12-2025-12")


def test_a_projection_has_no_age(real: Visitor) -> None:
    answer = real.get("/figures/population/E09000016/2050.json").json()  # type: ignore[attr-defined]
    assert (answer["projection"], answer["age"]) == (True, None)


USUAL = Usual(0, 160, 5, -0.004, 0.0, 0.0114, (1, 38))


@pytest.mark.parametrize(
    ("low", "high", "age", "said"),
    [
        (-0.004, 0.0114, 0, "Figures as fresh as this have since moved by −0.4% to +1.1% in nine cases of ten."),
        (-0.004, 0.0114, 3, "Figures as old as this have since moved by −0.4% to +1.1% in nine cases of ten."),
        (-0.0004, 0.0004, 12, "Figures as old as this have since moved by less than 0.1% in nine cases of ten."),
        (0.0, 0.0, 12, "Nine in ten figures as old as this have not moved since."),
        (0.0, 0.02, 0, "Figures as fresh as this have since moved by 0.0% to +2.0% in nine cases of ten."),
        (None, None, 0, ""),
    ],
)
def test_every_range_has_its_plain_sentence(low: float | None, high: float | None, age: int, said: str) -> None:
    usual = Usual(age, 160, 5, low, None if low is None else 0.0, high, (1, 38)) if low is not None else None
    assert FigurePast(Past(None, age, (), usual), "boroughs", Period.parse("2025-12")).usual == said


def test_what_cannot_be_told_has_no_range() -> None:
    assert limits(Usual(0, 5, 5, None, None, None, (1, 2))) == ""
    assert limits(USUAL) == "−0.4% to +1.1%"
