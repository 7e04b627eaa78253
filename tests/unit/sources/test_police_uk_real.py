"""The real files of data.police.uk against plain sums with the csv module."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from peelian.figures.periods import month_text
from peelian.figures.sources.base import Reading, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

STREET = ("city-of-london/*-street.csv", "btp/*-street.csv", "west-yorkshire/*-street.csv")


def plain(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def reading(path: Path) -> Reading:
    document = Document(path)
    source = recognise(document).source
    assert source is not None
    return source.read(document, Settings())


def said(made: Reading) -> str:
    return "\n".join(finding.sentence() for finding in made.findings)


def beyond_the_first(rows: list[tuple[str, ...]]) -> int:
    return sum(times - 1 for times in Counter(rows).values())


@pytest.fixture(scope="module")
def police(data: Path) -> Path:
    return data / "police-uk"


@pytest.mark.parametrize("pattern", STREET)
def test_street_level_crime_is_what_a_plain_count_says(police: Path, pattern: str) -> None:
    paths = sorted(police.glob(pattern))
    assert paths
    for path in paths:
        rows, made = plain(path), reading(path)
        table = made.table
        assert (made.dataset, made.scope) == ("police-uk-street", rows[0]["Reported by"])
        assert table["row"].to_pylist() == list(range(2, len(rows) + 2))
        assert sum(table["value"].to_pylist()) == len(rows)
        for name, header in (("area", "LSOA code"), ("type", "Crime type"), ("outcome", "Last outcome category")):
            assert table[name].to_pylist() == [row[header].strip() for row in rows], (path.name, header)
        assert {month_text(month) for month in table["month"].to_pylist()} == {row["Month"] for row in rows}
        ids = [None if value is None else value.hex() for value in table["id"].to_pylist()]
        assert ids == [row["Crime ID"] or None for row in rows]


def test_anti_social_behaviour_has_no_id_and_is_kept(police: Path) -> None:
    path = police / "city-of-london" / "2022-07-city-of-london-street.csv"
    rows, made = plain(path), reading(path)
    nameless = [row for row in rows if not row["Crime ID"]]
    assert {row["Crime type"] for row in nameless} == {"Anti-social behaviour"}
    assert len(nameless) == 75
    assert "75 rows have no id: kept: every row counts" in said(made)
    assert made.table.num_rows == len(rows)


def test_transport_police_give_no_ids_and_repeat_themselves(police: Path) -> None:
    [path] = (police / "btp").glob("*-street.csv")
    rows, made = plain(path), reading(path)
    assert not any(row["Crime ID"] for row in rows)
    alike = beyond_the_first([tuple(row.values()) for row in rows])
    assert alike == 3_379 > len(rows) / 2
    assert "3,379 rows without an id equal another in everything: kept" in said(made)
    assert made.table.num_rows == len(rows) == 6_190


def test_repeated_ids_are_counted_and_kept(police: Path) -> None:
    for path in sorted((police / "city-of-london").glob("*-street.csv")):
        rows, made = plain(path), reading(path)
        again = beyond_the_first([(row["Crime ID"], row["Crime type"]) for row in rows if row["Crime ID"]])
        assert (f"{again:,} rows repeat the id and type of another: kept" in said(made)) == (again > 0), path.name
        assert made.table.num_rows == len(rows)


def test_outcomes_are_what_a_plain_count_says(police: Path) -> None:
    [path] = (police / "city-of-london").glob("*-outcomes.csv")
    rows, made = plain(path), reading(path)
    assert (made.dataset, made.scope, made.periods) == (
        "police-uk-outcomes",
        "City of London Police",
        ["2023-03", "2023-03"],
    )
    assert Counter(made.table["outcome"].to_pylist()) == Counter(row["Outcome type"] for row in rows)
    assert len(rows) == 618


def test_searches_are_counted_by_londons_month(police: Path) -> None:
    london = ZoneInfo("Europe/London")
    moved = 0
    for path in sorted((police / "stop-and-search").glob("*.csv")):
        rows, made = plain(path), reading(path)
        times = [dt.datetime.fromisoformat(row["Date"]) for row in rows]
        local = [time.astimezone(london).strftime("%Y-%m") for time in times]
        assert [month_text(month) for month in made.table["month"].to_pylist()] == local
        assert set(local) == {path.name[:7]}  # by London's clock each file holds its own month and no other
        moved += sum(time.strftime("%Y-%m") != month for time, month in zip(times, local, strict=True))
    assert moved == 13
    assert "13 times are in another month by London's clock than in UTC" in said(made)


def test_repeated_searches_and_those_without_a_place_are_counted(police: Path) -> None:
    alike, nowhere = [], []
    for path in sorted((police / "stop-and-search").glob("*.csv")):
        rows, made = plain(path), reading(path)
        again = beyond_the_first([tuple(row.values()) for row in rows])
        without = sum(not row["Latitude"] for row in rows)
        alike.append(again)
        nowhere.append(round(100 * without / len(rows)))
        assert f"{again:,} rows equal another in every column: kept" in said(made)
        assert f"{without:,} searches ({nowhere[-1]} per cent) have no place" in said(made)
        assert made.table.num_rows == len(rows)
    assert (min(alike), max(alike)) == (119, 162)
    assert (min(nowhere), max(nowhere)) == (7, 10)


def test_a_column_that_says_nothing_is_told(police: Path) -> None:
    path = police / "stop-and-search" / "2024-01-metropolitan-stop-and-search.csv"
    assert not any(row["Outcome linked to object of search"] for row in plain(path))
    assert "Outcome linked to object of search: empty in every row" in said(reading(path))
