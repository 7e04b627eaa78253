"""data.police.uk on small files of our own: what is counted, what is kept, what is said, what is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest
from tests.support import tables

from peelian.figures.sources import police_uk
from peelian.figures.sources.base import Reading, RefusedFile

STREET, OUTCOMES = tables.EVERY_KIND["police-uk-street"], tables.EVERY_KIND["police-uk-outcomes"]
NAME = tables.NAME_OF["police-uk-stop-and-search"]
IDS = [bytes(range(at, at + 32)).hex() for at in range(0, 200, 8)]


def street(folder: Path, *changes: dict[str, str]) -> Reading:
    """A reading of as many rows as changes, each the same burglary but for them."""
    rows = [
        [change.get(name, cell) for name, cell in zip(tables.STREET_HEADER, tables.STREET[0], strict=True)]
        for change in changes
    ]
    return tables.read(folder, tables.table(tables.STREET_HEADER, rows))


def searches(folder: Path, *dates: str, name: str = NAME) -> Reading:
    rows = [[tables.SEARCHES[0][0], date, *tables.SEARCHES[0][2:]] for date in dates]
    return tables.read(folder, tables.table(tables.SEARCH_HEADER, rows), name=name)


def refusal(folder: Path, *changes: dict[str, str]) -> tuple[str, int | None, str | None]:
    with pytest.raises(RefusedFile) as refused:
        street(folder, *changes)
    return refused.value.finding.what, refused.value.finding.row, refused.value.finding.column


def ids_of(reading: Reading) -> list[str | None]:
    return [cell.hex() if isinstance(cell, bytes) else cell for cell in reading.table["id"].to_pylist()]


# --- ids ---


def test_ids_are_packed_and_come_out_as_they_went_in(tmp_path: Path) -> None:
    reading = street(tmp_path, *({"Crime ID": each} for each in IDS))
    assert reading.table["id"].type == pa.binary(32)
    assert ids_of(reading) == IDS


def test_rows_without_an_id_are_kept_in_their_place(tmp_path: Path) -> None:
    """Whichever rows lack one: the ids of the others stay with their rows."""
    chance = random.Random(3)
    for _ in range(20):
        some = [chance.choice([each, ""]) for each in IDS]
        reading = street(tmp_path, *({"Crime ID": each} for each in some))
        assert ids_of(reading) == [each or None for each in some]
        assert reading.table["value"].to_pylist() == [1] * len(some)
        missing = some.count("")
        assert (f"{missing} rows have no id: kept: every row counts" in tables.said(reading)) == bool(missing)


def test_no_row_has_an_id(tmp_path: Path) -> None:
    reading = street(tmp_path, *[{"Crime ID": ""}] * 3)
    assert (ids_of(reading), reading.table.num_rows) == ([None] * 3, 3)
    assert "2 rows without an id equal another in everything: kept" in tables.said(reading)


@pytest.mark.parametrize("odd", ["a1" * 31, "a1" * 33, "A1" * 32, "g1" * 32, "no id", "\u0661" * 32])
def test_an_id_of_another_kind_is_kept_as_text(tmp_path: Path, odd: str) -> None:
    reading = street(tmp_path, {}, {"Crime ID": odd}, {"Crime ID": ""})
    assert ids_of(reading) == ["a1" * 32, odd, None]
    assert "1 ids are not 64 hexadecimal digits: kept as text" in tables.said(reading)


def test_spaces_around_an_id_do_not_matter(tmp_path: Path) -> None:
    assert ids_of(street(tmp_path, {"Crime ID": f" {IDS[0]} "}, {"Crime ID": " "})) == [IDS[0], None]


# --- repeats ---


def test_repeats_are_counted_and_kept(tmp_path: Path) -> None:
    reading = street(tmp_path, {}, {}, {}, {"Crime type": "Drugs"}, {"Crime ID": IDS[0]})
    assert reading.table.num_rows == 5
    assert "2 rows repeat the id and type of another: kept: every row counts" in tables.said(reading)


def test_rows_without_an_id_repeat_only_what_is_the_same_in_everything(tmp_path: Path) -> None:
    reading = street(
        tmp_path, *[{"Crime ID": ""}] * 2, {"Crime ID": "", "Longitude": "-0.08"}, {"Crime ID": "", "Location": "x"}
    )
    assert reading.table.num_rows == 4
    assert "1 rows without an id equal another in everything" in tables.said(reading)


def test_an_outcome_may_be_one_of_several_of_a_crime(tmp_path: Path) -> None:
    row = [*tables.STREET[0][:9]]
    rows = [[*row, "Offender fined"], [*row, "Suspect charged"], [*row, "Suspect charged"]]
    reading = tables.read(tmp_path, tables.table((*tables.STREET_HEADER[:9], "Outcome type"), rows))
    assert reading.table["outcome"].to_pylist() == ["Offender fined", "Suspect charged", "Suspect charged"]
    assert "1 rows repeat the id and outcome of another" in tables.said(reading)


# --- what rows are of ---


def test_one_file_is_of_one_force(tmp_path: Path) -> None:
    assert street(tmp_path, {}).scope == "City of London Police"
    assert refusal(tmp_path, {}, {}, {"Reported by": "Kent Police"}) == (
        "rows of 2 forces stand in it: City of London Police, Kent Police", 4, "Reported by")  # fmt: skip
    assert refusal(tmp_path, {}, {"Reported by": ""})[1:] == (3, "Reported by")
    assert refusal(tmp_path, {"Reported by": ""}, {"Reported by": ""})[:2] == ("no row names its force", 2)


def test_a_month_that_is_none_is_refused_where_it_is(tmp_path: Path) -> None:
    for text in ("2024-13", "2024-1", "202401", "January 2024", "", "2024-01-01", "1800-01"):
        assert refusal(tmp_path, {}, {"Month": text}) == (f"{text!r} is no month such as 2024-01", 3, "Month")


def test_rows_of_several_months_are_warned_of(tmp_path: Path) -> None:
    reading = street(tmp_path, {}, {"Month": "2024-02"})
    assert reading.periods == ["2024-01", "2024-02"]
    assert "rows of 2 months stand in it, 2024-01 to 2024-02" in tables.said(reading)
    assert "months stand in it" not in tables.said(street(tmp_path, {}, {}))


def test_a_row_without_a_place_counts_and_is_said(tmp_path: Path) -> None:
    reading = street(tmp_path, {}, {"LSOA code": "", "LSOA name": ""})
    assert reading.table["area"].to_pylist() == ["E01000001", ""]
    assert "1 rows have no place: counted for the force, in no small area" in tables.said(reading)
    assert refusal(tmp_path, {"LSOA code": "Camden 001A"})[1:] == (2, "LSOA code")


def test_a_type_that_is_new_is_warned_of(tmp_path: Path) -> None:
    reading = street(tmp_path, {"Crime type": "Spitting"}, {})
    assert "warning" in {finding.severity for finding in reading.findings if "Spitting" in finding.what}
    assert "crime types that the publisher did not use before" not in tables.said(street(tmp_path, {}))
    for each in police_uk.CRIME_TYPES:
        assert "did not use before" not in tables.said(street(tmp_path, {"Crime type": each}))


# --- searches ---


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2024-03-31T22:59:59+00:00", "202403"),  # 23:59:59 by a summer clock
        ("2024-03-31T23:00:00+00:00", "202404"),
        ("2024-10-31T23:30:00+00:00", "202410"),  # the clock was put back four days before
        ("2024-10-27T00:30:00+00:00", "202410"),  # half past one, which there is twice
        ("2024-10-27T01:30:00+00:00", "202410"),
        ("2021-10-31T23:59:59+00:00", "202110"),  # put back that very morning
        ("2021-09-30T23:00:00+00:00", "202110"),
        ("2024-12-31T23:59:59+00:00", "202412"),
        ("2024-07-01T00:30:00+02:00", "202406"),  # an offset of another country
        ("2024-06-30T23:30:00Z", "202407"),
    ],
)
def test_a_search_is_counted_by_londons_month(tmp_path: Path, date: str, month: str) -> None:
    assert searches(tmp_path, date).table["month"].to_pylist() == [tables.month_of(month)]


def test_what_londons_clock_moves_is_said(tmp_path: Path) -> None:
    reading = searches(tmp_path, "2024-03-31T23:30:00+00:00", "2024-04-10T12:00:00+00:00", "2024-04-30T22:30:00+00:00")
    assert reading.periods == ["2024-04", "2024-04"]
    assert "1 times are in another month by London's clock than in UTC" in tables.said(reading)
    assert "its name says" not in tables.said(reading)


def test_a_name_that_says_another_month_is_warned_of(tmp_path: Path) -> None:
    reading = searches(tmp_path, "2024-05-10T12:00:00+00:00")
    assert "its name says 2024-04 and its searches are of 2024-05: counted by their own months" in tables.said(reading)


@pytest.mark.parametrize(
    "date",
    ["2024-04-10T12:00:00", "2024-04-10", "10/04/2024", "", "soon", "2024-02-30T12:00:00+00:00", "0001-01-01T00:00:00+23:59",
     "9999-12-31T23:59:59-23:59", "1900-12-31T12:00:00+00:00", "2099-01-01T12:00:00+00:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused_where_it_is(tmp_path: Path, date: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        searches(tmp_path, "2024-04-10T12:00:00+00:00", date)
    finding = refused.value.finding
    assert "is no time with its offset" in finding.what
    assert (finding.row, finding.column) == (3, "Date")


@pytest.mark.parametrize(
    ("name", "force"),
    [
        (NAME, "city-of-london"),
        ("metropolitan-stop-and-search.csv", "metropolitan"),
        (f"2025-12.zip › 2024-04/{NAME}", "city-of-london"),
        ("2024-04-Metropolitan-Stop-And-Search.CSV", "metropolitan"),
    ],
)
def test_the_name_says_the_force(tmp_path: Path, name: str, force: str) -> None:
    from peelian.figures.sources.base import Settings
    from peelian.figures.sources.document import Document

    document = Document(tables.save(tmp_path, tables.EVERY_KIND["police-uk-stop-and-search"]), name)
    assert police_uk.PoliceUkStopAndSearch().read(document, Settings()).scope == force


@pytest.mark.parametrize(
    "name", ["searches.csv", "2024-04-stop-and-search.csv", "2024-04-metropolitan-stop-and-search (1).csv"]
)
def test_a_name_without_a_force_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedFile, match="nothing in it says which force it is of"):
        searches(tmp_path, "2024-04-10T12:00:00+00:00", name=name)


def test_equal_searches_are_kept_and_said(tmp_path: Path) -> None:
    reading = searches(tmp_path, *["2024-04-10T12:00:00+00:00"] * 3, "2024-04-10T12:00:01+00:00")
    assert reading.table.num_rows == 4
    assert "2 rows equal another in every column" in tables.said(reading)
